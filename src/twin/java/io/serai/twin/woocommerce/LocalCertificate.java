package io.serai.twin.woocommerce;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made on the spot. Written by hand in DER because neither the JDK nor
 * Netty makes one on Java 17 without another library, and because clients check the address in it.
 */
final class LocalCertificate {

    private static final char[] PASSWORD = "twin".toCharArray();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};
    private static final int SEQUENCE = 0x30;

    private final Certificate certificate;
    private final byte[] keyStore;

    private LocalCertificate(Certificate certificate, byte[] keyStore) {
        this.certificate = certificate;
        this.keyStore = keyStore;
    }

    static LocalCertificate make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] signed = signed(pair);
            Certificate made = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("twin", pair.getPrivate(), PASSWORD, new Certificate[] {made});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, PASSWORD);
            return new LocalCertificate(made, bytes.toByteArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate with its key, for {@link #of}. */
    byte[] stored() {
        return keyStore.clone();
    }

    /** @param stored a certificate made earlier */
    static LocalCertificate of(byte[] stored) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(stored), PASSWORD);
            return new LocalCertificate(store.getCertificate("twin"), stored);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    PfxOptions options() {
        return new PfxOptions().setValue(Buffer.buffer(keyStore)).setPassword(new String(PASSWORD));
    }

    String pem() {
        try {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signed(KeyPair pair) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(6, ECDSA_WITH_SHA256));
        Instant now = Instant.now();
        byte[] name = der(SEQUENCE, der(0x31, der(SEQUENCE, der(6, COMMON_NAME), der(12, utf8("WooCommerce twin")))));
        byte[] body = der(
                SEQUENCE,
                der(0xa0, der(2, new byte[] {2})),
                der(2, new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
                algorithm,
                name,
                der(SEQUENCE, time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(3650, ChronoUnit.DAYS))),
                name,
                pair.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, authority(), addresses())));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        return der(SEQUENCE, body, algorithm, bits(signature.sign()));
    }

    private static byte[] authority() {
        byte[] isAuthority = der(SEQUENCE, der(1, new byte[] {(byte) 0xff}));
        return der(SEQUENCE, der(6, BASIC_CONSTRAINTS), der(1, new byte[] {(byte) 0xff}), der(4, isAuthority));
    }

    private static byte[] addresses() {
        byte[] names = der(SEQUENCE, der(0x82, utf8("localhost")), der(0x87, new byte[] {127, 0, 0, 1}));
        return der(SEQUENCE, der(6, ALTERNATIVE_NAMES), der(4, names));
    }

    private static byte[] time(Instant at) {
        return der(24, utf8(TIME.format(at)));
    }

    private static byte[] bits(byte[] content) {
        byte[] padded = new byte[content.length + 1];
        System.arraycopy(content, 0, padded, 1, content.length);
        return der(3, padded);
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
