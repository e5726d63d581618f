-- A case (案件) from filing to closure: the application before it, the parties, the acts, and the events that are the truth
-- all other tables must equal. What the law refuses, this refuses too, at the latest at commit, even written by hand.

CREATE FUNCTION refuse(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- What was uploaded; the bytes lie in the object store under their SHA-256.
CREATE TABLE files (
    id           uuid PRIMARY KEY,
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size         bigint NOT NULL CHECK (size > 0),
    media_type   text NOT NULL,
    name         text NOT NULL CHECK (name <> ''),
    uploaded_by  uuid NOT NULL REFERENCES users,
    uploaded_at  timestamptz NOT NULL
);

-- 申请, not filed yet: no case, seen by its writer's unit alone, can be thrown away. `answers` is what was typed, page by page.
CREATE TABLE applications (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users,
    unit_id     uuid REFERENCES units,
    answers     jsonb NOT NULL DEFAULT '[]',
    version     integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX applications_user ON applications (user_id, updated_at DESC);
CREATE INDEX applications_unit ON applications (unit_id, updated_at DESC) WHERE unit_id IS NOT NULL;

CREATE TABLE application_files (
    application_id  uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
    file_id         uuid NOT NULL REFERENCES files,
    name            text NOT NULL,
    signed          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (application_id, file_id)
);

-- The one table of `domain::procedure`, one row per change of status; a test compares the two. `to_status` NULL: the step stays.
CREATE TABLE procedure_moves (
    kind         text NOT NULL,
    from_status  text,
    to_status    text,
    approved     boolean NOT NULL,
    UNIQUE NULLS NOT DISTINCT (kind, from_status, to_status)
);

-- The clocks that a step always moves (`domain::procedure::Tick`); the same test compares.
CREATE TABLE procedure_clocks (
    kind   text NOT NULL,
    clock  text NOT NULL,
    move   text NOT NULL CHECK (move IN ('start', 'meet', 'cancel')),
    -- Whether the step always does so; else its own rule says when.
    always boolean NOT NULL,
    UNIQUE (kind, clock, move)
);
CREATE TABLE deadline_kinds (
    kind  text PRIMARY KEY,
    -- Working days.
    days  smallint NOT NULL CHECK (days > 0)
);

CREATE TABLE cases (
    id               uuid PRIMARY KEY,
    number           text NOT NULL UNIQUE,
    body_id          uuid NOT NULL REFERENCES bodies,
    year             integer NOT NULL,
    serial           integer NOT NULL CHECK (serial > 0),
    title            text NOT NULL CHECK (title <> ''),
    status           text NOT NULL CHECK (status IN ('submitted', 'verifying', 'determining', 'determined', 'objected', 'closed', 'declined', 'withdrawn')),
    round            smallint NOT NULL DEFAULT 1 CHECK (round > 0),
    -- Moves with status, parties, findings, assignment and deadlines: what a form was filled in against.
    version          integer NOT NULL DEFAULT 1,
    received_at      timestamptz NOT NULL,
    filed_by         uuid NOT NULL REFERENCES users,
    filed_unit       uuid REFERENCES units,
    filer_name       text NOT NULL,
    -- Kept for lists, in the same transaction as what they follow from.
    party_names      text NOT NULL DEFAULT '',
    turn             text NOT NULL DEFAULT 'officer' CHECK (turn IN ('officer', 'approver', 'party', 'addressee', 'nobody')),
    todo             text NOT NULL DEFAULT '',
    due_on           date NOT NULL DEFAULT 'infinity',
    due_kind         text,
    due_days         smallint,
    due_provisional  boolean NOT NULL DEFAULT false,
    UNIQUE (body_id, year, serial)
);
CREATE INDEX cases_found ON cases (body_id, due_on, id);
-- The status stands in the index because an officer's pile holds what is submitted, whoever is assigned: so it is counted without the rows.
CREATE INDEX cases_turn ON cases (body_id, turn, due_on, id) INCLUDE (status);
CREATE INDEX cases_filed_by ON cases (filed_by, received_at DESC);
CREATE INDEX cases_filed_unit ON cases (filed_unit, received_at DESC) WHERE filed_unit IS NOT NULL;

-- The application as it was filed, with its digest; never changed.
CREATE TABLE filings (
    case_id  uuid PRIMARY KEY REFERENCES cases,
    content  text NOT NULL,
    digest   bytea NOT NULL CHECK (digest = sha256(convert_to(content, 'UTF8')))
);
CREATE TABLE filing_files (
    case_id  uuid NOT NULL REFERENCES cases,
    file_id  uuid NOT NULL REFERENCES files,
    name     text NOT NULL,
    signed   boolean NOT NULL,
    PRIMARY KEY (case_id, file_id)
);

CREATE TABLE parties (
    id               uuid PRIMARY KEY,
    case_id          uuid NOT NULL REFERENCES cases,
    no               smallint NOT NULL CHECK (no > 0),
    kind             text NOT NULL CHECK (kind IN ('unit', 'individual')),
    name             text NOT NULL CHECK (name <> ''),
    position         text NOT NULL,
    -- A9.1 干部管理权限: the organ that holds it, NULL when the body does.
    authority_organ  text CHECK (authority_organ <> ''),
    unit_id          uuid REFERENCES units,
    user_id          uuid REFERENCES users,
    electronic       boolean NOT NULL,
    -- The round in which its determination is made: it takes part while that is the case's.
    round            smallint NOT NULL DEFAULT 1,
    UNIQUE (case_id, no),
    UNIQUE (case_id, unit_id),
    UNIQUE (case_id, user_id),
    CHECK (unit_id IS NULL OR user_id IS NULL)
);
CREATE INDEX parties_unit ON parties (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX parties_user ON parties (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE assignments (
    case_id   uuid NOT NULL REFERENCES cases,
    round     smallint NOT NULL,
    user_id   uuid NOT NULL REFERENCES users,
    from_at   timestamptz NOT NULL,
    until_at  timestamptz,
    PRIMARY KEY (case_id, round, user_id, from_at)
);
CREATE UNIQUE INDEX assignments_present ON assignments (user_id, case_id) WHERE until_at IS NULL;

-- 行为: drafted, submitted, approved by another. `typed` is the form as it was typed, `step` the value the law rules on.
CREATE TABLE acts (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES cases,
    -- Whose act: the case's body, or the addressee of an objection.
    body_id       uuid NOT NULL REFERENCES bodies,
    kind          text NOT NULL,
    subject       uuid,
    state         text NOT NULL CHECK (state IN ('draft', 'waiting', 'returned', 'approved', 'taken_back', 'lapsed')),
    changes_status boolean NOT NULL,
    typed         jsonb NOT NULL,
    step          jsonb,
    drafted_by    uuid NOT NULL REFERENCES users,
    drafted_at    timestamptz NOT NULL,
    submitted_at  timestamptz,
    approved_by   uuid REFERENCES users,
    decided_at    timestamptz,
    -- How often it was submitted (第几稿).
    submissions   smallint NOT NULL DEFAULT 0,
    CONSTRAINT r5_four_eyes CHECK (approved_by <> drafted_by),
    CHECK ((state = 'approved') = (approved_by IS NOT NULL)),
    CHECK (state NOT IN ('waiting', 'approved') OR (step IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE INDEX acts_case ON acts (case_id, drafted_at);
-- At most one act that would change the status waits at a time.
CREATE UNIQUE INDEX acts_one_change_waits ON acts (case_id) WHERE state = 'waiting' AND changes_status;
-- A drafter has one draft of a kind about one thing.
CREATE UNIQUE INDEX acts_one_draft ON acts (case_id, kind, drafted_by, coalesce(subject, '00000000-0000-0000-0000-000000000000')) WHERE state IN ('draft', 'waiting', 'returned');

-- What became of an act: submitted, returned (why), taken back, approved, lapsed. Each submission keeps what it said, so that
-- what was returned can be laid beside what came back.
CREATE TABLE act_moves (
    act_id   uuid NOT NULL REFERENCES acts,
    no       smallint NOT NULL,
    at       timestamptz NOT NULL,
    user_id  uuid NOT NULL REFERENCES users,
    state    text NOT NULL,
    note     text NOT NULL DEFAULT '',
    step     jsonb,
    PRIMARY KEY (act_id, no),
    CONSTRAINT act_moves_say_what CHECK ((state = 'waiting') = (step IS NOT NULL)),
    CONSTRAINT act_moves_say_why CHECK (state <> 'returned' OR btrim(note) <> '')
);

-- What happened. Append-only; each row carries the digest of the one before it (R7).
CREATE TABLE events (
    case_id      uuid NOT NULL REFERENCES cases,
    seq          integer NOT NULL CHECK (seq > 0),
    at           timestamptz NOT NULL,
    kind         text NOT NULL,
    actor_id     uuid NOT NULL REFERENCES users,
    act_id       uuid REFERENCES acts,
    from_status  text,
    to_status    text,
    -- The case's version after it.
    version      integer NOT NULL,
    -- The facts, clocks and documents, as JSON text: its very bytes are digested.
    body         text NOT NULL,
    previous     bytea NOT NULL,
    digest       bytea NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE UNIQUE INDEX events_act ON events (act_id) WHERE act_id IS NOT NULL;

CREATE TABLE deadlines (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    kind         text NOT NULL CHECK (kind IN ('initiation', 'verification', 'determination', 'feedback', 'objection', 'clarification')),
    subject      uuid,
    -- The present value of the fold over its causes, kept for lists.
    from_on      date NOT NULL,
    days         smallint NOT NULL CHECK (days > 0),
    due_on       date,
    provisional  boolean NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'stopped', 'met', 'cancelled')),
    -- The day on which what it is for was done, or fell away: not the day of recording.
    ended_on     date CHECK (ended_on >= from_on)
);
CREATE INDEX deadlines_case ON deadlines (case_id);
-- What is late of whom hundreds of objections are addressed to: fewer deadlines are late than cases are looked up.
CREATE INDEX deadlines_running ON deadlines (due_on) WHERE state = 'running';
-- The decisions of objections that wait to be fed back.
CREATE INDEX deadlines_decisions ON deadlines (subject) WHERE state = 'running' AND kind = 'feedback' AND subject IS NOT NULL;

-- R6: what a deadline follows from; never edited.
CREATE TABLE deadline_causes (
    deadline_id  uuid NOT NULL REFERENCES deadlines,
    no           smallint NOT NULL,
    case_id      uuid NOT NULL,
    seq          integer NOT NULL,
    cause        jsonb NOT NULL,
    -- The value that follows from it and the causes before: what `deadlines` keeps for lists is that of the last.
    days         smallint NOT NULL,
    due_on       date,
    provisional  boolean NOT NULL,
    state        text NOT NULL,
    ended_on     date,
    PRIMARY KEY (deadline_id, no),
    -- An event moves a deadline once.
    UNIQUE (deadline_id, seq),
    FOREIGN KEY (case_id, seq) REFERENCES events
);
CREATE INDEX deadline_causes_event ON deadline_causes (case_id, seq);

-- A one-time id of each form that took effect: a double click takes effect once.
CREATE TABLE submissions (
    id       uuid PRIMARY KEY,
    user_id  uuid NOT NULL REFERENCES users,
    at       timestamptz NOT NULL
);

-- Lists and fixed texts ------------------------------------------------------------------------------------------

INSERT INTO procedure_moves (kind, from_status, to_status, approved) VALUES
    ('file',                NULL,          'submitted',   false),
    ('withdraw',            'submitted',   'withdrawn',   false),
    ('initiate',            'submitted',   'verifying',   true),
    ('decline',             'submitted',   'declined',    true),
    ('report',              'verifying',   'determining', true),
    ('determine',           'determining', 'determined',  true),
    ('object',              'determined',  'objected',    false),
    ('object',              'closed',      'objected',    false),
    ('decide_objection',    'objected',    'determined',  true),
    ('decide_objection',    'objected',    'closed',      true),
    ('close',               'determined',  'closed',      true);
INSERT INTO procedure_moves (kind, from_status, to_status, approved)
SELECT kind, from_status, NULL, approved FROM (VALUES
    ('link',                ARRAY['verifying', 'determining', 'determined', 'objected'], true),
    ('replace',             ARRAY['verifying', 'determining', 'determined', 'objected', 'closed'], false),
    ('take_evidence',       ARRAY['submitted', 'verifying'], false),
    ('hear',                ARRAY['verifying'], false),
    ('serve',               ARRAY['verifying', 'determining', 'determined', 'objected', 'closed', 'declined'], false),
    ('notify',              ARRAY['determined', 'objected'], false),
    ('object',              ARRAY['objected'], false),
    ('decide_objection',    ARRAY['objected'], true),
    ('report_correction',   ARRAY['determined', 'objected'], false),
    ('verify_correction',   ARRAY['determined', 'objected'], true),
    ('clarify',             ARRAY['determined', 'objected'], true),
    ('waive_clarification', ARRAY['determined', 'objected'], false)
) AS steps (kind, statuses, approved), unnest(statuses) AS from_status;
INSERT INTO procedure_clocks (kind, clock, move, always) VALUES
    ('file',                'initiation',    'start',  true),
    ('withdraw',            'initiation',    'cancel', true),
    ('initiate',            'initiation',    'meet',   true),
    ('initiate',            'verification',  'start',  true),
    ('decline',             'initiation',    'meet',   true),
    ('report',              'verification',  'meet',   true),
    ('report',              'determination', 'start',  true),
    ('determine',           'determination', 'meet',   true),
    ('determine',           'feedback',      'start',  true),
    ('determine',           'clarification', 'start',  false),
    ('serve',               'feedback',      'meet',   false),
    ('object',              'objection',     'start',  false),
    ('decide_objection',    'objection',     'meet',   false),
    ('decide_objection',    'feedback',      'start',  false),
    ('clarify',             'clarification', 'meet',   false),
    ('waive_clarification', 'clarification', 'meet',   false);
INSERT INTO deadline_kinds (kind, days) VALUES
    ('initiation', 5), ('verification', 15), ('determination', 10), ('feedback', 3), ('objection', 15), ('clarification', 10);

-- Guards ---------------------------------------------------------------------------------------------------------

-- Whether a row was written in this transaction: of its `xmin`. What must go together is asked about at commit.
CREATE FUNCTION written_now(row_ xid) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT row_ = pg_current_xact_id()::xid $$;

CREATE FUNCTION cases_move_lawfully() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM procedure_moves WHERE from_status IS NULL AND to_status = NEW.status) THEN
            PERFORM refuse('status_transitions', format('a case does not begin as %s', NEW.status));
        END IF;
        IF NEW.serial <> 1 + coalesce((SELECT max(serial) FROM cases WHERE body_id = NEW.body_id AND year = NEW.year), 0) THEN
            PERFORM refuse('r8_numbers_without_gaps', 'case numbers have no gaps');
        END IF;
        IF NEW.year <> extract(year FROM NEW.received_at AT TIME ZONE 'Asia/Shanghai') THEN
            PERFORM refuse('r8_numbers_by_year', 'a case is numbered in the year it is received in');
        END IF;
        IF NEW.number IS DISTINCT FROM (SELECT format('%s容〔%s〕%s号', number_word, NEW.year, NEW.serial) FROM bodies WHERE id = NEW.body_id AND takes_cases) THEN
            PERFORM refuse('r8_numbers_say_serial', 'a case number is made of the body''s word, the year and the serial');
        END IF;
        IF NEW.version <> 1 THEN
            PERFORM refuse('cases_version', 'the version begins with one');
        END IF;
        RETURN NEW;
    END IF;
    -- The round too: the step that begins another one (a set-aside) is not there yet.
    IF (NEW.id, NEW.number, NEW.body_id, NEW.year, NEW.serial, NEW.title, NEW.received_at, NEW.filed_by, NEW.filed_unit, NEW.filer_name, NEW.round) IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.body_id, OLD.year, OLD.serial, OLD.title, OLD.received_at, OLD.filed_by, OLD.filed_unit, OLD.filer_name, OLD.round) THEN
        PERFORM refuse('cases_identity', 'number, body, matter, receipt, filer and round of a case stay what they were');
    END IF;
    IF NEW.status <> OLD.status AND NOT EXISTS (SELECT FROM procedure_moves WHERE from_status = OLD.status AND to_status = NEW.status) THEN
        PERFORM refuse('status_transitions', format('no step leads from %s to %s', OLD.status, NEW.status));
    END IF;
    IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
        PERFORM refuse('cases_version', 'the version grows with each event by one');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_move BEFORE INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION cases_move_lawfully();
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cases_no_truncate BEFORE TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- R5: an act is drafted by one and approved by another, who is an approver of the same body; what waits is not changed,
-- and what is decided stays. Neither is a party; of an objection neither took part before. Each submission counts once.
CREATE FUNCTION took_no_part(case_ uuid, body uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM assignments WHERE case_id = case_ AND user_id = person)
       AND NOT EXISTS (SELECT FROM acts WHERE case_id = case_ AND body_id <> body AND person IN (drafted_by, approved_by))
$$;
-- Who stands before the body in the case, as a party or as who filed it, never acts for it.
CREATE FUNCTION before_the_body(case_ uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM parties WHERE case_id = case_ AND user_id = person)
        OR EXISTS (SELECT FROM cases WHERE id = case_ AND filed_by = person)
$$;
CREATE FUNCTION acts_begin(act acts) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    row_changes boolean;
    objection boolean := act.kind = 'decide_objection';
BEGIN
    IF act.state NOT IN ('draft', 'waiting') THEN
        PERFORM refuse('acts_begin_as_drafts', 'an act begins as a draft');
    END IF;
    SELECT bool_or(to_status IS NOT NULL) INTO row_changes FROM procedure_moves WHERE kind = act.kind AND approved;
    IF row_changes IS DISTINCT FROM act.changes_status THEN
        PERFORM refuse('acts_kind', 'an act is for a step that needs approval, and says whether it changes the status');
    END IF;
    IF act.body_id IS DISTINCT FROM (CASE WHEN objection THEN (SELECT addressee_id FROM objections WHERE id = act.subject AND case_id = act.case_id)
                                         ELSE (SELECT body_id FROM cases WHERE id = act.case_id) END) THEN
        PERFORM refuse('r5_whose_act', 'an act is the body''s own, or that of the addressee of the objection');
    END IF;
    IF NOT EXISTS (SELECT FROM users WHERE id = act.drafted_by AND body_id = act.body_id AND disabled_at IS NULL)
       OR before_the_body(act.case_id, act.drafted_by)
       OR (objection AND NOT took_no_part(act.case_id, act.body_id, act.drafted_by)) THEN
        PERFORM refuse('r5_who_drafts', 'an act is drafted by staff of the body, who neither filed nor is a party and of an objection took no part before');
    END IF;
    IF act.submissions <> (act.state = 'waiting')::int THEN
        PERFORM refuse('acts_are_kept', 'each submission of an act is counted, and nothing else');
    END IF;
END $$;
CREATE FUNCTION may_decide(act acts, person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    approver users;
BEGIN
    SELECT * INTO approver FROM users WHERE id = person;
    IF person = act.drafted_by THEN
        PERFORM refuse('r5_four_eyes', 'nobody decides what they drafted');
    END IF;
    IF (approver.approver AND approver.body_id = act.body_id AND approver.disabled_at IS NULL) IS NOT TRUE THEN
        PERFORM refuse('r5_four_eyes', 'only an approver of the body approves');
    END IF;
    IF act.kind = 'determine' AND NOT approver.approves_determinations THEN
        PERFORM refuse('r5_four_eyes', 'approving a determination is a permission of its own');
    END IF;
    IF EXISTS (SELECT FROM assignments WHERE case_id = act.case_id AND user_id = person AND until_at IS NULL)
       OR before_the_body(act.case_id, person) THEN
        PERFORM refuse('r5_four_eyes', 'officers of the case, its filer and parties do not approve');
    END IF;
    IF act.kind = 'decide_objection' AND NOT took_no_part(act.case_id, act.body_id, person) THEN
        PERFORM refuse('r5_four_eyes', 'who decides an objection took no part before');
    END IF;
END $$;
CREATE FUNCTION acts_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM acts_begin(NEW);
        RETURN NEW;
    END IF;
    IF OLD.state IN ('approved', 'taken_back', 'lapsed') THEN
        PERFORM refuse('acts_decided_stay', 'a decided act stays as it is');
    END IF;
    IF (NEW.id, NEW.case_id, NEW.body_id, NEW.kind, NEW.subject, NEW.changes_status, NEW.drafted_by, NEW.drafted_at) IS DISTINCT FROM
       (OLD.id, OLD.case_id, OLD.body_id, OLD.kind, OLD.subject, OLD.changes_status, OLD.drafted_by, OLD.drafted_at) THEN
        PERFORM refuse('acts_identity', 'case, kind, subject and drafter of an act stay what they were');
    END IF;
    IF NEW.submissions <> OLD.submissions + (NEW.state = 'waiting' AND OLD.state <> 'waiting')::int THEN
        PERFORM refuse('acts_are_kept', 'each submission of an act is counted, and nothing else');
    END IF;
    IF OLD.state = 'waiting' AND (NEW.typed, NEW.step, NEW.submitted_at, NEW.submissions) IS DISTINCT FROM
                                 (OLD.typed, OLD.step, OLD.submitted_at, OLD.submissions) THEN
        PERFORM refuse('r5_four_eyes', 'what is decided is what was submitted');
    END IF;
    IF (NEW.state IN ('approved', 'returned') AND OLD.state <> 'waiting' AND NEW.state <> OLD.state) OR (NEW.state = 'draft' AND OLD.state NOT IN ('draft', 'waiting')) THEN
        PERFORM refuse('r5_four_eyes', 'only what waits is decided, or becomes a draft again');
    END IF;
    IF NEW.state = 'approved' THEN
        PERFORM may_decide(NEW, NEW.approved_by);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER acts_guard BEFORE INSERT OR UPDATE ON acts FOR EACH ROW EXECUTE FUNCTION acts_four_eyes();
CREATE TRIGGER acts_no_delete BEFORE DELETE ON acts FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Every submission of an act is kept.
CREATE FUNCTION acts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM act_moves WHERE act_id = NEW.id AND state = 'waiting') <> (SELECT submissions FROM acts WHERE id = NEW.id) THEN
        PERFORM refuse('acts_are_kept', 'each submission of an act is kept');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER acts_are_kept AFTER INSERT OR UPDATE ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state <> 'draft') EXECUTE FUNCTION acts_are_kept();

-- What is approved is carried out in the same transaction, or not approved.
CREATE FUNCTION acts_take_effect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM events WHERE act_id = NEW.id AND at = NEW.decided_at) THEN
        PERFORM refuse('acts_take_effect', 'an approved act has its event, of the same instant');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER acts_take_effect AFTER UPDATE ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'approved') EXECUTE FUNCTION acts_take_effect();

-- What becomes of an act is kept as a move of it, by who may and in the same transaction: who drafted it submits it and
-- takes it back, who may approve it approves or returns it, and it lapses with the step that leaves it behind.
CREATE FUNCTION act_moves_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act acts;
    last act_moves;
BEGIN
    SELECT * INTO act FROM acts WHERE id = NEW.act_id;
    SELECT * INTO last FROM act_moves WHERE act_id = NEW.act_id ORDER BY no DESC LIMIT 1;
    IF NEW.state IS DISTINCT FROM act.state OR NEW.state IS NOT DISTINCT FROM last.state OR NEW.no <> coalesce(last.no, 0) + 1
       OR NOT EXISTS (SELECT FROM acts WHERE id = NEW.act_id AND written_now(xmin)) THEN
        PERFORM refuse('acts_moves', 'a move says what the act just became, in its turn');
    END IF;
    IF NEW.state = 'waiting' AND NEW.step <> act.step THEN
        PERFORM refuse('acts_moves', 'an act is submitted with the content it has');
    END IF;
    IF NEW.state IN ('draft', 'waiting', 'taken_back') AND NEW.user_id <> act.drafted_by THEN
        PERFORM refuse('acts_moves', 'the drafter alone submits an act and takes it back');
    END IF;
    IF NEW.state IN ('approved', 'returned') THEN
        PERFORM may_decide(act, NEW.user_id);
    END IF;
    IF NEW.state = 'approved' AND NEW.user_id <> act.approved_by THEN
        PERFORM refuse('acts_moves', 'an act is approved by who approved it');
    END IF;
    IF NEW.state = 'lapsed' AND NOT EXISTS (SELECT FROM events WHERE case_id = act.case_id AND actor_id = NEW.user_id AND written_now(xmin)) THEN
        PERFORM refuse('acts_moves', 'an act lapses with the step that leaves it behind');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER act_moves_in_turn BEFORE INSERT ON act_moves FOR EACH ROW EXECUTE FUNCTION act_moves_in_turn();
CREATE FUNCTION acts_are_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM act_moves WHERE act_id = NEW.id AND state = NEW.state AND written_now(xmin)) THEN
        PERFORM refuse('acts_moves', 'what becomes of an act is kept as a move of it');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER acts_moved_at_once AFTER INSERT ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state <> 'draft') EXECUTE FUNCTION acts_are_moved();
