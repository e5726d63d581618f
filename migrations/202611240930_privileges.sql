-- The program serves with a role of its own that owns nothing: it reads, adds, and changes only what changes by nature.
-- Where the database gives one role only, there is no rongcuo_app and `rongcuo doctor` says what is lost.
-- Accounts are made and closed by the owner (`rongcuo user`): who serves cannot make somebody who approves.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rongcuo_app') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA public TO rongcuo_app;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO rongcuo_app;
    -- No register is among them: the database fills those from the events.
    GRANT INSERT ON sessions, audit, files, applications, application_files, cases, filings, filing_files, acts, act_moves, events,
        documents, submissions, tasks, openings, phrases, signing_keys, key_certificates, signatures TO rongcuo_app;
    GRANT UPDATE (seen_at, ended_at) ON sessions TO rongcuo_app;
    GRANT UPDATE (password_digest, must_change_password) ON users TO rongcuo_app;
    GRANT UPDATE (answers, title, tasks_done, version, updated_at) ON applications TO rongcuo_app;
    GRANT UPDATE (party_names, todo, due_on, due_kind, due_days, due_provisional) ON cases TO rongcuo_app;
    GRANT UPDATE (state, typed, step, drafted_by, saved_at, submitted_at, approved_by, decided_at, submissions) ON acts TO rongcuo_app;
    GRANT DELETE ON applications, application_files, tasks TO rongcuo_app;
END $$;

-- No table of a session stands before ours. (Where the database is another's, its owner alone can take this back.)
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- What is kept is not emptied, by its owner either: with a right of its own to give back, which is a deed, not a slip.
-- (A trigger comes too late where other tables refer to the one that is to be emptied.)
DO $$
DECLARE
    kept text;
BEGIN
    FOR kept IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations' LOOP
        EXECUTE format('REVOKE TRUNCATE ON %I FROM CURRENT_USER', kept);
    END LOOP;
END $$;
