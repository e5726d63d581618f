-- What happened (事件): append-only, chained (R7), and the only thing that is written about a case by hand. A register is a table
-- of facts of one kind; the database fills it from the event, its columns are the fact's fields, and a row stands there only in
-- the words of its event. What must hold of a case in a status is a table of laws, asked with every event.

CREATE TABLE events (
    case_id      uuid NOT NULL REFERENCES cases,
    seq          integer NOT NULL CHECK (seq > 0),
    at           timestamptz NOT NULL,
    kind         text NOT NULL REFERENCES steps,
    actor_id     uuid NOT NULL REFERENCES users,
    act_id       uuid REFERENCES acts,
    -- The round in which the step was taken.
    round        smallint NOT NULL,
    from_status  text REFERENCES statuses,
    to_status    text REFERENCES statuses,
    -- The case's version after it.
    version      integer NOT NULL,
    -- `domain::event::EventBody` as JSON text: its very bytes are digested.
    body         text NOT NULL,
    previous     bytea NOT NULL,
    digest       bytea NOT NULL,
    -- Written by the database: when that was by its own clock, and whether a story was told meanwhile.
    recorded_at  timestamptz NOT NULL,
    story        boolean NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE UNIQUE INDEX events_act ON events (act_id) WHERE act_id IS NOT NULL;
-- Figures of a zone: what ended and was determined, by its day.
CREATE INDEX events_outcomes ON events (at) WHERE kind IN ('close', 'decline', 'determine');
CREATE INDEX events_status ON events (case_id, seq) INCLUDE (from_status, to_status) WHERE to_status IS NOT NULL;

-- An event's day is that of Shanghai.
CREATE FUNCTION day_of(at timestamptz) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (at AT TIME ZONE 'Asia/Shanghai')::date;
END $$;
CREATE FUNCTION event_at(case_ uuid, seq_ integer) RETURNS events LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT e FROM events e WHERE case_id = case_ AND seq = seq_);
END $$;
-- The last event before an act was submitted, by the database's own clock; 0: it never was.
CREATE FUNCTION submitted_after(act uuid) RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(max(e.seq), 0) FROM acts a JOIN events e ON e.case_id = a.case_id WHERE a.id = act
        AND e.recorded_at < (SELECT max(m.recorded_at) FROM act_moves m WHERE m.act_id = act AND m.state = 'waiting'));
END $$;
-- The event that last changed the status.
CREATE FUNCTION last_change(case_ uuid) RETURNS events LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT e FROM events e WHERE case_id = case_ AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1);
END $$;

-- Registers ------------------------------------------------------------------------------------------------------

CREATE TABLE registers (
    fact      text PRIMARY KEY,
    register  regclass NOT NULL UNIQUE,
    -- The steps whose events may tell the fact; NULL: all.
    steps     text[],
    -- R5: what the approved act must have said: a function of the act's content and the fact. NULL: the step is no act, or the
    -- fact follows from the others.
    approved  text,
    -- The field that names a kept file: the register's column that refers to one.
    file      text
);
CREATE TRIGGER registers_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON registers EXECUTE FUNCTION refuse_change();

-- A row is, field by field, what its event says at its fact_no; nobody adds one to an event that was written before. It is
-- asked before anything else of the row, and nothing that is asked later changes it.
CREATE FUNCTION rows_are_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fact jsonb;
BEGIN
    SELECT e.body::jsonb -> 'facts' -> (NEW.fact_no - 1) INTO fact FROM events e
    WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND written_now(e.xmin);
    IF jsonb_strip_nulls(to_jsonb(NEW) - '{case_id,seq,fact_no}'::text[] || jsonb_build_object('fact', TG_ARGV[0])) IS DISTINCT FROM jsonb_strip_nulls(fact) THEN
        PERFORM refuse('events_first', format('no event tells of this row in %s', TG_TABLE_NAME));
    END IF;
    RETURN NEW;
END $$;

