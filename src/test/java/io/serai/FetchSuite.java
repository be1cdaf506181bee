package io.serai;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Flows of what is fetched, and of orders: a third of the tests, see {@link OtherSuite}. */
@Suite
@SelectPackages("io.serai")
@IncludeClassNamePatterns(FetchSuite.CLASSES)
class FetchSuite {

    static final String CLASSES =
            "io\\.serai\\.(flow|badinput)\\..*(Fetch|Sync|CatchUp|Connected|Shop|Seed|Order|Reservation).*Test";
}
