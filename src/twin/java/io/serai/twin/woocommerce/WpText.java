package io.serai.twin.woocommerce;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What WordPress does to text: cleans it when it is stored, dresses it up when it is shown, makes slugs and decimals of it. */
final class WpText {

    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-zA-Z_:][-a-zA-Z0-9_:.]*)\\s*(?:=\\s*(\"[^\"]*\"|'[^']*'|[^\\s\"'>]+))?");
    private static final Pattern BARE_AMPERSAND =
            Pattern.compile("&(?!(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)");
    private static final Set<String> REFUSED = Set.of(
            "script", "style", "iframe", "form", "input", "select", "option", "textarea", "embed", "object", "link",
            "meta", "html", "head", "body", "base", "svg", "frame", "frameset", "applet");
    private static final String BLOCKS =
            "(?:p|ul|ol|li|div|table|thead|tbody|tfoot|tr|td|th|dl|dt|dd|h[1-6]|hr|pre|blockquote|address|section|article"
                    + "|aside|header|footer|figure|figcaption|details|summary|form|fieldset|caption|colgroup|col)";
    private static final Pattern BLOCK_OPEN = Pattern.compile("(<" + BLOCKS + "(?:\\s[^>]*)?>)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCK_CLOSE = Pattern.compile("(</" + BLOCKS + ">)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RULE = Pattern.compile("(<hr(?:\\s[^>]*)?/?>)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STARTS_WITH_BLOCK =
            Pattern.compile("^</?" + BLOCKS + "(?:[\\s>/])", Pattern.CASE_INSENSITIVE);

    private WpText() {}

    /** HTML as a post stores it: unknown tags and handlers go, their content stays, bare ampersands become entities. */
    static String kses(String html) {
        String text = COMMENT.matcher(html.replace("\0", "")).replaceAll("");
        StringBuilder out = new StringBuilder();
        Matcher tags = TAG.matcher(text);
        int from = 0;
        while (tags.find()) {
            out.append(escapeText(text.substring(from, tags.start())));
            String name = tags.group(2).toLowerCase(Locale.ROOT);
            if (!REFUSED.contains(name)) {
                out.append('<').append(tags.group(1)).append(tags.group(2));
                out.append(attributes(tags.group(3))).append('>');
            }
            from = tags.end();
        }
        return out.append(escapeText(text.substring(from))).toString();
    }

    private static String attributes(String raw) {
        StringBuilder kept = new StringBuilder();
        Matcher each = ATTRIBUTE.matcher(raw);
        while (each.find()) {
            String name = each.group(1).toLowerCase(Locale.ROOT);
            String value = each.group(2);
            boolean script = value != null && value.toLowerCase(Locale.ROOT).contains("javascript:");
            if (!name.startsWith("on") && !script) {
                kept.append(' ').append(each.group(1));
                if (value != null) {
                    String bare = value.replaceAll("^[\"']|[\"']$", "");
                    kept.append("=\"").append(escapeAmpersands(bare)).append('"');
                }
            }
        }
        return raw.strip().endsWith("/") ? kept + " /" : kept.toString();
    }

    private static String escapeText(String text) {
        return escapeAmpersands(text).replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String escapeAmpersands(String text) {
        return BARE_AMPERSAND.matcher(text).replaceAll("&amp;");
    }

    /** One line of plain text: no tags, no line breaks, no double blanks. */
    static String clean(String text) {
        return TAG.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
    }

    /** Paragraphs and line breaks around what has none, as {@code description} is shown. */
    static String paragraphs(String html) {
        if (html.isBlank()) {
            return "";
        }
        String text = html.replace("\r\n", "\n").replace('\r', '\n');
        text = BLOCK_OPEN.matcher(text).replaceAll("\n\n$1");
        text = BLOCK_CLOSE.matcher(text).replaceAll("$1\n\n");
        text = RULE.matcher(text).replaceAll("$1\n\n");
        StringBuilder out = new StringBuilder();
        for (String piece : text.split("\\n\\s*\\n")) {
            String part = piece.strip();
            if (part.isEmpty()) {
                continue;
            }
            if (STARTS_WITH_BLOCK.matcher(part).find()) {
                out.append(part).append('\n');
            } else {
                String open = part.replaceAll("(<br\\s*/?>)\\s*\\n?", "\n").strip();
                Matcher closing = BLOCK_CLOSE.matcher(open);
                boolean closes = closing.find();
                String tail = closes ? open.substring(closing.start()) : "";
                String inner = closes ? open.substring(0, closing.start()).strip() : open;
                out.append("<p>").append(inner.replace("\n", "<br />\n")).append("</p>\n");
                out.append(tail.isEmpty() ? "" : tail + "\n");
            }
        }
        return out.toString();
    }

    /** Typographic quotes, dashes and dots as entities, then paragraphs: how {@code short_description} is shown. */
    static String excerpt(String html) {
        StringBuilder out = new StringBuilder();
        Matcher tags = TAG.matcher(html);
        int from = 0;
        while (tags.find()) {
            out.append(texturize(html.substring(from, tags.start()))).append(tags.group());
            from = tags.end();
        }
        return paragraphs(out.append(texturize(html.substring(from))).toString());
    }

    private static String texturize(String text) {
        return text.replace("...", "&#8230;")
                .replace(" -- ", " &#8212; ")
                .replace(" - ", " &#8211; ")
                .replaceAll("(^|[\\s(\\[])\"", "$1&#8220;")
                .replace("\"", "&#8221;")
                .replaceAll("(^|[\\s(\\[])'", "$1&#8216;")
                .replace("'", "&#8217;");
    }

    /** A slug: accents dropped, lower case, dashes, the rest percent-encoded in lower case. */
    static String slug(String title) {
        String plain = TAG.matcher(title).replaceAll("").replaceAll("&[a-zA-Z#0-9]+;", "");
        plain = plain.replace("ß", "s").replace("æ", "ae").replace("Æ", "AE").replace("ø", "o").replace("Ø", "O");
        plain = Normalizer.normalize(plain, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        plain = plain.replaceAll("[\\u2018-\\u201f\\u00ab\\u00bb\\u2039\\u203a\\u2026\\u00a9\\u00ae\\u2122\\u00b0]", "")
                .replaceAll("[\\u2013\\u2014\\u00a0./]", "-");
        StringBuilder slug = new StringBuilder();
        plain.toLowerCase(Locale.ROOT).codePoints().forEach(c -> appendSlug(c, slug));
        return slug.toString().replaceAll("\\s+", "-").replaceAll("-+", "-").replaceAll("^-|-$", "");
    }

    private static void appendSlug(int c, StringBuilder slug) {
        if (c < 0x80) {
            boolean kept = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == ' ';
            slug.append(kept ? String.valueOf((char) c) : "");
        } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                slug.append(String.format("%%%02x", b & 0xff));
            }
        }
    }

    /** A decimal as the shop stores it: the shop's comma is a point, other characters go ({@code "12,50"} is 12.50, W8). */
    static String decimal(String price) {
        String points = price.replace(',', '.').replaceAll("[^0-9.-]", "");
        int last = points.lastIndexOf('.');
        return last < 0 ? points : points.substring(0, last).replace(".", "") + points.substring(last);
    }

    /** A GTIN as the shop stores it: digits and dashes, everything else silently dropped (W8). */
    static String gtin(String text) {
        return text.replaceAll("[^0-9-]", "");
    }
}
