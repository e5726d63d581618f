-- The institutions of Articles 8 to 12, and the rules R1, R2, R4, R8 that nothing gets around.

CREATE TABLE evidence (
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    no         integer NOT NULL CHECK (no > 0),
    name       text NOT NULL CHECK (name <> ''),
    kind       text NOT NULL CHECK (kind IN ('written', 'minutes', 'electronic', 'testimony', 'expert', 'other')),
    source     text NOT NULL CHECK (source <> ''),
    proves     text NOT NULL CHECK (proves <> ''),
    condition  text CHECK (condition IN ('law_abiding', 'reforming', 'diligent', 'public_spirit', 'due_process', 'self_correcting')),
    party_id   uuid REFERENCES parties,
    taken_on   date NOT NULL,
    file_id    uuid NOT NULL REFERENCES files,
    by_party   uuid REFERENCES parties,
    by_user    uuid NOT NULL REFERENCES users,
    at         timestamptz NOT NULL,
    UNIQUE (case_id, no)
);

CREATE TABLE hearings (
    id        uuid PRIMARY KEY,
    case_id   uuid NOT NULL REFERENCES cases,
    party_id  uuid NOT NULL REFERENCES parties,
    round     smallint NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('statement', 'waiver', 'unreachable')),
    text      text NOT NULL CHECK (text <> ''),
    held_on   date NOT NULL,
    officers  uuid[] NOT NULL,
    absent    text NOT NULL,
    file_id   uuid REFERENCES files,
    by_party  boolean NOT NULL,
    by_user   uuid NOT NULL REFERENCES users,
    at        timestamptz NOT NULL,
    CONSTRAINT r2_unreachable_with_proof CHECK (kind <> 'unreachable' OR file_id IS NOT NULL)
);
CREATE INDEX hearings_case ON hearings (case_id, party_id, round);

CREATE TABLE reports (
    id       uuid PRIMARY KEY,
    case_id  uuid NOT NULL REFERENCES cases,
    round    smallint NOT NULL,
    act_id   uuid NOT NULL REFERENCES acts,
    at       timestamptz NOT NULL,
    UNIQUE (case_id, round, act_id)
);