CREATE CONSTRAINT TRIGGER acts_moved AFTER UPDATE ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION acts_are_moved();

-- All that was drafted, submitted, returned and approved: the event that carries an act out keeps its digest.
CREATE FUNCTION act_digest(act uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        a.id, a.case_id, a.body_id, a.kind, a.subject, a.state, a.typed, a.step, a.drafted_by, extract(epoch FROM a.drafted_at),
        extract(epoch FROM a.submitted_at), a.approved_by, extract(epoch FROM a.decided_at), a.submissions,
        (SELECT jsonb_agg(jsonb_build_array(m.no, extract(epoch FROM m.at), m.user_id, m.state, m.note, m.step) ORDER BY m.no)
         FROM act_moves m WHERE m.act_id = a.id))::text, 'UTF8'))
    FROM acts a WHERE a.id = act
$$;

-- Who takes part stays who was named; only an account is joined to a party, once.
CREATE FUNCTION parties_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{unit_id,user_id,electronic}'::text[] <> to_jsonb(OLD) - '{unit_id,user_id,electronic}'::text[]
       OR (num_nonnulls(OLD.unit_id, OLD.user_id) > 0 AND (NEW.unit_id, NEW.user_id, NEW.electronic) IS DISTINCT FROM (OLD.unit_id, OLD.user_id, OLD.electronic))) THEN
        PERFORM refuse('parties_stay', 'a party stays who it is, in the round it is in; an account is joined to it once');
    END IF;
    IF EXISTS (SELECT FROM assignments WHERE case_id = NEW.case_id AND user_id = NEW.user_id AND until_at IS NULL) THEN
        PERFORM refuse('r5_parties_never_act', 'an officer of the case is no party to it');
    END IF;
    -- A party never reads what another said: nobody acts for two, the one through the unit and the other in person.
    IF EXISTS (SELECT FROM parties o WHERE o.case_id = NEW.case_id AND o.id <> NEW.id AND (
                   o.unit_id = (SELECT unit_id FROM users WHERE id = NEW.user_id) OR NEW.unit_id = (SELECT unit_id FROM users WHERE id = o.user_id))) THEN
        PERFORM refuse('parties_have_an_account_each', 'nobody acts for two parties to a case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_guard BEFORE INSERT OR UPDATE ON parties FOR EACH ROW EXECUTE FUNCTION parties_stay();

-- Officers are staff of the body and no parties; who leaves has left.
CREATE FUNCTION assignments_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.until_at IS NOT NULL OR to_jsonb(NEW) - 'until_at' <> to_jsonb(OLD) - 'until_at' THEN
            PERFORM refuse('assignments_stay', 'an assignment only ends');
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM cases c JOIN users u ON u.body_id = c.body_id
                   WHERE c.id = NEW.case_id AND c.round = NEW.round AND u.id = NEW.user_id AND u.disabled_at IS NULL) THEN
        PERFORM refuse('r5_officers_are_staff', 'officers are staff of the body');
    END IF;
    IF before_the_body(NEW.case_id, NEW.user_id) THEN
        PERFORM refuse('r5_parties_never_act', 'who filed the case or is a party is no officer of it');
    END IF;
    IF NEW.user_id = (SELECT actor_id FROM events WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('r5_names_another', 'who approves the initiation or replaces an officer names somebody else');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignments_guard BEFORE INSERT OR UPDATE ON assignments FOR EACH ROW EXECUTE FUNCTION assignments_guard();

-- R5: the officers leave somebody over who may approve the determination; else the case would stand still for good.
CREATE FUNCTION assignments_leave_a_determiner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases c JOIN users u ON u.body_id = c.body_id
        WHERE c.id = NEW.case_id AND u.approver AND u.approves_determinations AND u.disabled_at IS NULL AND NOT before_the_body(c.id, u.id)
        AND NOT EXISTS (SELECT FROM assignments a WHERE a.case_id = c.id AND a.user_id = u.id AND a.until_at IS NULL)) THEN
        PERFORM refuse('r5_determiner_left', 'the officers leave somebody over who may approve the determination');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER assignments_leave_a_determiner AFTER INSERT ON assignments DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION assignments_leave_a_determiner();

