package io.serai.camel;

import io.serai.config.PlatformConfig;
import io.serai.config.ShopifyConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/**
 * The HTTP clients of the platform routes. None follows a redirect, which could lead to another host, and none repeats a
 * request by itself, which could do a write twice.
 */
@ApplicationScoped
public class PlatformHttp {

    /** camel-graphql can set no timeout itself, but takes a client that has them. */
    @Produces
    @ApplicationScoped
    @Named("shopifyHttpClient")
    public HttpClient shopifyHttpClient(ShopifyConfig config, PlatformConfig platform) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(config.connectTimeoutMs(), TimeUnit.MILLISECONDS)
                .build();
        RequestConfig request = RequestConfig.custom()
                .setResponseTimeout(config.responseTimeoutMs(), TimeUnit.MILLISECONDS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connection)
                        .setMaxConnPerRoute(config.connectionsPerShop())
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .build())
                .setDefaultRequestConfig(request)
                .addExecInterceptorFirst(WholeAnswer.NAME, wholeAnswer(platform))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
    }

    @Produces
    @ApplicationScoped
    @Named("oneTry")
    public HttpClientConfigurer oneTry(PlatformConfig platform) {
        WholeAnswer wholeAnswer = wholeAnswer(platform);
        return client -> client.addExecInterceptorFirst(WholeAnswer.NAME, wholeAnswer)
                .disableAutomaticRetries()
                .disableCookieManagement();
    }

    /** For answers of any length, which are read while they come. */
    @Produces
    @ApplicationScoped
    @Named("asItComes")
    public HttpClientConfigurer asItComes() {
        return client -> client.disableAutomaticRetries().disableCookieManagement();
    }

    private static WholeAnswer wholeAnswer(PlatformConfig platform) {
        return new WholeAnswer(platform.maxAnswer().asLongValue());
    }

    /** Lets the Date header in, which tells the platform's clock. */
    @Produces
    @ApplicationScoped
    @Named("dateComesIn")
    public HeaderFilterStrategy dateComesIn() {
        HttpHeaderFilterStrategy strategy = new HttpHeaderFilterStrategy();
        strategy.getInFilter().remove("date");
        return strategy;
    }
}
