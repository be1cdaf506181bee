-- A person has every product of a channel compared with the hub.

ALTER TABLE public.sync_jobs
    ADD COLUMN different_items integer NOT NULL DEFAULT 0,
    ADD COLUMN create_missing  boolean NOT NULL DEFAULT false,
    ADD COLUMN requested_by    text;

-- Whoever asks again is answered with the one that is under way.
CREATE UNIQUE INDEX sync_jobs_one_unfinished ON public.sync_jobs (integration_id, type)
    WHERE status IN ('pending', 'running', 'paused');
CREATE INDEX sync_jobs_of_channel ON public.sync_jobs (integration_id, type, created_at DESC);
CREATE INDEX sync_jobs_finished ON public.sync_jobs (completed_at) WHERE completed_at IS NOT NULL;
