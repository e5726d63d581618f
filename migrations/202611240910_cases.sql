-- A case (案件), the application before it, and the acts (行为) of a body in it. What happened to a case stands in its events
-- (202611240915); what the law refuses, the database refuses too, at the latest at commit, even written by hand.

CREATE FUNCTION refuse(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- Whether a row was written in this transaction: of its `xmin`. What must go together is asked about at commit.
CREATE FUNCTION written_now(row_ xid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN row_ = pg_current_xact_id()::xid;
END $$;

-- A text that says something: one character at least that shows. `domain::blank` has the same list; a test compares the two
-- character by character.
CREATE FUNCTION says_something(t text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN t ~ ('[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u0600-\u0605\u061C\u06DD\u070F\u0890-\u0891\u08E2\u115F-\u1160\u1680\u17B4-\u17B5'
             || '\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB'
             || '\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0001\U000E0020-\U000E007F'
             || '\U000E0100-\U000E01EF]');
END $$;
CREATE DOMAIN written AS text CHECK (says_something(VALUE));

-- The lists that the law has in Rust: `rongcuo migrate` writes them from there (`store::procedure`), and `rongcuo audit verify`
-- compares them. Nobody else changes them.

CREATE TABLE statuses (
    status  text PRIMARY KEY
);
CREATE TABLE deadline_kinds (
    kind  text PRIMARY KEY,
    -- Working days.
    days  smallint NOT NULL CHECK (days > 0)
);
-- `domain::procedure::Who`, a row for each step.
CREATE TABLE steps (
    kind      text PRIMARY KEY,
    desk      text NOT NULL CHECK (desk IN ('body', 'addressee', 'issuer')),
    drafts    text NOT NULL CHECK (drafts IN ('filer', 'party_or_for_it', 'officer', 'officer_or_party', 'approver')),
    -- NULL: one person takes it alone.
    approves  text CHECK (approves IN ('approver', 'determiner'))
);
-- One row per change of status; `to_status` NULL: the step stays.
CREATE TABLE procedure_moves (
    kind         text NOT NULL REFERENCES steps,
    from_status  text REFERENCES statuses,
    to_status    text REFERENCES statuses,
    UNIQUE NULLS NOT DISTINCT (kind, from_status, to_status)
);
-- The clocks that a step moves (`domain::procedure::Tick`).
CREATE TABLE procedure_clocks (
    kind    text NOT NULL REFERENCES steps,
    clock   text NOT NULL REFERENCES deadline_kinds,
    move    text NOT NULL CHECK (move IN ('start', 'meet', 'cancel', 'stop', 'resume', 'extend')),
    -- Whether the step always does so; else its own rule says when.
    always  boolean NOT NULL,
    UNIQUE (kind, clock, move)
);
-- R8: the word of each kind (文种字) in its numbers, and the step that issues it.
CREATE TABLE document_kinds (
    kind  text PRIMARY KEY,
    word  text NOT NULL UNIQUE,
    step  text NOT NULL REFERENCES steps
);

-- What was uploaded; the bytes lie in the object store under their SHA-256.
CREATE TABLE files (
    -- The id that is all zeros is nobody's: what is read page by page begins behind it.
    id           uuid PRIMARY KEY CONSTRAINT files_have_an_id CHECK (id <> '00000000-0000-0000-0000-000000000000'),
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size         bigint NOT NULL CHECK (size > 0),
    media_type   text NOT NULL,
    name         text NOT NULL CHECK (name <> ''),
    uploaded_by  uuid NOT NULL REFERENCES users,
    uploaded_at  timestamptz NOT NULL,
    -- Of the server that took it, over id, digest and who brought it: of a row that was written by hand, `audit verify` says so.
    public_key   bytea,
    signature    bytea
);

-- 申请, not filed yet: no case, seen by its writer's unit alone, can be thrown away. `answers` is what was typed, page by page.
CREATE TABLE applications (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users,
    unit_id     uuid REFERENCES units,
    answers     jsonb NOT NULL DEFAULT '[]' CHECK (pg_column_size(answers) < 2000000),
    -- What a list shows of the answers, which it does not read.
    title       text NOT NULL DEFAULT '' CHECK (length(title) <= 200),
    tasks_done  smallint NOT NULL DEFAULT 0,
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
-- An application stays its writer's, and what lies beside it the writer's unit brought.
CREATE FUNCTION of_one_side(person uuid, other uuid, unit uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN person = other OR coalesce((SELECT unit_id = unit FROM users WHERE id = person), false);
END $$;
CREATE FUNCTION applications_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.user_id, NEW.unit_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.unit_id, OLD.created_at) THEN
        PERFORM refuse('applications_stay', 'an application stays its writer''s');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_stay BEFORE UPDATE ON applications FOR EACH ROW EXECUTE FUNCTION applications_stay();
CREATE FUNCTION application_files_are_brought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM applications a JOIN files f ON f.id = NEW.file_id
                   WHERE a.id = NEW.application_id AND of_one_side(f.uploaded_by, a.user_id, a.unit_id)) THEN
        PERFORM refuse('files_are_brought', 'what lies beside an application its writer''s side brought');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_files_brought BEFORE INSERT OR UPDATE ON application_files FOR EACH ROW EXECUTE FUNCTION application_files_are_brought();

CREATE TABLE cases (
    id               uuid PRIMARY KEY CONSTRAINT cases_have_an_id CHECK (id <> '00000000-0000-0000-0000-000000000000'),
    number           text NOT NULL UNIQUE,
    body_id          uuid NOT NULL REFERENCES bodies,
    year             integer NOT NULL,
    serial           integer NOT NULL CHECK (serial > 0),
    title            written NOT NULL,
    received_at      timestamptz NOT NULL,
    filed_by         uuid NOT NULL REFERENCES users,
    filed_unit       uuid REFERENCES units,
    filer_name       text NOT NULL,
    -- What the events amount to: kept by the database for guards and lists.
    status           text NOT NULL REFERENCES statuses,
    round            smallint NOT NULL DEFAULT 1 CHECK (round > 0),
    -- Moves with status, parties, findings, assignment and deadlines: what a form was filled in against.
    version          integer NOT NULL DEFAULT 1,
    -- The officers (经办人) of the present round.
    officers         uuid[] NOT NULL DEFAULT '{}',
    -- Kept for lists by the program, in the same transaction as what they follow from.
    party_names      text NOT NULL DEFAULT '',
    todo             text NOT NULL DEFAULT '',
    due_on           date NOT NULL DEFAULT 'infinity',
    due_kind         text,
    due_days         smallint,
    due_provisional  boolean NOT NULL DEFAULT false,
    -- `domain::status` has the same list; lists show what has ended below the rest.
    ended            boolean NOT NULL GENERATED ALWAYS AS (status IN ('closed', 'declined', 'withdrawn')) STORED,
    UNIQUE (body_id, year, serial)
);
CREATE INDEX cases_found ON cases (body_id, ended, due_on, id);
CREATE INDEX cases_received ON cases (body_id, received_at, id);
CREATE INDEX cases_status ON cases (body_id, status);
CREATE INDEX cases_officers ON cases USING gin (officers);
-- Figures of a zone: what is in hand.
CREATE INDEX cases_in_hand ON cases (body_id, status, due_on) INCLUDE (due_kind) WHERE NOT ended;
CREATE INDEX cases_filed_by ON cases (filed_by, received_at DESC);
CREATE INDEX cases_filed_unit ON cases (filed_unit, received_at DESC) WHERE filed_unit IS NOT NULL;

-- 待办事项: what is to be done on a case, thing by thing, written by the program with every step and act as that left the case
-- (`domain::task`).
CREATE TABLE tasks (
    case_id      uuid NOT NULL REFERENCES cases,
    place        smallint NOT NULL,
    desk         uuid NOT NULL REFERENCES bodies,
    pile         text NOT NULL CHECK (pile IN ('officer', 'returned', 'approver', 'party', 'own')),
    -- Of an approver's pile those who must not decide it, of the others those who alone do it.
    people       uuid[] NOT NULL,
    party        uuid CHECK ((party IS NOT NULL) = (pile = 'own')),
    step         text,
    about        uuid,
    act_id       uuid,
    todo         written NOT NULL,
    due_on       date NOT NULL,
    legal        boolean NOT NULL,
    days         smallint NOT NULL,
    provisional  boolean NOT NULL,
    PRIMARY KEY (case_id, place)
);
CREATE INDEX tasks_pile ON tasks (desk, pile, due_on, case_id, place) INCLUDE (people, legal);
CREATE INDEX tasks_party ON tasks (party) WHERE party IS NOT NULL;
CREATE FUNCTION tasks_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    case_ uuid := coalesce(NEW.case_id, OLD.case_id);
BEGIN
    IF NOT EXISTS (SELECT FROM events WHERE case_id = case_ AND written_now(xmin)) AND NOT EXISTS (SELECT FROM acts WHERE case_id = case_ AND written_now(xmin)) THEN
        PERFORM refuse('lists_follow', 'what is to be done moves with an event or an act');
    END IF;
    IF EXISTS (SELECT FROM tasks t WHERE t.case_id = case_ AND t.party IS NOT NULL AND NOT EXISTS (SELECT FROM parties p WHERE p.id = t.party AND p.case_id = case_)) THEN
        PERFORM refuse('lists_follow', 'who is asked for something is a party to the case');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tasks_follow AFTER INSERT OR UPDATE OR DELETE ON tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tasks_follow();

-- 调阅 (practice): somebody of a body above read a case in full, and why. The case's body sees it; it is never changed.
CREATE TABLE openings (
    case_id  uuid NOT NULL REFERENCES cases,
    user_id  uuid NOT NULL REFERENCES users,
    at       timestamptz NOT NULL,
    -- The last day on which it counts.
    until    date NOT NULL,
    ground   text NOT NULL CHECK (ground IN ('overdue', 'interpretation', 'complaint', 'other')),
    reason   written NOT NULL,
    PRIMARY KEY (case_id, user_id, at)
);
CREATE FUNCTION openings_come_from_above() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM users u JOIN bodies b ON b.id = u.body_id JOIN cases c ON c.id = NEW.case_id
                   WHERE u.id = NEW.user_id AND u.disabled_at IS NULL AND c.body_id = ANY (bodies_below(b))) THEN
        PERFORM refuse('openings_from_above', 'a case is opened from above by somebody of a body that watches over its own');
    END IF;
    IF NEW.until NOT BETWEEN (NEW.at AT TIME ZONE 'Asia/Shanghai')::date AND (NEW.at AT TIME ZONE 'Asia/Shanghai')::date + 31 THEN
        PERFORM refuse('openings_end', 'a reason counts for some days, and is then given anew');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER openings_come_from_above BEFORE INSERT ON openings FOR EACH ROW EXECUTE FUNCTION openings_come_from_above();
CREATE TRIGGER openings_append_only BEFORE UPDATE OR DELETE ON openings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER openings_no_truncate BEFORE TRUNCATE ON openings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- 常用语 (practice): what a body keeps for its officers to put into what they write. Nothing is changed: a phrase has versions, of
-- which the last counts. `domain::phrase` has the families and the lengths.
CREATE TABLE phrases (
    id         uuid NOT NULL,
    version    integer NOT NULL,
    body_id    uuid NOT NULL REFERENCES bodies,
    family     text NOT NULL CHECK (family IN ('facts', 'reasons', 'weighing', 'cause', 'provision', 'demand', 'clarification', 'notice', 'opinion')),
    title      written NOT NULL CHECK (char_length(title) <= 60),
    text       written NOT NULL CHECK (char_length(text) <= 2000),
    -- Whether it is out of use from this version on.
    withdrawn  boolean NOT NULL,
    user_id    uuid NOT NULL REFERENCES users,
    at         timestamptz NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX phrases_body ON phrases (body_id, id);
CREATE FUNCTION phrases_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM users WHERE id = NEW.user_id AND body_id = NEW.body_id AND approver AND disabled_at IS NULL) THEN
        PERFORM refuse('phrases_by_leader', 'the phrases of a body are kept by whoever leads it');
    END IF;
    IF NEW.version <> (SELECT count(*) + 1 FROM phrases WHERE id = NEW.id) OR EXISTS (SELECT FROM phrases WHERE id = NEW.id AND body_id <> NEW.body_id) THEN
        PERFORM refuse('phrases_follow', 'a version follows the one before, of the same body');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER phrases_follow BEFORE INSERT ON phrases FOR EACH ROW EXECUTE FUNCTION phrases_follow();
CREATE TRIGGER phrases_append_only BEFORE UPDATE OR DELETE ON phrases FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER phrases_no_truncate BEFORE TRUNCATE ON phrases FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
CREATE INDEX filing_files_file ON filing_files (file_id);

-- 行为: drafted, submitted, approved by another. `typed` is the form as it was typed, `step` the value the law rules on.
CREATE TABLE acts (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES cases,
    -- Whose act: the case's body, or the addressee of an objection.
    body_id       uuid NOT NULL REFERENCES bodies,
    kind          text NOT NULL REFERENCES steps,
    subject       uuid,
    state         text NOT NULL CHECK (state IN ('draft', 'waiting', 'returned', 'approved', 'taken_back', 'lapsed')),
    changes_status boolean NOT NULL,
    typed         jsonb NOT NULL,
    step          jsonb,
    -- Who has it at hand.
    drafted_by    uuid NOT NULL REFERENCES users,
    -- Everybody who had, the present one last: kept by the database.
    drafters      uuid[] NOT NULL,
    drafted_at    timestamptz NOT NULL,
    saved_at      timestamptz NOT NULL,
    -- Moves with every change, so that nobody saves over what they have not seen: kept by the database.
    revision      integer NOT NULL,
    submitted_at  timestamptz,
    approved_by   uuid REFERENCES users,
    decided_at    timestamptz,
    -- How often it was submitted (第几稿).
    submissions   smallint NOT NULL DEFAULT 0,
    CONSTRAINT r5_four_eyes CHECK (approved_by <> ALL (drafters)),
    CHECK (drafted_by = drafters[cardinality(drafters)]),
    CHECK ((state = 'approved') = (approved_by IS NOT NULL)),
    CHECK (state NOT IN ('waiting', 'approved') OR (step IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE INDEX acts_case ON acts (case_id, drafted_at);
-- At most one act that would change the status waits at a time.
CREATE UNIQUE INDEX acts_one_change_waits ON acts (case_id) WHERE state = 'waiting' AND changes_status;
-- There is one draft of a kind about one thing: it belongs to those who work on the case.
CREATE UNIQUE INDEX acts_one_draft ON acts (case_id, kind, coalesce(subject, '00000000-0000-0000-0000-000000000000')) WHERE state IN ('draft', 'waiting', 'returned');

-- What became of an act: submitted, returned (why), taken over by another drafter, taken back, approved, lapsed. Each submission keeps what it said, so that
-- what was returned can be laid beside what came back.
CREATE TABLE act_moves (
    act_id   uuid NOT NULL REFERENCES acts,
    no       smallint NOT NULL,
    at       timestamptz NOT NULL,
    user_id  uuid NOT NULL REFERENCES users,
    state    text NOT NULL,
    note     text NOT NULL DEFAULT '',
    step     jsonb,
    -- Written by the database: the case whose moves are chained, the place in that chain, the SHA-256 of the form as it was typed
    -- where it was submitted, when the row was written by the database's own clock, and whether a story was told meanwhile.
    case_id      uuid NOT NULL,
    seq          integer NOT NULL,
    typed        bytea,
    recorded_at  timestamptz NOT NULL,
    story        boolean NOT NULL,
    previous     bytea NOT NULL,
    digest       bytea NOT NULL,
    PRIMARY KEY (act_id, no),
    UNIQUE (case_id, seq),
    CONSTRAINT act_moves_say_what CHECK ((state = 'waiting') = (step IS NOT NULL)),
    CONSTRAINT act_moves_say_why CHECK (state <> 'returned' OR btrim(note) <> '')
);

-- A one-time id of each form that took effect: a double click takes effect once.
CREATE TABLE submissions (
    id       uuid PRIMARY KEY,
    user_id  uuid NOT NULL REFERENCES users,
    at       timestamptz NOT NULL
);

-- Guards ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION cases_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
    IF (NEW.version, NEW.round, NEW.officers) IS DISTINCT FROM (1, 1::smallint, '{}'::uuid[]) THEN
        PERFORM refuse('cases_version', 'version and round begin with one, and nobody is assigned yet');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_begin BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION cases_begin();
CREATE FUNCTION cases_move_lawfully() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.body_id, NEW.year, NEW.serial, NEW.title, NEW.received_at, NEW.filed_by, NEW.filed_unit, NEW.filer_name) IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.body_id, OLD.year, OLD.serial, OLD.title, OLD.received_at, OLD.filed_by, OLD.filed_unit, OLD.filer_name) THEN
        PERFORM refuse('cases_identity', 'number, body, matter, receipt and filer of a case stay what they were');
    END IF;
    IF NEW.status <> OLD.status AND NOT EXISTS (SELECT FROM procedure_moves WHERE from_status = OLD.status AND to_status = NEW.status) THEN
        PERFORM refuse('status_transitions', format('no step leads from %s to %s', OLD.status, NEW.status));
    END IF;
    IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
        PERFORM refuse('cases_version', 'the version grows with each event by one');
    END IF;
    PERFORM cases_follow_events(NEW, OLD);
    RETURN NEW;
END $$;
CREATE TRIGGER cases_move BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION cases_move_lawfully();

-- Who stands before the body in the case, as a party or as who filed it, never acts for it (R5).
CREATE FUNCTION before_the_body(case_ uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM party_accounts WHERE case_id = case_ AND "user" = person) OR EXISTS (SELECT FROM cases WHERE id = case_ AND filed_by = person);
END $$;
-- R5: who is or was an officer of the case, in whichever round, never approves in it.
CREATE FUNCTION investigated(case_ uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM assignments WHERE case_id = case_ AND person = ANY(officers))
        OR EXISTS (SELECT FROM replacements WHERE case_id = case_ AND by = person);
END $$;
-- R5: whether somebody has nothing to do with what was done in the case, its acts of one body left aside.
CREATE FUNCTION took_no_part(case_ uuid, beside uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT investigated(case_, person)
       AND NOT EXISTS (SELECT FROM acts WHERE case_id = case_ AND body_id IS DISTINCT FROM beside AND (person = approved_by OR person = ANY (drafters)))
       AND NOT EXISTS (SELECT FROM acts a JOIN act_moves m ON m.act_id = a.id
                       WHERE a.case_id = case_ AND a.body_id IS DISTINCT FROM beside AND m.state = 'returned' AND m.user_id = person)
       AND NOT EXISTS (SELECT FROM events e JOIN steps s ON s.kind = e.kind WHERE e.case_id = case_ AND s.desk = 'body' AND e.actor_id = person);
END $$;

-- R5: an act is drafted by one and approved by another, who is an approver of the same body; what waits is not changed,
-- and what is decided stays. Neither is a party; of an objection neither took part before. Each submission counts once.
CREATE FUNCTION may_draft(act acts, person uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- An officer of the case, or any of the body while nobody was ever assigned; of an objection any officer of its addressee.
    IF NOT EXISTS (SELECT FROM users u, cases c WHERE u.id = person AND u.body_id = act.body_id AND u.disabled_at IS NULL AND c.id = act.case_id
                   AND CASE WHEN act.body_id <> c.body_id OR (c.officers = '{}' AND c.round = 1) THEN u.officer ELSE u.id = ANY (c.officers) END)
       OR before_the_body(act.case_id, person)
       OR (EXISTS (SELECT FROM steps WHERE kind = act.kind AND desk = 'addressee') AND NOT took_no_part(act.case_id, act.body_id, person)) THEN
        PERFORM refuse('r5_who_drafts', 'an act is drafted by an officer of the case, who neither filed nor is a party and of an objection took no part before');
    END IF;
END $$;
-- One who works on the case takes over what another has at hand, as it is.
CREATE FUNCTION may_take_over(was acts, act acts) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM may_draft(act, act.drafted_by);
    IF act.state NOT IN ('draft', 'returned') OR (act.state, act.typed, act.step) IS DISTINCT FROM (was.state, was.typed, was.step) THEN
        PERFORM refuse('r5_who_drafts', 'a draft or what was returned is taken over, and nothing is changed with it');
    END IF;
END $$;
CREATE FUNCTION acts_begin(act acts) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    step steps;
BEGIN
    SELECT * INTO step FROM steps WHERE kind = act.kind;
    IF act.state NOT IN ('draft', 'waiting') THEN
        PERFORM refuse('acts_begin_as_drafts', 'an act begins as a draft');
    END IF;
    IF step.approves IS NULL OR act.changes_status <> EXISTS (SELECT FROM procedure_moves WHERE kind = act.kind AND to_status IS NOT NULL) THEN
        PERFORM refuse('acts_kind', 'an act is for a step that needs approval, and says whether it changes the status');
    END IF;
    IF act.body_id IS DISTINCT FROM (CASE step.desk WHEN 'addressee' THEN (SELECT addressee FROM objections WHERE id = act.subject AND case_id = act.case_id)
                                                    WHEN 'body' THEN (SELECT body_id FROM cases WHERE id = act.case_id) END) THEN
        PERFORM refuse('r5_whose_act', 'an act is the body''s own, or that of the addressee of the objection');
    END IF;
    PERFORM may_draft(act, act.drafted_by);
    IF act.submissions <> (act.state = 'waiting')::int THEN
        PERFORM refuse('acts_are_kept', 'each submission of an act is counted, and nothing else');
    END IF;
END $$;
-- Whether somebody is named in a list of people, however it is set apart: `domain::determination::deliberation::names`.
CREATE FUNCTION names_person(list text, name text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(position(regexp_replace(name, E'[\\s\u3000]+', '', 'g') IN regexp_replace(list, E'[\\s\u3000]+', '', 'g')) > 0, false);
END $$;
CREATE FUNCTION may_decide(act acts, person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    approver users;
    step steps;
BEGIN
    SELECT * INTO step FROM steps WHERE kind = act.kind;
    SELECT * INTO approver FROM users WHERE id = person;
    IF person = ANY (act.drafters) THEN
        PERFORM refuse('r5_four_eyes', 'nobody decides what they drafted');
    END IF;
    IF (approver.approver AND approver.body_id = act.body_id AND approver.disabled_at IS NULL) IS NOT TRUE THEN
        PERFORM refuse('r5_four_eyes', 'only an approver of the body approves');
    END IF;
    IF step.approves = 'determiner' AND NOT approver.approves_determinations THEN
        PERFORM refuse('r5_four_eyes', 'approving a determination is a permission of its own');
    END IF;
    IF investigated(act.case_id, person) OR before_the_body(act.case_id, person) THEN
        PERFORM refuse('r5_four_eyes', 'who is or was an officer of the case, its filer and parties do not approve');
    END IF;
    IF act.kind = 'determine' AND EXISTS (SELECT FROM users WHERE (id = person OR id = ANY (act.drafters)) AND names_person(act.step #>> '{step,deliberation,recused}', name)) THEN
        PERFORM refuse('r5_recused_in_deliberation', 'who was recused in the deliberation has no part in the determination');
    END IF;
    IF step.desk = 'addressee' AND NOT took_no_part(act.case_id, act.body_id, person) THEN
        PERFORM refuse('r5_four_eyes', 'who decides an objection took no part before');
    END IF;
END $$;
CREATE FUNCTION acts_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM acts_begin(NEW);
        NEW.revision := 1;
        NEW.drafters := ARRAY[NEW.drafted_by];
        NEW.saved_at := NEW.drafted_at;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('approved', 'taken_back', 'lapsed') THEN
        PERFORM refuse('acts_decided_stay', 'a decided act stays as it is');
    END IF;
    IF (NEW.id, NEW.case_id, NEW.body_id, NEW.kind, NEW.subject, NEW.changes_status, NEW.drafted_at) IS DISTINCT FROM
       (OLD.id, OLD.case_id, OLD.body_id, OLD.kind, OLD.subject, OLD.changes_status, OLD.drafted_at) THEN
        PERFORM refuse('acts_identity', 'case, kind and subject of an act stay what they were');
    END IF;
    NEW.revision := OLD.revision + 1;
    NEW.drafters := OLD.drafters;
    IF NEW.drafted_by <> OLD.drafted_by THEN
        PERFORM may_take_over(OLD, NEW);
        NEW.drafters := OLD.drafters || NEW.drafted_by;
    END IF;
    IF NEW.submissions <> OLD.submissions + (NEW.state = 'waiting' AND OLD.state <> 'waiting')::int THEN
        PERFORM refuse('acts_are_kept', 'each submission of an act is counted, and nothing else');
    END IF;
    IF NEW.state = 'waiting' AND OLD.state <> 'waiting' THEN
        PERFORM may_draft(NEW, NEW.drafted_by);
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
-- takes it back, another takes it over, who may approve it approves or returns it, and it lapses with the step that leaves it behind.
CREATE FUNCTION act_moves_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act acts;
    last act_moves;
BEGIN
    SELECT * INTO act FROM acts WHERE id = NEW.act_id;
    SELECT * INTO last FROM act_moves WHERE act_id = NEW.act_id ORDER BY no DESC LIMIT 1;
    IF NEW.no <> coalesce(last.no, 0) + 1 OR NOT EXISTS (SELECT FROM acts WHERE id = NEW.act_id AND written_now(xmin)) THEN
        PERFORM refuse('acts_moves', 'a move says what the act just became, in its turn');
    END IF;
    IF NEW.state = 'taken_over' THEN
        -- Each of those who took it over, in their order, and none twice.
        IF act.state NOT IN ('draft', 'returned')
           OR NEW.user_id IS DISTINCT FROM act.drafters[2 + (SELECT count(*) FROM act_moves m WHERE m.act_id = NEW.act_id AND m.state = 'taken_over')] THEN
            PERFORM refuse('acts_moves', 'an act is taken over by who drafts it from then on');
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO last FROM act_moves WHERE act_id = NEW.act_id AND state <> 'taken_over' ORDER BY no DESC LIMIT 1;
    IF NEW.state IS DISTINCT FROM act.state OR NEW.state IS NOT DISTINCT FROM last.state THEN
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

-- What became of a case's acts is chained as its events are: a move is changed, taken out or put in only with all that follow.
CREATE FUNCTION micros(at timestamptz) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN extract(epoch FROM at) * 1000000;
END $$;
CREATE FUNCTION move_digest(m act_moves) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(m.previous || convert_to(concat_ws(E'\x1f', m.case_id, m.seq, m.act_id, m.no, micros(m.at), m.user_id, m.state,
        coalesce(encode(m.typed, 'hex'), ''), micros(m.recorded_at), m.story, coalesce(m.step::text, ''), m.note), 'UTF8'));
END $$;
CREATE FUNCTION act_moves_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act acts;
    last act_moves;
BEGIN
    SELECT * INTO act FROM acts WHERE id = NEW.act_id;
    PERFORM FROM cases WHERE id = act.case_id FOR UPDATE;
    SELECT * INTO last FROM act_moves WHERE case_id = act.case_id ORDER BY seq DESC LIMIT 1;
    NEW.case_id := act.case_id;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.typed := CASE NEW.state WHEN 'waiting' THEN sha256(convert_to(act.typed::text, 'UTF8')) END;
    NEW.recorded_at := clock_timestamp();
    NEW.story := is_story();
    NEW.previous := coalesce(last.digest, sha256(convert_to(act.case_id || ' moves', 'UTF8')));
    NEW.digest := move_digest(NEW);
    RETURN NEW;
END $$;
-- After `act_moves_in_turn`: triggers fire by name.
CREATE TRIGGER act_moves_link BEFORE INSERT ON act_moves FOR EACH ROW EXECUTE FUNCTION act_moves_chain();

CREATE FUNCTION acts_are_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM act_moves WHERE act_id = NEW.id AND state = NEW.state AND written_now(xmin)) THEN
        PERFORM refuse('acts_moves', 'what becomes of an act is kept as a move of it');
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION acts_are_taken_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT array_agg(user_id ORDER BY no) FROM act_moves WHERE act_id = NEW.id AND state = 'taken_over')
       IS DISTINCT FROM (SELECT drafters[2:] FROM acts WHERE id = NEW.id) THEN
        PERFORM refuse('acts_moves', 'that an act was taken over is kept as a move of it');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER acts_taken_over AFTER UPDATE ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.drafted_by <> NEW.drafted_by) EXECUTE FUNCTION acts_are_taken_over();
CREATE CONSTRAINT TRIGGER acts_moved_at_once AFTER INSERT ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state <> 'draft') EXECUTE FUNCTION acts_are_moved();
CREATE CONSTRAINT TRIGGER acts_moved AFTER UPDATE ON acts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION acts_are_moved();

-- All that was drafted, submitted, returned and approved: the event that carries an act out keeps its digest.
CREATE FUNCTION act_digest(act uuid) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT sha256(convert_to(jsonb_build_array(
            a.id, a.case_id, a.body_id, a.kind, a.subject, a.state, a.typed, a.step, a.drafters, extract(epoch FROM a.drafted_at),
            extract(epoch FROM a.submitted_at), a.approved_by, extract(epoch FROM a.decided_at), a.submissions,
            (SELECT jsonb_agg(jsonb_build_array(m.no, extract(epoch FROM m.at), m.user_id, m.state, m.note, m.step) ORDER BY m.no)
             FROM act_moves m WHERE m.act_id = a.id))::text, 'UTF8'))
        FROM acts a WHERE a.id = act);
END $$;

-- Where somebody belongs decides what they may do, and the name is what histories show of them; once they did something, both
-- stay.
CREATE FUNCTION users_belong() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.name, NEW.body_id, NEW.unit_id) IS DISTINCT FROM (OLD.id, OLD.name, OLD.body_id, OLD.unit_id) AND (
        EXISTS (SELECT FROM acts WHERE OLD.id = approved_by OR OLD.id = ANY (drafters)) OR EXISTS (SELECT FROM events WHERE actor_id = OLD.id)
        OR EXISTS (SELECT FROM assignments WHERE OLD.id = ANY(officers)) OR EXISTS (SELECT FROM replacements WHERE by = OLD.id)
        OR EXISTS (SELECT FROM party_accounts WHERE "user" = OLD.id)
        OR EXISTS (SELECT FROM files f JOIN application_files a ON a.file_id = f.id WHERE f.uploaded_by = OLD.id)) THEN
        PERFORM refuse('users_belong', 'who has acted in a case keeps the name, and stays where they belong');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER users_belong BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_belong();

DO $$
DECLARE
    kept text;
BEGIN
    -- What the program's release fixes.
    FOREACH kept IN ARRAY ARRAY['statuses', 'deadline_kinds', 'steps', 'procedure_moves', 'procedure_clocks', 'document_kinds'] LOOP
        EXECUTE format('CREATE TRIGGER %s_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
    -- What is written once and never again.
    FOREACH kept IN ARRAY ARRAY['filings', 'filing_files', 'act_moves', 'submissions'] LOOP
        EXECUTE format('CREATE TRIGGER %s_append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
    FOREACH kept IN ARRAY ARRAY['cases', 'acts'] LOOP
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
END $$;
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION refuse_change();
