-- 认定 (A9.1, A10) in numbered documents (R8), and what is to be put right (A12.3, R4).

-- R8: an issued document never changes; its number is unique and without gaps.
CREATE TABLE documents (
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    body_id    uuid NOT NULL REFERENCES bodies,
    kind       text NOT NULL REFERENCES document_kinds,
    year       integer NOT NULL,
    serial     integer NOT NULL CHECK (serial > 0),
    number     text NOT NULL UNIQUE,
    party_id   uuid,
    act_id     uuid REFERENCES acts,
    content    text NOT NULL,
    digest     bytea NOT NULL CHECK (digest = sha256(convert_to(content, 'UTF8'))),
    issued_at  timestamptz NOT NULL,
    UNIQUE (body_id, kind, year, serial),
    FOREIGN KEY (case_id, party_id) REFERENCES parties (case_id, id)
);
CREATE INDEX documents_case ON documents (case_id, issued_at);
CREATE INDEX documents_party ON documents (party_id, issued_at);
CREATE TRIGGER documents_append_only BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER documents_no_truncate BEFORE TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- R8: the serial is the next one of its body, kind and year. Who issues waits for who issued before; so the function is volatile,
-- and sees after the wait what was issued meanwhile.
CREATE FUNCTION next_serial(body uuid, kind_ text, year_ integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(body::text || kind_ || year_, 0));
    RETURN 1 + coalesce((SELECT max(serial) FROM documents WHERE body_id = body AND kind = kind_ AND year = year_), 0);
END $$;
CREATE FUNCTION documents_without_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial <> next_serial(NEW.body_id, NEW.kind, NEW.year) THEN
        PERFORM refuse('r8_numbers_without_gaps', 'document numbers have no gaps');
    END IF;
    IF NEW.year <> extract(year FROM NEW.issued_at AT TIME ZONE 'Asia/Shanghai') THEN
        PERFORM refuse('r8_numbers_by_year', 'a document is numbered in the year it is issued in');
    END IF;
    IF NEW.number IS DISTINCT FROM (SELECT format('%s%s〔%s〕%s号', b.number_word, k.word, NEW.year, NEW.serial)
                                    FROM bodies b, document_kinds k WHERE b.id = NEW.body_id AND k.kind = NEW.kind) THEN
        PERFORM refuse('r8_numbers_say_serial', 'a document number is made of the body''s word, the kind''s, the year and the serial');
    END IF;
    -- Who issues it is at whose desk the step is taken.
    IF NOT EXISTS (
        SELECT FROM document_kinds k JOIN steps s ON s.kind = k.step JOIN cases c ON c.id = NEW.case_id
        WHERE k.kind = NEW.kind AND CASE s.desk
            WHEN 'body' THEN c.body_id = NEW.body_id
            WHEN 'addressee' THEN EXISTS (SELECT FROM objections o WHERE o.case_id = c.id AND o.addressee = NEW.body_id) END) THEN
        PERFORM refuse('documents_issuer', 'a document is issued by the body, the decision of an objection by its addressee');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION documents_without_gaps();
-- A document stands there because an event of its step tells of it, and what an event tells of is there, in its words.
CREATE FUNCTION is_told_by(d documents, e events) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN d.case_id = e.case_id AND d.act_id IS NOT DISTINCT FROM e.act_id AND d.issued_at = e.at
       AND EXISTS (SELECT FROM document_kinds k WHERE k.kind = d.kind AND k.step = e.kind)
       AND (SELECT count(*) = 1 FROM jsonb_array_elements(e.body::jsonb -> 'documents') AS told WHERE told = jsonb_build_object(
                'id', d.id, 'kind', d.kind, 'issuer', d.body_id, 'number', d.number, 'year', d.year, 'serial', d.serial, 'party', d.party_id,
                'digest', encode(d.digest, 'hex')));
END $$;
CREATE FUNCTION documents_are_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM events e WHERE e.case_id = NEW.case_id AND is_told_by(NEW, e)) THEN
        PERFORM refuse('events_first', 'no event tells of this document');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER documents_are_told AFTER INSERT ON documents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION documents_are_told();
