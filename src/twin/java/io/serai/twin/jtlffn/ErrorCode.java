package io.serai.twin.jtlffn;

/** The network's own error codes, as far as a merchant meets them, with their usual status. */
enum ErrorCode {
    MODEL_VALIDATION("Shared_ModelValidation", 400, "General validation exception"),
    DUPLICATE_KEY("Shared_DuplicateKey", 400, "The given key already exists"),
    DUPLICATE_PRODUCT("Products_DuplicateProduct", 400, null),
    PRODUCT_NOT_FOUND("Products_ProductNotFound", 404, "The product does not exist"),
    WAREHOUSE_NOT_FOUND("Warehouses_WarehouseNotFound", 404, "The warehouse does not exist"),
    SHIPPING_METHOD_NOT_FOUND(
            "ShippingMethods_ShippingMethodNotFound", 404, "The shipping method with this id does not exist"),
    INBOUND_NOT_FOUND("Inbounds_InboundNotFound", 404, "The inbound does not exist"),
    OUTBOUND_NOT_FOUND("Outbounds_OutboundNotFound", 404, "The outbound does not exist"),
    OUTDATED_OUTBOUND("Outbounds_OutdatedOutbound", 400, "The given version of this outbound is outdated"),
    STATUS_CHANGE_FORBIDDEN("Outbounds_OutboundStatusChangeForbidden", 400, "The outbound cannot be set to the status"),
    METHOD_AND_TYPE_SET(
            "Outbounds_OutboundShippingMethodAndShippingTypeSet",
            400,
            "Either shippingType or shippingMethodId should be given, not both"),
    NOT_ENOUGH_OPEN(
            "Outbounds_OutboundShippingNotificationNotEnoughQuantityOpen",
            400,
            "There was not enough shippable quanity on an item of this outbound"),
    SHIPPING_FORBIDDEN(
            "Outbounds_OutboundShippingNotificationStatusForbidden",
            403,
            "The outbound shipping notification cannot be set to the status"),
    NOT_ENOUGH_STOCK("Stocks_NotEnoughStock", 400, "Not enough stock available for this stock operation"),
    NOT_ENOUGH_BLOCKED_STOCK(
            "Stocks_NotEnoughBlockedStock", 400, "Not enough blocked stock available for this stock operation"),
    NOT_ENOUGH_ANNOUNCED_STOCK("Stocks_NotEnoughAnnouncedStock", 400, "Not enough announced stock"),
    QUANTITY_AND_BLOCKED_ZERO(
            "Stocks_QuantityAndBlockedIsZero",
            400,
            "Either quantity or quantiyBlocked must be non 0 for this stock operation"),
    NOT_DIVISIBLE(
            "Stocks_ProductIsNotDivisible",
            400,
            "The products quantity is not divisible and must be provided in full integers"),
    BILL_OF_MATERIAL("Stocks_IsBillOfMaterial", 400, "Operation not allowed for Bills of Material");

    private final String code;
    private final int status;
    private final String description;

    ErrorCode(String code, int status, String description) {
        this.code = code;
        this.status = status;
        this.description = description;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    /** Null where the network sends none. */
    String description() {
        return description;
    }
}
