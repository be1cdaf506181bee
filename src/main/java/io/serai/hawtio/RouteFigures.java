package io.serai.hawtio;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jolokia.server.core.request.JolokiaExecRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.service.request.AbstractRequestHandler;

/**
 * Answers in Camel's place what Hawtio asks every two seconds: the figures of all routes with all their steps. Camel asks
 * every step of all routes once for each route, which with this many takes seconds; here each is asked once. The answer is
 * the same.
 */
final class RouteFigures extends AbstractRequestHandler {

    private static final String OPERATION = "dumpRoutesStatsAsXml";
    private static final String[] TWO_FLAGS = {"boolean", "boolean"};
    private static final String[] ONE_FLAG = {"boolean"};

    /** As Camel writes a route when its steps are left out. */
    private static final Pattern ROUTE = Pattern.compile("<routeStat id=\"([^\"]+)\"[^>]*>\n()    </routeStat>");

    /** How a step's own figures begin; the rest are attributes. */
    private static final String STATS = "<stats ";

    private final JolokiaPolicy policy;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** @param order before Jolokia's own handler, which answers everything else */
    RouteFigures(JolokiaPolicy policy, int order) {
        super(null, order);
        this.policy = policy;
    }

    private record Step(int index, String xml) {}

    @Override
    public boolean canHandle(JolokiaRequest request) {
        return request instanceof JolokiaExecRequest exec
                && exec.getOperation() != null
                && exec.getOperation().startsWith(OPERATION)
                && policy.isOperationAllowed(exec.getObjectName(), exec.getOperation())
                && List.of(true, true).equals(exec.getArguments());
    }

    @Override
    public <R extends JolokiaRequest> Object handleRequest(R request, Object previous) throws JMException {
        ObjectName context = ((JolokiaExecRequest) request).getObjectName();
        String routes = (String) server.invoke(context, OPERATION, new Object[] {true, false}, TWO_FLAGS);
        Map<String, List<Step>> steps = steps(context.getKeyProperty("context"));
        Matcher route = ROUTE.matcher(routes);
        StringBuilder xml = new StringBuilder(routes.length() * 4);
        int written = 0;
        while (route.find()) {
            xml.append(routes, written, route.start(2));
            xml.append(steps.getOrDefault(route.group(1), List.of()).stream()
                    .sorted(Comparator.comparingInt(Step::index))
                    .map(Step::xml)
                    .collect(Collectors.joining("\n", "      <processorStats>\n", "\n      </processorStats>\n")));
            written = route.start(2);
        }
        return xml.append(routes.substring(written)).toString();
    }

    private Map<String, List<Step>> steps(String context) throws JMException {
        ObjectName all = new ObjectName("org.apache.camel:context=" + context + ",type=processors,*");
        Map<String, List<Step>> steps = new HashMap<>();
        for (ObjectName name : server.queryNames(all, null)) {
            int index = (Integer) server.getAttribute(name, "Index");
            String stats = (String) server.invoke(name, "dumpStatsAsXml", new Object[] {true}, ONE_FLAG);
            String xml =
                    "        <processorStat id=\"%s\" index=\"%d\" state=\"%s\" disabled=\"%s\" sourceLineNumber=\"%s\" %s"
                            .formatted(
                                    server.getAttribute(name, "ProcessorId"),
                                    index,
                                    server.getAttribute(name, "State"),
                                    server.getAttribute(name, "Disabled"),
                                    server.getAttribute(name, "SourceLineNumber"),
                                    stats.substring(STATS.length()));
            steps.computeIfAbsent((String) server.getAttribute(name, "RouteId"), route -> new ArrayList<>())
                    .add(new Step(index, xml));
        }
        return steps;
    }
}
