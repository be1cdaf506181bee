package io.serai.hawtio;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.api.LogHandler;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.jmx.handler.list.JDKManagementCacheKeyProvider;
import org.jolokia.service.serializer.JolokiaSerializer;

/** Jolokia within the process: it begins with the first question, listens nowhere, and answers what its policy allows. */
@Singleton
public class Jolokia {

    private static final String PLACE = "/hawtio/jolokia";

    private final JolokiaServiceManager services;
    private final HttpRequestHandler handler;

    Jolokia() {
        JolokiaPolicy policy = new JolokiaPolicy();
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(
                new StaticConfiguration(Map.of(
                        ConfigKey.AGENT_ID.getKeyValue(), "serai",
                        ConfigKey.DISABLE_DETECTORS.getKeyValue(), "true",
                        ConfigKey.ALLOW_ERROR_DETAILS.getKeyValue(), "false",
                        ConfigKey.INCLUDE_REQUEST.getKeyValue(), "true")),
                new Log(),
                policy);
        // By name, not by what happens to lie on the class path: none that speaks to other hosts gets in.
        services.addService(new LocalRequestHandler(1000));
        services.addService(new RouteFigures(policy, 500));
        services.addService(new JolokiaSerializer());
        services.addService(new JDKManagementCacheKeyProvider(100));
        services.addService(new AllowedOperations(policy));
        services.addService(new CamelInfoKeys());
        JolokiaContext context = services.start();
        handler = new HttpRequestHandler(context);
    }

    @PreDestroy
    void stop() {
        services.stop();
    }

    /** Who answers here, by version. */
    public String version() {
        try {
            return handler.handleGetRequest(PLACE, "version", Map.of()).toJSONString();
        } catch (EmptyResponseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * @param questions one of Jolokia's requests, or a list of them, as JSON
     * @param options how the answers are to be written
     * @return the answers; to what is refused too, each by a status in it
     * @throws IllegalArgumentException if these are no requests of Jolokia's
     */
    public String answer(String questions, Map<String, String> options) {
        Map<String, String[]> parameters = new HashMap<>();
        options.forEach((name, value) -> parameters.put(name, new String[] {value}));
        try {
            JSONStructure answers = handler.handlePostRequest(
                    PLACE,
                    new ByteArrayInputStream(questions.getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8.name(),
                    parameters);
            return answers.toJSONString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EmptyResponseException e) {
            throw new IllegalArgumentException("nothing is answered to this", e);
        }
    }

    private static final class Log implements LogHandler {

        private static final Logger LOG = Logger.getLogger("org.jolokia");

        @Override
        public void debug(String message) {
            LOG.debug(message);
        }

        @Override
        public void info(String message) {
            LOG.debug(message);
        }

        @Override
        public void error(String message, Throwable failure) {
            LOG.error(message, failure);
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
