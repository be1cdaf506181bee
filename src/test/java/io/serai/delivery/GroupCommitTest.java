package io.serai.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E1 Deliveries that come at the same time")
class GroupCommitTest {

    private final ExecutorService writers = Executors.newFixedThreadPool(2);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        mayEnd.countDown();
        writers.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    @DisplayName("share one transaction while another is under way, and each hears its own answer")
    void share() throws Exception {
        GroupCommit<Integer, String> group = group(1, value -> value);
        CompletableFuture<String> first = add(group, 0);
        begun.await();
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int value = 1; value < 9; value++) {
            others.add(add(group, value));
            awaitQueued(group, value);
        }
        mayEnd.countDown();

        assertThat(first.join()).isEqualTo("answer 0");
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).join()).isEqualTo("answer " + (i + 1));
        }
        assertThat(transactions).extracting(List::size).containsExactly(1, 5, 3);
    }

    @Test
    @DisplayName("are stored one after the other where one may repeat the other")
    void oneAfterTheOther() throws Exception {
        GroupCommit<Integer, String> group = group(1, value -> value % 2);
        add(group, 0);
        begun.await();
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int value = 1; value < 5; value++) {
            others.add(add(group, value));
            awaitQueued(group, value);
        }
        mayEnd.countDown();
        others.forEach(CompletableFuture::join);

        assertThat(transactions).containsExactly(List.of(0), List.of(1, 2), List.of(3, 4));
    }

    @Test
    @DisplayName("do not suffer from one among them that cannot be stored")
    void doNotSuffer() throws Exception {
        GroupCommit<Integer, String> group = group(1, value -> value);
        add(group, 0);
        begun.await();
        CompletableFuture<String> good = add(group, 1);
        CompletableFuture<String> bad = add(group, -1);
        awaitQueued(group, 2);
        mayEnd.countDown();

        assertThat(good.join()).isEqualTo("answer 1");
        assertThatThrownBy(bad::join).hasRootCauseMessage("cannot store -1");
        assertThatThrownBy(() -> group.add(-2)).hasMessage("cannot store -2");
    }

    @Test
    @DisplayName("are all stored, each once, however many come")
    void allAreStored() {
        GroupCommit<Integer, String> group = group(2, value -> value);
        mayEnd.countDown();
        List<CompletableFuture<String>> all =
                IntStream.range(0, 2_000).mapToObj(value -> add(group, value)).toList();
        all.forEach(CompletableFuture::join);

        List<Integer> stored = transactions.stream().flatMap(List::stream).toList();
        assertThat(stored).hasSize(2_000);
        assertThat(new HashSet<>(stored)).hasSize(2_000);
        assertThat(transactions).allMatch(transaction -> transaction.size() <= 5);
    }

    @Test
    @DisplayName("fail where nobody can write, and wait for nobody")
    void failWithoutAWriter() {
        GroupCommit<Integer, String> group = group(1, value -> value);
        mayEnd.countDown();
        writers.shutdown();

        assertThatThrownBy(() -> group.add(1)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> group.add(2)).isInstanceOf(RejectedExecutionException.class);
    }

    private GroupCommit<Integer, String> group(int mostWriters, Function<Integer, Object> identity) {
        return new GroupCommit<>(this::commit, identity, writers, mostWriters, 5);
    }

    private CompletableFuture<String> add(GroupCommit<Integer, String> group, int value) {
        return CompletableFuture.supplyAsync(() -> group.add(value), callers);
    }

    private static void awaitQueued(GroupCommit<Integer, String> group, int number) {
        await().atMost(Durations.ONE_MINUTE).until(() -> group.waiting() == number);
    }

    private List<String> commit(List<Integer> values) {
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        values.stream().filter(value -> value < 0).findFirst().ifPresent(value -> {
            throw new IllegalArgumentException("cannot store " + value);
        });
        transactions.add(values);
        return values.stream().map(value -> "answer " + value).toList();
    }
}
