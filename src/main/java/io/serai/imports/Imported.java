package io.serai.imports;

import java.util.UUID;

/** What became of one line of an import. */
public record Imported(Outcome outcome, UUID productId) {

    /** Each with the status that a request for it alone would have been answered with. */
    public enum Outcome {
        CREATED("created", 201),
        UPDATED("updated", 200),
        UNCHANGED("unchanged", 200);

        private final String key;
        private final int status;

        Outcome(String key, int status) {
            this.key = key;
            this.status = status;
        }

        /** Its name in answers. */
        public String key() {
            return key;
        }

        int status() {
            return status;
        }
    }
}