-- Makes a table of facts a register: told, append-only, known to the event. The function that fills it is its own, so that its
-- plan is made once in a session and not with every event.
CREATE FUNCTION register(fact text, register regclass, steps text[], approved text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    file text := (SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                  WHERE c.conrelid = register AND c.contype = 'f' AND c.confrelid = 'files'::regclass);
BEGIN
    INSERT INTO registers VALUES (fact, register, steps, approved, file);
    IF file IS NOT NULL THEN
        EXECUTE format('CREATE INDEX %1$s_file ON %1$s (%2$I) WHERE %2$I IS NOT NULL', register, file);
    END IF;
    EXECUTE format('ALTER TABLE %1$s ADD PRIMARY KEY (case_id, seq, fact_no), ADD FOREIGN KEY (case_id, seq) REFERENCES events,
                    ADD CONSTRAINT %1$s_fact_no CHECK (fact_no > 0)', register);
    -- Triggers fire by name, and digits come before letters.
    EXECUTE format('CREATE TRIGGER %1$s_1_are_told BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION rows_are_told(%2$L)', register, fact);
    EXECUTE format('CREATE TRIGGER %1$s_append_only BEFORE UPDATE OR DELETE ON %1$s FOR EACH ROW EXECUTE FUNCTION refuse_change()', register);
    EXECUTE format('CREATE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', register);
    EXECUTE format($tell$
        CREATE FUNCTION tell_%1$s(event events, facts jsonb, step jsonb) RETURNS void LANGUAGE plpgsql AS $told$
        BEGIN
            IF event.act_id IS NOT NULL AND (SELECT bool_and(%3$s) FROM jsonb_array_elements(facts) AS t (fact) WHERE fact ->> 'fact' = %2$L) IS NOT TRUE THEN
                PERFORM refuse('r5_as_approved', 'the approved act does not say the fact %2$s');
            END IF;
            INSERT INTO %1$s SELECT r.* FROM jsonb_array_elements(facts) WITH ORDINALITY AS t (fact, fact_no),
                jsonb_populate_record(NULL::%1$s, t.fact || jsonb_build_object('case_id', event.case_id, 'seq', event.seq, 'fact_no', t.fact_no)) AS r
            WHERE t.fact ->> 'fact' = %2$L ORDER BY t.fact_no;
        END $told$ $tell$, register, fact, CASE WHEN approved IS NULL THEN 'true' ELSE format('%I(step, fact)', approved) END);
END $$;

-- R5: the act's content says what the fact says, each field as it stands there. (Containment would do with a part of a list.)
CREATE FUNCTION says_the_same(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT coalesce(bool_and(step -> field IS NOT DISTINCT FROM said), false) FROM jsonb_each(fact - 'fact') AS f (field, said));
END $$;

-- The facts of one kind become rows of their register, and those of an act are held to what was approved.
CREATE FUNCTION tell(event events, name text, facts jsonb, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    it registers;
BEGIN
    SELECT * INTO it FROM registers WHERE fact = name;
    IF it.register IS NULL THEN
        PERFORM refuse('facts_have_a_register', format('nobody keeps the fact %s', name));
    END IF;
    IF event.kind <> ALL (it.steps) THEN
        PERFORM refuse('facts_of_the_step', format('%s does not tell the fact %s', event.kind, name));
    END IF;
    EXECUTE format('SELECT tell_%s($1, $2, $3)', it.register) USING event, facts, step;
END $$;

CREATE FUNCTION events_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    facts jsonb := NEW.body::jsonb -> 'facts';
    step jsonb := (SELECT a.step -> 'step' FROM acts a WHERE a.id = NEW.act_id);
    name text;
    -- Whether it says which round it is, or who verifies.
    renews boolean := facts @> '[{"fact": "round_began"}]' OR facts @> '[{"fact": "assigned"}]' OR facts @> '[{"fact": "replaced"}]';
BEGIN
    -- It runs with the owner's rights, so not for a table of the caller's.
    IF TG_RELID <> 'events'::regclass THEN
        PERFORM refuse('events_first', 'events alone tell');
    END IF;
    FOR name IN SELECT t.fact ->> 'fact' FROM jsonb_array_elements(facts) WITH ORDINALITY AS t (fact, fact_no) GROUP BY 1 ORDER BY min(t.fact_no) LOOP
        PERFORM tell(NEW, name, facts, step);
    END LOOP;
    -- Once: each time, every index of `cases` and every guard of it costs anew.
    UPDATE cases SET status = coalesce(NEW.to_status, status), version = NEW.version,
        round = CASE WHEN renews THEN (SELECT max(r.round) FROM rounds r WHERE r.case_id = id) ELSE round END,
        officers = CASE WHEN renews THEN officers_of(id) ELSE officers END
    WHERE id = NEW.case_id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION events_tell() FROM PUBLIC;
CREATE TRIGGER events_tell AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_tell();

-- Laws -----------------------------------------------------------------------------------------------------------

-- What must hold of a case: `question` is a function of the case, asked with every event while the case stands in one of the
-- statuses; NULL: in all of them.
CREATE TABLE laws (
    rule      text PRIMARY KEY,
    why       text NOT NULL,
    statuses  text[],
    question  text NOT NULL
);
CREATE TRIGGER laws_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON laws EXECUTE FUNCTION refuse_change();
CREATE FUNCTION law(rule text, why text, statuses text[], question text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO laws VALUES (rule, why, statuses, question)
$$;

CREATE FUNCTION case_stands_lawfully() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c cases;
    it laws;
    holds boolean;
BEGIN
    SELECT * INTO c FROM cases WHERE id = NEW.case_id;
    FOR it IN SELECT * FROM laws WHERE statuses IS NULL OR c.status = ANY (statuses) ORDER BY rule LOOP
        EXECUTE format('SELECT %I($1)', it.question) INTO holds USING c;
        IF holds IS NOT TRUE THEN
            PERFORM refuse(it.rule, it.why);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_stands_lawfully AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_stands_lawfully();

-- What `cases` keeps of the events is what they say, whoever wrote it there: what differs from `before` is asked about.
CREATE FUNCTION cases_follow_events(c cases, before cases) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF c.status IS DISTINCT FROM before.status AND c.status IS DISTINCT FROM (last_change(c.id)).to_status THEN
        PERFORM refuse('status_follows_events', 'the status is what the events say');
    END IF;
    IF c.version IS DISTINCT FROM before.version AND c.version IS DISTINCT FROM (SELECT version FROM events WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('cases_version', 'the version is that of the last event');
    END IF;
    IF c.round IS DISTINCT FROM before.round AND c.round IS DISTINCT FROM (SELECT max(round) FROM rounds WHERE case_id = c.id) THEN
        PERFORM refuse('rounds_follow_events', 'the round is the last that began');
    END IF;
    IF c.officers IS DISTINCT FROM before.officers AND c.officers IS DISTINCT FROM officers_of(c.id) THEN
        PERFORM refuse('officers_follow_events', 'the officers are those whom the events name');
    END IF;
END $$;
-- At once with every change (`cases_move`), so that nothing is bent for one statement and bent back; and of the whole row at
-- commit.
CREATE FUNCTION cases_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c cases;
BEGIN
    SELECT * INTO c FROM cases WHERE id = NEW.id;
    PERFORM cases_follow_events(c, NULL);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_follow_from_the_start AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_follow();
CREATE CONSTRAINT TRIGGER cases_follow AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    -- Column by column: of two rows PostgreSQL words the comparison otherwise after a restore, and a guard is told by its words.
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.round IS DISTINCT FROM NEW.round OR OLD.version IS DISTINCT FROM NEW.version
          OR OLD.officers IS DISTINCT FROM NEW.officers) EXECUTE FUNCTION cases_follow();

-- The chain ------------------------------------------------------------------------------------------------------

-- R7: the database reckons the digest itself, over everything the row says.
CREATE FUNCTION event_digest(e events) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(e.previous || convert_to(concat_ws(E'\x1f', e.case_id, e.seq, micros(e.at), e.kind, e.actor_id, coalesce(e.act_id::text, ''), e.round,
        coalesce(e.from_status, ''), coalesce(e.to_status, ''), e.version, micros(e.recorded_at), e.story, e.body), 'UTF8'));
END $$;
-- Who takes a step alone. Any officer of the body is one of the case while nobody was ever assigned.
CREATE FUNCTION takes_alone(case_ uuid, person uuid, step steps) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    c cases;
    u users;
    staff boolean;
    works boolean;
    filed boolean;
    party boolean;
BEGIN
    SELECT * INTO c FROM cases WHERE id = case_;
    SELECT * INTO u FROM users WHERE id = person AND disabled_at IS NULL;
    staff := u.body_id IS NOT DISTINCT FROM c.body_id;
    works := u.id = ANY (c.officers) OR (staff AND u.officer AND c.officers = '{}' AND c.round = 1);
    filed := u.id = c.filed_by OR coalesce(u.unit_id = c.filed_unit, false);
    party := EXISTS (SELECT FROM party_accounts p WHERE p.case_id = c.id AND (p."user" = u.id OR p.unit = u.unit_id));
    CASE step.drafts
        WHEN 'filer' THEN RETURN filed;
        WHEN 'approver' THEN RETURN staff AND u.approver AND NOT investigated(case_, person) AND NOT before_the_body(case_, person);
        WHEN 'officer' THEN RETURN works OR (step.desk = 'issuer' AND EXISTS (SELECT FROM objections o WHERE o.case_id = c.id AND o.addressee = u.body_id));
        WHEN 'officer_or_party' THEN RETURN works OR party OR filed;
        WHEN 'party_or_for_it' THEN RETURN works OR party;
    END CASE;
END $$;
-- Electronic service is complete when the document reaches the party's page, so what is issued to who agreed is served with it:
-- in the same transaction and moment, by who issued it.
CREATE FUNCTION serves_with_the_issue(e events) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN e.kind = 'serve' AND e.body::jsonb -> 'facts' @> '[{"fact": "served"}]' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(e.body::jsonb -> 'facts') AS t (fact) WHERE t.fact ->> 'fact' = 'served' AND NOT (
            t.fact ->> 'means' = 'electronic' AND EXISTS (
                SELECT FROM events i WHERE i.case_id = e.case_id AND i.at = e.at AND i.actor_id = e.actor_id AND written_now(i.xmin)
                AND i.body::jsonb -> 'documents' @> jsonb_build_array(jsonb_build_object('id', t.fact -> 'document')))));
END $$;
-- Whether a step is taken by whom it is for: an act by who approved it, another by one person alone.
CREATE FUNCTION events_are_taken(e events) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    step steps;
    act acts;
BEGIN
    SELECT * INTO step FROM steps WHERE kind = e.kind;
    IF step.approves IS NULL THEN
        IF e.act_id IS NOT NULL THEN
            PERFORM refuse('r5_four_eyes', format('%s is no act', e.kind));
        END IF;
        IF takes_alone(e.case_id, e.actor_id, step) IS NOT TRUE AND NOT serves_with_the_issue(e) THEN
            PERFORM refuse(CASE step.drafts WHEN 'filer' THEN 'filer_withdraws' ELSE 'events_actor' END, format('%s is not that person''s step', e.kind));
        END IF;
        RETURN;
    END IF;
    SELECT * INTO act FROM acts WHERE id = e.act_id;
    IF act.id IS NULL OR act.case_id <> e.case_id OR act.kind <> e.kind OR act.state <> 'approved' OR act.approved_by <> e.actor_id THEN
        PERFORM refuse('r5_four_eyes', format('%s needs an act that another person approved', e.kind));
    END IF;
    IF e.body::jsonb -> 'act' IS DISTINCT FROM jsonb_build_object('drafted_by', act.drafted_by, 'digest', encode(act_digest(act.id), 'hex'),
            'opinion', (SELECT note FROM act_moves WHERE act_id = act.id AND state = 'approved')) THEN
        PERFORM refuse('events_digest_acts', 'an event keeps the digest of the act that it carries out');
    END IF;
END $$;
CREATE FUNCTION events_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last events;
    facts jsonb := NEW.body::jsonb -> 'facts';
BEGIN
    PERFORM FROM cases WHERE id = NEW.case_id FOR UPDATE;
    SELECT * INTO last FROM events WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.previous := coalesce(last.digest, sha256(convert_to(NEW.case_id::text, 'UTF8')));
    IF last.seq IS NULL THEN
        NEW.from_status := NULL;
        last.version := 1;
    ELSIF NEW.from_status IS DISTINCT FROM (last_change(NEW.case_id)).to_status THEN
        PERFORM refuse('events_follow', 'an event begins where the one before it ended');
    END IF;
    IF NEW.round <> coalesce((SELECT max(round) FROM rounds WHERE case_id = NEW.case_id), 1) THEN
        PERFORM refuse('present_round', 'an event belongs to the round in which it happens');
    END IF;
    IF NOT EXISTS (SELECT FROM procedure_moves WHERE kind = NEW.kind AND from_status IS NOT DISTINCT FROM NEW.from_status
                   AND to_status IS NOT DISTINCT FROM NEW.to_status) THEN
        PERFORM refuse('status_transitions', format('%s does not lead from %s to %s', NEW.kind, NEW.from_status, NEW.to_status));
    END IF;
    PERFORM events_are_taken(NEW);
    IF NEW.at < last.at THEN
        PERFORM refuse('events_in_time', 'an event does not come before the one before it');
    END IF;
    IF (jsonb_typeof(facts), jsonb_typeof(NEW.body::jsonb -> 'documents'), jsonb_typeof(NEW.body::jsonb -> 'files')) IS DISTINCT FROM ('array', 'array', 'array') THEN
        PERFORM refuse('events_say_facts', 'an event says its facts, documents and files as JSON');
    END IF;
    -- A new status and a moved deadline throw a form off; of the rest each fact says for itself whether it does.
    IF NEW.version <> last.version + 1 AND (NEW.version <> last.version OR NEW.to_status IS NOT NULL OR facts @> '[{"fact": "clock_moved"}]') THEN
        PERFORM refuse('cases_version', 'the version grows with each event by one');
    END IF;
    IF NOT moves_its_clocks(NEW, facts) THEN
        PERFORM refuse('r6_clocks_of_the_step', format('%s starts and ends the clocks of its row in the table of steps', NEW.kind));
    END IF;
    NEW.recorded_at := clock_timestamp();
    NEW.story := is_story();
    NEW.digest := event_digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER events_link BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_chain();
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Deadlines ------------------------------------------------------------------------------------------------------

-- R6: what happened to a deadline; never edited.
CREATE TABLE clock_moves (
    case_id      uuid NOT NULL,
    seq          integer NOT NULL,
    fact_no      smallint NOT NULL,
    deadline     uuid NOT NULL,
    kind         text NOT NULL REFERENCES deadline_kinds,
    subject      uuid,
    cause        jsonb NOT NULL,
    -- The day that it leads to, which needs the calendar: reckoned again by `rongcuo audit verify`.
    due          date,
    provisional  boolean NOT NULL,
    -- An event moves a deadline once.
    UNIQUE (deadline, seq),
    -- It has a last day unless it is stopped, and what begins or ends it a day of its own.
    CONSTRAINT r6_causes_say_their_day CHECK (CASE cause ->> 'cause' WHEN 'stopped' THEN due IS NULL AND cause ->> 'on' IS NOT NULL
        WHEN 'started' THEN due IS NOT NULL AND cause ->> 'on' IS NOT NULL WHEN 'resumed' THEN due IS NOT NULL AND cause ->> 'on' IS NOT NULL
        WHEN 'met' THEN cause ->> 'on' IS NOT NULL WHEN 'cancelled' THEN cause ->> 'on' IS NOT NULL
        WHEN 'extended' THEN true WHEN 'recomputed' THEN true ELSE false END)
);

-- The present value of each deadline, for lists: kept by the database from its moves.
CREATE TABLE deadlines (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    -- Whom it binds: the case's body; the addressee of an objection for the objection and for the service of its decision (A8.4).
    body_id      uuid NOT NULL REFERENCES bodies,
    kind         text NOT NULL REFERENCES deadline_kinds,
    subject      uuid,
    from_on      date NOT NULL,
    days         smallint NOT NULL CHECK (days > 0),
    due_on       date,
    provisional  boolean NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'stopped', 'met', 'cancelled')),
    -- The day on which what it is for was done, or fell away: not the day of recording.
    ended_on     date CHECK (ended_on >= from_on)
);
CREATE INDEX deadlines_case ON deadlines (case_id);
-- R6: one period of a kind runs about one thing. Each round is fed back for itself, be it that the one before still waits.
CREATE UNIQUE INDEX r6_one_runs ON deadlines (case_id, kind, coalesce(subject, '00000000-0000-0000-0000-000000000000'))
    WHERE state IN ('running', 'stopped') AND (kind <> 'feedback' OR subject IS NOT NULL);
CREATE INDEX deadlines_running ON deadlines (body_id, due_on, case_id) WHERE state = 'running';
CREATE INDEX deadlines_subject ON deadlines (subject) WHERE subject IS NOT NULL;

-- What the moves of a deadline amount to. No row: it never began.
CREATE FUNCTION deadline_of(id_ uuid) RETURNS SETOF deadlines LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT id_, f.case_id,
           coalesce((SELECT addressee FROM objections o WHERE o.id = f.subject), (SELECT d.body_id FROM documents d WHERE d.id = f.subject),
                    (SELECT c.body_id FROM cases c WHERE c.id = f.case_id)),
           f.kind, f.subject, (f.cause ->> 'on')::date,
           (SELECT sum((m.cause ->> 'days')::integer)::smallint FROM clock_moves m WHERE m.deadline = id_), l.due, l.provisional,
           CASE WHEN l.cause ->> 'cause' IN ('met', 'cancelled', 'stopped') THEN l.cause ->> 'cause' ELSE 'running' END,
           CASE WHEN l.cause ->> 'cause' IN ('met', 'cancelled') THEN (l.cause ->> 'on')::date END
    FROM (SELECT * FROM clock_moves m WHERE m.deadline = id_ ORDER BY m.seq LIMIT 1) f,
         (SELECT * FROM clock_moves m WHERE m.deadline = id_ ORDER BY m.seq DESC LIMIT 1) l
    WHERE f.cause ->> 'cause' = 'started';
END $$;
-- R6: a deadline begins once, in its own words; what runs is stopped, what was stopped goes on, what has ended moves no more.
CREATE FUNCTION clock_moves_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known deadlines;
BEGIN
    SELECT * INTO known FROM deadlines WHERE id = NEW.deadline;
    IF (known.id IS NULL) <> (NEW.cause ->> 'cause' = 'started') OR known.state IN ('met', 'cancelled')
       OR (NEW.cause ->> 'cause' IN ('stopped', 'extended') AND known.state <> 'running') OR (NEW.cause ->> 'cause' = 'resumed' AND known.state <> 'stopped')
       OR (known.id IS NOT NULL AND (known.case_id, known.kind, known.subject) IS DISTINCT FROM (NEW.case_id, NEW.kind, NEW.subject)) THEN
        PERFORM refuse('r6_causes_in_order', 'a deadline begins once, goes on after it was stopped, ends once, and stays what it is about');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clock_moves_in_order BEFORE INSERT ON clock_moves FOR EACH ROW EXECUTE FUNCTION clock_moves_in_order();
CREATE FUNCTION clock_moves_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deadlines SELECT * FROM deadline_of(NEW.deadline)
    ON CONFLICT (id) DO UPDATE SET (days, due_on, provisional, state, ended_on) = (EXCLUDED.days, EXCLUDED.due_on, EXCLUDED.provisional, EXCLUDED.state, EXCLUDED.ended_on);
    RETURN NULL;
END $$;
CREATE TRIGGER clock_moves_count AFTER INSERT ON clock_moves FOR EACH ROW EXECUTE FUNCTION clock_moves_count();
-- Which step moves which clock, its row in the table of steps says.
SELECT register('clock_moved', 'clock_moves', NULL);

CREATE FUNCTION deadlines_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT d FROM deadlines d WHERE d.id = NEW.id) IS DISTINCT FROM (SELECT d FROM deadline_of(NEW.id) d) THEN
        PERFORM refuse('r6_deadlines_follow', 'a deadline is what its moves amount to');
    END IF;
    RETURN NULL;