-- A6: what it asks inside a condition, all of it answered, and whether the answers meet it: (五) asks for one of two, (三) and (六) for all.
CREATE FUNCTION parts_meet(condition text, met boolean, parts jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    WITH asked (one_of, all_of) AS (VALUES (
        condition = 'due_process',
        CASE condition WHEN 'diligent' THEN ARRAY['no_intent', 'duty_done'] WHEN 'due_process' THEN ARRAY['democratic', 'emergency_reported']
                       WHEN 'self_correcting' THEN ARRAY['corrected', 'loss_reduced', 'no_grave_loss'] ELSE ARRAY[]::text[] END)),
    answered AS (SELECT count(*) AS many, count(DISTINCT part ->> 0) AS kinds, coalesce(array_agg(part ->> 0), '{}') AS names,
                        bool_or((part ->> 1)::boolean) AS one_holds, bool_and((part ->> 1)::boolean) AS all_hold
                 FROM jsonb_array_elements(parts) AS part)
    SELECT many = kinds AND names @> all_of AND names <@ all_of AND (many = 0 OR met = CASE WHEN one_of THEN one_holds ELSE all_hold END)
    FROM asked, answered
$$;

CREATE TABLE findings (
    report_id  uuid NOT NULL REFERENCES reports,
    party_id   uuid NOT NULL REFERENCES parties,
    condition  text NOT NULL CHECK (condition IN ('law_abiding', 'reforming', 'diligent', 'public_spirit', 'due_process', 'self_correcting')),
    met        boolean NOT NULL,
    parts      jsonb NOT NULL,
    reason     text NOT NULL CHECK (reason <> ''),
    evidence   uuid[] NOT NULL,
    PRIMARY KEY (report_id, party_id, condition),
    CONSTRAINT a6_met_by_parts CHECK (parts_meet(condition, met, parts)),
    CONSTRAINT a8_2_rests_on_evidence CHECK (cardinality(evidence) > 0)
);

CREATE TABLE fits (
    report_id     uuid NOT NULL REFERENCES reports,
    party_id      uuid NOT NULL REFERENCES parties,
    circumstance  text NOT NULL CHECK (circumstance IN ('pilot_task', 'unclear_policy', 'no_precedent', 'prudent_supervision', 'policy_change', 'hard_task', 'other')),
    reason        text NOT NULL CHECK (reason <> ''),
    -- A7(七) alone: how the principles of A5 are kept, and why (一) to (六) do not fit.
    principles    text CHECK (principles <> ''),
    others        text CHECK (others <> ''),
    PRIMARY KEY (report_id, party_id, circumstance),
    CONSTRAINT a7_7_explained CHECK (num_nonnulls(principles, others) = CASE circumstance WHEN 'other' THEN 2 ELSE 0 END)
);

-- 初步意见 (A8.3): whether to tolerate, per party. It follows R1 as the determination does.
CREATE TABLE opinions (
    report_id  uuid NOT NULL REFERENCES reports,
    party_id   uuid NOT NULL REFERENCES parties,
    tolerate   boolean NOT NULL,
    PRIMARY KEY (report_id, party_id)
);

-- R8: the word of each kind (文种字) in its numbers, as `DocumentKind::word` has it; a test compares.
CREATE TABLE document_kinds (
    kind  text PRIMARY KEY,
    word  text NOT NULL UNIQUE
);
INSERT INTO document_kinds (kind, word) VALUES
    ('receipt', '容错收'), ('initiation_notice', '容错启'), ('decline_notice', '容错不启'), ('determination', '容错认'), ('objection_decision', '容错异');
CREATE TRIGGER document_kinds_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON document_kinds EXECUTE FUNCTION refuse_change();

-- R8: an issued document never changes; its number is unique and without gaps.
CREATE TABLE documents (
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    body_id    uuid NOT NULL REFERENCES bodies,
    kind       text NOT NULL REFERENCES document_kinds CHECK (kind IN ('receipt', 'initiation_notice', 'decline_notice', 'determination', 'objection_decision')),
    year       integer NOT NULL,
    serial     integer NOT NULL CHECK (serial > 0),
    number     text NOT NULL UNIQUE,
    party_id   uuid REFERENCES parties,
    act_id     uuid REFERENCES acts,
    content    text NOT NULL,
    digest     bytea NOT NULL CHECK (digest = sha256(convert_to(content, 'UTF8'))),
    issued_at  timestamptz NOT NULL,
    UNIQUE (body_id, kind, year, serial)
);
CREATE INDEX documents_case ON documents (case_id, issued_at);
CREATE INDEX documents_party ON documents (party_id, issued_at);

CREATE TABLE determinations (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    party_id     uuid NOT NULL REFERENCES parties,
    round        smallint NOT NULL,
    report_id    uuid NOT NULL REFERENCES reports,
    outcome      text NOT NULL CHECK (outcome IN ('tolerated', 'not_tolerated')),
    lenience     text CHECK (lenience IN ('waived', 'exempt', 'lighter', 'mitigated')),
    provision    text CHECK (provision <> ''),
    document_id  uuid NOT NULL REFERENCES documents,
    act_id       uuid NOT NULL REFERENCES acts,
    at           timestamptz NOT NULL,
    UNIQUE (party_id, round),
    CONSTRAINT r1_no_lenience_without_tolerance CHECK (lenience IS NULL OR outcome = 'tolerated'),
    -- A10: the form of lenience rests on a provision that allows it, with its range.
    CONSTRAINT a10_lenience_within_a_provision CHECK ((lenience IS NULL) = (provision IS NULL))
);
CREATE INDEX determinations_case ON determinations (case_id);

CREATE TABLE corrections (
    id                uuid PRIMARY KEY,
    case_id           uuid NOT NULL REFERENCES cases,
    determination_id  uuid NOT NULL REFERENCES determinations,
    what              text NOT NULL CHECK (what <> ''),
    responsible       text NOT NULL CHECK (responsible IN ('party', 'unit', 'body')),
    party_id          uuid REFERENCES parties,
    unit_name         text CHECK (unit_name <> ''),
    due_on            date NOT NULL,
    state             text NOT NULL CHECK (state IN ('required', 'reported', 'verified', 'returned')),
    CHECK ((responsible = 'party') = (party_id IS NOT NULL)),
    CHECK ((responsible = 'unit') = (unit_name IS NOT NULL))
);
CREATE INDEX corrections_case ON corrections (case_id);
CREATE INDEX corrections_determination ON corrections (determination_id);
CREATE INDEX corrections_party ON corrections (party_id) WHERE party_id IS NOT NULL;

CREATE TABLE correction_reports (
    correction_id  uuid NOT NULL REFERENCES corrections,
    no             smallint NOT NULL,
    causes         text NOT NULL,
    measures       text NOT NULL,
    done_on        date NOT NULL,
    file_id        uuid REFERENCES files,
    by_user        uuid NOT NULL REFERENCES users,
    at             timestamptz NOT NULL,
    PRIMARY KEY (correction_id, no)
);
CREATE TABLE correction_verdicts (
    correction_id  uuid NOT NULL REFERENCES corrections,
    no             smallint NOT NULL,
    verified       boolean NOT NULL,
    remark         text NOT NULL,
    by_user        uuid NOT NULL REFERENCES users,
    at             timestamptz NOT NULL,
    PRIMARY KEY (correction_id, no),
    FOREIGN KEY (correction_id, no) REFERENCES correction_reports
);

CREATE TABLE services (
    document_id  uuid PRIMARY KEY REFERENCES documents,
    case_id      uuid NOT NULL REFERENCES cases,
    means        text NOT NULL CHECK (means IN ('direct', 'agent', 'left', 'post', 'electronic')),
    served_on    date NOT NULL,
    place        text NOT NULL,
    recipient    text NOT NULL,
    proof_id     uuid REFERENCES files,
    by_user      uuid NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    CHECK (means = 'electronic' OR proof_id IS NOT NULL)
);
CREATE INDEX services_case ON services (case_id);

CREATE TABLE notices (
    case_id      uuid NOT NULL REFERENCES cases,
    round        smallint NOT NULL,
    units        text,
    text         text,
    notified_on  date,
    why_nobody   text,
    by_user      uuid NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    PRIMARY KEY (case_id, round),
    CHECK ((units IS NULL) = (why_nobody IS NOT NULL))
);

CREATE TABLE objections (
    id                uuid PRIMARY KEY,
    case_id           uuid NOT NULL REFERENCES cases,
    party_id          uuid NOT NULL REFERENCES parties,
    determination_id  uuid NOT NULL REFERENCES determinations,
    addressee_id      uuid NOT NULL REFERENCES bodies,
    contested         text NOT NULL,
    grounds           text NOT NULL,
    new_facts         text NOT NULL,
    file_id           uuid REFERENCES files,
    by_user           uuid NOT NULL REFERENCES users,
    received_at       timestamptz NOT NULL,
    decided_on        date,
    result            text CHECK (result IN ('upheld')),
    investigation     text,
    reasons           text,
    act_id            uuid REFERENCES acts,
    CHECK (num_nulls(decided_on, result, investigation, reasons, act_id) IN (0, 5))
);
-- A8.4: a party may object; one open objection per party and determination (practice).
CREATE UNIQUE INDEX a8_4_one_open_objection ON objections (determination_id, party_id) WHERE decided_on IS NULL;
CREATE INDEX objections_case ON objections (case_id);
CREATE INDEX objections_open ON objections (addressee_id, received_at, id) WHERE decided_on IS NULL;
CREATE INDEX objections_addressee ON objections (addressee_id, case_id);

-- What binds whom an objection is addressed to: deciding it, and feeding the decision back.
CREATE VIEW addressee_deadlines AS
SELECT o.addressee_id, d.case_id, d.kind, d.due_on, d.days, d.provisional
FROM objections o JOIN deadlines d ON d.case_id = o.case_id AND d.subject = o.id AND d.state = 'running'
WHERE o.decided_on IS NULL
UNION ALL
SELECT w.body_id, d.case_id, d.kind, d.due_on, d.days, d.provisional
FROM deadlines d JOIN documents w ON w.id = d.subject
WHERE d.kind = 'feedback' AND d.state = 'running' AND d.subject IS NOT NULL;

CREATE TABLE clarifications (
    party_id  uuid PRIMARY KEY REFERENCES parties,
    case_id   uuid NOT NULL REFERENCES cases,
    waived    boolean NOT NULL,
    made_by   text,
    form      text CHECK (form IN ('written', 'in_person', 'meeting', 'circular')),
    audience  text,
    -- The day it was made, or the party said that it wishes none.
    made_on   date NOT NULL,
    text      text NOT NULL,
    file_id   uuid REFERENCES files,
    by_user   uuid NOT NULL REFERENCES users,
    at        timestamptz NOT NULL,
    CHECK (waived = (form IS NULL))
);
CREATE INDEX clarifications_case ON clarifications (case_id);

-- Guards ---------------------------------------------------------------------------------------------------------

-- R2 (A8.2): no report before every party taking part was heard, has waived, or is recorded as unreachable with proof.
CREATE FUNCTION reports_after_hearings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unheard text;
BEGIN
    SELECT p.name INTO unheard FROM parties p JOIN cases c ON c.id = p.case_id
    WHERE p.case_id = NEW.case_id AND p.round = c.round
    AND NOT EXISTS (SELECT FROM hearings h WHERE h.party_id = p.id AND h.round = c.round);
    IF unheard IS NOT NULL THEN
        PERFORM refuse('r2_every_party_heard', 'a party has not been heard');
    END IF;
    IF NOT EXISTS (SELECT FROM acts WHERE id = NEW.act_id AND case_id = NEW.case_id AND kind = 'report' AND state = 'approved') THEN
        PERFORM refuse('r5_four_eyes', 'a report needs an approved act');
    END IF;
    IF NOT EXISTS (SELECT FROM cases WHERE id = NEW.case_id AND round = NEW.round) THEN
        PERFORM refuse('present_round', 'a report is of the present round');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_guard BEFORE INSERT ON reports FOR EACH ROW EXECUTE FUNCTION reports_after_hearings();

-- A hearing, like all that speaks of a party, speaks of a party to its own case.
CREATE FUNCTION about_a_party() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM parties WHERE id = NEW.party_id AND case_id = NEW.case_id) THEN
        PERFORM refuse('about_a_party', format('%s speak of a party to the case', TG_TABLE_NAME));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hearings_about BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION about_a_party();

