SELECT DISTINCT tenant_id AS tenant FROM control.touched_days ORDER BY tenant_id