-- Whether the first event files what `cases` and the kept application say.
CREATE FUNCTION files_the_case(e events) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM cases c JOIN filings f ON f.case_id = c.id WHERE c.id = e.case_id AND (c.received_at, c.filed_by) = (e.at, e.actor_id)
        AND e.body::jsonb -> 'filing' = jsonb_build_object('number', c.number, 'body', c.body_id, 'year', c.year, 'serial', c.serial, 'title', c.title,
            'unit', c.filed_unit, 'filer_name', c.filer_name, 'electronic', f.content::jsonb #> '{applicant,electronic}',
            'accountability', f.content::jsonb -> 'accountability', 'digest', encode(f.digest, 'hex')));
END $$;
-- R8: to whom a step writes: who filed, the objector, or each party taking part; with a referral also to the organ, once more where a
-- proposal goes along.
CREATE FUNCTION writes_to(e events) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM document_kinds WHERE step = e.kind) THEN
        RETURN '{}';
    END IF;
    RETURN CASE e.kind WHEN 'file' THEN ARRAY[NULL::uuid] WHEN 'decline' THEN ARRAY[NULL::uuid]
        WHEN 'decide_objection' THEN ARRAY(SELECT o.party FROM objections o JOIN acts a ON a.subject = o.id WHERE a.id = e.act_id)
        WHEN 'refer' THEN ARRAY(SELECT party FROM taking_part(e.case_id) AS party ORDER BY party) || NULL::uuid
            || ARRAY(SELECT NULL::uuid FROM referrals WHERE case_id = e.case_id AND seq = e.seq AND says_something(proposal))
        ELSE ARRAY(SELECT party FROM taking_part(e.case_id) AS party ORDER BY party) END;
END $$;
-- A file that an event tells of is one that its facts name, or that came with the application; who took the step brought it, or the
-- applicant's side, and it lies in no other case.
CREATE FUNCTION files_are_brought(e events) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    told uuid[] := ARRAY(SELECT (t ->> 'id')::uuid FROM jsonb_array_elements(e.body::jsonb -> 'files') AS t ORDER BY 1);
    named uuid[] := ARRAY(SELECT DISTINCT (f ->> r.file)::uuid FROM jsonb_array_elements(e.body::jsonb -> 'facts') AS f
                          JOIN registers r ON r.fact = f ->> 'fact' WHERE f ->> r.file IS NOT NULL ORDER BY 1);
    unit uuid := (SELECT filed_unit FROM cases WHERE id = e.case_id AND e.seq = 1);
BEGIN
    RETURN CASE e.seq WHEN 1 THEN told = ARRAY(SELECT file_id FROM filing_files WHERE case_id = e.case_id ORDER BY 1) AND named <@ told ELSE told = named END
       AND NOT EXISTS (SELECT FROM files f WHERE f.id = ANY (told) AND (NOT of_one_side(f.uploaded_by, e.actor_id, unit) OR lies_elsewhere(f.id, e.case_id)));