-- A8.2, A9.1, A12.3: nothing is done before there is what it is about. An event's day is that of Shanghai.
CREATE FUNCTION day_of(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (at AT TIME ZONE 'Asia/Shanghai')::date
$$;
CREATE FUNCTION hearings_after_initiation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held_on < (SELECT max(day_of(at)) FROM events WHERE case_id = NEW.case_id AND kind = 'initiate') OR NEW.held_on > day_of(NEW.at) THEN
        PERFORM refuse('a8_2_heard_while_verifying', 'a party is heard after the initiation, and not in the future');
    END IF;
    RETURN NEW;
END $$;
-- A party speaks for itself; what is recorded of it, at least two officers of the case heard, or it waived in writing (practice).
CREATE FUNCTION works_on(case_ uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM assignments WHERE case_id = case_ AND user_id = person AND until_at IS NULL)
$$;
CREATE FUNCTION is_that_party(party uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM parties p JOIN users u ON u.id = person WHERE p.id = party AND (p.user_id = u.id OR p.unit_id = u.unit_id))
$$;
CREATE FUNCTION hearings_are_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present integer := (SELECT count(DISTINCT officer) FROM unnest(NEW.officers) AS officer WHERE works_on(NEW.case_id, officer));
BEGIN
    IF NEW.by_party THEN
        IF NOT is_that_party(NEW.party_id, NEW.by_user) OR NEW.kind = 'unreachable' THEN
            PERFORM refuse('a8_2_heard_in_its_own_name', 'a party states its own view, and cannot say of itself that it is not reached');
        END IF;
    ELSIF NOT works_on(NEW.case_id, NEW.by_user) OR (CASE NEW.kind WHEN 'statement' THEN present < 2 WHEN 'waiver' THEN present < 2 AND NEW.file_id IS NULL
                                                      ELSE false END) THEN
        PERFORM refuse('a8_2_heard_by_two', 'two officers of the case hear a party, or it waives in writing');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hearings_held BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION hearings_are_held();
CREATE FUNCTION evidence_is_brought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_party IS NOT NULL AND NOT is_that_party(NEW.by_party, NEW.by_user) THEN
        PERFORM refuse('a8_2_brought_in_its_own_name', 'a party brings its own evidence');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_brought BEFORE INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_is_brought();
CREATE TRIGGER hearings_day BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION hearings_after_initiation();
CREATE FUNCTION notices_after_determination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.notified_on < (SELECT max(day_of(at)) FROM events WHERE case_id = NEW.case_id AND kind = 'determine') OR NEW.notified_on > day_of(NEW.at) THEN
        PERFORM refuse('a9_1_notified_after_determination', 'what is notified is the determination, so not before it, and not in the future');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_day BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION notices_after_determination();
CREATE FUNCTION corrections_done_in_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.done_on < (SELECT day_of(c.received_at) FROM cases c JOIN corrections k ON k.case_id = c.id WHERE k.id = NEW.correction_id)
       OR NEW.done_on > day_of(NEW.at) THEN
        PERFORM refuse('a12_3_done_in_the_case', 'what was put right was so after the application, and not in the future');
    END IF;
    RETURN NEW;
END $$;
-- A12.3: the responsible party reports for itself; an officer for one without an account, for another unit and for the body.
CREATE FUNCTION corrections_are_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM corrections k LEFT JOIN parties p ON p.id = k.party_id WHERE k.id = NEW.correction_id AND (
                   is_that_party(k.party_id, NEW.by_user) OR (num_nonnulls(p.user_id, p.unit_id) = 0 AND works_on(k.case_id, NEW.by_user)))) THEN
        PERFORM refuse('a12_3_reported_by_the_responsible', 'a correction is reported by who is responsible; without an account through an officer');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_reports_by BEFORE INSERT ON correction_reports FOR EACH ROW EXECUTE FUNCTION corrections_are_reported();