-- R7: the chain. The database reckons the digest itself, over everything the row says.
CREATE FUNCTION event_digest(e events) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(e.previous || convert_to(concat_ws(E'\x1f', e.case_id, e.seq, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.actor_id,
        coalesce(e.act_id::text, ''), coalesce(e.from_status, ''), coalesce(e.to_status, ''), e.version, e.body), 'UTF8'))
$$;
-- Who takes a step alone: `domain::procedure::Who`. Any officer of the body is one of the case while nobody is assigned.
CREATE FUNCTION takes_alone(case_ uuid, person uuid, kind text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(bool_or(CASE
        WHEN kind IN ('file', 'withdraw') THEN filed
        WHEN kind = 'replace' THEN staff AND approver
        WHEN kind = 'serve' THEN works OR addressee
        WHEN kind = 'notify' THEN works
        WHEN kind IN ('take_evidence', 'hear') THEN works OR party OR filed
        ELSE works OR party END), false)
    FROM (
        SELECT u.approver, EXISTS (SELECT FROM objections o WHERE o.case_id = c.id AND o.addressee_id = u.body_id) AS addressee,
               u.body_id IS NOT DISTINCT FROM c.body_id AS staff, u.id = c.filed_by OR u.unit_id = c.filed_unit AS filed,
               EXISTS (SELECT FROM parties p WHERE p.case_id = c.id AND (p.user_id = u.id OR p.unit_id = u.unit_id)) AS party,
               EXISTS (SELECT FROM assignments a WHERE a.case_id = c.id AND a.user_id = u.id AND a.until_at IS NULL)
               OR (u.officer AND u.body_id = c.body_id AND NOT EXISTS (SELECT FROM assignments a WHERE a.case_id = c.id AND a.until_at IS NULL)) AS works
        FROM cases c, users u WHERE c.id = case_ AND u.id = person AND u.disabled_at IS NULL) AS who);