END $$;
-- At once, so that none is bent for one event and bent back.
CREATE TRIGGER deadlines_follow AFTER INSERT OR UPDATE ON deadlines FOR EACH ROW EXECUTE FUNCTION deadlines_follow();
CREATE TRIGGER deadlines_no_delete BEFORE DELETE ON deadlines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadlines_no_truncate BEFORE TRUNCATE ON deadlines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The clocks that facts begin and end by themselves: lenience owes a clarification (A11), an objection its decision and that its
-- feedback (A8.4).
CREATE FUNCTION facts_move_their_clocks(e events) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    facts jsonb := e.body::jsonb -> 'facts';
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM jsonb_array_elements(facts) AS f JOIN (VALUES
            ('determined', 'clarification', 'party', 'started'), ('objected', 'objection', 'id', 'started'), ('objection_decided', 'feedback', 'document', 'started'),
            ('objection_decided', 'objection', 'objection', 'met'), ('objection_withdrawn', 'objection', 'objection', 'met'), ('clarified', 'clarification', 'party', 'met'), ('clarification_waived', 'clarification', 'party', 'met')
        ) AS m (fact, clock, about, cause) ON m.fact = f ->> 'fact'
        WHERE CASE WHEN m.cause = 'met'
            THEN EXISTS (SELECT FROM deadlines d WHERE d.case_id = e.case_id AND d.kind = m.clock AND d.subject::text = f ->> m.about AND d.state IN ('running', 'stopped'))
            ELSE (m.fact <> 'determined' OR f ->> 'lenience' IN ('waived', 'exempt')) AND NOT facts @> jsonb_build_array(jsonb_build_object(
                'fact', 'clock_moved', 'kind', m.clock, 'subject', f -> m.about, 'cause', '{"cause": "started"}'::jsonb)) END);
