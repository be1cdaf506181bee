package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** Rule 14, whatever the staff of two shops do with a product's images. */
@Label("rule 14")
class ImageProperties {

    /** An image in a shop: its id and file name are the shop's own, only the picture is the same everywhere. */
    private record Medium(String id, String picture) {}

    private Map<Platform, List<Medium>> shops;
    private Scene scene;
    private int last;
    private double now;

    @BeforeTry
    void open() {
        shops = new EnumMap<>(Map.of(SHOPIFY, new ArrayList<>(), WOOCOMMERCE, new ArrayList<>()));
        scene = new Scene();
        last = 0;
        now = 1;
    }

    @Property(tries = 300)
    @Label("both shops end with the same pictures in the same order, and what is read again changes nothing")
    void same(@ForAll @Size(max = 12) List<Long> edits) {
        for (Platform platform : shops.keySet()) {
            scene.linked(platform, seen(Seen.read(now), platform));
        }
        for (long seed : edits) {
            Random random = new Random(seed);
            Platform edited = random.nextBoolean() ? SHOPIFY : WOOCOMMERCE;
            edit(shops.get(edited), random);
            now += 1000;
            scene.sees(edited, seen(Seen.delivery(now), edited));
            List<String> wanted = pictures(edited);
            push(SHOPIFY);
            push(WOOCOMMERCE);

            assertThat(pictures(SHOPIFY)).isEqualTo(pictures(WOOCOMMERCE)).isEqualTo(wanted);
        }
        HubProduct hub = scene.then().hub;
        for (Platform platform : shops.keySet()) {
            scene.sees(platform, seen(Seen.delivery(now + 1), platform));
            assertThat(scene.difference(platform)).isEmpty();
        }
        assertThat(scene.decisions).isEmpty();
        assertThat(scene.hub).isEqualTo(hub);
    }

    private void edit(List<Medium> images, Random random) {
        switch (images.isEmpty() ? 0 : random.nextInt(4)) {
            case 1 -> images.remove(random.nextInt(images.size()));
            case 2 -> Collections.shuffle(images, random);
            case 3 -> images.set(random.nextInt(images.size()), medium("picture" + last));
            default -> images.add(random.nextInt(images.size() + 1), medium("picture" + last));
        }
    }

    /** The platform keeps the images it has by their ids, and fetches the others from where the hub says. */
    private void push(Platform platform) {
        Map<Cell, Value> difference = scene.difference(platform);
        if (difference.isEmpty()) {
            return;
        }
        scene.begins(platform, now + 1);
        Listing listing = scene.at(platform);
        List<Medium> held = List.copyOf(shops.get(platform));
        List<Medium> stored = shops.get(platform);
        stored.clear();
        for (String image : scene.hub.imagesInOrder()) {
            String media = listing.mediaOf(image).orElse(null);
            stored.add(held.stream()
                    .filter(medium -> medium.id().equals(media))
                    .findFirst()
                    .orElseGet(() -> fetched(image)));
        }
        now += 2;
        scene.sees(platform, seen(Seen.answer(now), platform));
    }

    private Medium fetched(String image) {
        String url = scene.hub.imageFiles().get(image).url();
        return medium(url.substring(url.lastIndexOf('/') + 1));
    }

    private Medium medium(String picture) {
        last++;
        return new Medium("media" + last, picture);
    }

    private List<String> pictures(Platform platform) {
        return shops.get(platform).stream().map(Medium::picture).toList();
    }

    /** Each time it is looked at, the file is at another place. */
    private Seen seen(Seen seen, Platform platform) {
        seen.images();
        shops.get(platform)
                .forEach(medium -> seen.image(
                        medium.id(), "https://" + platform.key() + "/" + now + "/" + medium.picture(), null));
        return seen.with(Field.NAME, "Mug");
    }
}