END $$;
-- R6: what a step always starts is started, and what it always ends is ended where it runs; it moves no other clock, and none
-- by another length than its kind's.
CREATE FUNCTION moves_its_clocks(e events) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM jsonb_array_elements(e.body::jsonb -> 'clocks') AS moved WHERE NOT EXISTS (
            SELECT FROM procedure_clocks m JOIN deadline_kinds k ON k.kind = m.clock WHERE m.kind = e.kind AND m.clock = moved ->> 'kind' AND CASE m.move
                WHEN 'start' THEN moved -> 'cause' = jsonb_build_object('cause', 'started', 'days', k.days,
                                                                        'on', to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'))
                WHEN 'meet' THEN moved -> 'cause' ->> 'cause' = 'met'
                ELSE moved -> 'cause' ->> 'cause' = 'cancelled' END))
    AND NOT EXISTS (
        SELECT FROM procedure_clocks m WHERE m.kind = e.kind AND m.always AND CASE m.move
            WHEN 'start' THEN NOT e.body::jsonb -> 'clocks' @> jsonb_build_array(jsonb_build_object('kind', m.clock, 'cause', '{"cause": "started"}'::jsonb))
            ELSE EXISTS (SELECT FROM deadlines d WHERE d.case_id = e.case_id AND d.kind = m.clock AND d.subject IS NULL AND d.state IN ('running', 'stopped')
                         AND NOT e.body::jsonb -> 'clocks' @> jsonb_build_array(jsonb_build_object('deadline', d.id, 'cause',
                             jsonb_build_object('cause', CASE m.move WHEN 'meet' THEN 'met' ELSE 'cancelled' END))))
        END)
