package io.serai.hawtio;

import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.service.api.DataUpdater;

/** Tells Hawtio beside each operation whether it may be called, so that nothing is offered that is then refused. */
final class AllowedOperations extends DataUpdater {

    private static final String KEY = "canInvoke";
    private static final String OPERATIONS = "op";

    private final JolokiaPolicy policy;

    AllowedOperations(JolokiaPolicy policy) {
        super(1000);
        this.policy = policy;
    }

    @Override
    public String getKey() {
        return KEY;
    }

    @Override
    public void update(Map<String, Object> object, ObjectName name, MBeanInfo info, Deque<String> path) {
        if (object.get(OPERATIONS) instanceof JSONObject operations) {
            operations.forEach((operation, described) -> {
                List<?> overloads = described instanceof List<?> list ? list : List.of(described);
                overloads.forEach(overload -> mark(name, operation, (JSONObject) overload));
            });
        }
    }

    private void mark(ObjectName name, String operation, JSONObject overload) {
        String parameters = ((List<?>) overload.get("args"))
                .stream()
                        .map(parameter -> String.valueOf(((Map<?, ?>) parameter).get("type")))
                        .collect(Collectors.joining(",", "(", ")"));
        overload.put(KEY, policy.isOperationAllowed(name, operation + parameters));
    }
}
