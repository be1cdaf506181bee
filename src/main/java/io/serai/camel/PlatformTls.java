package io.serai.camel;

import io.serai.platform.Connection;
import io.serai.platform.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Gives each channel the authorities its platform's certificate is checked against. */
@ApplicationScoped
@Named("platformTls")
public class PlatformTls {

    private static final String USUAL = "tls-usual";

    /**
     * The registry's name of the channel's {@link SSLContextParameters}. A changed file gets another name, and so another
     * endpoint.
     *
     * @throws Unavailable if the channel's CA file cannot be read
     */
    public String of(Exchange exchange) {
        Connection connection = new PlatformExchange(exchange).connection();
        try {
            Path file = connection.caFile();
            String name = file == null
                    ? USUAL
                    : "tls-" + connection.channelId() + "-"
                            + Files.getLastModifiedTime(file).toMillis();
            bind(exchange.getContext(), name, file);
            return name;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new Unavailable("the channel's CA file cannot be used", false, unreadable);
        }
    }

    private static synchronized void bind(CamelContext context, String name, Path file)
            throws IOException, GeneralSecurityException {
        if (context.getRegistry().lookupByNameAndType(name, SSLContextParameters.class) == null) {
            SSLContextParameters parameters = new SSLContextParameters();
            if (file != null) {
                TrustManagersParameters trust = new TrustManagersParameters();
                trust.setTrustManager(trustManager(file));
                parameters.setTrustManagers(trust);
            }
            context.getRegistry().bind(name, parameters);
        }
    }

    private static TrustManager trustManager(Path file) throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("authority-" + number++, authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers()[0];
    }
}
