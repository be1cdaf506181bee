package io.serai.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.serai.support.Browser;
import java.net.URI;
import java.util.List;

/**
 * Programs of those who integrate, run in a browser as they are written. Around them stands what their own place would give them: the
 * host's name is Serai's, each call carries a token, clocks run fast, and what goes to the console is kept.
 */
final class Script {

    private static final String PLACE =
            """
            async ([token, tenant]) => {
                const asked = [], said = [], states = [];
                const realFetch = window.fetch, realTimeout = window.setTimeout, realInterval = window.setInterval;
                const fast = wait => wait / 20;
                const fetch = (url, init = {}) => {
                    asked.push((init.method || 'GET') + ' ' + url + (init.body ? ' ' + init.body : ''));
                    return realFetch(url.replace('https://jobs.bloomwise.co', ''),
                        {...init, headers: {...init.headers, Authorization: 'Bearer ' + token}});
                };
                const setTimeout = (work, wait) => realTimeout(work, fast(wait));
                const setInterval = (work, wait) => realInterval(work, fast(wait));
                const console = {log: (...words) => said.push(words.join(' ')), error: (...words) => said.push(words.join(' '))};
                let place = 0, renders = 0;
                const render = component => { place = 0; renders++; return component(); };
                const useState = first => {
                    const mine = place++;
                    states[mine] = states[mine] || [first];
                    return [states[mine].at(-1), value => states[mine].push(value)];
                };
                const useCallback = work => work;
                const useEffect = work => { if (renders === 1) { work(); } };
                const until = async condition => {
                    while (!condition()) {
                        await new Promise(resolve => realTimeout(resolve, 20));
                    }
                };
                %s
                let answer = null, thrown = null;
                try {
                    answer = await (async () => { %s })();
                } catch (error) {
                    thrown = error.message;
                }
                return JSON.stringify({asked, said, states, answer, thrown});
            }
            """;

    private final Browser browser;
    private final URI serai;
    private final String token;
    private final String tenant;

    Script(Browser browser, URI serai, String token, String tenant) {
        this.browser = browser;
        this.serai = serai;
        this.token = token;
        this.tenant = tenant;
    }

    /** @param json {@code asked}, {@code said}, {@code states}, {@code answer} and {@code thrown} */
    record Ran(JsonNode json) {

        List<String> asked() {
            return texts("asked");
        }

        List<String> said() {
            return texts("said");
        }

        JsonNode answer() {
            return json.path("answer");
        }

        String thrown() {
            return json.path("thrown").textValue();
        }

        /** All values that one of the states had, in their order. */
        JsonNode state(int number) {
            return json.path("states").path(number);
        }

        private List<String> texts(String name) {
            return java.util.stream.StreamSupport.stream(json.path(name).spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
    }

    /**
     * @param program as it is written
     * @param call what is done with it, as the body of a function; {@code tenant} is whose data it is about
     */
    Ran run(String program, String call) {
        try (Page page = browser.page(serai, 800, false)) {
            page.navigate("/");
            // a program may contain what String.format takes for its own
            String script = PLACE.replaceFirst("%s", "PROGRAM").replaceFirst("%s", "CALL");
            Object ran =
                    page.evaluate(script.replace("PROGRAM", program).replace("CALL", call), List.of(token, tenant));
            return new Ran(Shops.json((String) ran));
        }
    }
}
