-- What was handed in and not used leaves nothing. A file that a case names stays as it was brought, for ever; one that nothing
-- names (its form was refused or sent twice) goes after two days, so that it can be sent again until then; one that was taken
-- off a draft, or thrown away with it, goes at once. Its bytes follow two days later (`src/commands/serve/sweep.rs`).

-- The bytes of which rows are there, and how much of somebody's is in no case.
CREATE INDEX files_sha256 ON files (sha256);
CREATE INDEX files_uploaded_by ON files (uploaded_by, uploaded_at);
CREATE INDEX files_uploaded_at ON files (uploaded_at);
-- Whose rows went at once: their bytes stay for two days all the same, for a backup that has seen the rows.
CREATE TABLE forgotten_files (
    sha256  bytea NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX forgotten_files_sha256 ON forgotten_files (sha256);
CREATE INDEX forgotten_files_at ON forgotten_files (at);

-- That no table names the file `f`, as a condition; tables that are left out do not count.
CREATE FUNCTION names_no_file(leaving_out regclass DEFAULT NULL) RETURNS text LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(format('NOT EXISTS (SELECT FROM %s WHERE %I = f.id)', k.conrelid::regclass, a.attname), ' AND ')
            FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            WHERE k.contype = 'f' AND k.confrelid = 'files'::regclass AND k.conrelid IS DISTINCT FROM leaving_out);
END $$;
CREATE FUNCTION is_unused(file uuid) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    unused boolean;
BEGIN
    EXECUTE format('SELECT %s FROM (SELECT $1 AS id) f', names_no_file()) INTO unused USING file;
    RETURN unused;
END $$;

CREATE FUNCTION files_are_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND is_unused(OLD.id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'files keeps what was written: % is refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER files_are_kept BEFORE UPDATE OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION files_are_kept();
CREATE TRIGGER files_no_truncate BEFORE TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- At the end of the transaction: an application that is filed hands its files to the case.
CREATE FUNCTION application_files_leave_nothing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- It runs with the owner's rights, so not for a table of the caller's.
    IF TG_RELID = 'application_files'::regclass AND is_unused(OLD.file_id) THEN
        WITH gone AS (DELETE FROM files WHERE id = OLD.file_id RETURNING sha256) INSERT INTO forgotten_files (sha256) SELECT sha256 FROM gone;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION application_files_leave_nothing() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER application_files_leave_nothing AFTER DELETE ON application_files DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION application_files_leave_nothing();

-- Forgets some of the files that nothing has named for two days; tells their digests. Several who sweep do so beside each other,
-- and whoever is about to name one of them has it locked.
CREATE FUNCTION sweep_files() RETURNS SETOF bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT is_story() THEN
        DELETE FROM forgotten_files WHERE at < clock_timestamp() - interval '2 days';
        -- What is older was swept long ago, or is named.
        RETURN QUERY EXECUTE format('DELETE FROM files WHERE id IN (
            SELECT id FROM files f WHERE uploaded_at BETWEEN clock_timestamp() - interval ''90 days'' AND clock_timestamp() - interval ''2 days''
            AND %s LIMIT 50 FOR UPDATE SKIP LOCKED)
            RETURNING sha256', names_no_file());
    END IF;
END $$;

-- How much somebody has handed in that no case names: in drafts, or in forms that were refused.
CREATE FUNCTION unfiled_bytes(person uuid) RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    bytes bigint;
BEGIN
    -- What lies beside an application is in no case: filing takes it from there. Of the rest only what is not swept yet is asked.
    EXECUTE format('SELECT coalesce(sum(size), 0)::bigint FROM files f WHERE uploaded_by = $1 AND (
        EXISTS (SELECT FROM application_files a WHERE a.file_id = f.id)
        OR (uploaded_at > clock_timestamp() - interval ''3 days'' AND %s))', names_no_file('application_files'))
        INTO bytes USING person;
    RETURN bytes;
END $$;

-- Later than the other grants of what may be read.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rongcuo_app') THEN
        GRANT SELECT ON forgotten_files TO rongcuo_app;
    END IF;
END $$;
