-- A delivery that fails again and again ends, and is shown. Tries that failed are counted apart from claims: a delivery
-- that waits for a write is claimed often and has not failed.
ALTER TABLE public.webhook_log ADD COLUMN failures integer NOT NULL DEFAULT 0;
ALTER TABLE public.webhook_log DROP CONSTRAINT webhook_log_status_check;
ALTER TABLE public.webhook_log ADD CONSTRAINT webhook_log_status_check
    CHECK (status IN ('received', 'processing', 'parked', 'processed', 'ignored', 'refused', 'failed'));
CREATE INDEX webhook_log_failed ON public.webhook_log (channel_id, received_at) WHERE status = 'failed';
