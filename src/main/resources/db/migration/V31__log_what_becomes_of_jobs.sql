-- What became of a job, line by line, for whoever looks at it.

CREATE TABLE control.sync_job_logs (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id  uuid NOT NULL REFERENCES public.sync_jobs ON DELETE CASCADE,
    at      timestamptz NOT NULL,
    message text NOT NULL
);

-- Only what changed since then is fetched; all there is where nobody says.
ALTER TABLE public.sync_jobs ADD COLUMN since timestamptz;

CREATE INDEX sync_job_logs_of_job ON control.sync_job_logs (job_id, id);