END $$;
-- The case is the fold of its events: what they tell besides facts is there in the same words.
CREATE FUNCTION events_are_carried_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_array_length(NEW.body::jsonb -> 'documents') <> (SELECT count(*) FROM documents d WHERE d.case_id = NEW.case_id AND is_told_by(d, NEW)) THEN
        PERFORM refuse('events_are_carried_out', 'a document is issued as its event tells');
    END IF;
    IF EXISTS (SELECT FROM jsonb_to_recordset(NEW.body::jsonb -> 'files') AS t (id uuid, sha256 text, size bigint, media_type text, name text,
                    uploaded_by uuid, uploaded_at timestamptz) LEFT JOIN files f ON f.id = t.id
               WHERE (encode(f.sha256, 'hex'), f.size, f.media_type, f.name, f.uploaded_by, f.uploaded_at)
                     IS DISTINCT FROM (t.sha256, t.size, t.media_type, t.name, t.uploaded_by, t.uploaded_at)) THEN
        PERFORM refuse('events_are_carried_out', 'a file is kept as its event tells');
    END IF;
    IF (CASE NEW.seq WHEN 1 THEN NOT files_the_case(NEW) ELSE NEW.body::jsonb ->> 'filing' IS NOT NULL END) THEN
        PERFORM refuse('events_are_carried_out', 'the first event files the case as it was filed, and no other does');
    END IF;
    IF NOT files_are_brought(NEW) THEN
        PERFORM refuse('files_are_brought', 'an event tells of the files that it names, brought by who took the step and to no other case');
    END IF;
    IF writes_to(NEW) IS DISTINCT FROM ARRAY(SELECT (d ->> 'party')::uuid FROM jsonb_array_elements(NEW.body::jsonb -> 'documents') AS d ORDER BY 1) THEN
        PERFORM refuse('documents_of_the_step', format('%s writes to whom it concerns, a document each', NEW.kind));
    END IF;
    IF NOT EXISTS (SELECT FROM jsonb_array_elements(NEW.body::jsonb -> 'facts') AS f JOIN registers r ON r.fact = f ->> 'fact' WHERE NEW.kind = ANY (r.steps)) THEN
        PERFORM refuse('facts_of_the_step', format('%s says what was done', NEW.kind));
    END IF;
    IF NOT facts_move_their_clocks(NEW) THEN
        PERFORM refuse('r6_clocks_of_the_facts', format('%s begins and ends the clocks of what it says', NEW.kind));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER events_carried_out AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_are_carried_out();

