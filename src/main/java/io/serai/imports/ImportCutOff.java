package io.serai.imports;

/** An import ends before all its lines are read. The message is for the caller. */
public final class ImportCutOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportCutOff(String reason) {
        super(reason);
    }
}
