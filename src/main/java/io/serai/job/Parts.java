package io.serai.job;

import java.util.List;

/** Ids that are worked off some at a time. Not thread-safe. */
public final class Parts {

    private final List<String> ids;
    private final int size;
    private int done;

    Parts(List<String> ids, int size) {
        this.ids = List.copyOf(ids);
        this.size = size;
    }

    public boolean hasNext() {
        return done < ids.size();
    }

    public List<String> next() {
        List<String> part = ids.subList(done, Math.min(ids.size(), done + size));
        done += part.size();
        return part;
    }
}
