-- How far a pass over everything has come: what it asks next, and the rest of what it asked before. NULL: none is under way.
ALTER TABLE control.stock_cursors
    ADD COLUMN full_stage    text,
    ADD COLUMN full_next     text,
    ADD COLUMN full_begun_at timestamptz;
