package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K15 every documented setting")
class SettingsReadTest {

    private static final Map<String, Set<String>> READ = new ReadSettings().all();

    @Test
    @DisplayName("K15 is read by something that runs")
    void isRead() {
        Set<String> documented = new TreeSet<>(DocumentedSettings.own());
        documented.addAll(DocumentedSettings.packaged());
        documented.remove("serai.access.bootstrap-token");
        assertThat(documented)
                .hasSizeGreaterThan(100)
                .allSatisfy(key -> assertThat(READ).as("readers").containsKey(key));
    }

    @Test
    @DisplayName("K15 and no other one is read")
    void isTheOnlyOneRead() {
        Set<String> undocumented = new TreeSet<>(READ.keySet());
        undocumented.removeAll(DocumentedSettings.own());
        undocumented.removeAll(DocumentedSettings.INTERNAL);
        assertThat(undocumented).isEmpty();
    }

    @Test
    @DisplayName("K15 stands on the page, in the example and in the packaged file")
    void isEverywhere() {
        assertThat(DocumentedSettings.inTheExample()).isEqualTo(DocumentedSettings.onThePage());
        Set<String> packaged = new TreeSet<>(DocumentedSettings.packaged());
        packaged.removeAll(DocumentedSettings.INTERNAL);
        assertThat(packaged).isEqualTo(DocumentedSettings.own());
    }
}