$$;
CREATE FUNCTION events_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last events;
    move procedure_moves;
    act acts;
BEGIN
    PERFORM FROM cases WHERE id = NEW.case_id FOR UPDATE;
    SELECT * INTO last FROM events WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.previous := coalesce(last.digest, sha256(convert_to(NEW.case_id::text, 'UTF8')));
    IF last.seq IS NULL THEN
        NEW.from_status := NULL;
        last.version := 1;
    ELSIF NEW.from_status IS DISTINCT FROM (SELECT to_status FROM events WHERE case_id = NEW.case_id AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('events_follow', 'an event begins where the one before it ended');
    END IF;
    SELECT * INTO move FROM procedure_moves
    WHERE kind = NEW.kind AND from_status IS NOT DISTINCT FROM NEW.from_status AND to_status IS NOT DISTINCT FROM NEW.to_status;
    IF move.kind IS NULL THEN
        PERFORM refuse('status_transitions', format('%s does not lead from %s to %s', NEW.kind, NEW.from_status, NEW.to_status));
    END IF;
    IF move.approved THEN
        SELECT * INTO act FROM acts WHERE id = NEW.act_id;
        IF act.id IS NULL OR act.case_id <> NEW.case_id OR act.kind <> NEW.kind OR act.state <> 'approved' OR act.approved_by <> NEW.actor_id THEN
            PERFORM refuse('r5_four_eyes', format('%s needs an act that another person approved', NEW.kind));
        END IF;
        IF NEW.body::jsonb -> 'act' IS DISTINCT FROM jsonb_build_object('drafted_by', act.drafted_by, 'digest', encode(act_digest(act.id), 'hex')) THEN
            PERFORM refuse('events_digest_acts', 'an event keeps the digest of the act that it carries out');
        END IF;
    ELSIF NEW.act_id IS NOT NULL THEN
        PERFORM refuse('r5_four_eyes', format('%s is no act', NEW.kind));
    END IF;
    IF NEW.kind = 'decide_objection' AND NEW.to_status IS NOT NULL AND NEW.to_status IS DISTINCT FROM (
        SELECT from_status FROM events WHERE case_id = NEW.case_id AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('a8_4_back_where_it_was', 'a decided objection leads back to the status before it');
    END IF;
    IF NEW.at < last.at THEN
        PERFORM refuse('events_in_time', 'an event does not come before the one before it');
    END IF;
    IF NEW.act_id IS NULL AND NOT takes_alone(NEW.case_id, NEW.actor_id, NEW.kind) THEN
        PERFORM refuse(CASE WHEN NEW.kind IN ('file', 'withdraw') THEN 'filer_withdraws' ELSE 'events_actor' END, format('%s is not that person''s step', NEW.kind));
    END IF;
    IF jsonb_typeof(NEW.body::jsonb -> 'facts') IS DISTINCT FROM 'array' OR jsonb_typeof(NEW.body::jsonb -> 'clocks') IS DISTINCT FROM 'array'
       OR jsonb_typeof(NEW.body::jsonb -> 'documents') IS DISTINCT FROM 'array' THEN
        PERFORM refuse('events_say_facts', 'an event says its facts, clocks and documents as JSON');
    END IF;
    -- A new status and a moved deadline throw a form off; of the rest `domain::fold` says which fact does.
    IF NEW.version <> last.version + 1 AND (NEW.version <> last.version OR NEW.to_status IS NOT NULL OR NEW.body::jsonb -> 'clocks' <> '[]') THEN
        PERFORM refuse('cases_version', 'the version grows with each event by one');
    END IF;
    IF NOT moves_its_clocks(NEW) THEN
        PERFORM refuse('r6_clocks_of_the_step', format('%s starts and ends the clocks of its row in the table of steps', NEW.kind));
    END IF;
    NEW.digest := event_digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER events_link BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_chain();

-- What an event tells is there at commit, and the case has come along.
CREATE FUNCTION events_are_carried_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT version FROM cases WHERE id = NEW.case_id) IS DISTINCT FROM (SELECT version FROM events WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('cases_version', 'the version is that of the last event');
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(NEW.body::jsonb -> 'clocks') AS clock WHERE NOT EXISTS (
               SELECT FROM deadline_causes WHERE deadline_id::text = clock ->> 'deadline' AND case_id = NEW.case_id AND seq = NEW.seq)) THEN
        PERFORM refuse('events_are_carried_out', 'a deadline moves as its event tells');
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(NEW.body::jsonb -> 'documents') AS document WHERE NOT EXISTS (
               SELECT FROM documents WHERE id::text = document ->> 'id' AND case_id = NEW.case_id)) THEN
        PERFORM refuse('events_are_carried_out', 'a document is issued as its event tells');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER events_carried_out AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_are_carried_out();

