-- Who there was: every state that a body, a unit or an account ever had, in a chain of its own for each row. What is approved,
-- numbered and objected to rests on them, and is held to the state of its instant: who was given a right for a moment stays to be
-- seen with it. (A chain of its own, so that two people who change their passwords never wait for each other: the row is locked anyway.)

CREATE TABLE changes (
    kind      text NOT NULL CHECK (kind IN ('bodies', 'units', 'users')),
    id        uuid NOT NULL,
    seq       integer NOT NULL,
    -- By the database's clock, in a story too: its people are there before it begins.
    at        timestamptz NOT NULL,
    -- Who had signed in to the database, and the transaction.
    role      text NOT NULL,
    tx        xid8 NOT NULL,
    -- The row after it, of a password's digest only the digest; NULL: it is gone.
    state     jsonb,
    previous  bytea NOT NULL,
    digest    bytea NOT NULL,
    PRIMARY KEY (kind, id, seq)
);
CREATE FUNCTION change_digest(c changes) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(c.previous || convert_to(concat_ws(E'\x1f', c.kind, c.id, c.seq, (extract(epoch FROM c.at) * 1000000)::bigint, c.role, c.tx,
        coalesce(c.state::text, '')), 'UTF8'));
END $$;

-- A change says what the row is now, whatever the writer says; where the row is as it was, it is none.
CREATE FUNCTION changes_chain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    last changes;
BEGIN
    SELECT * INTO last FROM changes WHERE kind = NEW.kind AND id = NEW.id ORDER BY seq DESC LIMIT 1;
    EXECUTE format('SELECT to_jsonb(r) FROM %I r WHERE id = $1', NEW.kind) INTO NEW.state USING NEW.id;
    IF NEW.state ? 'password_digest' THEN
        NEW.state := NEW.state || jsonb_build_object('password_digest', encode(sha256(convert_to(NEW.state ->> 'password_digest', 'UTF8')), 'hex'));
    END IF;
    IF NEW.state IS NOT DISTINCT FROM last.state THEN
        RETURN NULL;
    END IF;
    IF last.tx = pg_current_xact_id() THEN
        PERFORM refuse('changes_stand', 'a body, unit or account changes once in a transaction: nobody is another for a moment');
    END IF;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.role := session_user;
    NEW.tx := pg_current_xact_id();
    NEW.previous := coalesce(last.digest, sha256(convert_to(NEW.kind || ' ' || NEW.id, 'UTF8')));
    NEW.digest := change_digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER changes_link BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION changes_chain();
CREATE TRIGGER changes_append_only BEFORE UPDATE OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER changes_no_truncate BEFORE TRUNCATE ON changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- With the owner's rights: who serves sets passwords and writes no change by hand. What is written says what the row is, so
-- it does no harm on a table of the caller's.
CREATE FUNCTION keep_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO changes (kind, id) VALUES (TG_TABLE_NAME, OLD.id);
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.id <> OLD.id) THEN
        INSERT INTO changes (kind, id) VALUES (TG_TABLE_NAME, NEW.id);
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_change() FROM PUBLIC;
CREATE TRIGGER bodies_past AFTER INSERT OR UPDATE OR DELETE ON bodies FOR EACH ROW EXECUTE FUNCTION keep_change();
CREATE TRIGGER units_past AFTER INSERT OR UPDATE OR DELETE ON units FOR EACH ROW EXECUTE FUNCTION keep_change();
CREATE TRIGGER users_past AFTER INSERT OR UPDATE OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep_change();
