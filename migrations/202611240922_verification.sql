-- 核实 (A8.2) and 初步意见 (A8.3): evidence, hearings, what the report finds on each condition, and the opinion that follows (R1, R2).

CREATE TABLE evidence (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no      smallint NOT NULL,
    id         uuid NOT NULL UNIQUE,
    by_party   uuid REFERENCES parties (id),
    name       written NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('written', 'minutes', 'electronic', 'testimony', 'expert', 'other')),
    source     written NOT NULL,
    proves     written NOT NULL,
    condition  text CHECK (condition IN ('law_abiding', 'reforming', 'diligent', 'public_spirit', 'due_process', 'self_correcting')),
    party      uuid REFERENCES parties (id),
    taken_on   date NOT NULL,
    file       uuid NOT NULL REFERENCES files
);
SELECT register('evidence_taken', 'evidence', ARRAY['take_evidence', 'file']);

CREATE TABLE hearings (
    case_id   uuid NOT NULL,
    seq       integer NOT NULL,
    fact_no     smallint NOT NULL,
    id        uuid NOT NULL UNIQUE,
    by_party  boolean NOT NULL,
    party     uuid NOT NULL REFERENCES parties (id),
    kind      text NOT NULL CHECK (kind IN ('statement', 'waiver', 'unreachable')),
    text      written NOT NULL,
    held_on   date NOT NULL,
    officers  uuid[] NOT NULL,
    absent    text NOT NULL,
    file      uuid REFERENCES files,
    CONSTRAINT r2_unreachable_with_proof CHECK (kind <> 'unreachable' OR file IS NOT NULL)
);
CREATE INDEX hearings_party ON hearings (party, seq);
SELECT register('heard', 'hearings', ARRAY['hear']);

-- 中止 and 恢复 (practice).
CREATE TABLE suspensions (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no  smallint NOT NULL,
    reason   written NOT NULL
);
SELECT register('suspended', 'suspensions', ARRAY['suspend']);
CREATE TABLE resumptions (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no  smallint NOT NULL,
    reason   written NOT NULL
);
SELECT register('resumed', 'resumptions', ARRAY['resume']);

-- A period that is over is not stopped; its last day belongs to it. A day that a year's notice may still move forbids nothing.
CREATE FUNCTION verification_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM deadlines WHERE case_id = NEW.case_id AND kind = 'verification' AND state = 'running' AND NOT provisional
               AND due_on < day_of((event_at(NEW.case_id, NEW.seq)).at)) THEN
        PERFORM refuse('a8_2_verification_over', 'the period of the verification is over');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER suspensions_in_time BEFORE INSERT ON suspensions FOR EACH ROW EXECUTE FUNCTION verification_in_time();

-- 延期 (A8.2 一般): once for each clock, by as many days as its clock is given.
CREATE TABLE extensions (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no  smallint NOT NULL,
    days     smallint NOT NULL CONSTRAINT a8_2_extended_by_ten CHECK (days BETWEEN 1 AND 10),
    reason   written NOT NULL
);
SELECT register('extended', 'extensions', ARRAY['extend']);
CREATE FUNCTION extended_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM deadlines d JOIN clock_moves m ON m.deadline = d.id
               WHERE d.case_id = NEW.case_id AND d.kind = 'verification' AND d.state = 'running' AND m.cause ->> 'cause' = 'extended') THEN
        PERFORM refuse('a8_2_extended_once', 'the period of a verification is extended once');
    END IF;
    IF NOT (event_at(NEW.case_id, NEW.seq)).body::jsonb -> 'facts' @> jsonb_build_array(jsonb_build_object(
        'fact', 'clock_moved', 'kind', 'verification', 'cause', jsonb_build_object('cause', 'extended', 'days', NEW.days))) THEN
        PERFORM refuse('a8_2_extended_as_decided', 'the clock gets as many days as were decided');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER extensions_in_time BEFORE INSERT ON extensions FOR EACH ROW EXECUTE FUNCTION verification_in_time();
CREATE TRIGGER extensions_once BEFORE INSERT ON extensions FOR EACH ROW EXECUTE FUNCTION extended_once();

