package io.serai;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Whatever test {@link FlowSuite} leaves, so that none is left out. */
@Suite
@SelectPackages("io.serai")
@IncludeClassNamePatterns(".*(Test|Properties)")
@ExcludeClassNamePatterns(FlowSuite.CLASSES)
class OtherSuite {}
