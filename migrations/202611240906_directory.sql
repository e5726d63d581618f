-- Which state the directory (名册: bodies and the posts of people) is in. It changes seldom and every page reads it: the
-- program keeps what it read and asks by this number alone whether that still holds. A password is no part of it.
CREATE TABLE directory (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    version  bigint NOT NULL
);
INSERT INTO directory VALUES (true, 1);

CREATE FUNCTION directory_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE directory SET version = version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER directory_of_bodies AFTER INSERT OR UPDATE OR DELETE ON bodies FOR EACH STATEMENT EXECUTE FUNCTION directory_changes();
CREATE TRIGGER directory_of_people AFTER INSERT OR DELETE
    OR UPDATE OF id, name, body_id, officer, approver, approves_determinations, disabled_at
    ON users FOR EACH STATEMENT EXECUTE FUNCTION directory_changes();
