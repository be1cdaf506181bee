package io.serai.twin.shopify;

/**
 * A list too long to be held: what stands at each place is made when it is asked for. Its values ascend, and no two are
 * equal.
 */
interface Computed<T> {

    int size();

    T at(int place);

    /** The id of what stands there, without making it. */
    long id(int place);

    /** What it is sorted by. */
    long value(int place);
}