-- A6: what it asks inside a condition, all of it answered, and whether the answers meet it: (五) asks for one of two, (三) and (六) for all.
CREATE FUNCTION parts_meet(condition text, met boolean, parts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        WITH asked (one_of, all_of) AS (VALUES (
            condition = 'due_process',
            CASE condition WHEN 'diligent' THEN ARRAY['no_intent', 'duty_done'] WHEN 'due_process' THEN ARRAY['democratic', 'emergency_reported']
                           WHEN 'self_correcting' THEN ARRAY['corrected', 'loss_reduced', 'no_grave_loss'] ELSE ARRAY[]::text[] END)),
        answered AS (SELECT coalesce(bool_and(jsonb_typeof(part -> 1) = 'boolean'), true) AS typed, count(*) AS many, count(DISTINCT part ->> 0) AS kinds, coalesce(array_agg(part ->> 0), '{}') AS names,
                            bool_or((part ->> 1)::boolean) AS one_holds, bool_and((part ->> 1)::boolean) AS all_hold
                     FROM jsonb_array_elements(parts) AS part)
        SELECT typed AND many = kinds AND names @> all_of AND names <@ all_of AND (many = 0 OR met = CASE WHEN one_of THEN one_holds ELSE all_hold END)
        FROM asked, answered);
END $$;
-- What is left out of a finding is no finding: NULL counts as neither met nor reasoned.
CREATE FUNCTION findings_on_six(findings jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT count(*) = 6 AND bool_and(coalesce(jsonb_typeof(f -> 'met') = 'boolean', false)) AND array_agg(DISTINCT f ->> 'condition') =
               ARRAY['diligent', 'due_process', 'law_abiding', 'public_spirit', 'reforming', 'self_correcting']
        FROM jsonb_array_elements(findings) AS f);
END $$;
CREATE FUNCTION findings_met_by_parts(findings jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(bool_and(CASE jsonb_typeof(f -> 'parts') WHEN 'array'
            THEN coalesce(parts_meet(f ->> 'condition', (f ->> 'met')::boolean, f -> 'parts') AND says_something(f ->> 'reason'), false)
            ELSE false END), true)
        FROM jsonb_array_elements(findings) AS f);