CREATE TABLE determinations (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no      smallint NOT NULL,
    id         uuid NOT NULL UNIQUE,
    party      uuid NOT NULL REFERENCES parties (id),
    outcome    text NOT NULL CHECK (outcome IN ('tolerated', 'not_tolerated')),
    lenience   text CHECK (lenience IN ('waived', 'exempt', 'lighter', 'mitigated')),
    provision  written,
    document   uuid NOT NULL UNIQUE REFERENCES documents,
    CONSTRAINT r1_no_lenience_without_tolerance CHECK (lenience IS NULL OR outcome = 'tolerated'),
    -- A10: the form of lenience rests on a provision that allows it, with its range.
    CONSTRAINT a10_lenience_within_a_provision CHECK ((lenience IS NULL) = (provision IS NULL))
);
CREATE INDEX determinations_party ON determinations (party, seq);
CREATE FUNCTION determined_as_approved(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN step @> jsonb_build_object('parties', jsonb_build_array(
        jsonb_build_object('party', fact -> 'party', 'lenience', fact -> 'lenience', 'provision', fact -> 'provision')));
END $$;
SELECT register('determined', 'determinations', ARRAY['determine'], 'determined_as_approved');

-- R3 (A3, A9.2): where the report found that an organ elsewhere holds the authority over a party, or one has opened a case, it decides first. The body's
-- own departments are the body; the organs that A9.2 names are not, even where its name stands before theirs.
CREATE FUNCTION is_of_the_body(organ text, body_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT (starts_with(organ, name) OR starts_with(organ, short_name)) AND organ !~ '党|纪|监察|监委|组织部' FROM bodies WHERE id = body_);
END $$;
CREATE FUNCTION organ_is_seized(case_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT f.content::jsonb #>> '{accountability,pursuit}' IN ('opened', 'proposed')
           AND NOT is_of_the_body(f.content::jsonb #>> '{accountability,pursuer}', c.body_id)
           AND NOT left_to_the_body(c.id, f.content::jsonb #>> '{accountability,pursuer}')
        FROM filings f JOIN cases c ON c.id = f.case_id WHERE c.id = case_);
END $$;

-- R1: the outcome follows from the findings of this round and from nothing else, and tolerance has a form (A9.1). A8.3: an approved preliminary opinion comes first. A9.1: in writing.
CREATE FUNCTION determinations_follow_findings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
BEGIN
    IF NOT EXISTS (SELECT FROM parties WHERE id = NEW.party AND case_id = NEW.case_id) THEN
        PERFORM refuse('determinations_of_a_party', 'a determination speaks of a party to the case');
    END IF;
    IF NEW.party NOT IN (SELECT taking_part(NEW.case_id)) THEN
        PERFORM refuse('present_round', 'a determination speaks of a party that takes part');
    END IF;
    IF NOT EXISTS (SELECT FROM opinions o JOIN events r USING (case_id, seq) WHERE o.case_id = NEW.case_id AND o.party = NEW.party AND r.round = e.round) THEN
        PERFORM refuse('a8_3_opinion_first', 'a determination follows an approved preliminary opinion');
    END IF;
    IF (NEW.outcome = 'tolerated') IS DISTINCT FROM must_tolerate(NEW.case_id, NEW.party, e.round) THEN
        PERFORM refuse('r1_outcome_follows_findings', 'the outcome follows from the findings and from nothing else');
    END IF;
    IF NEW.outcome = 'tolerated' AND NEW.lenience IS NULL THEN
        PERFORM refuse('r1_tolerance_has_a_form', 'who is tolerated gets a form of lenience');
    END IF;
    -- As the report of the round found it; what an organ sent back it left to the body.
    IF EXISTS (SELECT FROM taking_part(NEW.case_id) AS party, authority_found(party, e.round) AS held
               WHERE held IS DISTINCT FROM '"body"' AND coalesce(NOT left_to_the_body(NEW.case_id, held ->> 'organ'), true)) THEN
        PERFORM refuse('r3_no_conclusion_for_an_organ', 'nothing is concluded before the organ decides that holds the authority over a party');
    END IF;
    IF organ_is_seized(NEW.case_id) THEN
        PERFORM refuse('r3_organ_is_seized', 'nothing is concluded before the organ decides that has opened a case');
    END IF;
    IF EXISTS (SELECT FROM determinations d JOIN events b USING (case_id, seq) WHERE d.party = NEW.party AND b.round = e.round) THEN
        PERFORM refuse('a9_1_one_determination', 'a party is determined once in a round');
    END IF;
    IF NOT EXISTS (SELECT FROM documents WHERE id = NEW.document AND case_id = NEW.case_id AND kind = 'determination'
                   AND party_id = NEW.party AND act_id = e.act_id) THEN
        PERFORM refuse('a9_1_in_writing', 'a determination is written in a document of its own, to its party');
    END IF;
    RETURN NEW;
END $$;
-- R5: what was approved of a party is carried out whole, and was one thing.
CREATE FUNCTION determined_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) <> 1 OR sum(jsonb_array_length(p -> 'corrections')) IS DISTINCT FROM (SELECT count(*) FROM corrections WHERE determination = NEW.id)
        FROM events e JOIN acts a ON a.id = e.act_id, jsonb_array_elements(a.step #> '{step,parties}') AS p
        WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND p ->> 'party' = NEW.party::text) THEN
        PERFORM refuse('r5_as_approved', 'all that was approved of a party is carried out, and it was approved once');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER determinations_whole AFTER INSERT ON determinations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION determined_whole();
CREATE TRIGGER determinations_guard BEFORE INSERT ON determinations FOR EACH ROW EXECUTE FUNCTION determinations_follow_findings();

CREATE TABLE corrections (
    case_id        uuid NOT NULL,
    seq            integer NOT NULL,
    fact_no          smallint NOT NULL,
    id             uuid NOT NULL UNIQUE,
    determination  uuid NOT NULL REFERENCES determinations (id),
    what           written NOT NULL,
    -- "body", {"party": …} or {"unit": …}.
    responsible    jsonb NOT NULL CHECK (
        responsible = '"body"' OR coalesce(says_something(coalesce(responsible ->> 'party', responsible ->> 'unit')), false)),
    due            date NOT NULL
);
CREATE INDEX corrections_determination ON corrections (determination);
CREATE INDEX corrections_party ON corrections ((responsible ->> 'party')) WHERE responsible ? 'party';
CREATE FUNCTION required_as_approved(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT step @> jsonb_build_object('parties', jsonb_build_array(jsonb_build_object('party', d.party, 'corrections', jsonb_build_array(
            jsonb_build_object('what', fact -> 'what', 'responsible', fact -> 'responsible', 'due', fact -> 'due')))))
        FROM determinations d WHERE d.id = (fact ->> 'determination')::uuid);
END $$;
SELECT register('correction_required', 'corrections', ARRAY['determine'], 'required_as_approved');
CREATE FUNCTION corrections_are_required() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM determinations WHERE id = NEW.determination AND case_id = NEW.case_id AND seq = NEW.seq)
       OR (NEW.responsible ? 'party' AND NOT EXISTS (SELECT FROM determinations WHERE id = NEW.determination AND party = (NEW.responsible ->> 'party')::uuid))
       OR EXISTS (SELECT FROM parties WHERE case_id = NEW.case_id AND btrim(name) = btrim(NEW.responsible ->> 'unit')) THEN
        PERFORM refuse('r4_requirements_begin', 'a correction is required by a determination of the case, together with it, and of no other party');
    END IF;
    IF NEW.due <= day_of((event_at(NEW.case_id, NEW.seq)).at) THEN
        PERFORM refuse('r4_requirements_due', 'a correction is due after the day it is required');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER corrections_guard BEFORE INSERT ON corrections FOR EACH ROW EXECUTE FUNCTION corrections_are_required();

-- The determination that stands for a party: its last.
CREATE FUNCTION standing_determination(party_ uuid) RETURNS determinations LANGUAGE plpgsql STABLE AS $$
DECLARE
    it determinations;
BEGIN
    SELECT * INTO it FROM determinations WHERE party = party_ ORDER BY seq DESC LIMIT 1;
    IF set_aside(it.id) THEN
        RETURN NULL;
    END IF;
    RETURN it;
END $$;
-- Whether a party's last determination was set aside: a round begins for it.
CREATE FUNCTION has_fallen(party_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT set_aside(d.id) FROM determinations d WHERE d.party = party_ ORDER BY d.seq DESC LIMIT 1), false);
END $$;
-- Until the decision has reached it (A8.4), a party acts on its last determination as before.
CREATE FUNCTION determination_told(party_ uuid) RETURNS determinations LANGUAGE plpgsql STABLE AS $$
DECLARE
    it determinations;
