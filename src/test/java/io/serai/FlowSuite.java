package io.serai;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Flows of products and stock, from shop to shop: a third of the tests, see {@link OtherSuite}. */
@Suite
@SelectPackages("io.serai")
@IncludeClassNamePatterns(FlowSuite.CLASSES)
@ExcludeClassNamePatterns(FetchSuite.CLASSES)
class FlowSuite {

    static final String CLASSES = "io\\.serai\\.flow\\..*Test";
}
