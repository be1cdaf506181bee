package io.serai.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

@Label("What is promised, taken from a shop's places")
class AllocationProperties {

    @Property
    @Label(
            "all places together offer what there is but for what is promised, and none is left below zero while another has some")
    void offersWhatIsLeft(
            @ForAll @NotEmpty @Size(max = 5) List<@BigRange(min = "0", max = "50") @Scale(1) BigDecimal> counted,
            @ForAll @BigRange(min = "0", max = "80") @Scale(1) BigDecimal promised) {
        List<BigDecimal> offered = Allocation.of(counted, promised);

        assertThat(sum(offered)).isEqualByComparingTo(sum(counted).subtract(promised));
        boolean isShort = sum(counted).compareTo(promised) < 0;
        if (!isShort) {
            assertThat(offered).allMatch(each -> each.signum() >= 0);
        }
    }

    private static BigDecimal sum(List<BigDecimal> each) {
        return each.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
