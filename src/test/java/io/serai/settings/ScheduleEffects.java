package io.serai.settings;

import io.serai.settings.Effect.Look;
import io.serai.settings.Effect.Running;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.processor.Delayer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultExchange;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * What shows at the routes as they run: how many work at once, how often a timer fires, what the scheduler has been told. Nothing of
 * it fires meanwhile.
 */
final class ScheduleEffects {

    private static final String A_DAY = "86400000";

    private ScheduleEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                workers("serai.import.workers", "import-lines"),
                workers("serai.job.workers", "run-jobs"),
                workers("serai.stock.workers", "tell-shops-stock"),
                workers("serai.push.workers", "push-due-products"),
                workers("serai.intake.workers", "work-on-deliveries"),
                workers("serai.read.workers", "read-what-was-hinted-at"),
                workers("serai.channel.settle-workers", "settle-channels"),
                timer("serai.job.poll-interval-ms", 1, "look-for-jobs", "period"),
                timer("serai.stock.sweep-interval-ms", 2, "stock-sweep", "period"),
                timer("serai.push.poll-interval-ms", 3, "sweep", "period"),
                timer("serai.push.first-poll-after-ms", 4, "sweep", "delay"),
                timer("serai.channel.settle-interval-ms", 5, "unsettled-channels-sweep", "period"),
                timer("serai.catch-up.unread-interval-ms", 6, "read-unread-channels", "period"),
                timer("serai.process.figures-interval-ms", 7, "look-at-waiting-work", "period"),
                interval("serai.order.catch-up-interval-ms", 8, "order-catch-up-schedule"),
                interval("serai.jtl.poll-interval-ms", 9, "poll-stock"),
                cron("serai.schedule.orders", "0 1 1 1 1 ? 2097", "fetch-orders-schedule"),
                cron("serai.schedule.customers", "0 4 1 1 1 ? 2097", "fetch-customers-schedule"),
                cron("serai.schedule.products", "0 5 1 1 1 ? 2097", "fetch-products-schedule"),
                cron("serai.schedule.everything", "0 6 1 1 1 ? 2097", "fetch-everything-schedule"),
                cron("serai.job.cleanup-cron", "0 2 1 1 1 ? 2097", "delete-old-jobs"),
                cron("serai.analytics.cron", "0 4 1 1 1 ? 2097", "roll-up-orders"),
                cron("serai.stock.forget-cron", "0 3 1 1 1 ? 2097", "forget-old-stock"),
                new Running("serai.jtl.refresh-poll-ms", "137", ScheduleEffects::pauses, 137L));
    }

    private static Running workers(String key, String route) {
        return new Running(key, "9", option(route, "concurrentConsumers"), "9");
    }

    private static Running timer(String key, int more, String route, String option) {
        String value = A_DAY.replaceFirst("0$", String.valueOf(more));
        return new Running(key, value, option(route, option), value);
    }

    private static Look option(String route, String name) {
        return serai -> {
            Endpoint endpoint = Turned.camel().getRoute(route).getEndpoint();
            PropertyConfigurerGetter options =
                    (PropertyConfigurerGetter) endpoint.getComponent().getEndpointPropertyConfigurer();
            return String.valueOf(options.getOptionValue(endpoint, name, true));
        };
    }

    private static Running interval(String key, int more, String route) {
        String value = A_DAY.replaceFirst("0$", String.valueOf(more));
        return new Running(
                key, value, serai -> String.valueOf(((SimpleTrigger) trigger(route)).getRepeatInterval()), value);
    }

    private static Running cron(String key, String value, String route) {
        return new Running(key, value, serai -> ((CronTrigger) trigger(route)).getCronExpression(), value);
    }

    private static Trigger trigger(String route) throws SchedulerException {
        QuartzEndpoint endpoint =
                (QuartzEndpoint) Turned.camel().getRoute(route).getEndpoint();
        Scheduler scheduler =
                Turned.camel().getComponent("quartz", QuartzComponent.class).getScheduler();
        TriggerKey key = endpoint.getTriggerKey();
        return scheduler.getTrigger(key);
    }

    /** How long the route waits before it looks again. */
    private static Object pauses(Turned serai) {
        CamelContext camel = Turned.camel();
        Exchange any = new DefaultExchange(camel);
        return camel.getProcessor("jtl-wait-for-other", Delayer.class)
                .getDelay()
                .evaluate(any, Long.class);
    }
}
