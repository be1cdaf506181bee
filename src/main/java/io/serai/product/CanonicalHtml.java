package io.serai.product;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * One spelling for all HTML that shows the same: entities resolved, white space between blocks dropped, plain text
 * wrapped in a paragraph as WooCommerce does when it stores it.
 */
final class CanonicalHtml {

    private CanonicalHtml() {}

    static String of(String html) {
        if (html.isBlank()) {
            return "";
        }
        Element body = body(html);
        if (body.children().isEmpty()) {
            return "<p>" + body.html().strip().replaceAll("\\s+", " ") + "</p>";
        }
        join(body);
        collapse(body);
        return body.html().strip();
    }

    private static Element body(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        return document.body();
    }

    /** What a shop keeps of HTML that it does not trust: no scripts, styles, frames, handlers or comments. */
    static String withoutScripts(String html) {
        Element body = body(html);
        body.select("script, style, iframe, object, embed, form").remove();
        body.select("*").forEach(element -> element.attributes().asList().stream()
                .map(Attribute::getKey)
                .filter(name -> name.startsWith("on"))
                .forEach(element::removeAttr));
        body.nodeStream(Comment.class).toList().forEach(Node::remove);
        return body.html();
    }

    /** What a shop keeps of HTML that takes away no more than the tags: their text stays behind. */
    static String withScriptsAsText(String html) {
        Element body = body(html);
        body.select("script, style").forEach(element -> element.replaceWith(new TextNode(element.data())));
        return withoutScripts(body.html());
    }

    /** A tag that closes nothing leaves the text around it in two pieces. */
    private static void join(Element body) {
        body.nodeStream(TextNode.class).toList().forEach(text -> {
            if (text.previousSibling() instanceof TextNode before) {
                text.text(before.getWholeText() + text.getWholeText());
                before.remove();
            }
        });
    }

    private static void collapse(Element element) {
        for (Node child : element.childNodes().toArray(Node[]::new)) {
            if (child instanceof TextNode text) {
                collapse(element, text);
            } else if (child instanceof Element inner && !inner.normalName().equals("pre")) {
                collapse(inner);
            }
        }
    }

    private static void collapse(Element parent, TextNode text) {
        boolean atEdge = text.previousSibling() == null || text.nextSibling() == null;
        if (text.isBlank() && (atEdge || besideBlock(text))) {
            text.remove();
            return;
        }
        String collapsed = text.getWholeText().replaceAll("\\s+", " ");
        boolean leads = parent.isBlock() && (text.previousSibling() == null || isBlock(text.previousSibling()));
        boolean trails = parent.isBlock() && (text.nextSibling() == null || isBlock(text.nextSibling()));
        text.text(
                leads && trails
                        ? collapsed.strip()
                        : leads ? collapsed.stripLeading() : trails ? collapsed.stripTrailing() : collapsed);
    }

    private static boolean besideBlock(TextNode text) {
        return isBlock(text.previousSibling()) || isBlock(text.nextSibling());
    }

    private static boolean isBlock(Node node) {
        return node instanceof Element element && element.isBlock();
    }
}
