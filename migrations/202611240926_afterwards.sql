-- What follows a determination: 送达 and 通报 (A9.1), 异议 (A8.4), 纠错 (A12.3), 澄清 (A11), 办结.

CREATE TABLE services (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no    smallint NOT NULL,
    document   uuid NOT NULL UNIQUE REFERENCES documents,
    means      text NOT NULL CHECK (means IN ('direct', 'agent', 'left', 'post', 'electronic')),
    served_on  date NOT NULL,
    place      text NOT NULL,
    recipient  text NOT NULL,
    proof      uuid REFERENCES files,
    CHECK (means = 'electronic' OR (proof IS NOT NULL AND says_something(place) AND says_something(recipient)))
);
SELECT register('served', 'services', ARRAY['serve']);
CREATE FUNCTION services_of_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
BEGIN
    IF NOT EXISTS (SELECT FROM documents WHERE id = NEW.document AND case_id = NEW.case_id AND NEW.served_on >= day_of(issued_at)) THEN
        PERFORM refuse('services_after_issue', 'a document of the case is served, and not before it is issued');
    END IF;
    IF EXISTS (SELECT FROM determinations d WHERE d.document = NEW.document AND set_aside(d.id)) THEN
        PERFORM refuse('a8_4_fallen_is_not_served', 'a determination that was set aside is not served any more');
    END IF;
    IF (SELECT status FROM cases WHERE id = NEW.case_id) = 'referred' AND EXISTS (SELECT FROM documents WHERE id = NEW.document AND kind = 'determination') THEN
        PERFORM refuse('r3_no_feedback_while_referred', 'no determination is fed back while an organ decides');
    END IF;
    IF NEW.served_on > day_of(e.at) THEN
        PERFORM refuse('services_have_happened', 'a service is recorded when it has happened');
    END IF;
    -- A document without a party goes to who filed, or to an organ, which has no page here.
    IF NEW.means = 'electronic' AND NOT (
        SELECT CASE WHEN d.kind IN ('referral_letter', 'toleration_proposal') THEN false
                    WHEN d.party_id IS NULL THEN (f.content::jsonb #>> '{applicant,electronic}')::boolean
                    ELSE coalesce((SELECT bool_or(a.electronic) FROM party_accounts a WHERE a.party = d.party_id), false) END
        FROM documents d JOIN filings f ON f.case_id = d.case_id WHERE d.id = NEW.document) THEN
        PERFORM refuse('services_by_consent', 'who is served electronically agreed to it and has an account');
    END IF;
    IF NOT EXISTS (SELECT FROM documents d JOIN users u ON u.body_id = d.body_id WHERE d.id = NEW.document AND u.id = e.actor_id) THEN
        PERFORM refuse('a8_4_served_by_its_issuer', 'a document is served by staff of who issued it, the decision of an objection by its addressee');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_guard BEFORE INSERT ON services FOR EACH ROW EXECUTE FUNCTION services_of_the_case();
-- A9.1: the feedback of a round is given on the day on which the last of its determinations that stand reached its party.
CREATE FUNCTION feedback_is_given() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    round_ smallint := (SELECT e.round FROM clock_moves m JOIN events e USING (case_id, seq) WHERE m.deadline = NEW.deadline ORDER BY m.seq LIMIT 1);
    served date[] := ARRAY(SELECT s.served_on FROM determinations d JOIN events e USING (case_id, seq) LEFT JOIN services s ON s.document = d.document
                           WHERE d.case_id = NEW.case_id AND e.round = round_ AND stands(d));
BEGIN
    IF array_position(served, NULL) IS NOT NULL OR (NEW.cause ->> 'on')::date IS DISTINCT FROM (SELECT max(day) FROM unnest(served) AS day) THEN
        PERFORM refuse('a9_1_feedback_is_given', 'feedback is given when the last determination of the round reached its party');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER clock_moves_feedback AFTER INSERT ON clock_moves FOR EACH ROW
    WHEN (NEW.kind = 'feedback' AND NEW.subject IS NULL AND NEW.cause ->> 'cause' = 'met') EXECUTE FUNCTION feedback_is_given();

CREATE TABLE notices (
    case_id      uuid NOT NULL,
    seq          integer NOT NULL,
    fact_no      smallint NOT NULL,
    concerned    text NOT NULL CHECK (concerned IN ('units', 'nobody')),
    units        written,
    text         written,
    notified_on  date,
    why_nobody   written,
    CHECK (CASE concerned WHEN 'units' THEN num_nonnulls(units, text, notified_on) = 3 AND why_nobody IS NULL
                          WHEN 'nobody' THEN num_nonnulls(units, text, notified_on) = 0 AND why_nobody IS NOT NULL END)
);
SELECT register('notified', 'notices', ARRAY['notify']);
CREATE FUNCTION notices_after_determination() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
BEGIN
    IF EXISTS (SELECT FROM notices n JOIN events b USING (case_id, seq) WHERE n.case_id = NEW.case_id AND b.round = e.round) THEN
        PERFORM refuse('a9_1_notified_once', 'the units concerned are notified once in a round');
    END IF;
    -- None of them has an account: a unit that is to put something right is told in writing.
    IF EXISTS (SELECT FROM corrections k JOIN determinations d ON d.id = k.determination JOIN events b ON (b.case_id, b.seq) = (d.case_id, d.seq)
               WHERE d.case_id = NEW.case_id AND b.round = e.round AND stands(d) AND strpos(coalesce(NEW.units, ''), k.responsible ->> 'unit') = 0) THEN
        PERFORM refuse('r4_unit_is_told', 'the units that are to put something right are among those notified');
    END IF;
    IF NEW.notified_on < (SELECT max(day_of(at)) FROM events WHERE case_id = NEW.case_id AND kind = 'determine') OR NEW.notified_on > day_of(e.at) THEN
        PERFORM refuse('a9_1_notified_after_determination', 'what is notified is the determination, so not before it, and not in the future');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_day BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION notices_after_determination();

-- 异议 (A8.4).
CREATE TABLE objections (
    case_id        uuid NOT NULL,
    seq            integer NOT NULL,
    fact_no        smallint NOT NULL,
    id             uuid NOT NULL UNIQUE,
    determination  uuid NOT NULL REFERENCES determinations (id),
    party          uuid NOT NULL REFERENCES parties (id),
    addressee      uuid NOT NULL REFERENCES bodies,
    contested      written NOT NULL,
    grounds        written NOT NULL,
    -- May be empty.
    new_facts      text NOT NULL,
    file           uuid REFERENCES files
);
CREATE INDEX objections_determination ON objections (determination);
CREATE INDEX objections_addressee ON objections (addressee, case_id);
SELECT register('objected', 'objections', ARRAY['object']);

CREATE TABLE objection_decisions (
    case_id        uuid NOT NULL,
    seq            integer NOT NULL,
    fact_no        smallint NOT NULL,
    addressee      uuid NOT NULL REFERENCES bodies,
    decided_on     date NOT NULL,
    document       uuid NOT NULL UNIQUE REFERENCES documents,
    objection      uuid NOT NULL UNIQUE REFERENCES objections (id),
    investigation  written NOT NULL,
    reasons        written NOT NULL,
    result         text NOT NULL CHECK (result IN ('upheld', 'set_aside'))
);
CREATE FUNCTION decided_as_approved(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN step @> (fact - '{fact,addressee,decided_on,document}'::text[]);
END $$;
SELECT register('objection_decided', 'objection_decisions', ARRAY['decide_objection'], 'decided_as_approved');

-- 撤回异议: its objector wants no decision any more.
CREATE TABLE objection_withdrawals (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no    smallint NOT NULL,
    objection  uuid NOT NULL UNIQUE REFERENCES objections (id),
    reason     written NOT NULL,
    file       uuid REFERENCES files
);
SELECT register('objection_withdrawn', 'objection_withdrawals', ARRAY['withdraw_objection']);

CREATE FUNCTION is_withdrawn(o objections) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM objection_withdrawals w WHERE w.objection = o.id);
END $$;
-- Whether an objection waits for a decision.
CREATE FUNCTION is_open(o objections) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM objection_decisions d WHERE d.objection = o.id) AND NOT is_withdrawn(o);
END $$;
-- Whether a determination was set aside (撤销) by the decision of an objection.
CREATE FUNCTION set_aside(determination_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM objections o JOIN objection_decisions d ON d.objection = o.id WHERE o.determination = determination_ AND d.result = 'set_aside');
END $$;
-- Whether the objector still waits for what became of its objection: it has not been decided, or the decision has not reached it.
CREATE FUNCTION awaits_decision(determination_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM objections o LEFT JOIN objection_decisions d ON d.objection = o.id
                   WHERE o.determination = determination_ AND NOT is_withdrawn(o) AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.document));
