package io.serai.camel;

import io.serai.platform.PlatformJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChain.Scope;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Takes a platform's answer whole, or not at all: within the response timeout, however slowly it trickles in, no larger than
 * the limit once it is unpacked, and as the text it says it is. What stands before a platform is not always the platform, and
 * a worker that waits for it, or the memory it fills, would be missing to everybody else.
 */
final class WholeAnswer implements ExecChainHandler {

    static final String NAME = "whole-answer";

    private static final int BUFFER = 16_384;

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final long limit;

    /** @param limit in bytes */
    WholeAnswer(long limit) {
        this.limit = limit;
    }

    /** The answer is none that can be used; the message says why, to the operator. */
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Timeout timeout = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        if (timeout == null || timeout.isDisabled()) {
            return whole(chain.proceed(request, scope), scope);
        }
        AtomicBoolean late = new AtomicBoolean();
        Future<?> end = CLOCK.schedule(
                () -> {
                    late.set(true);
                    scope.execRuntime.discardEndpoint();
                },
                timeout.toMilliseconds(),
                TimeUnit.MILLISECONDS);
        try {
            return whole(chain.proceed(request, scope), scope);
        } catch (Unusable unusable) {
            throw unusable;
        } catch (IOException cut) {
            if (late.get()) {
                SocketTimeoutException slow = new SocketTimeoutException("the answer was not whole in time");
                slow.initCause(cut);
                throw slow;
            }
            throw cut;
        } finally {
            end.cancel(false);
        }
    }

    private ClassicHttpResponse whole(ClassicHttpResponse response, Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            response.setEntity(new ByteArrayEntity(new byte[0], null));
            return response;
        }
        ContentType type = ContentType.parseLenient(entity.getContentType());
        byte[] content;
        try (InputStream stream = entity.getContent()) {
            content = read(stream, scope);
        }
        boolean isAnswer = response.getCode() / 100 == 2;
        if (isAnswer && isUtf8(type) && PlatformJson.utf8(content).isEmpty()) {
            throw new Unusable("its answer is not the UTF-8 that it says it is");
        }
        if (type != null && type.getCharset() == null) {
            // Nobody after this has to know what to make of a charset that there is not.
            type = ContentType.create(type.getMimeType(), StandardCharsets.UTF_8);
            response.setHeader(HttpHeaders.CONTENT_TYPE, type.toString());
        }
        response.setEntity(new ByteArrayEntity(content, type));
        return response;
    }

    private byte[] read(InputStream stream, Scope scope) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        if (stream == null) {
            return content.toByteArray();
        }
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            if (content.size() + (long) read > limit) {
                // Closed without this, the stream would be read to its end first.
                scope.execRuntime.discardEndpoint();
                throw new Unusable("its answer is larger than " + limit + " bytes (serai.platform.max-answer)");
            }
            content.write(buffer, 0, read);
        }
        return content.toByteArray();
    }

    /** JSON is UTF-8 where nobody says otherwise. */
    private static boolean isUtf8(ContentType type) {
        Charset charset = type == null ? null : type.getCharset();
        boolean isJson =
                type != null && type.getMimeType().toLowerCase(Locale.ROOT).endsWith("json");
        return charset == null ? isJson : charset.equals(StandardCharsets.UTF_8);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "serai-whole-answer");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
