package io.serai.ownership;

/** Who has the last word on a field (seed words of D3). */
public enum Owner {
    /** The shops. The hub may edit too, but loses to a shop within five minutes. */
    COMMERCE,
    /** The hub. What a shop changes is restored. */
    OPS,
    /** Everybody: the later edit wins, and a conflict is logged when two came close together. */
    SHARED,
    /** The hub's stock and JTL. A shop's figure is never an edit. */
    STOCK
}