-- R6: what a deadline follows from is written down in its order.
CREATE FUNCTION deadline_causes_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.no <> 1 + (SELECT count(*) FROM deadline_causes WHERE deadline_id = NEW.deadline_id) THEN
        PERFORM refuse('r6_causes_in_order', 'the causes of a deadline follow each other');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deadline_causes_guard BEFORE INSERT ON deadline_causes FOR EACH ROW EXECUTE FUNCTION deadline_causes_in_order();

-- What lists read of a case follows from its parties and deadlines. Whose turn it is, and on which day the next deadline ends
-- (which moves when a year's notice comes), is for the program to say: it moves with an event or an act alone.
CREATE FUNCTION cases_lists_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c cases;
BEGIN
    SELECT * INTO c FROM cases WHERE id = NEW.id;
    IF c.party_names IS DISTINCT FROM (SELECT string_agg(name, '、' ORDER BY no) FROM parties WHERE case_id = c.id) THEN
        PERFORM refuse('lists_follow', 'the parties'' names are those of the parties');
    END IF;
    IF NOT EXISTS (SELECT FROM events WHERE case_id = c.id AND written_now(xmin)) AND NOT EXISTS (SELECT FROM acts WHERE case_id = c.id AND written_now(xmin)) THEN
        PERFORM refuse('lists_follow', 'turn and next deadline move with an event or an act');
    END IF;
    -- What an objection starts binds its addressee, not the body (A8.4).
    IF (c.due_on = 'infinity') = EXISTS (SELECT FROM deadlines WHERE case_id = c.id AND state = 'running' AND due_on IS NOT NULL
                                         AND kind <> 'objection' AND (kind <> 'feedback' OR subject IS NULL))
       OR (c.due_on <> 'infinity' AND NOT EXISTS (SELECT FROM deadlines WHERE case_id = c.id AND state = 'running' AND kind = c.due_kind AND days = c.due_days)) THEN
        PERFORM refuse('lists_follow', 'the next deadline is one of those that run');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_lists_begin AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_lists_follow();
CREATE CONSTRAINT TRIGGER cases_lists_follow AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.party_names, OLD.turn, OLD.todo, OLD.due_on, OLD.due_kind, OLD.due_days, OLD.due_provisional) IS DISTINCT FROM
          (NEW.party_names, NEW.turn, NEW.todo, NEW.due_on, NEW.due_kind, NEW.due_days, NEW.due_provisional)) EXECUTE FUNCTION cases_lists_follow();

