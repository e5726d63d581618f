-- Every event and every move of an act is signed by the program, with a key that this database does not hold: what somebody
-- writes here by hand, however lawful, has no signature (`rongcuo audit verify` asks).

-- The public keys of the servers that ever signed. Anybody who writes here can add one: a key counts for who keeps the root key
-- when that certified it.
CREATE TABLE signing_keys (
    public_key  bytea PRIMARY KEY CHECK (octet_length(public_key) = 32),
    -- As signed notes name it.
    name        text NOT NULL,
    begun_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Signed notes of a root key about one of these.
CREATE TABLE key_certificates (
    public_key  bytea NOT NULL CHECK (octet_length(public_key) = 32),
    note        text NOT NULL CHECK (octet_length(note) < 2000),
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (public_key, note)
);

-- By the digest of what is signed. No foreign key: each would lock the one row of the server's key, with every event.
CREATE TABLE signatures (
    digest      bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    public_key  bytea NOT NULL,
    signature   bytea NOT NULL CHECK (octet_length(signature) = 64)
);

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['signing_keys', 'key_certificates', 'signatures'] LOOP
        EXECUTE format('CREATE TRIGGER %s_append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
END $$;
