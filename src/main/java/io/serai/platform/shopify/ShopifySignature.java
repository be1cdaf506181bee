package io.serai.platform.shopify;

import io.serai.platform.HmacSignature;
import io.serai.platform.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** Shopify signs with the app's client secret (fact 1) and, for an hour after a rotation, with the one before (fact 2). */
@ApplicationScoped
@Named("shopifySignature")
public class ShopifySignature implements Signature {

    /** In lower case: header names are case-insensitive and HTTP/2 writes them so (fact 3). */
    public static final String HEADER = "x-shopify-hmac-sha256";

    @Override
    public boolean isValid(Map<String, String> headers, byte[] body, List<String> secrets) {
        return HmacSignature.isValid(body, headers.get(HEADER), secrets);
    }
}
