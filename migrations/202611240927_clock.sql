-- What is written bears the time at which it is written, by the database's own clock: nobody dates an event back to keep a
-- deadline, and none from the future blocks its case. A database in which a story is told (a demo while it is loaded, a test)
-- has a row in `story_time`, and its time is the story's. Its owner alone writes it; that it was there stays in `audit`.

CREATE TABLE story_time (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    since  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE FUNCTION is_story() RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM story_time);
END $$;
-- A request takes a while and waits for locks; two machines' clocks differ by seconds.
CREATE FUNCTION is_now(at timestamptz) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RETURN at BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '1 minute' OR is_story();
END $$;
CREATE FUNCTION refuse_time() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM refuse('dated_now', format('%s: what is written now is dated now', TG_TABLE_NAME));
END $$;

DO $$
DECLARE
    dated text;
    moment text;
BEGIN
    FOR dated, moment IN VALUES ('users', 'created_at'), ('sessions', 'started_at'), ('files', 'uploaded_at'), ('applications', 'created_at'), ('cases', 'received_at'),
            ('acts', 'drafted_at'), ('acts', 'submitted_at'), ('act_moves', 'at'), ('events', 'at'), ('documents', 'issued_at'),
            ('submissions', 'at'), ('openings', 'at') LOOP
        EXECUTE format('CREATE TRIGGER %1$s_0_%2$s_now BEFORE INSERT ON %1$I FOR EACH ROW WHEN (is_now(NEW.%2$I) IS FALSE)
                        EXECUTE FUNCTION refuse_time()', dated, moment);
    END LOOP;
END $$;
-- An act is decided in the moment of its event.
CREATE TRIGGER acts_0_moved_now BEFORE UPDATE ON acts FOR EACH ROW
    WHEN ((NEW.submitted_at IS DISTINCT FROM OLD.submitted_at AND is_now(NEW.submitted_at) IS FALSE)
       OR (NEW.saved_at IS DISTINCT FROM OLD.saved_at AND is_now(NEW.saved_at) IS FALSE)) EXECUTE FUNCTION refuse_time();
-- An account is closed now, and not before what its person did.
CREATE TRIGGER users_0_closed_now BEFORE UPDATE ON users FOR EACH ROW
    WHEN (NEW.disabled_at IS DISTINCT FROM OLD.disabled_at AND is_now(NEW.disabled_at) IS FALSE) EXECUTE FUNCTION refuse_time();

-- With the owner's rights, for the sequence is nobody else's.
CREATE FUNCTION audit_is_dated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.no := nextval('audit_no');
    IF NOT is_story() THEN
        NEW.at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION audit_is_dated() FROM PUBLIC;
CREATE TRIGGER audit_is_dated BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_dated();