END $$;
-- A8.4: the superior body or the Office decides, never the body itself; a party objects to its own determination that stands; one
-- objection is open per party and determination (practice).
CREATE FUNCTION objections_go_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases c JOIN bodies b ON b.id = c.body_id JOIN bodies a ON a.id = NEW.addressee
        WHERE c.id = NEW.case_id AND a.id <> b.id AND (a.kind = 'office' OR (a.id = b.superior_id AND b.superior_confirmed))) THEN
        PERFORM refuse('a8_4_addressee', 'an objection goes to the superior body or the Office');
    END IF;
    IF NOT EXISTS (SELECT FROM determinations d WHERE d.id = NEW.determination AND d.case_id = NEW.case_id AND d.party = NEW.party AND stands(d)) THEN
        PERFORM refuse('a8_4_something_determined', 'an objection is against the determination that stands for the objector');
    END IF;
    IF EXISTS (SELECT FROM objections o WHERE o.determination = NEW.determination AND is_open(o)) THEN
        PERFORM refuse('a8_4_one_open_objection', 'one objection is open against a determination');
    END IF;
    IF NOT says_something(NEW.new_facts) AND EXISTS (SELECT FROM objections o WHERE o.determination = NEW.determination AND o.addressee = NEW.addressee AND NOT is_withdrawn(o)) THEN
        PERFORM refuse('a8_4_new_facts', 'the same addressee takes up the same determination again on new facts only');
    END IF;
    IF NOT speaks_for(NEW.case_id, NEW.party, (event_at(NEW.case_id, NEW.seq)).actor_id, NEW.file) THEN
        PERFORM refuse('a8_4_by_the_party', 'the party itself objects; without an account through an officer, with the scan');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objections_guard BEFORE INSERT ON objections FOR EACH ROW EXECUTE FUNCTION objections_go_up();
