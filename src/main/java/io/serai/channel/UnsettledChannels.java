package io.serai.channel;

import io.serai.config.Backoff;
import io.serai.config.ChannelConfig;
import io.serai.problem.NotFound;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.InstallationRepository;
import io.serai.store.UnsettledChannelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Channels whose platform is still to be told that they are connected, changed or let go: by whom, how often, and what
 * becomes of it. One worker has a channel at a time, and what he does counts only for the channel as it was when he began.
 */
@ApplicationScoped
@Named("unsettledChannels")
public class UnsettledChannels {

    private static final Logger LOG = Logger.getLogger(UnsettledChannels.class);

    private final UnsettledChannelRepository unsettled;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final InstallationRepository installation;
    private final ChannelConfig config;
    private final Clock clock;

    @Inject
    UnsettledChannels(
            UnsettledChannelRepository unsettled,
            ChannelRepository channels,
            ChannelStates states,
            InstallationRepository installation,
            ChannelConfig config,
            Clock clock) {
        this.unsettled = unsettled;
        this.channels = channels;
        this.states = states;
        this.installation = installation;
        this.config = config;
        this.clock = clock;
    }

    /** The channel is connected, changed or disconnected, in the caller's transaction. */
    void put(String channelId) {
        unsettled.put(channelId, clock.instant());
    }

    /** Takes up the next channel; an empty list when nothing is due. After a restored database all of them are. */
    @Transactional
    public List<UnsettledChannel> claim() {
        Instant now = clock.instant();
        if (installation.notedAnother()) {
            states.mustReadAll(now);
            unsettled.putAllActive(now);
        }
        return unsettled.claim(now, now.plus(config.settleLease())).stream().toList();
    }

    /**
     * There is more to do for a channel that somebody has in hand.
     *
     * @return as he has it from now on
     * @throws IllegalStateException if somebody else has it by now
     */
    @Transactional
    public UnsettledChannel goOn(UnsettledChannel channel) {
        return unsettled
                .renew(channel, clock.instant().plus(config.settleLease()))
                .orElseThrow(() -> new IllegalStateException("somebody else has " + channel.channelId() + " by now"));
    }

    /**
     * The platform knows that the channel is connected, and as it is. Who has it no longer may have met somebody else's work
     * there: it is looked at once more.
     */
    @Transactional
    public void settled(UnsettledChannel channel) {
        if (!unsettled.isHeld(channel)) {
            put(channel.channelId());
            return;
        }
        unsettled.settle(channel);
    }

    /** The platform knows that the channel is let go: nobody is let in any more by what it knew. */
    @Transactional
    public void letGo(UnsettledChannel channel) {
        channels.lock(channel.channelId());
        if (unsettled.lockUnchanged(channel)) {
            states.forgetSecrets(channel.channelId());
        }
        unsettled.settle(channel);
    }

    /** A person paused the channel meanwhile; it waits until somebody resumes it. */
    @Transactional
    public void postpone(UnsettledChannel channel) {
        unsettled.giveBack(channel, null, clock.instant());
    }

    /**
     * The platform refuses Serai. An active channel is paused until a person gives it working credentials; one that is let go
     * is forgotten. Where the person has done something about it meanwhile, that is tried instead.
     */
    @Transactional
    public void refused(UnsettledChannel channel, Throwable failure) {
        channels.lock(channel.channelId());
        if (!unsettled.lockUnchanged(channel)) {
            unsettled.giveBack(channel, null, clock.instant());
        } else if (isLetGo(channel)) {
            letGo(channel);
        } else {
            states.pause(channel.channelId(), failure.getMessage());
            unsettled.giveBack(channel, failure.getMessage(), clock.instant());
        }
    }

    /**
     * It did not work, and is tried again ever more rarely. A channel that is let go is given up after some tries: its
     * secrets must not be kept for a shop that is gone.
     */
    @Transactional
    public void failed(UnsettledChannel channel, Throwable failure) {
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        channels.lock(channel.channelId());
        if (isLetGo(channel) && unsettled.lockUnchanged(channel) && channel.attempts() >= config.letGoTries()) {
            LOG.errorf("The webhooks of channel %s cannot be taken back: %s", channel.channelId(), reason);
            letGo(channel);
            return;
        }
        LOG.warnf("Channel %s cannot be settled, try %d: %s", channel.channelId(), channel.attempts(), reason);
        Backoff wait = new Backoff(config.settleDelay(), config.settleDelayAtMost());
        unsettled.giveBack(channel, reason, clock.instant().plus(wait.after(channel.attempts())));
    }

    private boolean isLetGo(UnsettledChannel channel) {
        return channels.find(channel.channelId())
                        .orElseThrow(() -> new NotFound("channel"))
                        .state()
                        .status()
                == ChannelState.Status.DISCONNECTED;
    }
}
