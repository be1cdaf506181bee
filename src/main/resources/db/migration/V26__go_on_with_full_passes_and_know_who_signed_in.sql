-- How far a pass over everything has come: what it asks next, and the rest of what it asked before. NULL: none is under way.
ALTER TABLE control.stock_cursors
    ADD COLUMN full_stage    text,
    ADD COLUMN full_next     text,
    ADD COLUMN full_begun_at timestamptz;

-- Which sign-in the tokens are of, and whether it is known that it was for the user whose channel it is.
ALTER TABLE control.authorization_tokens
    ADD COLUMN sign_in  bigint,
    ADD COLUMN is_known boolean NOT NULL DEFAULT false;

UPDATE control.authorization_tokens t
SET sign_in = t.generation, is_known = c.shop_identity IS NOT NULL
FROM control.channels c WHERE c.id = t.channel_id;

ALTER TABLE control.authorization_tokens ALTER COLUMN sign_in SET NOT NULL;
