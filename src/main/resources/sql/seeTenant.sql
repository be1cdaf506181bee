SELECT id AS tenant FROM control.tenants WHERE id = :?clientId