CREATE TRIGGER correction_reports_day BEFORE INSERT ON correction_reports FOR EACH ROW EXECUTE FUNCTION corrections_done_in_the_case();
CREATE TRIGGER clarifications_about BEFORE INSERT ON clarifications FOR EACH ROW EXECUTE FUNCTION about_a_party();

-- A party speaks for itself; what one without an account wrote is entered by an officer of the case, with the scan (practice).
CREATE FUNCTION speaks_for(party uuid, person uuid, scan uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM parties p JOIN users u ON u.id = person
        WHERE p.id = party AND (p.user_id = u.id OR p.unit_id = u.unit_id OR (
            num_nonnulls(p.user_id, p.unit_id) = 0 AND scan IS NOT NULL
            AND EXISTS (SELECT FROM assignments a WHERE a.case_id = p.case_id AND a.user_id = u.id AND a.until_at IS NULL))))
$$;

-- A11: a clarification is owed to whom a determination lifted the responsibility from, and not before it. That party alone
-- can wish to have none (practice).
CREATE FUNCTION clarifications_are_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM parties p JOIN determinations d ON d.party_id = p.id AND d.round = p.round JOIN documents w ON w.id = d.document_id
        WHERE p.id = NEW.party_id AND d.lenience IN ('waived', 'exempt') AND NEW.made_on >= (w.issued_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
        PERFORM refuse('a11_owed', 'a clarification follows a determination that lifted the responsibility');
    END IF;
    IF NEW.waived AND NOT speaks_for(NEW.party_id, NEW.by_user, NEW.file_id) THEN
        PERFORM refuse('a11_wished_by_the_party', 'the party itself wishes for no clarification; without an account through an officer, with the scan');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clarifications_guard BEFORE INSERT ON clarifications FOR EACH ROW EXECUTE FUNCTION clarifications_are_owed();

-- Findings belong to a report; once something was determined on it nothing is added.
CREATE FUNCTION findings_before_determination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM determinations WHERE report_id = NEW.report_id) THEN
        PERFORM refuse('r1_findings_stay', 'a determination rests on this report');
    END IF;
    IF NOT EXISTS (SELECT FROM reports r JOIN parties p ON p.case_id = r.case_id WHERE r.id = NEW.report_id AND p.id = NEW.party_id) THEN
        PERFORM refuse('findings_of_a_party', 'a finding speaks of a party to the case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER findings_guard BEFORE INSERT ON findings FOR EACH ROW EXECUTE FUNCTION findings_before_determination();
CREATE TRIGGER fits_guard BEFORE INSERT ON fits FOR EACH ROW EXECUTE FUNCTION findings_before_determination();
CREATE TRIGGER opinions_guard BEFORE INSERT ON opinions FOR EACH ROW EXECUTE FUNCTION findings_before_determination();

-- A8.2: a finding rests on the evidence gathered in its own case.
CREATE FUNCTION findings_rest_on_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(NEW.evidence) AS cited WHERE NOT EXISTS (
        SELECT FROM evidence e JOIN reports r ON r.case_id = e.case_id WHERE e.id = cited AND r.id = NEW.report_id)) THEN
        PERFORM refuse('a8_2_evidence_of_the_case', 'a finding rests on evidence of its own case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER findings_rest BEFORE INSERT ON findings FOR EACH ROW EXECUTE FUNCTION findings_rest_on_the_case();

-- R1 (A6, A7): tolerated exactly when all six conditions are found met and at least one circumstance fits.
CREATE FUNCTION must_tolerate(report uuid, party uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM findings WHERE report_id = report AND party_id = party AND met) = 6
       AND EXISTS (SELECT FROM fits WHERE report_id = report AND party_id = party)
$$;
CREATE FUNCTION opinions_follow_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tolerate <> must_tolerate(NEW.report_id, NEW.party_id) THEN
        PERFORM refuse('r1_outcome_follows_findings', 'the opinion follows from the findings and from nothing else');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinions_r1 BEFORE INSERT ON opinions FOR EACH ROW EXECUTE FUNCTION opinions_follow_findings();
-- R3 (A3, A9.2): where an organ elsewhere holds the authority over a party, or has opened a case, it decides first. The body's
-- own departments are the body; the organs that A9.2 names are not, even where its name stands before theirs.
CREATE FUNCTION is_of_the_body(organ text, body_ uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (starts_with(organ, name) OR starts_with(organ, short_name)) AND organ !~ '党|纪|监察|监委|组织部' FROM bodies WHERE id = body_
$$;
CREATE FUNCTION organ_is_seized(case_ uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT f.content::jsonb #>> '{accountability,pursuit}' IN ('opened', 'proposed')
       AND NOT is_of_the_body(f.content::jsonb #>> '{accountability,pursuer}', c.body_id)
    FROM filings f JOIN cases c ON c.id = f.case_id WHERE c.id = case_
$$;
CREATE FUNCTION determinations_follow_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.outcome = 'tolerated') <> must_tolerate(NEW.report_id, NEW.party_id) THEN
        PERFORM refuse('r1_outcome_follows_findings', 'the outcome follows from the findings and from nothing else');
    END IF;
    IF NOT EXISTS (SELECT FROM parties WHERE id = NEW.party_id AND case_id = NEW.case_id) THEN
        PERFORM refuse('determinations_of_a_party', 'a determination speaks of a party to the case');
    END IF;
    IF NEW.outcome <> 'tolerated' AND NEW.lenience IS NOT NULL THEN
        PERFORM refuse('r1_no_lenience_without_tolerance', 'who is not tolerated gets no lenience');
    END IF;
    IF NEW.outcome = 'tolerated' AND NEW.lenience IS NULL THEN
        PERFORM refuse('r1_tolerance_has_a_form', 'who is tolerated gets a form of lenience');
    END IF;
    IF EXISTS (SELECT FROM parties WHERE case_id = NEW.case_id AND round = NEW.round AND authority_organ IS NOT NULL) THEN
        PERFORM refuse('r3_no_conclusion_for_an_organ', 'nothing is concluded before the organ decides that holds the authority over a party');
    END IF;
    IF organ_is_seized(NEW.case_id) THEN
        PERFORM refuse('r3_organ_is_seized', 'nothing is concluded before the organ decides that has opened a case');
    END IF;
    IF NOT EXISTS (SELECT FROM opinions o JOIN reports r ON r.id = o.report_id
                   WHERE o.report_id = NEW.report_id AND o.party_id = NEW.party_id AND r.case_id = NEW.case_id AND r.round = NEW.round) THEN
        PERFORM refuse('a8_3_opinion_first', 'a determination follows an approved preliminary opinion');
    END IF;
    IF NOT EXISTS (SELECT FROM acts WHERE id = NEW.act_id AND case_id = NEW.case_id AND kind = 'determine' AND state = 'approved') THEN
        PERFORM refuse('r5_four_eyes', 'a determination needs an approved act');
    END IF;
    IF NOT EXISTS (SELECT FROM documents WHERE id = NEW.document_id AND case_id = NEW.case_id AND kind = 'determination'
                   AND party_id = NEW.party_id AND act_id = NEW.act_id) THEN
        PERFORM refuse('a9_1_in_writing', 'a determination is written in a document of its own, to its party');
    END IF;
    IF NOT EXISTS (SELECT FROM cases WHERE id = NEW.case_id AND round = NEW.round) THEN
        PERFORM refuse('present_round', 'a determination is of the present round');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER determinations_guard BEFORE INSERT ON determinations FOR EACH ROW EXECUTE FUNCTION determinations_follow_findings();

-- R4 (A12.3): a tolerated determination carries at the same time at least one correction requirement.
CREATE FUNCTION determinations_carry_corrections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome = 'tolerated' AND NOT EXISTS (SELECT FROM corrections WHERE determination_id = NEW.id) THEN
        PERFORM refuse('r4_tolerance_with_correction', 'who is tolerated is told at the same time what to put right');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER determinations_r4 AFTER INSERT ON determinations DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION determinations_carry_corrections();

CREATE FUNCTION correction_state(correction uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT CASE v.verified WHEN true THEN 'verified' WHEN false THEN 'returned' ELSE 'reported' END
                     FROM correction_reports r LEFT JOIN correction_verdicts v USING (correction_id, no)
                     WHERE r.correction_id = correction ORDER BY r.no DESC LIMIT 1), 'required')
$$;
CREATE FUNCTION corrections_change_state_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'required' OR NOT EXISTS (SELECT FROM determinations WHERE id = NEW.determination_id AND case_id = NEW.case_id) THEN
            PERFORM refuse('r4_requirements_begin', 'a correction is required by a determination of the case, and nothing is done yet');
        END IF;
        IF NEW.due_on <= (SELECT (at AT TIME ZONE 'Asia/Shanghai')::date FROM determinations WHERE id = NEW.determination_id) THEN
            PERFORM refuse('r4_requirements_due', 'a correction is due after the day it is required');
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' OR (OLD.state = 'verified' AND NEW.state <> OLD.state) THEN
        PERFORM refuse('r4_requirements_stay', 'what was required stays as it was required, and what was verified is done');
    END IF;
    IF NEW.state = 'verified' AND NOT EXISTS (
        SELECT FROM correction_verdicts v WHERE v.correction_id = NEW.id AND v.verified
        AND v.no = (SELECT max(no) FROM correction_reports r WHERE r.correction_id = NEW.id)) THEN
        PERFORM refuse('a12_3_verified_by_verdict', 'a correction is verified by a verdict on its last report');
    END IF;
    IF NEW.state <> correction_state(NEW.id) THEN
        PERFORM refuse('a12_3_state_follows', 'where a correction stands follows from its reports and verdicts');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER corrections_guard BEFORE INSERT OR UPDATE ON corrections FOR EACH ROW EXECUTE FUNCTION corrections_change_state_only();
CREATE FUNCTION corrections_come_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM corrections WHERE id = NEW.correction_id) IS DISTINCT FROM correction_state(NEW.correction_id) THEN
        PERFORM refuse('a12_3_state_follows', 'where a correction stands follows from its reports and verdicts');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER correction_reports_move_it AFTER INSERT ON correction_reports DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION corrections_come_along();
CREATE CONSTRAINT TRIGGER correction_verdicts_move_it AFTER INSERT ON correction_verdicts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION corrections_come_along();

-- R8: the serial is the next one of its body, kind and year. Who issues waits for who issued before.
CREATE FUNCTION documents_without_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.body_id::text || NEW.kind || NEW.year, 0));
    IF NEW.serial <> 1 + coalesce((SELECT max(serial) FROM documents WHERE body_id = NEW.body_id AND kind = NEW.kind AND year = NEW.year), 0) THEN
        PERFORM refuse('r8_numbers_without_gaps', 'document numbers have no gaps');
    END IF;
    IF NEW.year <> extract(year FROM NEW.issued_at AT TIME ZONE 'Asia/Shanghai') THEN
        PERFORM refuse('r8_numbers_by_year', 'a document is numbered in the year it is issued in');
    END IF;
    IF NEW.number IS DISTINCT FROM (SELECT format('%s%s〔%s〕%s号', b.number_word, k.word, NEW.year, NEW.serial)
                                    FROM bodies b, document_kinds k WHERE b.id = NEW.body_id AND k.kind = NEW.kind) THEN
        PERFORM refuse('r8_numbers_say_serial', 'a document number is made of the body''s word, the kind''s, the year and the serial');
    END IF;
    IF NOT EXISTS (SELECT FROM cases WHERE id = NEW.case_id AND body_id = NEW.body_id AND NEW.kind <> 'objection_decision'
                   UNION ALL SELECT FROM objections WHERE case_id = NEW.case_id AND addressee_id = NEW.body_id AND NEW.kind = 'objection_decision') THEN
        PERFORM refuse('documents_issuer', 'a document is issued by the body, the decision of an objection by its addressee');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION documents_without_gaps();

