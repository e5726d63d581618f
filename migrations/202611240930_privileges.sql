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
    GRANT INSERT ON sessions, audit, files, applications, application_files, cases, filings, filing_files, parties, assignments, acts,
        act_moves, events, deadlines, deadline_causes, submissions, evidence, hearings, reports, findings, fits, opinions, documents,
        determinations, corrections, correction_reports, correction_verdicts, services, notices, objections, clarifications TO rongcuo_app;
    GRANT UPDATE (seen_at) ON sessions TO rongcuo_app;
    GRANT UPDATE (password_digest, must_change_password) ON users TO rongcuo_app;
    GRANT UPDATE (answers, version, updated_at) ON applications TO rongcuo_app;
    GRANT UPDATE (status, round, version, party_names, turn, todo, due_on, due_kind, due_days, due_provisional) ON cases TO rongcuo_app;
    GRANT UPDATE (unit_id, user_id, electronic, round) ON parties TO rongcuo_app;
    GRANT UPDATE (until_at) ON assignments TO rongcuo_app;
    GRANT UPDATE (state, typed, step, submitted_at, approved_by, decided_at, submissions) ON acts TO rongcuo_app;
    GRANT UPDATE (days, due_on, provisional, state, ended_on) ON deadlines TO rongcuo_app;
    GRANT UPDATE (state) ON corrections TO rongcuo_app;
    GRANT UPDATE (decided_on, result, investigation, reasons, act_id) ON objections TO rongcuo_app;
    GRANT DELETE ON sessions, applications, application_files TO rongcuo_app;
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
