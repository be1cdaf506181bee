package io.serai.camel;

import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import io.serai.problem.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Says in the words of a problem document what the contract's validator found. */
final class ContractFindings {

    /** What an id that cannot be one would have named. */
    private static final Map<String, String> NAMED_BY = Map.of(
            "clientId", "tenant",
            "productId", "product",
            "channelId", "channel",
            "tokenId", "token");

    private static final Map<String, String> HINTS = Map.of(
            "required", "Add it",
            "additionalProperties", "Take it out, or spell it as the contract does",
            "type", "Give the type the contract names",
            "enum", "Give one of the values named",
            "minLength", "Give more",
            "maxLength", "Shorten it",
            "minimum", "Give more",
            "maximum", "Give less",
            "maxItems", "Give fewer",
            "format", "Spell it as the contract says");

    /** Where the validator would say what went on in it. */
    private static final Map<String, String> WORDS = Map.of(
            "invalidJson", "It is not of the type the contract names",
            "unknownError", "It cannot be held against the contract",
            "missing", "It is missing or empty");

    /** What the validator cites may be as long as a body. */
    private static final int LONGEST = 400;

    private ContractFindings() {}

    static void throwIfAny(ValidationReport report) {
        List<Flaw> flaws = new ArrayList<>();
        boolean inBody = false;
        for (Message message : report.getMessages()) {
            if (message.getLevel() != Level.ERROR) {
                continue;
            }
            String parameter = parameter(message);
            if (isInPath(message)) {
                throw new NotFound(NAMED_BY.getOrDefault(parameter, "path"));
            }
            inBody |= parameter == null;
            leaves(message).forEach(leaf -> flaws.add(flaw(leaf, parameter)));
        }
        if (flaws.isEmpty()) {
            return;
        }
        if (inBody) {
            throw new InvalidRequest(flaws);
        }
        throw new MalformedRequest("A parameter is not as it must be", flaws);
    }

    private static Stream<Message> leaves(Message message) {
        return message.getNestedMessages().isEmpty()
                ? Stream.of(message)
                : message.getNestedMessages().stream().flatMap(ContractFindings::leaves);
    }

    private static boolean isInPath(Message message) {
        return message.getContext()
                .flatMap(MessageContext::getParameter)
                .filter(parameter -> "path".equals(parameter.getIn()))
                .isPresent();
    }

    private static String parameter(Message message) {
        return message.getContext()
                .flatMap(MessageContext::getParameter)
                .map(parameter -> parameter.getName())
                .orElse(null);
    }

    /** The rule that is not kept stands at the end. */
    private static String shortened(String found) {
        int half = LONGEST / 2;
        return found.length() <= LONGEST
                ? found
                : found.substring(0, half) + " … " + found.substring(found.length() - half);
    }

    private static Flaw flaw(Message message, String parameter) {
        // The validator puts the place before its sentence; the pointer says it already.
        String found = message.getMessage().replaceFirst("^\\[Path '[^']*'] ", "");
        String rule = message.getKey().substring(message.getKey().lastIndexOf('.') + 1);
        String detail = WORDS.getOrDefault(rule, shortened(found));
        String hint = HINTS.get(rule);
        if (parameter != null) {
            return Flaw.of(parameter, detail, hint);
        }
        String pointer = message.getContext()
                .flatMap(MessageContext::getPointers)
                .map(pointers -> pointers.getInstance())
                .orElse("");
        return new Flaw("#" + pointer, null, detail, hint);
    }
}