CREATE FUNCTION services_of_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM documents WHERE id = NEW.document_id AND case_id = NEW.case_id
                   AND NEW.served_on >= (issued_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
        PERFORM refuse('services_after_issue', 'a document of the case is served, and not before it is issued');
    END IF;
    IF NEW.served_on > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date THEN
        PERFORM refuse('services_have_happened', 'a service is recorded when it has happened');
    END IF;
    -- A document without a party goes to who filed.
    IF NEW.means = 'electronic' AND NOT (
        SELECT CASE WHEN p.id IS NULL THEN (f.content::jsonb #>> '{applicant,electronic}')::boolean
                    ELSE p.electronic AND num_nonnulls(p.user_id, p.unit_id) > 0 END
        FROM documents d JOIN filings f ON f.case_id = d.case_id LEFT JOIN parties p ON p.id = d.party_id WHERE d.id = NEW.document_id) THEN
        PERFORM refuse('services_by_consent', 'who is served electronically agreed to it and has an account');
    END IF;
    IF NOT EXISTS (SELECT FROM documents d JOIN users u ON u.body_id = d.body_id WHERE d.id = NEW.document_id AND u.id = NEW.by_user) THEN
        PERFORM refuse('a8_4_served_by_its_issuer', 'a document is served by staff of who issued it, the decision of an objection by its addressee');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_guard BEFORE INSERT ON services FOR EACH ROW EXECUTE FUNCTION services_of_the_case();

-- A8.4: the superior body or the Office decides, never the body itself.
CREATE FUNCTION objections_go_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.decided_on IS NOT NULL OR to_jsonb(NEW) - '{decided_on,result,investigation,reasons,act_id}'::text[] <>
                                         to_jsonb(OLD) - '{decided_on,result,investigation,reasons,act_id}'::text[] THEN
            PERFORM refuse('objections_stay', 'an objection stays as it was raised and decided');
        END IF;
        IF NEW.act_id IS NOT NULL AND NOT EXISTS (SELECT FROM acts WHERE id = NEW.act_id AND case_id = NEW.case_id AND kind = 'decide_objection'
                AND state = 'approved' AND body_id = NEW.addressee_id AND subject = NEW.id) THEN
            PERFORM refuse('r5_addressee_decides', 'an objection is decided by an approved act of its addressee');
        END IF;
        IF NEW.act_id IS NOT NULL AND NOT EXISTS (SELECT FROM documents WHERE case_id = NEW.case_id AND kind = 'objection_decision'
                AND act_id = NEW.act_id AND party_id = NEW.party_id) THEN
            PERFORM refuse('a8_4_in_writing', 'the decision of an objection is written in a document to its objector');
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM cases c JOIN bodies b ON b.id = c.body_id JOIN bodies a ON a.id = NEW.addressee_id
        WHERE c.id = NEW.case_id AND a.id <> b.id AND (a.kind = 'office' OR (a.id = b.superior_id AND b.superior_confirmed))) THEN
        PERFORM refuse('a8_4_addressee', 'an objection goes to the superior body or the Office');
    END IF;
    IF NOT EXISTS (SELECT FROM determinations WHERE id = NEW.determination_id AND case_id = NEW.case_id AND party_id = NEW.party_id) THEN
        PERFORM refuse('a8_4_something_determined', 'an objection is against a determination about the objector');
    END IF;
    IF NOT speaks_for(NEW.party_id, NEW.by_user, NEW.file_id) THEN
        PERFORM refuse('a8_4_by_the_party', 'the party itself objects; without an account through an officer, with the scan');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objections_guard BEFORE INSERT OR UPDATE ON objections FOR EACH ROW EXECUTE FUNCTION objections_go_up();

-- What must be there when a case stands in a status. Asked at commit whenever status, round or parties moved.
CREATE FUNCTION case_stands_lawfully(id_ uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c cases;
BEGIN
    SELECT * INTO c FROM cases WHERE id = id_;
    IF c.status IS DISTINCT FROM (SELECT to_status FROM events WHERE case_id = id_ AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('status_follows_events', 'the status is what the events say');
    END IF;
    IF c.version IS DISTINCT FROM (SELECT version FROM events WHERE case_id = id_ ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('cases_version', 'the version is that of the last event');
    END IF;
    IF NOT EXISTS (SELECT FROM parties WHERE case_id = id_ AND round = c.round) THEN
        PERFORM refuse('a3_a_party', 'a case has at least one party taking part');
    END IF;
    IF c.status IN ('verifying', 'determining') AND
       (SELECT count(DISTINCT user_id) FROM assignments WHERE case_id = id_ AND round = c.round AND until_at IS NULL) < 2 THEN
        PERFORM refuse('two_officers', 'at least two officers verify');
    END IF;
    IF c.status IN ('determining', 'determined', 'objected', 'closed') AND EXISTS (
        SELECT FROM parties p WHERE p.case_id = id_ AND p.round = c.round AND 6 <> (
            SELECT count(*) FROM findings f JOIN reports r ON r.id = f.report_id WHERE r.case_id = id_ AND r.round = c.round AND f.party_id = p.id)) THEN
        PERFORM refuse('a8_2_findings_complete', 'the report finds on all six conditions for every party');
    END IF;
    IF c.status IN ('determined', 'objected', 'closed') AND EXISTS (
        SELECT FROM parties p WHERE p.case_id = id_ AND NOT EXISTS (SELECT FROM determinations d WHERE d.party_id = p.id AND d.round = p.round)) THEN
        PERFORM refuse('a9_1_every_party_determined', 'every party has its determination');
    END IF;
    IF (c.status = 'objected') <> EXISTS (SELECT FROM objections WHERE case_id = id_ AND decided_on IS NULL) THEN
        PERFORM refuse('a8_4_objected_while_open', 'a case is objected exactly while an objection is open');
    END IF;
    IF c.status = 'closed' THEN
        PERFORM case_may_be_closed(id_);
    END IF;
END $$;

-- 办结: what A8.4, A9.1, A11 and A12.3 demand is done. An objection can take a case out of its closure; its decision leads
-- back there at once and is served afterwards, so that the step that closes alone asks whether decisions were fed back.
CREATE FUNCTION case_may_be_closed(id_ uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM determinations d WHERE d.case_id = id_ AND NOT EXISTS (SELECT FROM services s WHERE s.document_id = d.document_id)) THEN
        PERFORM refuse('a9_1_fed_back', 'every determination reaches its party');
    END IF;
    IF NOT EXISTS (SELECT FROM notices n JOIN cases c ON c.id = n.case_id WHERE n.case_id = id_ AND n.round = c.round) THEN
        PERFORM refuse('a9_1_notified', 'the units concerned are notified, or none is concerned');
    END IF;
    IF 'close' = (SELECT kind FROM events WHERE case_id = id_ AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1)
       AND EXISTS (SELECT FROM objections o WHERE o.case_id = id_ AND NOT EXISTS (
           SELECT FROM documents d JOIN services s ON s.document_id = d.id
           WHERE d.case_id = id_ AND d.kind = 'objection_decision' AND d.act_id = o.act_id AND d.party_id = o.party_id)) THEN
        PERFORM refuse('a8_4_fed_back', 'every decision of an objection reaches its objector');
    END IF;
    IF EXISTS (SELECT FROM corrections WHERE case_id = id_ AND state <> 'verified') THEN
        PERFORM refuse('a12_3_corrected', 'every correction is verified');
    END IF;
    IF EXISTS (SELECT FROM determinations d WHERE d.case_id = id_ AND d.lenience IN ('waived', 'exempt')
               AND NOT EXISTS (SELECT FROM clarifications k WHERE k.party_id = d.party_id)) THEN
        PERFORM refuse('a11_clarified', 'who was exempted has a clarification or wished none');
    END IF;
END $$;

CREATE FUNCTION cases_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM case_stands_lawfully(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION parties_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM case_stands_lawfully(NEW.case_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_begin_lawfully AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_stand();
CREATE CONSTRAINT TRIGGER cases_stand_lawfully AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status, OLD.round, OLD.version) IS DISTINCT FROM (NEW.status, NEW.round, NEW.version)) EXECUTE FUNCTION cases_stand();
CREATE CONSTRAINT TRIGGER parties_stand_lawfully AFTER INSERT OR UPDATE ON parties DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION parties_stand();
CREATE CONSTRAINT TRIGGER assignments_stand_lawfully AFTER INSERT OR UPDATE ON assignments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION parties_stand();
CREATE CONSTRAINT TRIGGER objections_stand_lawfully AFTER INSERT OR UPDATE ON objections DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION parties_stand();
CREATE CONSTRAINT TRIGGER events_stand_lawfully AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.to_status IS NOT NULL) EXECUTE FUNCTION parties_stand();

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['evidence', 'hearings', 'reports', 'findings', 'fits', 'opinions', 'documents', 'determinations', 'correction_reports',
                                'correction_verdicts', 'services', 'notices', 'clarifications'] LOOP
        EXECUTE format('CREATE TRIGGER %s_append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
    FOREACH kept IN ARRAY ARRAY['corrections', 'objections'] LOOP
        EXECUTE format('CREATE TRIGGER %s_no_delete BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
    FOREACH kept IN ARRAY ARRAY['evidence', 'hearings', 'reports', 'findings', 'fits', 'opinions', 'documents', 'determinations', 'corrections',
                                'correction_reports', 'correction_verdicts', 'services', 'notices', 'objections', 'clarifications', 'acts'] LOOP
        EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
    END LOOP;
END $$;