-- Where somebody belongs decides what they may do; once they did something, it stays.
CREATE FUNCTION users_belong() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.body_id, NEW.unit_id) IS DISTINCT FROM (OLD.id, OLD.body_id, OLD.unit_id) AND (
        EXISTS (SELECT FROM acts WHERE OLD.id IN (drafted_by, approved_by)) OR EXISTS (SELECT FROM events WHERE actor_id = OLD.id)
        OR EXISTS (SELECT FROM assignments WHERE user_id = OLD.id) OR EXISTS (SELECT FROM parties WHERE user_id = OLD.id)) THEN
        PERFORM refuse('users_belong', 'who has acted in a case stays where they belong');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER users_belong BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_belong();

-- The table of steps changes with the program only, that is: by a migration that switches this off and on again.
CREATE TRIGGER procedure_moves_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON procedure_moves EXECUTE FUNCTION refuse_change();
CREATE TRIGGER procedure_clocks_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON procedure_clocks EXECUTE FUNCTION refuse_change();

DO $$
DECLARE
    kept text;
BEGIN
    -- What is written once and never again.
    FOREACH kept IN ARRAY ARRAY['events', 'filings', 'filing_files', 'act_moves', 'deadline_causes', 'submissions', 'files'] LOOP
        EXECUTE format('CREATE TRIGGER %s_append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
    FOREACH kept IN ARRAY ARRAY['parties', 'assignments', 'deadlines'] LOOP
        EXECUTE format('CREATE TRIGGER %s_no_delete BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
END $$;
