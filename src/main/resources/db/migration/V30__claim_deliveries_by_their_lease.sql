-- A delivery that somebody works on stays 'received', with a lease. The lease is in no index, so taking it writes to none.
LOCK TABLE public.webhook_log IN ACCESS EXCLUSIVE MODE;
UPDATE public.webhook_log SET status = 'received' WHERE status = 'processing';
ALTER TABLE public.webhook_log DROP CONSTRAINT webhook_log_status_check;
ALTER TABLE public.webhook_log ADD CONSTRAINT webhook_log_status_check
    CHECK (status IN ('received', 'parked', 'processed', 'ignored', 'refused', 'failed'));
DROP INDEX public.webhook_log_unfinished;
CREATE INDEX webhook_log_unfinished ON public.webhook_log (accepted) WHERE status IN ('received', 'parked');