END $$;
-- R6: what a step always starts is started, and what it always ends is ended where it runs; it moves no other clock, and none
-- by another length than its kind's. A clock ends on the day of the event, or where the step says so on a day that its fact tells;
-- what is the case's own is about nothing else.
CREATE FUNCTION moves_its_clocks(e events, facts jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    ends_on text[] := CASE WHEN e.kind IN ('serve', 'clarify', 'waive_clarification')
        THEN ARRAY(SELECT coalesce(f ->> 'served_on', f ->> 'made_on', f ->> 'stated_on') FROM jsonb_array_elements(facts) AS f) ELSE ARRAY[day_of(e.at)::text] END;
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM jsonb_array_elements(facts) AS moved WHERE moved ->> 'fact' = 'clock_moved' AND NOT EXISTS (
            SELECT FROM procedure_clocks m JOIN deadline_kinds k ON k.kind = m.clock WHERE m.kind = e.kind AND m.clock = moved ->> 'kind' AND CASE m.move
                WHEN 'start' THEN moved -> 'cause' = jsonb_build_object('cause', 'started', 'days', k.days, 'on', day_of(e.at))
                                  AND (moved ->> 'subject' IS NULL) = (m.always OR m.clock = 'verification')
                -- The feedback of a round ends with its last service: `feedback_is_given`.
                WHEN 'meet' THEN moved -> 'cause' ->> 'cause' = 'met'
                                 AND (moved #>> '{cause,on}' = ANY (ends_on) OR (m.clock = 'feedback' AND moved ->> 'subject' IS NULL))
                WHEN 'cancel' THEN moved -> 'cause' ->> 'cause' = 'cancelled' AND moved #>> '{cause,on}' = ANY (ends_on)
                WHEN 'stop' THEN moved -> 'cause' @> jsonb_build_object('cause', 'stopped', 'on', day_of(e.at))
                WHEN 'resume' THEN moved -> 'cause' = jsonb_build_object('cause', 'resumed', 'on', day_of(e.at))
                WHEN 'extend' THEN moved -> 'cause' ->> 'cause' = 'extended' END))
    AND NOT EXISTS (
        SELECT FROM procedure_clocks m WHERE m.kind = e.kind AND m.always AND CASE m.move
            WHEN 'start' THEN NOT facts @> jsonb_build_array(jsonb_build_object('fact', 'clock_moved', 'kind', m.clock, 'cause', '{"cause": "started"}'::jsonb))
            ELSE EXISTS (SELECT FROM deadlines d WHERE d.case_id = e.case_id AND d.kind = m.clock AND d.subject IS NULL AND d.state IN ('running', 'stopped')
                         AND NOT facts @> jsonb_build_array(jsonb_build_object('fact', 'clock_moved', 'deadline', d.id, 'cause',
                             jsonb_build_object('cause', CASE m.move WHEN 'meet' THEN 'met' WHEN 'cancel' THEN 'cancelled' WHEN 'stop' THEN 'stopped' WHEN 'resume' THEN 'resumed' WHEN 'extend' THEN 'extended' END))))
        END);
END $$;

-- What lists read of a case follows from its deadlines. What is to be done, and on which day the next deadline ends (which moves
-- when a year's notice comes), is for the program to say: it moves with an event or an act alone.
CREATE FUNCTION cases_lists_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c cases;
BEGIN
    SELECT * INTO c FROM cases WHERE id = NEW.id;
    IF c.party_names IS DISTINCT FROM (SELECT string_agg(name, '、' ORDER BY no) FROM parties WHERE case_id = c.id) THEN
        PERFORM refuse('lists_follow', 'the parties'' names are those of the parties');
    END IF;
    IF NOT EXISTS (SELECT FROM events WHERE case_id = c.id AND written_now(xmin)) AND NOT EXISTS (SELECT FROM acts WHERE case_id = c.id AND written_now(xmin)) THEN
        PERFORM refuse('lists_follow', 'what is to be done and the next deadline move with an event or an act');
    END IF;
    IF (c.due_on = 'infinity') = EXISTS (SELECT FROM deadlines WHERE case_id = c.id AND state = 'running' AND due_on IS NOT NULL AND body_id = c.body_id)
       OR (c.due_on <> 'infinity' AND NOT EXISTS (SELECT FROM deadlines WHERE case_id = c.id AND state = 'running' AND kind = c.due_kind AND days = c.due_days)) THEN
        PERFORM refuse('lists_follow', 'the next deadline is one of those that run');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_lists_begin AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_lists_follow();
CREATE CONSTRAINT TRIGGER cases_lists_follow AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.party_names IS DISTINCT FROM NEW.party_names OR OLD.todo IS DISTINCT FROM NEW.todo OR OLD.due_on IS DISTINCT FROM NEW.due_on
          OR OLD.due_kind IS DISTINCT FROM NEW.due_kind OR OLD.due_days IS DISTINCT FROM NEW.due_days
          OR OLD.due_provisional IS DISTINCT FROM NEW.due_provisional) EXECUTE FUNCTION cases_lists_follow();
