package io.serai.platform.jtlffn;

import io.serai.platform.Conversation;
import io.serai.platform.ShopDescription;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Reads whom Serai is signed in for, and something that only the scope to read shows. Whether it may write shows at the first
 * write.
 */
public final class JtlDescribe extends Conversation<JtlQuestion, JtlAnswer> {

    private final URI api;
    private String userId;

    /** @param api the network's address: its sandbox may know the same user */
    public JtlDescribe(URI api) {
        this.api = api;
        ask(JtlQuestion.currentUser(), answer -> userId = answer.text("userId"));
        ask(JtlQuestion.get("warehouses", "$top", "1"), answer -> answer.list("items"));
    }

    /** Weights are kilograms and lengths metres there. */
    @Override
    public ShopDescription result() {
        String identity = (api.getRawAuthority() + "/" + userId).toLowerCase(Locale.ROOT);
        return new ShopDescription(identity, "JTL-FFN for " + userId, null, null, "kg", "m", "UTC", List.of());
    }
}