-- The event before the present one that changed the status led to the objection.
CREATE FUNCTION leads_back(e events) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF e.to_status IS DISTINCT FROM 'verifying' AND e.to_status IS NOT NULL AND e.to_status IS DISTINCT FROM (
        SELECT from_status FROM events WHERE case_id = e.case_id AND seq < e.seq AND to_status IS NOT NULL ORDER BY seq DESC LIMIT 1) THEN
        PERFORM refuse('a8_4_back_where_it_was', 'an objection that ended leads back to the status before it');
    END IF;
END $$;
CREATE FUNCTION objections_are_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
BEGIN
    IF NOT EXISTS (SELECT FROM objections o JOIN acts a ON a.id = e.act_id
                   WHERE o.id = NEW.objection AND is_open(o) AND o.case_id = NEW.case_id AND o.addressee = NEW.addressee AND a.body_id = NEW.addressee AND a.subject = o.id) THEN
        PERFORM refuse('r5_addressee_decides', 'an objection is decided by an approved act of its addressee');
    END IF;
    IF NEW.decided_on <> day_of(e.at) THEN
        PERFORM refuse('a8_4_decided_on_its_day', 'an objection is decided on the day of its decision');
    END IF;
    IF NOT EXISTS (SELECT FROM documents d JOIN objections o ON o.id = NEW.objection WHERE d.id = NEW.document AND d.case_id = NEW.case_id
                   AND d.kind = 'objection_decision' AND d.act_id = e.act_id AND d.party_id = o.party) THEN
        PERFORM refuse('a8_4_in_writing', 'the decision of an objection is written in a document to its objector');
    END IF;
    PERFORM leads_back(e);
    RETURN NEW;
END $$;
CREATE TRIGGER objection_decisions_guard BEFORE INSERT ON objection_decisions FOR EACH ROW EXECUTE FUNCTION objections_are_decided();
CREATE FUNCTION objections_are_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    it objections;
BEGIN
    SELECT * INTO it FROM objections o WHERE o.id = NEW.objection AND o.case_id = NEW.case_id AND is_open(o);
    IF it.id IS NULL THEN
        PERFORM refuse('a8_4_waits_for_a_decision', 'an objection is withdrawn while it waits for a decision');
    END IF;
    IF NOT speaks_for(NEW.case_id, it.party, e.actor_id, NEW.file) THEN
        PERFORM refuse('a8_4_by_the_party', 'who objected withdraws; without an account through an officer, with the scan');
    END IF;
    PERFORM leads_back(e);
    RETURN NEW;
