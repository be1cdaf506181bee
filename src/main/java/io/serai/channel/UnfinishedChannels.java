package io.serai.channel;

import io.serai.config.CatchUpConfig;
import io.serai.config.ChannelConfig;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.InstallationRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Channels whose platform is still to be told that they are connected or let go. Their rows say so: whatever a crash cut off
 * is found again. Each is handed out once, however long its turn takes to come.
 */
@ApplicationScoped
@Named("unfinishedChannels")
public class UnfinishedChannels {

    private final ChannelRepository channels;
    private final ChannelStates states;
    private final InstallationRepository installation;
    private final CatchUpConfig catchUp;
    private final ChannelConfig config;
    private final Clock clock;
    private final TakenUp settingUp = new TakenUp();
    private final TakenUp lettingGo = new TakenUp();

    @Inject
    UnfinishedChannels(
            ChannelRepository channels,
            ChannelStates states,
            InstallationRepository installation,
            CatchUpConfig catchUp,
            ChannelConfig config,
            Clock clock) {
        this.channels = channels;
        this.states = states;
        this.installation = installation;
        this.catchUp = catchUp;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Active channels that must be read in full before anything is pushed to them and that nobody in this process has begun
     * to set up lately: newly connected ones whose set-up a crash cut off, and all after a restored database.
     */
    @Transactional
    public List<String> toSetUp() {
        Instant now = clock.instant();
        if (installation.notedAnother()) {
            states.mustReadAll(now);
        }
        return channels.active().stream()
                .filter(channel -> channel.state().mustReadSince() != null)
                .map(Channel::id)
                .filter(id -> settingUp.take(id, now, catchUp.retryUnreadAfter()))
                .toList();
    }

    /** Somebody in this process sets the channel up from now on. */
    public void settingUp(String channelId) {
        settingUp.note(channelId, clock.instant());
    }

    /** Disconnected channels whose secrets are not forgotten yet and that nobody in this process has begun to let go lately. */
    public List<String> toLetGo() {
        Instant now = clock.instant();
        return channels.disconnectedWithSecrets().stream()
                .filter(id -> lettingGo.take(id, now, config.letGoAgainAfter()))
                .toList();
    }

    /** Somebody in this process lets the channel go from now on. */
    public void lettingGo(String channelId) {
        lettingGo.note(channelId, clock.instant());
    }
}
