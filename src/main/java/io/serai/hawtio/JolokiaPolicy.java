package io.serai.hawtio;

import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.restrictor.AbstractConstantRestrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * What may be asked through Jolokia: what Hawtio needs to show the routes and how they do. Nothing is changed, no message is
 * shown or sent, and nothing is said of how the process was started, since that may hold secrets. What is not named here
 * is refused.
 */
final class JolokiaPolicy extends AbstractConstantRestrictor {

    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    private static final String CAMEL = "org.apache.camel";
    private static final String JAVA = "java.lang";

    /** The kinds of Camel's objects that are shown. Tracer and debugger are not among them: they hold messages. */
    private static final Set<String> CAMEL_TYPES = Set.of(
            "components",
            "consumers",
            "context",
            "dataformats",
            "endpoints",
            "errorhandlers",
            "eventnotifiers",
            "processors",
            "producers",
            "routecontroller",
            "routegroups",
            "routes",
            "services",
            "threadpools");

    /** By kind, as Hawtio spells them. Each only tells. */
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "context",
            Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml", "dumpRoutesStatsAsXml(boolean,boolean)"),
            "routes",
            Set.of(
                    "dumpRouteAsXml()",
                    "dumpRouteStatsAsXml()",
                    "dumpRouteStatsAsXml",
                    "dumpRouteStatsAsXml(boolean,boolean)",
                    "isUpdateRouteEnabled()"),
            "services",
            Set.of("browse()", "endpointStatistics()", "listRestServices()", "listTypeConverters()"));

    /** What a process was started with: keys and passwords among it. */
    private static final Set<String> UNTOLD =
            Set.of("SystemProperties", "InputArguments", "ClassPath", "BootClassPath", "LibraryPath");

    JolokiaPolicy() {
        super(false);
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return !isObjectNameHidden(name) && !UNTOLD.contains(attribute);
    }

    /** @param operation its name, with the types of its parameters in brackets or without */
    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return CAMEL.equals(name.getDomain())
                && !name.isPattern()
                && OPERATIONS.getOrDefault(type(name), Set.of()).contains(operation.replace(" ", ""));
    }

    /** Jolokia checks again, for each object, what a pattern has found. */
    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !JAVA.equals(name.getDomain()) && !(CAMEL.equals(name.getDomain()) && CAMEL_TYPES.contains(type(name)));
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    private static String type(ObjectName name) {
        String type = name.getKeyProperty("type");
        return type == null ? "" : type;
    }
}
