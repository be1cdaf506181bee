SELECT tenant_id AS tenant FROM control.channels WHERE id = :?channelId
