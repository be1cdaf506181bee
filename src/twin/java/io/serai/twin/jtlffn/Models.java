package io.serai.twin.jtlffn;

import java.util.Set;

/** The bodies of the merchant's calls, field by field. */
final class Models {

    private static final int LINE = 255;
    private static final int NOTE = 4096;
    private static final int JFSKU = 11;
    private static final Set<String> CONDITIONS = Set.of("Unknown", "Default", "Refurbished", "Used", "Damaged");
    private static final Set<String> SHIPPING_TYPES =
            Set.of("Standard", "Expedited", "NextDay", "SecondDay", "SameDay", "ByShippingLabelProvider");

    private static final Model ATTRIBUTE = new Model()
            .text("key", 0, LINE)
            .text("value", 0, NOTE)
            .choice("attributeType", true, Set.of("String", "Integer", "Decimal", "Boolean", "Date"));

    private static final Model COMPONENT =
            new Model().text("jfsku", JFSKU, JFSKU).decimal("quantity");

    static final Model PRODUCT = new Model()
            .text("name", 0, LINE)
            .text("merchantSku", 1, LINE)
            .optionalText("productGroup", 0, LINE)
            .optionalText("originCountry", 2, 2)
            .optionalText("manufacturer", 0, LINE)
            .optionalDecimal("weight")
            .optionalDecimal("netWeight")
            .optionalText("note", 0, NOTE)
            .model(
                    "identifier",
                    false,
                    new Model()
                            .model(
                                    "mpn",
                                    false,
                                    new Model().text("manufacturer", 0, LINE).text("partNumber", 0, LINE))
                            .optionalText("ean", 0, LINE)
                            .optionalText("isbn", 0, LINE)
                            .optionalText("upc", 0, LINE)
                            .optionalText("asin", 0, LINE))
            .model(
                    "specifications",
                    false,
                    new Model()
                            .optionalText("unNumber", 0, LINE)
                            .optionalText("hazardIdentifier", 0, LINE)
                            .optionalText("taric", 0, LINE)
                            .optionalText("fnsku", 0, LINE)
                            .optionalBoolean("isBatch")
                            .optionalBoolean("isDivisible")
                            .optionalBoolean("isBestBefore")
                            .optionalBoolean("isSerialNumber")
                            .optionalBoolean("isBillOfMaterials")
                            .models("billOfMaterialsComponents", false, 0, COMPONENT)
                            .optionalBoolean("isPackaging"))
            .model(
                    "dimensions",
                    false,
                    new Model().optionalDecimal("width").decimal("length").decimal("height"))
            .models("attributes", false, 0, ATTRIBUTE)
            .model("netRetailPrice", false, new Model().decimal("amount").text("currency", 3, 3))
            .models(
                    "bundles",
                    false,
                    0,
                    new Model()
                            .text("name", 0, LINE)
                            .decimal("quantity")
                            .optionalText("ean", 0, LINE)
                            .optionalText("upc", 0, LINE))
            .choice("condition", false, CONDITIONS);

    static final Model ADDRESS = new Model()
            .optionalText("salutation", 0, LINE)
            .optionalText("firstname", 0, LINE)
            .optionalText("lastname", 0, LINE)
            .optionalText("company", 0, LINE)
            .text("street", 0, LINE)
            .text("city", 0, LINE)
            .optionalText("zip", 1, LINE)
            .text("country", 2, 2)
            .optionalText("email", 0, LINE)
            .optionalText("phone", 0, LINE)
            .optionalText("extraLine", 0, LINE)
            .optionalText("extraAddressLine", 0, LINE)
            .optionalText("state", 0, LINE)
            .optionalText("mobile", 0, LINE)
            .optionalText("fax", 0, LINE);

    private static final Model OUTBOUND_ITEM = new Model()
            .text("outboundItemId", 0, LINE)
            .optionalText("jfsku", JFSKU, JFSKU)
            .choice("itemType", false, Set.of("Product", "Shipping", "Other", "BillOfMaterials"))
            .decimal("quantity")
            .optionalText("name", 0, LINE)
            .optionalText("merchantSku", 0, LINE)
            .optionalText("externalNumber", 0, LINE)
            .optionalDecimal("price")
            .optionalDecimal("vat")
            .optionalText("billOfMaterialsId", 0, LINE)
            .optionalText("note", 0, NOTE);

    static final Model OUTBOUND = new Model()
            .optionalText("externalNumber", 0, LINE)
            .optionalInteger("priority", -5, 5)
            .text("merchantOutboundNumber", 1, LINE)
            .text("warehouseId", 14, LINE)
            .text("currency", 3, 3)
            .optionalText("internalNote", 0, NOTE)
            .optionalText("externalNote", 0, NOTE)
            .choice("premiumType", false, Set.of("EbayPlus", "AmazonSellerFulfilledPrime"))
            .optionalText("salesChannel", 0, LINE)
            .models("attributes", false, 0, ATTRIBUTE)
            .optionalTime("desiredDeliveryDate")
            .optionalText("shippingMethodId", 4, LINE)
            .choice("shippingType", false, SHIPPING_TYPES)
            .model("shippingAddress", true, ADDRESS)
            .model("senderAddress", false, ADDRESS)
            .optionalDecimal("shippingFee")
            .optionalDecimal("orderValue")
            .models("items", true, 1, OUTBOUND_ITEM);

    private Models() {}
}
