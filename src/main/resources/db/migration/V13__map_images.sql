-- The platform's media ids and the hub's images: {"101": "<image id>"}. Nobody looks for a listing by one of them.
ALTER TABLE control.listings ADD COLUMN images jsonb NOT NULL DEFAULT '{}';
