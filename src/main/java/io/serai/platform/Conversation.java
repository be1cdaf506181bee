package io.serai.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Questions to a platform whose answers decide what is asked next, such as the pages of a list. It calls nobody: a route
 * puts each question to the platform and hands the answer back. Not thread-safe; one per exchange.
 *
 * @param <Q> question
 * @param <A> answer
 */
public abstract class Conversation<Q, A> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private record Turn<Q, A>(Q question, Consumer<A> hear) {}

    private final Deque<Turn<Q, A>> turns = new ArrayDeque<>();
    private int asked;
    private boolean tookEffect;
    private boolean goesOn;
    private Instant firstPut;
    private Duration pause = Duration.ZERO;

    /** Asks after everything that is still to be asked. */
    protected final void ask(Q question, Consumer<A> hear) {
        turns.addLast(new Turn<>(question, hear));
    }

    /** Asks before everything that is still to be asked. */
    protected final void askFirst(Q question, Consumer<A> hear) {
        turns.addFirst(new Turn<>(question, hear));
    }

    public final boolean isOpen() {
        return !turns.isEmpty();
    }

    /** It goes on with something longer, of which more is lost than this conversation. */
    protected final void goesOn() {
        goesOn = true;
    }

    /** Whether nothing was asked yet, so that giving up now loses nothing. */
    public final boolean isFresh() {
        return asked == 0 && !goesOn;
    }

    public final Q question() {
        return turns.getFirst().question();
    }

    /** Takes the answer to {@link #question()}. */
    public final void hear(A answer) {
        asked++;
        firstPut = null;
        pause = Duration.ZERO;
        turns.removeFirst().hear().accept(answer);
    }

    /** The open question is on its way. */
    public final void put(Instant now) {
        firstPut = firstPut == null ? now : firstPut;
    }

    /** How long to wait before the open question is put again. */
    public final Duration pause() {
        return pause;
    }

    /**
     * Whether an open question that changes nothing is put once more after a failure, so that what was heard before it is
     * not lost. Of the first nothing is lost, and the channel is better given back. One that was answered, with something
     * that is no answer to it, is open no more.
     *
     * @param patience how long after it was first put it may be put again
     */
    public final boolean putsAgain(PlatformFailure failure, Instant now, Duration patience) {
        if (firstPut == null) {
            return false;
        }
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : nextPause();
        boolean passes = failure instanceof Throttled
                || failure instanceof Unavailable unavailable && !unavailable.isAboutWhatWasAsked();
        if (isFresh() || !passes || now.plus(wait).isAfter(firstPut.plus(patience))) {
            return false;
        }
        pause = wait;
        return true;
    }

    private Duration nextPause() {
        return pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    }

    /** Something the conversation is for was done: whatever fails from now on, it does not mean that nothing happened. */
    protected final void tookEffect() {
        tookEffect = true;
    }

    /** What a failure of the open question means for the whole conversation. */
    public final PlatformFailure meaning(PlatformFailure failure) {
        boolean saysWhatIsThere =
                failure instanceof Rejected rejected && rejected.observed().isPresent();
        return tookEffect && !saysWhatIsThere ? new Unavailable(failure.getMessage(), true, failure) : failure;
    }

    /** What came of it, once it is no longer open. */
    public abstract Object result();
}
