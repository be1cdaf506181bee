package io.serai.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that listens later, where its address must be known before. It is none of those that an operating
 * system hands out by itself (32768 and up in Linux, 49152 and up elsewhere): one of those is anybody's again as soon as it
 * is looked up, and Serai takes half a minute to start on a busy machine.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int AFTER_LAST = 32_000;

    private FreePort() {}

    /** @return a port of the loopback address that nobody listens on */
    public static int any() {
        int start = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
        for (int i = 0; i < AFTER_LAST - FIRST; i++) {
            int port = FIRST + (start - FIRST + i) % (AFTER_LAST - FIRST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from " + FIRST + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
