package io.serai.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A line to a server on this machine that can be cut, with all that go over it, and joined again. */
public final class CutLine implements AutoCloseable {

    private final int server;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ExecutorService carriers = Executors.newCachedThreadPool(task -> {
        Thread carrier = new Thread(task, "cut-line");
        carrier.setDaemon(true);
        return carrier;
    });
    private ServerSocket entrance;

    /** @param server the port of the server */
    public CutLine(int server) {
        this.server = server;
        this.entrance = opened(0);
        this.port = entrance.getLocalPort();
        carriers.execute(() -> letIn(entrance));
    }

    /** Where the server is found by this line; the same after it was cut. */
    public int port() {
        return port;
    }

    /** From now on nobody gets through, and who was on the line falls off it. */
    public synchronized void cut() {
        close(entrance);
        ends.forEach(CutLine::close);
        ends.clear();
    }

    /** Lets everybody through again. */
    public synchronized void join() {
        entrance = opened(port);
        ServerSocket opened = entrance;
        carriers.execute(() -> letIn(opened));
    }

    private static ServerSocket opened(int port) {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letIn(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket caller = opened.accept();
                Socket callee = new Socket(InetAddress.getLoopbackAddress(), server);
                ends.add(caller);
                ends.add(callee);
                if (opened.isClosed()) {
                    close(caller);
                    close(callee);
                }
                carriers.execute(() -> carry(caller, callee));
                carriers.execute(() -> carry(callee, caller));
            } catch (IOException e) {
                if (!opened.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException endOfTheLine) {
            ends.remove(from);
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
        carriers.shutdownNow();
    }
}