END $$;
CREATE TRIGGER objection_withdrawals_guard BEFORE INSERT ON objection_withdrawals FOR EACH ROW EXECUTE FUNCTION objections_are_withdrawn();
-- Or on to a round of those whose determination fell, by whichever decision, with a period of its own.
CREATE FUNCTION leads_to_a_round(e events) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a_round boolean := EXISTS (SELECT FROM rounds WHERE case_id = e.case_id AND seq = e.seq);
BEGIN
    IF a_round <> (e.to_status IS NOT DISTINCT FROM 'verifying') THEN
        PERFORM refuse('a8_4_verified_again', 'a case is verified again in a round of its own');
    END IF;
    IF a_round AND NOT EXISTS (SELECT FROM clock_moves m WHERE m.case_id = e.case_id AND m.seq = e.seq AND m.kind = 'verification' AND m.cause ->> 'cause' = 'started') THEN
        PERFORM refuse('a8_4_verified_again', 'the period of the verification begins with the round');
    END IF;
END $$;
CREATE FUNCTION withdrawals_lead_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM leads_to_a_round(event_at(NEW.case_id, NEW.seq));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER objection_withdrawals_lead_on AFTER INSERT ON objection_withdrawals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION withdrawals_lead_on();
-- With a determination falls the clarification that it owed.
CREATE FUNCTION decisions_lead_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM leads_to_a_round(event_at(NEW.case_id, NEW.seq));
    IF NEW.result = 'set_aside' AND EXISTS (SELECT FROM deadlines d JOIN objections o ON o.id = NEW.objection
                                            WHERE d.subject = o.party AND d.kind = 'clarification' AND d.state = 'running') THEN
        PERFORM refuse('a8_4_nothing_is_owed', 'with the determination falls the clarification that it owed');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER objection_decisions_lead_on AFTER INSERT ON objection_decisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION decisions_lead_on();
