package io.serai;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * One of two halves of the tests, about as long as {@link OtherSuite}, which has what this one leaves. Surefire runs each
 * in a virtual machine of its own, both at once. It could hand out single classes, but then Quarkus would start anew for
 * each of them.
 */
@Suite
@SelectPackages("io.serai")
@IncludeClassNamePatterns(FlowSuite.CLASSES)
class FlowSuite {

    /** Flows, but those of stock: they make up for how short the tests elsewhere are. */
    static final String CLASSES = "io\\.serai\\.flow\\.(?!Stock|Reservation).*Test";
}
