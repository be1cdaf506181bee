SELECT json_build_object(
    'success', true,
    'jobId', j.id,
    'syncJobId', j.id,
    'organizationId', j.organization_id,
    'integrationId', j.integration_id,
    'shopDomain', c.shop_domain,
    'type', CASE WHEN j.fetch_all THEN 'full' ELSE 'incremental' END,
    'message', CASE j.status
        WHEN 'pending' THEN 'It will begin at once'
        ELSE 'It is ' || j.status END,
    'dashboardUrl', cast(:?dashboard AS text))::text AS answer
FROM sync_jobs j JOIN control.channels c ON c.id = j.integration_id
WHERE j.id = cast(:?syncJobId AS uuid)
