package io.serai.platform;

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

    private record Turn<Q, A>(Q question, Consumer<A> hear) {}

    private final Deque<Turn<Q, A>> turns = new ArrayDeque<>();
    private int asked;
    private boolean tookEffect;

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

    /** Whether nothing was asked yet, so that giving up now loses nothing. */
    public final boolean isFresh() {
        return asked == 0;
    }

    public final Q question() {
        return turns.getFirst().question();
    }

    /** Takes the answer to {@link #question()}. */
    public final void hear(A answer) {
        asked++;
        turns.removeFirst().hear().accept(answer);
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
