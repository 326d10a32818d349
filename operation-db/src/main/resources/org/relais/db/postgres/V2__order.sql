-- What is there already is nothing to be warned of.
SET LOCAL client_min_messages = error;

-- The source's table has no key and no order. This column numbers the rows in the order in which they are stored.
ALTER TABLE public.formation ADD COLUMN IF NOT EXISTS inserted bigint GENERATED ALWAYS AS IDENTITY;

-- For what REST asks for: the page behind a row, and the last row with an id.
CREATE INDEX IF NOT EXISTS formation_inserted ON public.formation (inserted);
CREATE INDEX IF NOT EXISTS formation_id_inserted ON public.formation (id, inserted);
