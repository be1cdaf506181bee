package io.serai.demo;

import java.nio.file.Path;

/** Another process works on this directory. The message is one line, for whoever started the second one. */
public final class DirectoryInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory, String holder) {
        super("%s is in use by %s: stop that one, or name another directory".formatted(directory, holder));
    }
}
