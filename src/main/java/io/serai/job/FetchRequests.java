package io.serai.job;

import io.serai.channel.Channel;
import io.serai.channel.Platform;
import io.serai.config.JobConfig;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.Resource;
import io.serai.problem.Conflicting;
import io.serai.problem.NotFound;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What shall be fetched, and since when. Whoever asks for what is under way gets the job that is; where a shop was never read, all of it
 * is fetched whatever was asked for.
 */
@ApplicationScoped
@Named("fetchRequests")
public class FetchRequests {

    private static final String SCHEDULE = "schedule";

    /** Whoever begins several begins them in this order, so that no two wait for each other. */
    private static final List<Resource> IN_ORDER = List.of(Resource.ORDERS, Resource.CUSTOMERS, Resource.PRODUCTS);

    private final SyncJobRepository jobs;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final PlatformAdapters adapters;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    FetchRequests(
            SyncJobRepository jobs,
            ChannelRepository channels,
            ChannelStates states,
            PlatformAdapters adapters,
            JobConfig config,
            Clock clock) {
        this.jobs = jobs;
        this.channels = channels;
        this.states = states;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins what somebody asks for of one shop (A1, A2, A11). Who names none means the Shopify shop.
     *
     * @return the job
     * @throws NotFound if there is no such channel, or none that is active (A4)
     * @throws Conflicting if several are meant
     */
    @Transactional
    public UUID begin(SyncRequest request, String caller) {
        Channel channel = channel(request);
        if (request.item().isPresent()) {
            JobType one = request.resource() == Resource.ORDERS ? JobType.SINGLE_ORDER : JobType.SINGLE_PRODUCT;
            return jobs.begin(channel, one, request.item().get(), null, caller, clock.instant());
        }
        return begin(channel, request.resource(), request.fetchAll(), caller);
    }

    /**
     * Begins what a tenant asks for of all its shops (B1), for the workers to see whatever the caller does meanwhile.
     *
     * @param force whether what was fetched a moment ago is fetched again
     * @throws Conflicting if the tenant has no active channel
     */
    @Transactional(TxType.REQUIRES_NEW)
    public SyncRun sync(String tenant, Collection<Resource> resources, boolean force, String caller) {
        List<Channel> active =
                channels.ofTenant(tenant).stream().filter(Channel::isActive).toList();
        if (active.isEmpty()) {
            throw new Conflicting("The tenant has no active channel. Connect one, or resume one that is paused");
        }
        Instant now = clock.instant();
        List<UUID> begun = new ArrayList<>();
        for (Channel channel : active) {
            IN_ORDER.stream()
                    .filter(resources::contains)
                    .filter(resource -> adapters.of(channel.platform()).has(resource))
                    .filter(resource -> force || !isFresh(channel, resource, config.notAgainWithin(), now))
                    .forEach(resource -> begun.add(begin(channel, resource, false, caller)));
        }
        return new SyncRun(tenant, List.copyOf(resources), begun, now, now.plus(config.waitForSync()));
    }

    /** Whether some of it is still under way, and may be waited for. */
    public boolean isAwaited(SyncRun run) {
        return clock.instant().isBefore(run.until()) && jobs.areUnderWay(run.jobs());
    }

    /** The active channels that show such a thing, for the schedule: one that fails stops no other. */
    public List<String> scheduled(Resource resource) {
        return channels.active().stream()
                .filter(channel -> adapters.of(channel.platform()).has(resource))
                // whoever reads the stock of the others reads their products too
                .filter(channel -> resource != Resource.PRODUCTS
                        || adapters.of(channel.platform()).hasCatalogue())
                .map(Channel::id)
                .toList();
    }

    /**
     * Begins what is due by the schedule. What a platform does not tell changes of is looked at more seldom (fact 53).
     *
     * @param all whether all is fetched
     */
    @Transactional
    public void due(String channelId, Resource resource, boolean all) {
        Channel channel = channels.find(channelId).orElseThrow();
        boolean isTold = all || adapters.of(channel.platform()).tellsChanges(resource);
        if (!isTold && isFresh(channel, resource, config.sweepEvery(), clock.instant())) {
            return;
        }
        begin(channel, resource, all, SCHEDULE);
    }

    /**
     * Begins what a channel that was just connected needs: the last days at once, behind them everything (C5). What was fetched whole
     * since then is not fetched again because its settings changed.
     */
    @Transactional
    public void connected(String channelId) {
        if (!config.fetchOnConnect()) {
            return;
        }
        Channel channel = channels.find(channelId).orElseThrow();
        PlatformAdapter adapter = adapters.of(channel.platform());
        Set<Resource> whole = states.whole(channelId);
        // behind those that are under way the last ones have been seen
        if (adapter.has(Resource.ORDERS)
                && !whole.contains(Resource.ORDERS)
                && !jobs.hasUnderWay(channelId, JobType.BULK_ORDERS)) {
            Instant recent = platformTime(channel, clock.instant().minus(config.recent()));
            jobs.begin(channel, JobType.RECENT_SYNC, null, recent, "connected", clock.instant());
        }
        for (Resource resource : IN_ORDER) {
            // products that do not land are read anyway, before anything is pushed there
            if (adapter.has(resource) && adapter.lands(resource) && !whole.contains(resource)) {
                jobs.begin(channel, JobType.all(resource), null, null, "connected", clock.instant());
            }
        }
    }

    private UUID begin(Channel channel, Resource resource, boolean all, String caller) {
        Instant mark = mark(channel, resource);
        boolean isForAll = all
                || mark == null
                || !states.whole(channel.id()).contains(resource)
                || !adapters.of(channel.platform()).tellsChanges(resource);
        JobType type = isForAll ? JobType.all(resource) : JobType.changed(resource);
        // what is fetched twice costs less than what is never fetched (A5)
        Instant since = isForAll ? null : platformTime(channel, mark.minus(config.overlap()));
        return jobs.begin(channel, type, null, since, caller, clock.instant());
    }

    private static Instant mark(Channel channel, Resource resource) {
        return switch (resource) {
            case ORDERS -> channel.marks().orders();
            case CUSTOMERS -> channel.marks().customers();
            case PRODUCTS -> channel.marks().products();
        };
    }

    private static Instant platformTime(Channel channel, Instant ours) {
        return ours.plus(channel.state().clockSkew());
    }

    private static boolean isFresh(Channel channel, Resource resource, Duration within, Instant now) {
        Instant mark = mark(channel, resource);
        return mark != null && mark.plus(within).isAfter(now);
    }

    private Channel channel(SyncRequest request) {
        List<Channel> found = channels.ofTenant(request.organizationId()).stream()
                .filter(Channel::isActive)
                .filter(channel -> request.integrationId()
                        .map(channel.id()::equals)
                        .orElse(channel.platform() == Platform.SHOPIFY))
                .filter(channel -> adapters.of(channel.platform()).has(request.resource()))
                .toList();
        if (found.isEmpty()) {
            throw NotFound.activeIntegration();
        }
        if (found.size() > 1) {
            throw new Conflicting("There are several: give integrationId, one of "
                    + String.join(", ", found.stream().map(Channel::id).toList()));
        }
        return found.get(0);
    }
}
