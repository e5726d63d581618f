-- What the database itself writes down of who comes in: a session begun or ended, a password set, a story's time begun or
-- ended, with the role and the address that did it. Who has the serving role's address can do the first two by hand; not
-- without these lines.

CREATE FUNCTION leave_trace(what text, whose uuid, detail jsonb) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit (at, user_id, what, detail) VALUES (clock_timestamp(), whose, what,
        detail || jsonb_build_object('role', session_user, 'from', host(inet_client_addr())));
END $$;

CREATE FUNCTION sessions_leave_traces() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM leave_trace(CASE TG_OP WHEN 'INSERT' THEN 'session_begun' ELSE 'session_ended' END, NEW.user_id,
        jsonb_build_object('session', encode(substr(NEW.token_digest, 1, 8), 'hex')));
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_begin AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_leave_traces();
CREATE TRIGGER sessions_end AFTER UPDATE ON sessions FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
    EXECUTE FUNCTION sessions_leave_traces();
-- What has ended stays so, and nobody is seen who has not begun.
CREATE FUNCTION sessions_stay_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
        PERFORM refuse('sessions_stay_ended', 'a session that was ended is not begun again');
    END IF;
    IF (OLD.token_digest, OLD.user_id, OLD.started_at, OLD.ends_at) IS DISTINCT FROM (NEW.token_digest, NEW.user_id, NEW.started_at, NEW.ends_at) THEN
        PERFORM refuse('sessions_stay', 'a session stays whose it is, and for how long');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_stay_ended BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_stay_ended();

CREATE FUNCTION users_leave_traces() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM leave_trace('password_set', NEW.id, jsonb_build_object('must_change', NEW.must_change_password));
    RETURN NULL;
END $$;
CREATE FUNCTION passwords_are_dated() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.password_set_at := CASE WHEN OLD.password_digest = NEW.password_digest THEN OLD.password_set_at ELSE clock_timestamp() END;
    RETURN NEW;
END $$;
CREATE TRIGGER users_password_dated BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION passwords_are_dated();
CREATE TRIGGER users_password AFTER UPDATE ON users FOR EACH ROW WHEN (OLD.password_digest <> NEW.password_digest)
    EXECUTE FUNCTION users_leave_traces();

CREATE FUNCTION story_time_leaves_traces() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM leave_trace(CASE TG_OP WHEN 'INSERT' THEN 'story_time_begun' ELSE 'story_time_ended' END, NULL, '{}');
    RETURN NULL;
END $$;
CREATE TRIGGER story_time_leaves_traces AFTER INSERT OR DELETE ON story_time FOR EACH ROW EXECUTE FUNCTION story_time_leaves_traces();

-- Who serves ends sessions and deletes none; a week after its end one is forgotten, by the database's clock: until then what its
-- owner still had open and sends is known to be theirs. Several who sign in at once sweep beside each other.
CREATE FUNCTION sweep_sessions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT is_story() THEN
        DELETE FROM sessions WHERE token_digest IN (
            SELECT token_digest FROM sessions WHERE ends_at < clock_timestamp() - interval '7 days' LIMIT 1000 FOR UPDATE SKIP LOCKED);
    END IF;
END $$;

-- Seals ----------------------------------------------------------------------------------------------------------

-- The audit trail is sealed in batches: a seal names the lines it covers, keeps the digest of what they say, and is chained to the
-- seal before it. Chained line by line, everybody who opens a page would wait for who opened one before them to commit; so the
-- server seals every minute what was written meanwhile, alone. A line that is committed late is in a later seal.
CREATE TABLE seals (
    seq       integer PRIMARY KEY,
    at        timestamptz NOT NULL,
    -- Whether a story was told: its lines bear the story's time.
    story     boolean NOT NULL,
    lines     int8multirange NOT NULL,
    -- No line up to here is later than all seals so far.
    until     bigint NOT NULL,
    -- The digest of what the lines say.
    content   bytea NOT NULL,
    previous  bytea NOT NULL,
    digest    bytea NOT NULL
);
CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_no_truncate BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Seals the next lines that no seal covers, and says how many: 0 where all are, or somebody else is at it. Nobody's transaction
-- lasts a quarter of an hour: what comes later than that is no line that was under way, and stays without a seal.
CREATE FUNCTION seal_audit() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last seals;
    settled seals;
    it seals;
    many bigint;
    covered int8multirange;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('seal_audit', 0)) THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM seals ORDER BY seq DESC LIMIT 1;
    -- By the seal's own time and not by now: a line that was written beside the last seal may have waited as long as we did.
    SELECT * INTO settled FROM seals WHERE at < last.at - interval '15 minutes' ORDER BY seq DESC LIMIT 1;
    SELECT coalesce(range_agg(r), '{}') INTO covered FROM seals s, unnest(s.lines) AS r WHERE s.seq > coalesce(settled.seq, 0);
    SELECT count(*), range_agg(int8range(no, no, '[]')), sha256(convert_to(string_agg(concat_ws(E'\x1f', no, (extract(epoch FROM at) * 1000000)::bigint,
        coalesce(user_id::text, ''), what, coalesce(case_id::text, ''), detail), E'\x1e' ORDER BY no), 'UTF8'))
    INTO many, it.lines, it.content
    FROM (SELECT * FROM audit WHERE no >= coalesce(settled.until, 0) AND NOT covered @> no ORDER BY no LIMIT 10000) a;
    IF many = 0 THEN
        RETURN 0;
    END IF;
    it.seq := coalesce(last.seq, 0) + 1;
    it.at := clock_timestamp();
    it.story := is_story();
    it.until := greatest(last.until, upper(it.lines));
    it.previous := coalesce(last.digest, sha256('audit'));
    it.digest := sha256(it.previous || convert_to(concat_ws(E'\x1f', it.seq, (extract(epoch FROM it.at) * 1000000)::bigint, it.story, it.lines,
        it.until, encode(it.content, 'hex')), 'UTF8'));
    INSERT INTO seals SELECT it.*;
    RETURN many;
END $$;
-- What was written in a story's time is sealed as such, and what was not is not.
CREATE FUNCTION story_time_is_sealed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    WHILE seal_audit() > 0 LOOP
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER story_time_is_sealed BEFORE INSERT OR DELETE ON story_time FOR EACH ROW EXECUTE FUNCTION story_time_is_sealed();
