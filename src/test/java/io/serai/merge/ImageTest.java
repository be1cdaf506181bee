package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageTest {

    private final Scene scene = new Scene();

    @Nested
    class FirstLink {

        @Test
        @DisplayName("rule 14 images of the first shop are adopted, in their order and with the way to them")
        void adopted() {
            scene.linked(SHOPIFY, read(1).image("m2", "https://s/2", "Back").image("m1", "https://s/1", null));

            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m2", "m1"));
            assertThat(scene.hub.imageFiles())
                    .containsEntry(hubImage(SHOPIFY, "m2"), new ImageFile("https://s/2", "Back"))
                    .containsEntry(hubImage(SHOPIFY, "m1"), new ImageFile("https://s/1", null));
            assertThat(scene.ruleOf(Field.IMAGES)).isEqualTo(Rule.FIRST_LINK_ADOPTED);
        }

        @Test
        @DisplayName("rule 14 images are adopted though a shop without any was linked before, and go there")
        void adoptedAfterAShopWithoutImages() {
            scene.linked(WOOCOMMERCE, read(1).images()).linked(SHOPIFY, read(2).images("m1"));

            assertThat(scene.conflicts).isEmpty();
            assertThat(scene.difference(WOOCOMMERCE))
                    .containsEntry(Cell.of(Field.IMAGES), Value.terms(hubImages(SHOPIFY, "m1")));
        }

        @Test
        @DisplayName("rule 14 two shops with images each conflict, and nothing is pushed")
        void conflict() {
            scene.linked(SHOPIFY, read(1).images("m1")).linked(WOOCOMMERCE, read(2).images("101"));

            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));
            assertThat(scene.conflicts)
                    .extracting(Conflict::kind)
                    .containsExactlyInAnyOrder(Conflict.Kind.FIRST_LINK, Conflict.Kind.FIRST_LINK);
            assertThat(scene.difference(SHOPIFY)).isEmpty();
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
            assertThat(scene.hub.imageFiles()).containsKey(hubImage(WOOCOMMERCE, "101"));
        }
    }

    @Nested
    class Edits {

        @Test
        @DisplayName("rule 14 a URL is never compared: a file that was renamed or encoded anew changes nothing")
        void urls() {
            scene.linked(SHOPIFY, read(1).image("m1", "https://s/1.png", null)).then();
            HubProduct before = scene.hub;
            scene.sees(SHOPIFY, delivery(900).image("m1", "https://cdn/else.webp?v=2", null));

            assertThat(scene.decisions).isEmpty();
            assertThat(scene.hub).isEqualTo(before);
        }

        @Test
        @DisplayName("rule 14 an order alone is an edit of the order, not of the set")
        void order() {
            scene.linked(SHOPIFY, read(1).images("m1", "m2")).then();
            scene.sees(SHOPIFY, delivery(900).images("m2", "m1"));

            assertThat(scene.decisions).extracting(Decision::cell).containsExactly(Cell.of(Field.IMAGE_ORDER));
            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m2", "m1"));
        }

        @Test
        @DisplayName("rule 14 an unknown media id is a new image of the hub, a missing one was taken away")
        void set() {
            scene.linked(SHOPIFY, read(1).images("m1", "m2")).then();
            scene.sees(SHOPIFY, delivery(900).images("m2", "m3"));

            assertThat(scene.holds(Field.IMAGES)).isEqualTo(Value.terms(hubImages(SHOPIFY, "m2", "m3")));
            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m2", "m3"));
        }

        @Test
        @DisplayName("rule 14 where images were not seen, none was taken away")
        void notSeen() {
            scene.linked(SHOPIFY, read(1).with(Field.NAME, "Mug").images("m1")).then();
            scene.sees(SHOPIFY, delivery(900).with(Field.NAME, "Cup"));

            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));
            assertThat(scene.last.next()).isEqualTo(MergeResult.Next.READ_AGAIN);
        }

        @Test
        @DisplayName("rule 14 an image is one as soon as there is a file to fetch")
        void notMadeYet() {
            scene.linked(SHOPIFY, read(1).images("m1"));
            scene.sees(SHOPIFY, delivery(900).images("m1").image("m2", null, null));
            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));

            scene.sees(SHOPIFY, delivery(901).images("m1", "m2"));
            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1", "m2"));
        }

        @Test
        @DisplayName("rule 14 an old delivery with an image that is gone by now takes no other's place")
        void oldDelivery() {
            scene.linked(SHOPIFY, read(1).images("m1"));
            scene.sees(SHOPIFY, delivery(900).images("m1", "m2"))
                    .sees(SHOPIFY, delivery(950).images("m1"));
            Map<String, String> before = scene.at(SHOPIFY).images();
            scene.then().sees(SHOPIFY, delivery(900).images("m1", "m2").receivedAt(960));

            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));
            assertThat(scene.at(SHOPIFY).images()).isEqualTo(before);
        }
    }

    @Nested
    class OwnWrites {

        private void shopifyHas(String... media) {
            scene.linked(WOOCOMMERCE, read(1).images()).linked(SHOPIFY, read(2).images(media));
        }

        @Test
        @DisplayName("rule 14 the answer to our write tells the media ids of what was sent, in the order it was sent")
        void answered() {
            shopifyHas("m2", "m1");
            scene.then().pushes(WOOCOMMERCE, 10, answer(11).images("101", "102"));

            assertThat(scene.at(WOOCOMMERCE).images())
                    .isEqualTo(Map.of("101", hubImage(SHOPIFY, "m2"), "102", hubImage(SHOPIFY, "m1")));
            assertThat(scene.decisions).isEmpty();
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 14 our own write that comes back is no edit, and an edit there is one of the same images")
        void echo() {
            shopifyHas("m2", "m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images("101", "102")).then();
            scene.sees(WOOCOMMERCE, delivery(11).images("101", "102"))
                    .sees(WOOCOMMERCE, delivery(12).images("101", "102"));
            assertThat(scene.decisions).isEmpty();

            scene.sees(WOOCOMMERCE, delivery(900).images("102"));
            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));
        }

        @Test
        @DisplayName("rule 14 a new image is told from those that were there before the write")
        void oneMore() {
            shopifyHas("m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images("101"));
            scene.sees(SHOPIFY, delivery(900).images("m1", "m2"));
            scene.pushes(WOOCOMMERCE, 910, answer(911).images("101", "102"));

            assertThat(scene.at(WOOCOMMERCE).images())
                    .isEqualTo(Map.of("101", hubImage(SHOPIFY, "m1"), "102", hubImage(SHOPIFY, "m2")));
        }

        @Test
        @DisplayName("rule 14 what somebody added just before our write is theirs and comes to the hub")
        void addedJustBefore() {
            shopifyHas("m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images("100", "101"));

            assertThat(scene.at(WOOCOMMERCE).images()).containsEntry("101", hubImage(SHOPIFY, "m1"));
            assertThat(scene.holds(Field.IMAGES))
                    .isEqualTo(Value.terms(List.of(hubImage(WOOCOMMERCE, "100"), hubImage(SHOPIFY, "m1"))));
            assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.IMAGES));
        }

        @Test
        @DisplayName("rule 14 what somebody took away just before our write is gone, what we sent is not")
        void removedJustBefore() {
            shopifyHas("m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images("101"));
            scene.sees(SHOPIFY, delivery(900).images("m1", "m2"));
            scene.pushes(WOOCOMMERCE, 910, answer(911).images("102"));

            assertThat(scene.holds(Field.IMAGES)).isEqualTo(Value.terms(hubImages(SHOPIFY, "m2")));
        }

        @Test
        @DisplayName("rule 14 an image that the shop would not take is not taken from the others")
        void refused() {
            shopifyHas("m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images());

            assertThat(scene.hub.imagesInOrder()).isEqualTo(hubImages(SHOPIFY, "m1"));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 14 what is read back after an unknown outcome is known as ours")
        void readBack() {
            shopifyHas("m1");
            scene.begins(WOOCOMMERCE, 10).then().readsBack(WOOCOMMERCE, read(11).images("101"));

            assertThat(scene.at(WOOCOMMERCE).images()).isEqualTo(Map.of("101", hubImage(SHOPIFY, "m1")));
            assertThat(scene.decisions).isEmpty();
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 14 what is read back with another text is somebody's own")
        void readBackOfAnothers() {
            shopifyHas("m1");
            scene.begins(WOOCOMMERCE, 10).readsBack(WOOCOMMERCE, read(11).image("101", "https://w/1", "Theirs"));

            assertThat(scene.at(WOOCOMMERCE).images()).isEqualTo(Map.of("101", hubImage(WOOCOMMERCE, "101")));
        }

        @Test
        @DisplayName(
                "rule 14 where more is read back than was sent, none of it passes for ours: a double is seen, a loss is not")
        void readBackAmongOthers() {
            shopifyHas("m1");
            scene.begins(WOOCOMMERCE, 10).readsBack(WOOCOMMERCE, read(11).images("101", "102"));

            assertThat(scene.at(WOOCOMMERCE).images())
                    .isEqualTo(Map.of("101", hubImage(WOOCOMMERCE, "101"), "102", hubImage(WOOCOMMERCE, "102")));
            assertThat(scene.hub.imagesInOrder()).contains(hubImage(SHOPIFY, "m1"));
        }

        @Test
        @DisplayName("rule 14 what was to be taken away stays away, whoever added another meanwhile")
        void readBackOfARemoval() {
            scene.linked(SHOPIFY, read(1).images("m1", "m2"));
            scene.hubSets(900, Field.IMAGES, Value.terms(hubImages(SHOPIFY, "m1")))
                    .begins(SHOPIFY, 901);
            scene.readsBack(SHOPIFY, read(902).images("m1", "m2", "m3"));

            assertThat(scene.holds(Field.IMAGES)).isEqualTo(Value.terms(hubImages(SHOPIFY, "m1", "m3")));
            assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.IMAGES));
        }

        @Test
        @DisplayName("rule 14 an image that was taken away and is sent again has a new media id")
        void sentAgain() {
            shopifyHas("m1");
            scene.pushes(WOOCOMMERCE, 10, answer(11).images("101"));
            scene.hubSets(900, Field.IMAGES, Value.NONE)
                    .pushes(WOOCOMMERCE, 901, answer(902).images());
            assertThat(scene.at(WOOCOMMERCE).mediaOf(hubImage(SHOPIFY, "m1"))).isEmpty();

            scene.hubSets(1800, Field.IMAGES, Value.terms(hubImages(SHOPIFY, "m1")));
            scene.pushes(WOOCOMMERCE, 1801, answer(1802).images("105"));
            assertThat(scene.at(WOOCOMMERCE).mediaOf(hubImage(SHOPIFY, "m1"))).contains("105");
        }
    }

    @Nested
    class Late {

        @Test
        @DisplayName("rule 14 an old delivery does not give an image its old media id back")
        void oldMediaId() {
            scene.linked(SHOPIFY, read(1).images("m1", "m2"));
            String image = hubImage(SHOPIFY, "m2");
            scene.sees(SHOPIFY, delivery(900).images("m1"));
            scene.hubSets(1800, Field.IMAGES, Value.terms(hubImages(SHOPIFY, "m1", "m2")));
            scene.pushes(SHOPIFY, 1801, answer(1802).images("m1", "m9"));
            assertThat(scene.at(SHOPIFY).mediaOf(image)).contains("m9");

            scene.sees(SHOPIFY, delivery(450).images("m1", "m2").receivedAt(1900));

            assertThat(scene.at(SHOPIFY).mediaOf(image)).contains("m9");
        }
    }

    @Nested
    class Order {

        @Test
        @DisplayName("rule 14 an order names what is not there and misses what is; a shop has one of just its images")
        void ofTheSet() {
            scene.linked(SHOPIFY, read(1).images("m1", "m2", "m3"));
            List<String> all = hubImages(SHOPIFY, "m1", "m2", "m3");
            scene.hubSets(900, Field.IMAGE_ORDER, Value.sequence(List.of("gone", all.get(2))));

            List<String> rest = new ArrayList<>(all.subList(0, 2));
            rest.sort(null);
            rest.add(0, all.get(2));
            assertThat(scene.difference(SHOPIFY)).isEqualTo(Map.of(Cell.of(Field.IMAGE_ORDER), Value.sequence(rest)));
        }
    }

    private List<String> hubImages(Platform platform, String... media) {
        return List.of(media).stream().map(id -> hubImage(platform, id)).toList();
    }

    /** The hub's id of what was first seen under this media id. */
    private String hubImage(Platform platform, String media) {
        return Scene.found(platform, media).get(media);
    }
}