BEGIN
    SELECT * INTO it FROM determinations WHERE party = party_ ORDER BY seq DESC LIMIT 1;
    IF set_aside(it.id) AND NOT awaits_decision(it.id) THEN
        RETURN NULL;
    END IF;
    RETURN it;
END $$;
CREATE FUNCTION stands(d determinations) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((standing_determination(d.party)).id = d.id, false);
END $$;

CREATE FUNCTION every_party_is_determined(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM parties p WHERE p.case_id = c.id AND NOT EXISTS (
            SELECT FROM determinations d JOIN events e USING (case_id, seq) WHERE d.party = p.id AND e.round = round_of(c.id, p.id)));
END $$;
SELECT law('a9_1_every_party_determined', 'every party has its determination', ARRAY['determined', 'objected', 'closed'], 'every_party_is_determined');
CREATE FUNCTION no_determination_has_fallen(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM parties p WHERE p.case_id = c.id AND has_fallen(p.id));
END $$;
SELECT law('a8_4_fallen_verified_again', 'whose determination fell is verified again', ARRAY['determined', 'closed'], 'no_determination_has_fallen');
-- R4 (A12.3): a tolerated determination carries at the same time at least one correction requirement.
CREATE FUNCTION tolerance_carries_corrections(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM determinations d WHERE d.case_id = c.id AND d.outcome = 'tolerated'
                       AND NOT EXISTS (SELECT FROM corrections k WHERE k.determination = d.id));
END $$;
SELECT law('r4_tolerance_with_correction', 'who is tolerated is told at the same time what to put right', NULL, 'tolerance_carries_corrections');
