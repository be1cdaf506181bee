package io.serai.hawtio;

import javax.management.ObjectInstance;
import org.jolokia.service.jmx.api.CacheKeyProvider;

/** Has what can be asked of Camel's objects told once for all of a kind: there are thousands of processors. */
final class CamelInfoKeys extends CacheKeyProvider {

    CamelInfoKeys() {
        super(10);
    }

    @Override
    public String determineKey(ObjectInstance object) {
        String type = object.getObjectName().getKeyProperty("type");
        return object.getObjectName().getDomain().equals("org.apache.camel") && object.getClassName() != null
                ? type + ":" + object.getClassName()
                : null;
    }
}
