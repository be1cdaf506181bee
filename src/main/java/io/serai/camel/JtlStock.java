package io.serai.camel;

import io.serai.channel.ChannelSettings;
import io.serai.config.StockConfig;
import io.serai.fulfilment.StockPoll;
import io.serai.platform.Connection;
import io.serai.platform.jtlffn.JtlStockPage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import org.apache.camel.Variable;

/** What is asked of JTL-FFN's stock, by how far its reading has come. */
@ApplicationScoped
@Named("jtlStock")
public class JtlStock {

    private final StockConfig config;

    @Inject
    public JtlStock(StockConfig config) {
        this.config = config;
    }

    /** A full pass makes up for outbounds that were placed before anybody asked, or that were missed. */
    private Instant outboundsSince(StockPoll poll) {
        return poll.isFull() ? poll.since().minus(config.outboundsReachBack()) : poll.since();
    }

    /** The question of the poll's stage. */
    public JtlStockPage ask(@Variable("poll") StockPoll poll, @Variable("connection") Connection connection) {
        boolean includesReserved =
                !"false".equalsIgnoreCase(connection.settings().get(ChannelSettings.LEVEL_INCLUDES_RESERVED));
        JtlStockPage page = page(poll, includesReserved);
        return poll.hasMuchToLose() ? page.patient() : page;
    }

    private JtlStockPage page(StockPoll poll, boolean includesReserved) {
        return switch (poll.stage()) {
            case CLOCK -> JtlStockPage.clock();
            case WAREHOUSES -> JtlStockPage.warehouses(poll.next());
            case ITEMS -> JtlStockPage.items(poll.next());
            case ITEM_CHANGES -> JtlStockPage.itemChanges(poll.itemsSince(), poll.next());
            case OUTBOUNDS -> JtlStockPage.outbounds(outboundsSince(poll), poll.next());
            case LEVELS -> JtlStockPage.levels(poll.next(), includesReserved);
            case CHANGES -> JtlStockPage.changes(poll.since(), poll.next(), includesReserved);
            case DONE -> throw new IllegalStateException("nothing is left to ask");
        };
    }
}
