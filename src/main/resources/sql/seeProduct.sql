SELECT organization_id AS tenant FROM products WHERE id = cast(:?productId AS uuid)
