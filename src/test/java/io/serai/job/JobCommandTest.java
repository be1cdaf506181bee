package io.serai.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.problem.Conflicting;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A7 a job")
class JobCommandTest {

    @ParameterizedTest
    @CsvSource({
        "PAUSE, PENDING, PAUSED",
        "PAUSE, RUNNING, PAUSED",
        "RESUME, PAUSED, PENDING",
        "CANCEL, PENDING, CANCELLED",
        "CANCEL, RUNNING, CANCELLED",
        "CANCEL, PAUSED, CANCELLED",
        "RETRY, FAILED, PENDING",
        "RETRY, CANCELLED, PENDING"
    })
    @DisplayName("takes the commands that its status allows")
    void takes(JobCommand command, JobStatus status, JobStatus next) {
        assertThat(command.of(status)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, PAUSED",
        "RESUME, PENDING",
        "RESUME, RUNNING",
        "CANCEL, CANCELLED",
        "RETRY, PENDING",
        "RETRY, RUNNING"
    })
    @DisplayName("is as it was where it is told twice")
    void twice(JobCommand command, JobStatus status) {
        assertThat(command.of(status)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, COMPLETED",
        "PAUSE, FAILED",
        "PAUSE, CANCELLED",
        "RESUME, COMPLETED",
        "RESUME, FAILED",
        "RESUME, CANCELLED",
        "CANCEL, COMPLETED",
        "CANCEL, FAILED",
        "RETRY, COMPLETED",
        "RETRY, PAUSED"
    })
    @DisplayName("says what it is where it cannot do what it is told")
    void refuses(JobCommand command, JobStatus status) {
        assertThatThrownBy(() -> command.of(status))
                .isInstanceOf(Conflicting.class)
                .hasMessageStartingWith("The job is " + status.key());
    }

    @ParameterizedTest
    @EnumSource(JobStatus.class)
    @DisplayName("has a status that is found by its name")
    void named(JobStatus status) {
        assertThat(JobStatus.find(status.key())).contains(status);
    }

    @Test
    @DisplayName("says in words what the command is for")
    void words() {
        assertThatThrownBy(() -> JobCommand.RETRY.of(JobStatus.COMPLETED))
                .hasMessage("The job is completed. Retry is for one that is failed or cancelled");
    }
}
