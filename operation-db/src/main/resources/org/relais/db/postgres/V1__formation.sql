-- What is there already is nothing to be warned of.
SET LOCAL client_min_messages = error;

-- A table that is there already, as in the source system's own database, is left as it is.
DO $$
BEGIN
    IF to_regclass('public.formation') IS NULL THEN
        CREATE TABLE public.formation (
            id    int8,
            nom   varchar,
            salle varchar
        );
        INSERT INTO public.formation VALUES (1, 'formation1', 'salle1'), (2, 'formation2', 'salle2');
    END IF;
END
$$;

-- How far each partition has been applied: moved in the same transaction as the rows. Shared by all operations on this database.
CREATE TABLE IF NOT EXISTS relais.cursor (
    topic        text   NOT NULL,
    partition    int    NOT NULL,
    topic_id     uuid   NOT NULL,
    next_offset  bigint NOT NULL,
    leader_epoch int,
    outcomes     bytea  NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- The outcomes are compressed already.
ALTER TABLE relais.cursor ALTER COLUMN outcomes SET STORAGE EXTERNAL;
