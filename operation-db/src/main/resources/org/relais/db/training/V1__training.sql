-- What is there already is nothing to be warned of.
SET LOCAL client_min_messages = error;

CREATE SCHEMA IF NOT EXISTS iris;

CREATE TABLE IF NOT EXISTS iris.training (
    name varchar(50),
    room varchar(50)
);

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
