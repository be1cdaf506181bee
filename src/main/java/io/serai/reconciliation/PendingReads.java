package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.channel.Platform;
import io.serai.config.Backoff;
import io.serai.config.ReadConfig;
import io.serai.listing.Lane;
import io.serai.listing.Observations;
import io.serai.listing.Observations.Judgement;
import io.serai.listing.Trigger;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.PlatformFailure;
import io.serai.platform.ProductsRead;
import io.serai.platform.Rejected;
import io.serai.platform.Resource;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.PendingReadRepository.Due;
import io.serai.store.PendingReadRepository.PendingRead;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads what was only hinted at, many at a time, and merges what products really hold. A hint is done when the read that
 * began after it is taken in; until then it stays.
 */
@ApplicationScoped
@Named("pendingReads")
public class PendingReads {

    private static final Logger LOG = Logger.getLogger(PendingReads.class);

    private final PendingReadRepository pendingReads;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final ListingRepository listings;
    private final Observations observations;
    private final ReadConfig config;
    private final Clock clock;

    @Inject
    PendingReads(
            PendingReadRepository pendingReads,
            ChannelRepository channels,
            ChannelStates states,
            ListingRepository listings,
            Observations observations,
            ReadConfig config,
            Clock clock) {
        this.pendingReads = pendingReads;
        this.channels = channels;
        this.states = states;
        this.listings = listings;
        this.observations = observations;
        this.config = config;
        this.clock = clock;
    }

    /** Takes what is due, one batch of each channel; empty when nothing is. */
    @Transactional
    public List<ReadBatch> claim() {
        Instant now = clock.instant();
        return pendingReads.due(now).stream()
                .map(due -> batch(due, pendingReads.claim(due, config.batchSize(), now, now.plus(config.lease()))))
                .filter(batch -> !batch.reads().isEmpty())
                .toList();
    }

    /** Merges what was read, each product in a transaction of its own: one that cannot be merged holds up no other. */
    public void merge(ReadBatch batch, ProductsRead read) {
        Channel channel = channels.find(batch.channel()).orElseThrow();
        Trigger trigger = new Trigger(channel.platform().origin(), null, Lane.LIVE);
        Map<String, Supplier<Judgement>> judgements = new LinkedHashMap<>();
        read.found().forEach(found -> {
            Observation seen = found.as(Source.READ, batch.generation(found.externalId()));
            judgements.put(found.externalId(), () -> observations.observe(channel, seen, trigger));
        });
        read.missing()
                .forEach(missing -> judgements.put(missing, () -> observations.missing(channel, missing, trigger)));
        judge(batch, judgements);
    }

    /**
     * Takes in what was read, one by one: what cannot be taken in waits and holds up no other.
     *
     * @param judgements of each id, what takes it in
     */
    public void judge(ReadBatch batch, Map<String, Supplier<Judgement>> judgements) {
        List<PendingRead> done = new ArrayList<>();
        List<PendingRead> again = new ArrayList<>();
        judgements.forEach(
                (externalId, judgement) -> judged(batch, externalId, judgement).ifPresent(judged -> batch.of(externalId)
                        .ifPresent(judged == Judgement.MERGED ? done::add : again::add)));
        pendingReads.done(done);
        pendingReads.release(again, "overtaken by a write", clock.instant().plus(config.againAfter()));
    }

    /** Empty if it broke; then its row has the reason and the time of the next try. */
    private Optional<Judgement> judged(ReadBatch batch, String externalId, Supplier<Judgement> judgement) {
        try {
            return Optional.of(judgement.get());
        } catch (PlatformFailure failure) {
            throw failure;
        } catch (RuntimeException failure) {
            batch.of(externalId).ifPresent(read -> putOff(read, failure));
            return Optional.empty();
        }
    }

    /**
     * A batch that Serai could not read, or the platform not give, though it answered: it is read again in halves, until what broke it
     * is alone and waits, longer each time. The channel does not wait.
     *
     * @return what to read now
     */
    public List<ReadBatch> broken(ReadBatch batch, Throwable failure) {
        if (batch.reads().size() > 1) {
            return batch.halves();
        }
        batch.reads().forEach(read -> putOff(read, failure));
        return List.of();
    }

    private void putOff(PendingRead read, Throwable failure) {
        LOG.errorf(
                failure,
                "%s of the %s of channel %s cannot be taken in",
                read.externalId(),
                read.resource().key(),
                read.channelId());
        Duration wait = new Backoff(config.againAfter(), config.againAtMost()).after(read.attempts());
        pendingReads.fail(
                read,
                failure.getClass().getSimpleName() + ": " + failure.getMessage(),
                clock.instant().plus(wait));
    }

    /** The platform wants fewer calls: the hints stay and the channel waits. */
    public void throttled(ReadBatch batch, Throttled failure) {
        waitUntil(batch, clock.instant().plus(failure.retryAfter()), failure);
    }

    /** The platform refuses Serai: the hints stay until a person gives the channel working credentials. */
    public void unauthorized(ReadBatch batch, Unauthorized failure) {
        waitUntil(batch, clock.instant(), failure);
    }

    /**
     * The platform did not answer, or not as it should: the hints stay and the channel waits. Where that is about something that
     * was asked for, the others do not wait for it.
     *
     * @return what to read now
     */
    public List<ReadBatch> unavailable(ReadBatch batch, Throwable failure) {
        boolean isAboutOne = failure instanceof Rejected
                || failure instanceof Unavailable unavailable && unavailable.isAboutWhatWasAsked();
        if (isAboutOne) {
            return broken(batch, failure);
        }
        waitUntil(batch, clock.instant().plus(config.unavailableWait()), failure);
        return List.of();
    }

    private void waitUntil(ReadBatch batch, Instant until, Throwable failure) {
        states.waitUntil(batch.channel(), until);
        pendingReads.release(batch.reads(), failure.getMessage(), until);
    }

    private ReadBatch batch(Due due, List<PendingRead> reads) {
        Map<String, Long> generations = due.resource() == Resource.PRODUCTS
                ? listings.generations(
                        due.channelId(),
                        reads.stream().map(PendingRead::externalId).toList())
                : Map.of();
        Platform platform = channels.find(due.channelId()).orElseThrow().platform();
        return new ReadBatch(due.channelId(), platform, due.resource(), reads, generations);
    }
}
