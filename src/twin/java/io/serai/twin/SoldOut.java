package io.serai.twin;

/** A shop does not sell what it does not have. */
public final class SoldOut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SoldOut(String message) {
        super(message);
    }
}
