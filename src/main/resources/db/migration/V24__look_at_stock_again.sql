-- What was not looked at for long is looked at again; what was looked at longest ago first.
CREATE INDEX shop_stock_seen ON control.shop_stock (held_at) WHERE due_at IS NULL AND push_key IS NULL;

-- Whose number an outbound has is asked of all orders, also of those that have left.
CREATE INDEX reservations_number ON control.reservations (tenant_id, order_number);
CREATE INDEX reservations_order ON control.reservations (tenant_id, order_id);
