package io.serai.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Lines of JSON as rows of COPY's text format, in a buffer that is used again. What PostgreSQL cannot keep though it is JSON is put
 * right on the way: a NUL is left out, half of a surrogate pair becomes U+FFFD. Each character is looked at once, for there are
 * hundreds of millions.
 */
final class CopyRows {

    private static final int REPLACEMENT = 0xFFFD;
    private static final int ESCAPE = 6;
    private static final int MOST_BYTES_OF_A_CHARACTER = 4;
    private static final byte[] REPLACED = "\\\\ufffd".getBytes(StandardCharsets.US_ASCII);

    private final byte[] job;
    private final byte[] reread;
    private byte[] buffer = new byte[1 << 17];
    private int length;

    CopyRows(UUID job, boolean reread) {
        this.job = (job + "\t").getBytes(StandardCharsets.US_ASCII);
        this.reread = (reread ? "\tt\t" : "\tf\t").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void add(long line, String json) {
        add(job);
        add(Long.toString(line).getBytes(StandardCharsets.US_ASCII));
        add(reread);
        // a backslash is written twice, and stands for at least one character more
        reserve(json.length() * MOST_BYTES_OF_A_CHARACTER);
        int end = json.length();
        int at = 0;
        while (at < end) {
            char c = json.charAt(at);
            if (c == '\\') {
                at = escape(json, at);
            } else if (c < ' ') {
                buffer[length++] = ' ';
                at++;
            } else if (c < 0x80) {
                buffer[length++] = (byte) c;
                at++;
            } else {
                at = character(json, at);
            }
        }
        reserve(1);
        buffer[length++] = '\n';
    }

    /** @return where it goes on after an escape of JSON */
    private int escape(String json, int at) {
        int code = code(json, at);
        if (code == 0) {
            return at + ESCAPE;
        }
        if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            int low = code(json, at + ESCAPE);
            boolean isPair = code <= Character.MAX_HIGH_SURROGATE
                    && low >= Character.MIN_LOW_SURROGATE
                    && low <= Character.MAX_LOW_SURROGATE;
            if (!isPair) {
                add(REPLACED);
                return at + ESCAPE;
            }
            copy(json, at);
            copy(json, at + ESCAPE);
            return at + 2 * ESCAPE;
        }
        buffer[length++] = '\\';
        buffer[length++] = '\\';
        // what is escaped may be a backslash, which then begins nothing
        if (at + 1 < json.length() && json.charAt(at + 1) == '\\') {
            buffer[length++] = '\\';
            buffer[length++] = '\\';
            return at + 2;
        }
        return at + 1;
    }

    private void copy(String json, int escape) {
        buffer[length++] = '\\';
        for (int i = escape; i < escape + ESCAPE; i++) {
            buffer[length++] = (byte) json.charAt(i);
        }
    }

    /** The UTF-16 code in an escape such as {@code \u00e9}, -1 where there is none. */
    private static int code(String json, int at) {
        if (at + ESCAPE > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int code = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private int character(String json, int at) {
        int point = json.codePointAt(at);
        int next = at + Character.charCount(point);
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            point = REPLACEMENT;
        }
        if (point < 0x800) {
            buffer[length++] = (byte) (0xC0 | point >> 6);
        } else if (point < 0x10000) {
            buffer[length++] = (byte) (0xE0 | point >> 12);
            buffer[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        } else {
            buffer[length++] = (byte) (0xF0 | point >> 18);
            buffer[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            buffer[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        }
        buffer[length++] = (byte) (0x80 | point & 0x3F);
        return next;
    }

    private void add(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