CREATE FUNCTION objected_while_open(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (c.status = 'objected') = EXISTS (SELECT FROM objections o WHERE o.case_id = c.id AND is_open(o));
END $$;
SELECT law('a8_4_objected_while_open', 'a case is objected exactly while an objection is open', NULL, 'objected_while_open');

-- 纠错 (A12.3): reported by the responsible, verified or returned by the body.
CREATE TABLE correction_reports (
    case_id     uuid NOT NULL,
    seq         integer NOT NULL,
    fact_no     smallint NOT NULL,
    correction  uuid NOT NULL REFERENCES corrections (id),
    causes      written NOT NULL,
    measures    written NOT NULL,
    done_on     date NOT NULL,
    file        uuid REFERENCES files
);
CREATE INDEX correction_reports_correction ON correction_reports (correction, seq);
SELECT register('correction_reported', 'correction_reports', ARRAY['report_correction']);
CREATE TABLE correction_verdicts (
    case_id     uuid NOT NULL,
    seq         integer NOT NULL,
    fact_no     smallint NOT NULL,
    correction  uuid NOT NULL REFERENCES corrections (id),
    verified    boolean NOT NULL,
    remark      written NOT NULL
);
CREATE INDEX correction_verdicts_correction ON correction_verdicts (correction, seq);
SELECT register('correction_judged', 'correction_verdicts', ARRAY['verify_correction'], 'says_the_same');

-- Where a correction stands follows from its reports and verdicts.
CREATE FUNCTION correction_state(correction_ uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((
        SELECT state FROM (
            SELECT seq, 'reported' AS state FROM correction_reports WHERE correction = correction_
            UNION ALL SELECT seq, CASE WHEN verified THEN 'verified' ELSE 'returned' END FROM correction_verdicts WHERE correction = correction_) moves
        ORDER BY seq DESC LIMIT 1), 'required');
END $$;
-- With the determination fall its corrections; for the party once it has been told.
CREATE FUNCTION correction_stands(correction_ uuid, told boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM corrections k WHERE k.id = correction_ AND set_aside(k.determination) AND (told OR NOT awaits_decision(k.determination))) THEN
        PERFORM refuse('a8_4_corrections_fall', 'a correction that fell with its determination is owed no more');
    END IF;
END $$;
-- A12.3: the responsible party reports for itself; an officer for one without an account, for another unit and for the body.
CREATE FUNCTION corrections_are_reported() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    responsible uuid := (SELECT (k.responsible ->> 'party')::uuid FROM corrections k WHERE k.id = NEW.correction AND k.case_id = NEW.case_id);
BEGIN
    IF correction_state(NEW.correction) NOT IN ('required', 'returned') THEN
        PERFORM refuse('a12_3_state_follows', 'what is required or returned is reported, and nothing else');
    END IF;
    IF NOT EXISTS (SELECT FROM corrections WHERE id = NEW.correction AND case_id = NEW.case_id)
       OR NOT (is_that_party(responsible, e.actor_id) OR (NOT has_account(responsible) AND works_on(NEW.case_id, e.actor_id))) THEN
        PERFORM refuse('a12_3_reported_by_the_responsible', 'a correction is reported by who is responsible; without an account through an officer');
    END IF;
    PERFORM correction_stands(NEW.correction, told => NOT is_that_party(responsible, e.actor_id));
    IF NEW.done_on < (SELECT day_of(received_at) FROM cases WHERE id = NEW.case_id) OR NEW.done_on > day_of(e.at) THEN
        PERFORM refuse('a12_3_done_in_the_case', 'what was put right was so after the application, and not in the future');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_reports_guard BEFORE INSERT ON correction_reports FOR EACH ROW EXECUTE FUNCTION corrections_are_reported();
CREATE FUNCTION corrections_are_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF correction_state(NEW.correction) <> 'reported' OR NOT EXISTS (SELECT FROM corrections WHERE id = NEW.correction AND case_id = NEW.case_id) THEN
        PERFORM refuse('a12_3_verified_by_verdict', 'a verdict is given on a report, once');
    END IF;
    PERFORM correction_stands(NEW.correction, told => true);
    RETURN NEW;
END $$;
CREATE TRIGGER correction_verdicts_guard BEFORE INSERT ON correction_verdicts FOR EACH ROW EXECUTE FUNCTION corrections_are_judged();

-- 澄清 (A11).
CREATE TABLE clarifications (
    case_id   uuid NOT NULL,
    seq       integer NOT NULL,
    fact_no   smallint NOT NULL,
    party     uuid NOT NULL REFERENCES parties (id),
    by        written NOT NULL,
    form      text NOT NULL CHECK (form IN ('written', 'in_person', 'meeting', 'circular')),
    audience  written NOT NULL,
    made_on   date NOT NULL,
    text      written NOT NULL
);
CREATE INDEX clarifications_party ON clarifications (party, seq);
SELECT register('clarified', 'clarifications', ARRAY['clarify'], 'says_the_same');
CREATE TABLE clarification_waivers (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no    smallint NOT NULL,
    party      uuid NOT NULL REFERENCES parties (id),
    text       written NOT NULL,
    stated_on  date NOT NULL,
    file       uuid REFERENCES files
);
CREATE INDEX clarification_waivers_party ON clarification_waivers (party, seq);
SELECT register('clarification_waived', 'clarification_waivers', ARRAY['waive_clarification']);

-- Whether somebody whose responsibility a determination lifted has its clarification, or wished none.
CREATE FUNCTION is_clarified(d determinations) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM clarifications k WHERE k.party = d.party AND k.seq > d.seq)
        OR EXISTS (SELECT FROM clarification_waivers w WHERE w.party = d.party AND w.seq > d.seq);
END $$;
-- A11: a clarification is owed to whom the standing determination lifted the responsibility from, once, and not before it.
CREATE FUNCTION clarification_is_owed(e events, d determinations, on_ date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF on_ > day_of(e.at) THEN
        PERFORM refuse('a11_made', 'a clarification, or the wish for none, is recorded when it was made');
    END IF;
    IF (d.case_id = e.case_id AND d.lenience IN ('waived', 'exempt') AND on_ >= day_of((event_at(d.case_id, d.seq)).at)) IS NOT TRUE THEN
        PERFORM refuse('a11_owed', 'a clarification follows a determination that lifted the responsibility');
    END IF;
    IF is_clarified(d) THEN
        PERFORM refuse('a11_once', 'a determination is clarified once');
    END IF;
END $$;
CREATE FUNCTION clarifications_are_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM clarification_is_owed(event_at(NEW.case_id, NEW.seq), standing_determination(NEW.party), NEW.made_on);
    RETURN NEW;
END $$;
CREATE TRIGGER clarifications_about BEFORE INSERT ON clarifications FOR EACH ROW EXECUTE FUNCTION about_a_party();
CREATE TRIGGER clarifications_guard BEFORE INSERT ON clarifications FOR EACH ROW EXECUTE FUNCTION clarifications_are_owed();
-- That party alone can wish to have none (practice).
CREATE FUNCTION clarifications_are_waived() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    person uuid := e.actor_id;
    d determinations;
BEGIN
    d := CASE WHEN is_that_party(NEW.party, person) THEN determination_told(NEW.party) ELSE standing_determination(NEW.party) END;
    PERFORM clarification_is_owed(e, d, NEW.stated_on);
    IF NOT speaks_for(NEW.case_id, NEW.party, person, NEW.file) THEN
        PERFORM refuse('a11_wished_by_the_party', 'the party itself wishes for no clarification; without an account through an officer, with the scan');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clarification_waivers_about BEFORE INSERT ON clarification_waivers FOR EACH ROW EXECUTE FUNCTION about_a_party();
CREATE TRIGGER clarification_waivers_guard BEFORE INSERT ON clarification_waivers FOR EACH ROW EXECUTE FUNCTION clarifications_are_waived();

-- 办结: what A8.4, A9.1, A11 and A12.3 demand is done.
CREATE TABLE closures (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no  smallint NOT NULL,
    -- May be empty.
    remark   text NOT NULL
);
SELECT register('closed', 'closures', ARRAY['close'], 'says_the_same');
CREATE FUNCTION determinations_are_served(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM determinations d WHERE d.case_id = c.id AND stands(d) AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.document));
END $$;
SELECT law('a9_1_fed_back', 'every determination that stands reaches its party', ARRAY['closed'], 'determinations_are_served');
CREATE FUNCTION units_are_notified(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM notices n JOIN events e USING (case_id, seq) WHERE n.case_id = c.id AND e.round = c.round);
END $$;
SELECT law('a9_1_notified', 'the units concerned are notified, or none is concerned', ARRAY['closed'], 'units_are_notified');
-- An objection can take a case out of its closure; its decision leads back there at once and is served afterwards, so that the
-- step that closes alone asks whether decisions were fed back.
CREATE FUNCTION decisions_are_served(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (last_change(c.id)).kind <> 'close'
        OR NOT EXISTS (SELECT FROM objection_decisions d WHERE d.case_id = c.id AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.document));
END $$;
SELECT law('a8_4_fed_back', 'every decision of an objection reaches its objector', ARRAY['closed'], 'decisions_are_served');
CREATE FUNCTION corrections_are_verified(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM corrections k JOIN determinations d ON d.id = k.determination
                       WHERE k.case_id = c.id AND stands(d) AND correction_state(k.id) <> 'verified');
END $$;
SELECT law('a12_3_corrected', 'every correction is verified', ARRAY['closed'], 'corrections_are_verified');
CREATE FUNCTION clarifications_are_made(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM determinations d WHERE d.case_id = c.id AND d.lenience IN ('waived', 'exempt') AND stands(d) AND NOT is_clarified(d));
END $$;
SELECT law('a11_clarified', 'who was exempted has a clarification or wished none', ARRAY['closed'], 'clarifications_are_made');

-- Whether a file lies in another case: asked of every register that names files, and of the applications. Who asks waits for who
-- names the same file in another case.
DO $make$
DECLARE
    places text := (SELECT string_agg(format('EXISTS (SELECT FROM %s WHERE %I = file_ AND case_id <> case_)', register, file), ' OR ' ORDER BY fact) FROM registers WHERE file IS NOT NULL);
BEGIN
    EXECUTE format($f$
        CREATE FUNCTION lies_elsewhere(file_ uuid, case_ uuid) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended(file_::text, 0));
            RETURN %s OR EXISTS (SELECT FROM filing_files WHERE file_id = file_ AND case_id <> case_);
        END $$ $f$, places);
END $make$;

-- A temporary table of the caller's must not stand in for one of ours while a guard looks.
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOR guard IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', guard);
    END LOOP;
END $$;
