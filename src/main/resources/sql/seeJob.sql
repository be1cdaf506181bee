SELECT organization_id AS tenant FROM sync_jobs WHERE id = cast(:?syncJobId AS uuid)