END $$;
CREATE FUNCTION findings_cite_evidence(findings jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT coalesce(bool_and(CASE jsonb_typeof(f -> 'evidence') WHEN 'array' THEN jsonb_array_length(f -> 'evidence') > 0 ELSE false END), true) FROM jsonb_array_elements(findings) AS f);
END $$;
CREATE FUNCTION fits_explained(fits jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(bool_and(coalesce(says_something(f ->> 'reason') AND CASE f ->> 'circumstance'
            WHEN 'other' THEN says_something(f #>> '{seventh,principles}') AND says_something(f #>> '{seventh,others}')
            ELSE f ->> 'seventh' IS NULL END, false)), true) FROM jsonb_array_elements(fits) AS f);
END $$;
CREATE FUNCTION fits_known(fits jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (
        SELECT count(*) = count(DISTINCT f ->> 'circumstance') AND coalesce(bool_and(f ->> 'circumstance' IN (
            'pilot_task', 'unclear_policy', 'no_precedent', 'prudent_supervision', 'policy_change', 'hard_task', 'other')), true)
        FROM jsonb_array_elements(fits) AS f);
END $$;

-- What the report finds about one party.
CREATE TABLE assessments (
    case_id   uuid NOT NULL,
    seq       integer NOT NULL,
    fact_no     smallint NOT NULL,
    party     uuid NOT NULL REFERENCES parties (id),
    findings  jsonb NOT NULL,
    fits      jsonb NOT NULL,
    -- Who holds the authority over the party, "body" or {"organ": …}: found, with its basis, where before there was the applicant's word.
    authority        jsonb NOT NULL CONSTRAINT a9_1_authority_found CHECK (authority = '"body"' OR coalesce(says_something(authority ->> 'organ'), false)),
    authority_basis  written NOT NULL,
    UNIQUE (party, seq),
    CONSTRAINT a8_2_findings_complete CHECK (findings_on_six(findings)),
    CONSTRAINT a6_met_by_parts CHECK (findings_met_by_parts(findings)),
    CONSTRAINT a8_2_rests_on_evidence CHECK (findings_cite_evidence(findings)),
    CONSTRAINT a7_known CHECK (fits_known(fits)),
    -- A7(七) alone: how the principles of A5 are kept, and why (一) to (六) do not fit.
    CONSTRAINT a7_7_explained CHECK (fits_explained(fits)),
    -- It is for what they leave, so never beside one of them.
    CONSTRAINT a7_7_alone CHECK (jsonb_array_length(fits) = 1 OR NOT fits @> '[{"circumstance": "other"}]')
);
CREATE FUNCTION of_the_parties(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT coalesce(bool_or(says_the_same(party, fact)), false) FROM jsonb_array_elements(step -> 'parties') AS party);
END $$;
SELECT register('assessed', 'assessments', ARRAY['report'], 'of_the_parties');
-- Who holds the authority over a party, as the report of a round found it last.
CREATE FUNCTION authority_found(party_ uuid, round_ smallint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT a.authority FROM assessments a JOIN events e USING (case_id, seq) WHERE a.party = party_ AND e.round = round_ ORDER BY a.seq DESC LIMIT 1);
END $$;

-- 初步意见 (A8.3): whether to tolerate, per party. It follows R1 as the determination does.
CREATE TABLE opinions (
    case_id   uuid NOT NULL,
    seq       integer NOT NULL,
    fact_no     smallint NOT NULL,
    party     uuid NOT NULL REFERENCES parties (id),
    tolerate  boolean NOT NULL,
    UNIQUE (party, seq)
);
SELECT register('opined', 'opinions', ARRAY['report']);

-- A8.2: a party brings its own evidence, and a piece of evidence speaks of a party to its case.
CREATE FUNCTION evidence_is_brought() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
BEGIN
    -- Nobody acts for two.
    IF NEW.by_party IS DISTINCT FROM (SELECT p.party FROM party_accounts p JOIN users u ON u.id = e.actor_id
                                      WHERE p.case_id = NEW.case_id AND (p."user" = u.id OR p.unit = u.unit_id)) THEN
        PERFORM refuse('a8_2_brought_in_its_own_name', 'a party brings its own evidence');
    END IF;
    IF (SELECT status FROM cases WHERE id = NEW.case_id) = 'referred' AND NOT works_on(NEW.case_id, e.actor_id) THEN
        PERFORM refuse('a9_2_for_the_organ', 'while an organ decides, officers alone add to the file');
    END IF;
    IF NEW.taken_on > day_of(e.at) THEN
        PERFORM refuse('a8_2_taken_before', 'evidence is entered when it was taken');
    END IF;
    IF NEW.party IS NOT NULL AND NOT EXISTS (SELECT FROM parties p WHERE p.id = NEW.party AND p.case_id = NEW.case_id) THEN
        PERFORM refuse('about_a_party', 'evidence speaks of a party to the case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_brought BEFORE INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_is_brought();

-- A8.2: a party is heard after the initiation, and in a later round again. It speaks for itself; what is recorded of it, at least two officers of the case
-- heard, or it said in writing (practice): it waived, or it has no account to write in.
CREATE FUNCTION hearings_are_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    present integer := (SELECT count(DISTINCT officer) FROM unnest(NEW.officers) AS officer WHERE works_on(NEW.case_id, officer));
BEGIN
    IF NEW.held_on < (SELECT max(day_of(b.at)) FROM events b WHERE b.case_id = NEW.case_id
                      AND (b.kind = 'initiate' OR EXISTS (SELECT FROM rounds r WHERE r.case_id = b.case_id AND r.seq = b.seq AND r.round > 1)))
       OR NEW.held_on > day_of(e.at) THEN
        PERFORM refuse('a8_2_heard_while_verifying', 'a party is heard after its verification began, and not in the future');
    END IF;
    IF EXISTS (SELECT FROM objections o JOIN objection_decisions d ON d.objection = o.id
               WHERE o.party = NEW.party AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.document)) THEN
        PERFORM refuse('a8_4_told_before_heard', 'a party is heard again once the decision of its objection has reached it');
    END IF;
    IF NEW.by_party THEN
        IF NOT is_that_party(NEW.party, e.actor_id) OR NEW.kind = 'unreachable' THEN
            PERFORM refuse('a8_2_heard_in_its_own_name', 'a party states its own view, and cannot say of itself that it is not reached');
        END IF;
    ELSIF NEW.kind = 'waiver' AND has_account(NEW.party) THEN
        PERFORM refuse('a8_2_waives_itself', 'that it waives a party says itself that has an account');
    ELSIF NOT works_on(NEW.case_id, e.actor_id) OR (CASE NEW.kind
        WHEN 'statement' THEN present < 2 AND (NEW.file IS NULL OR has_account(NEW.party))
        WHEN 'waiver' THEN present < 2 AND NEW.file IS NULL
        WHEN 'unreachable' THEN false END) THEN
        PERFORM refuse('a8_2_heard_by_two', 'two officers of the case hear a party, or it says so in writing');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hearings_about BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION about_a_party();
CREATE TRIGGER hearings_held BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION hearings_are_held();

-- R2 (A8.2): what a party says or brings while the report waits is not passed over.
CREATE FUNCTION said_since(case_ uuid, act uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    submitted integer := submitted_after(act);
BEGIN
    RETURN EXISTS (SELECT FROM hearings WHERE case_id = case_ AND seq > submitted AND kind <> 'unreachable')
        OR EXISTS (SELECT FROM evidence v JOIN events e USING (case_id, seq)
                   WHERE v.case_id = case_ AND v.seq > submitted AND (v.by_party IS NOT NULL OR before_the_body(case_, e.actor_id)));
END $$;

-- R2 (A8.2): no report before every party taking part was heard in this round, has waived, or is recorded as unreachable with
-- proof. A finding speaks of a party that takes part, and rests on evidence gathered in its own case; once something was
-- determined in the round, nothing is found any more.
CREATE FUNCTION assessments_are_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c cases;
BEGIN
    SELECT * INTO c FROM cases WHERE id = NEW.case_id;
    IF EXISTS (SELECT FROM taking_part(c.id) AS p (party) WHERE NOT EXISTS (
        SELECT FROM hearings h JOIN events e USING (case_id, seq) WHERE h.party = p.party AND e.round = c.round)) THEN
        PERFORM refuse('r2_every_party_heard', 'a party has not been heard');
    END IF;
    IF said_since(c.id, (event_at(NEW.case_id, NEW.seq)).act_id) THEN
        PERFORM refuse('r2_not_passed_over', 'a party said or brought something after the report was submitted');
    END IF;
    IF is_of_the_body(NEW.authority ->> 'organ', c.body_id) THEN
        PERFORM refuse('a9_1_authority_found', 'the body is no organ elsewhere');
    END IF;
    IF NEW.party NOT IN (SELECT taking_part(c.id)) THEN
        PERFORM refuse('findings_of_a_party', 'a finding speaks of a party that takes part');
    END IF;
    IF EXISTS (SELECT FROM determinations d JOIN events e USING (case_id, seq) WHERE d.case_id = c.id AND e.round = c.round) THEN
        PERFORM refuse('r1_findings_stay', 'a determination rests on the report of this round');
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(NEW.findings) AS f, jsonb_array_elements_text(CASE jsonb_typeof(f -> 'evidence') WHEN 'array' THEN f -> 'evidence' END) AS cited
               WHERE NOT EXISTS (SELECT FROM evidence v WHERE v.id = cited::uuid AND v.case_id = c.id)) THEN
        PERFORM refuse('a8_2_evidence_of_the_case', 'a finding rests on evidence of its own case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessments_are_made BEFORE INSERT ON assessments FOR EACH ROW EXECUTE FUNCTION assessments_are_made();

-- R1 (A6, A7): tolerated exactly when all six conditions are found met and at least one circumstance fits. NULL: nothing was found.
CREATE FUNCTION must_tolerate(case_ uuid, party_ uuid, round_ smallint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT (SELECT count(*) = 6 AND bool_and((f ->> 'met')::boolean) FROM jsonb_array_elements(a.findings) AS f) AND jsonb_array_length(a.fits) > 0
        FROM assessments a JOIN events e USING (case_id, seq)
        WHERE a.case_id = case_ AND a.party = party_ AND e.round = round_ ORDER BY a.seq DESC LIMIT 1);
END $$;
CREATE FUNCTION opinions_follow_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tolerate IS DISTINCT FROM must_tolerate(NEW.case_id, NEW.party, (event_at(NEW.case_id, NEW.seq)).round) THEN
        PERFORM refuse('r1_outcome_follows_findings', 'the opinion follows from the findings and from nothing else');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinions_r1 BEFORE INSERT ON opinions FOR EACH ROW EXECUTE FUNCTION opinions_follow_findings();

CREATE FUNCTION every_party_is_assessed(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM taking_part(c.id) AS p (party) WHERE must_tolerate(c.id, p.party, c.round) IS NULL);
END $$;
SELECT law('a8_2_every_party_assessed', 'the report finds on all six conditions for every party',
           ARRAY['determining', 'referred', 'determined', 'objected', 'closed'], 'every_party_is_assessed');
