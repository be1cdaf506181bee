-- A shop that removes the last variant of a product is a conflict of its own kind.
ALTER TABLE control.conflicts DROP CONSTRAINT conflicts_kind_check;
ALTER TABLE control.conflicts ADD CONSTRAINT conflicts_kind_check
    CHECK (kind IN ('shared_field', 'first_link', 'sku_taken', 'last_variant', 'alternating'));
