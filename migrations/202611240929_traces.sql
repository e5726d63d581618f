-- What the database itself writes down of who comes in: a session begun or ended, a password set, a story's time begun or
-- ended, with the role and the address that did it. Who has the serving role's address can do the first two by hand; not
-- without these lines.

CREATE FUNCTION leave_trace(what text, whose uuid, detail jsonb) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit (id, at, user_id, what, detail) VALUES (gen_random_uuid(), clock_timestamp(), whose, what,
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
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_stay_ended BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_stay_ended();

CREATE FUNCTION users_leave_traces() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM leave_trace('password_set', NEW.id, jsonb_build_object('must_change', NEW.must_change_password));
    RETURN NULL;
END $$;
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
