package io.serai.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A twin that customers buy from. Every method throws {@link java.util.NoSuchElementException} for an order or a thing that
 * is not there, and {@link IllegalArgumentException} for what the shop does not let happen.
 */
public interface Sells {

    /**
     * A customer buys. What is bought can be sold to nobody else from then on.
     *
     * @param order {@code lines}: a list of {@code sku} or {@code variantId} with {@code quantity}, 1 if absent; besides it
     *     what the twin says
     * @return the order's id
     * @throws SoldOut if the shop does not sell below zero and has not enough; nothing is sold then
     */
    String buy(ObjectNode order);

    /**
     * Cancels what was not shipped yet.
     *
     * @param restock whether it can be sold again
     */
    void cancel(String id, boolean restock);

    /** Ships all that was not shipped yet. */
    void fulfil(String id);

    /**
     * The staff changes how many of a line's units are wanted; what is wanted less can be sold again.
     *
     * @param edit {@code sku} or {@code variantId}, and {@code quantity}
     */
    void editOrder(String id, ObjectNode edit);

    /** The order as the platform's webhooks show it. */
    ObjectNode order(String id);

    /** Ids of all orders, oldest first. */
    List<String> orderIds();
}
