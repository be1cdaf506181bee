-- Refused deliveries are few, and the first page counts them among very many.
CREATE INDEX webhook_log_refused ON public.webhook_log (channel_id, received_at) WHERE status = 'refused';
