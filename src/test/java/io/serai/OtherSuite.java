package io.serai;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Whatever test {@link FlowSuite} and {@link FetchSuite} leave, so that none is left out. All three take about as long;
 * Surefire runs each in a virtual machine of its own, all at once. It could hand out single classes, but then Quarkus
 * would start anew for each of them.
 */
@Suite
@SelectPackages("io.serai")
@IncludeClassNamePatterns(".*(Test|Properties)")
@ExcludeClassNamePatterns({FlowSuite.CLASSES, FetchSuite.CLASSES})
class OtherSuite {}
