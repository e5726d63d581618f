-- Demo and real never meet: a database has the people of a demo, whom anybody may be without a password, or real ones, whichever
-- came first. Accounts are never deleted; so one that ever held a demo takes no real work, and no real case is numbered after
-- the demo's. `rongcuo demo end` closes the demo's people for good.

CREATE FUNCTION users_are_of_one_kind() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- Two at once wait for each other; the second then sees whom the first brought.
    PERFORM pg_advisory_xact_lock(hashtextextended('users_are_of_one_kind', 0));
    IF EXISTS (SELECT FROM users WHERE demo) AND EXISTS (SELECT FROM users WHERE NOT demo) THEN
        PERFORM refuse('users_are_of_one_kind', 'the people of a demo and real ones share no database');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER users_are_of_one_kind AFTER INSERT ON users FOR EACH STATEMENT EXECUTE FUNCTION users_are_of_one_kind();

CREATE FUNCTION users_stay_what_they_are() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.demo <> OLD.demo THEN
        PERFORM refuse('users_stay_what_they_are', 'nobody of a demo becomes real, and nobody real becomes a demo');
    END IF;
    IF OLD.demo AND OLD.disabled_at IS NOT NULL AND NEW.disabled_at IS NULL THEN
        PERFORM refuse('users_stay_what_they_are', 'a demo that was ended is not begun again');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER users_stay_what_they_are BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_stay_what_they_are();
