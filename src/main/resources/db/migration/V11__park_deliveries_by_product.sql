-- The product a parked delivery waits for: of a variation's delivery it is not the resource.
ALTER TABLE public.webhook_log ADD COLUMN parked_for text;
DROP INDEX public.webhook_log_parked;
CREATE INDEX webhook_log_parked ON public.webhook_log (channel_id, parked_for) WHERE status = 'parked';
