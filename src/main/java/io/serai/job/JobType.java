package io.serai.job;

import io.serai.platform.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a job does (C1), the most urgent first. */
public enum JobType {
    /** Fetches one order by its id (A11). */
    SINGLE_ORDER(Resource.ORDERS, Scope.ONE),
    /** Fetches one product by its id (A11). */
    SINGLE_PRODUCT(Resource.PRODUCTS, Scope.ONE),
    /** Fetches the orders of the last days, for people to see something at once. */
    RECENT_SYNC(Resource.ORDERS, Scope.RECENT),
    /** Looks whether a platform has ended what it was asked to write at once, and ends there what nobody waits for. */
    POLL_BULK(null, Scope.NONE),
    /** Fetches the orders of a shop that changed since it was last read. */
    INCREMENTAL_ORDERS(Resource.ORDERS, Scope.CHANGED),
    INCREMENTAL_CUSTOMERS(Resource.CUSTOMERS, Scope.CHANGED),
    INCREMENTAL_PRODUCTS(Resource.PRODUCTS, Scope.CHANGED),
    /** Fetches all orders of a shop. */
    BULK_ORDERS(Resource.ORDERS, Scope.ALL),
    BULK_CUSTOMERS(Resource.CUSTOMERS, Scope.ALL),
    BULK_PRODUCTS(Resource.PRODUCTS, Scope.ALL),
    /** Holds every product of a channel against the hub, and pushes what differs (D8). */
    FULL_SYNC(Resource.PRODUCTS, Scope.ALL);

    private enum Scope {
        ALL,
        CHANGED,
        RECENT,
        ONE,
        NONE
    }

    private final Resource resource;
    private final Scope scope;

    JobType(Resource resource, Scope scope) {
        this.resource = resource;
        this.scope = scope;
    }

    /** The type that fetches all of a resource. */
    public static JobType all(Resource resource) {
        return switch (resource) {
            case ORDERS -> BULK_ORDERS;
            case CUSTOMERS -> BULK_CUSTOMERS;
            case PRODUCTS -> BULK_PRODUCTS;
        };
    }

    /** The type that fetches what changed of a resource. */
    public static JobType changed(Resource resource) {
        return switch (resource) {
            case ORDERS -> INCREMENTAL_ORDERS;
            case CUSTOMERS -> INCREMENTAL_CUSTOMERS;
            case PRODUCTS -> INCREMENTAL_PRODUCTS;
        };
    }

    /** The types that keep a shop current, and never wait behind those that take hours. */
    public static List<JobType> quick() {
        return Arrays.stream(values()).filter(type -> type.scope != Scope.ALL).toList();
    }

    /** What it is about; empty where that is no data of the shop. */
    public Optional<Resource> resource() {
        return Optional.ofNullable(resource);
    }

    /** Whether it is about everything there is, so that what it did not see is gone. */
    public boolean isAboutAll() {
        return scope == Scope.ALL;
    }

    /** Whether it fetches all there is of something: a full sync only compares. */
    public boolean fetchesAll() {
        return isAboutAll() && this != FULL_SYNC;
    }

    /** Whether it is about one item. */
    public boolean isAboutOne() {
        return scope == Scope.ONE;
    }

    /** Whether what a job of the other type did not do is done once one of this type has ended. */
    public boolean makesGood(JobType failed) {
        return this == failed || fetchesAll() && failed != FULL_SYNC && resource == failed.resource;
    }

    /** Whether it may begin before the channel's products were read for the first time (rule 1): orders wait for nobody. */
    public boolean waitsForFirstRead() {
        return resource == Resource.PRODUCTS && scope != Scope.ONE;
    }

    /** The type's name in stored rows and in answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
