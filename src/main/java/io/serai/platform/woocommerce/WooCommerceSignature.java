package io.serai.platform.woocommerce;

import io.serai.platform.HmacSignature;
import io.serai.platform.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/**
 * WooCommerce signs with the webhook's own secret, which it decodes from HTML first: quotes, brackets and ampersands only
 * (facts 42 and W11).
 */
@ApplicationScoped
@Named("wooCommerceSignature")
public class WooCommerceSignature implements Signature {

    public static final String HEADER = "x-wc-webhook-signature";

    @Override
    public boolean isValid(Map<String, String> headers, byte[] body, List<String> secrets) {
        return HmacSignature.isValid(
                body,
                headers.get(HEADER),
                secrets.stream().map(WooCommerceSignature::decoded).toList());
    }

    /** The ampersand comes last, so that nothing is decoded twice. */
    private static String decoded(String secret) {
        return secret.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#039;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
