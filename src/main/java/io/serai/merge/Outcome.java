package io.serai.merge;

/** What became of an edit. */
public enum Outcome {
    /** The hub now holds it. */
    WON,
    /** The hub holds another value; where the edit was made, that value is put back. */
    LOST,
    /** As lost, since the field is not the editor's to change. */
    RESTORED,
    /** Nobody's value moves until a person decides. */
    WITHHELD
}
