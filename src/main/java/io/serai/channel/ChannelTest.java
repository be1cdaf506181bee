package io.serai.channel;

import java.util.List;

/** What works with a channel and what does not, in words. */
public record ChannelTest(String channelId, List<Finding> findings) {

    /**
     * One thing that was tried.
     *
     * @param what such as {@code credentials} or {@code webhooks}
     */
    public record Finding(String what, boolean works, String sentence) {}

    public ChannelTest {
        findings = List.copyOf(findings);
    }

    /** Whether everything does. */
    public boolean works() {
        return findings.stream().allMatch(Finding::works);
    }
}
