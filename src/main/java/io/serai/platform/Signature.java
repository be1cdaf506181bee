package io.serai.platform;

import java.util.List;
import java.util.Map;

/** Tells whether a delivery really comes from the platform. Thread-safe. */
public interface Signature {

    /**
     * @param headers the delivery's, by lower-case name
     * @param body the bytes as they came: a parsed and rewritten body does not verify
     * @param secrets the current one and, during a rotation, the one before
     */
    boolean isValid(Map<String, String> headers, byte[] body, List<String> secrets);
}
