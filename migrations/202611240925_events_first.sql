-- Events first: a row in a register stands there because an event tells of it, in the words the row has. Written around the
-- program, a hearing, a finding or a number would need a forged event as well, which then stays for everybody to see (R7);
-- and where the step is an act, the event needs two persons (R5). `rongcuo audit verify` holds every column to it once more.

CREATE FUNCTION fact(name text, says jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('facts', jsonb_build_array(jsonb_build_object('fact', name) || says))
$$;
-- Whether an event of that kind says so; for a row that says by whom and when, the event of that person and instant. The
-- needle, some text of it, keeps the other bodies from being read.
CREATE FUNCTION told(case_ uuid, kind_ text, needle text, says jsonb, at_ timestamptz DEFAULT NULL, by_ uuid DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM events WHERE case_id = case_ AND kind = kind_ AND (at_ IS NULL OR at = at_) AND (by_ IS NULL OR actor_id = by_)
                   AND CASE WHEN strpos(body, needle) > 0 THEN body::jsonb @> says ELSE false END);
END $$;

-- R5: what is carried out is what was approved: the act's own content says it as its event does.
CREATE FUNCTION approved(case_ uuid, kind_ text, needle text, says jsonb, step_ jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM events e JOIN acts a ON a.id = e.act_id WHERE e.case_id = case_ AND e.kind = kind_
                   AND CASE WHEN strpos(e.body, needle) > 0 THEN e.body::jsonb @> says AND a.step -> 'step' @> step_ ELSE false END);
END $$;

CREATE FUNCTION is_told(r parties) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'file', r.id::text, fact('filed', jsonb_build_object('parties', jsonb_build_array(jsonb_build_object(
               'id', r.id, 'no', r.no, 'kind', r.kind, 'name', r.name, 'position', r.position, 'round', r.round,
               'authority', CASE WHEN r.authority_organ IS NULL THEN to_jsonb('body'::text) ELSE jsonb_build_object('organ', r.authority_organ) END)))))
       AND (told(r.case_id, 'file', r.id::text, fact('filed', jsonb_build_object('parties', jsonb_build_array(
                jsonb_build_object('id', r.id, 'user', r.user_id, 'unit', r.unit_id, 'electronic', r.electronic)))))
            OR approved(r.case_id, 'link', r.id::text, fact('linked', jsonb_build_object('party', r.id, 'user', r.user_id, 'unit', r.unit_id, 'electronic', r.electronic)),
                        jsonb_build_object('party', r.id, 'electronic', r.electronic, 'account',
                            CASE r.kind WHEN 'unit' THEN jsonb_build_object('unit', r.unit_id) ELSE jsonb_build_object('user', r.user_id) END)))
$$;
CREATE FUNCTION is_told(r assignments) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT ((told(r.case_id, 'initiate', r.user_id::text, fact('assigned', jsonb_build_object('officers', jsonb_build_array(r.user_id))), r.from_at)
             AND approved(r.case_id, 'initiate', r.user_id::text, '{}', jsonb_build_object('officers', jsonb_build_array(r.user_id))))
            OR told(r.case_id, 'replace', r.user_id::text, fact('replaced', jsonb_build_object('by', r.user_id)), r.from_at))
       AND (r.until_at IS NULL OR told(r.case_id, 'replace', r.user_id::text, fact('replaced', jsonb_build_object('out', r.user_id)), r.until_at))
$$;
CREATE FUNCTION is_told(r evidence) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT bool_or(told(r.case_id, step, r.id::text, fact('evidence_taken', jsonb_build_object('id', r.id, 'by_party', r.by_party,
               'evidence', jsonb_build_object('name', r.name, 'kind', r.kind, 'source', r.source, 'proves', r.proves, 'condition', r.condition,
                   'party', r.party_id, 'taken_on', r.taken_on, 'file', r.file_id))), r.at, r.by_user))
    FROM (VALUES ('take_evidence'), ('file')) AS steps (step)
$$;
CREATE FUNCTION is_told(r hearings) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'hear', r.id::text, fact('heard', jsonb_build_object('id', r.id, 'by_party', r.by_party,
               'hearing', jsonb_build_object('party', r.party_id, 'kind', r.kind, 'text', r.text, 'held_on', r.held_on, 'officers', to_jsonb(r.officers),
                   'absent', r.absent, 'file', r.file_id))), r.at, r.by_user)
       AND EXISTS (SELECT FROM cases WHERE id = r.case_id AND round >= r.round)
$$;
-- What a report finds, and a determination decides, stands in the act that was approved as well (R5).
CREATE FUNCTION approved_says(act uuid, says jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM acts WHERE id = act AND step @> jsonb_build_object('step', jsonb_build_object('parties', jsonb_build_array(says))));
END $$;
CREATE FUNCTION is_told(r reports) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'report', r.id::text, fact('found', jsonb_build_object('report', r.id)), r.at)
       AND EXISTS (SELECT FROM events WHERE case_id = r.case_id AND at = r.at AND act_id = r.act_id)
$$;
CREATE FUNCTION report_tells(report uuid, name text, party uuid, says jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM reports r WHERE r.id = report
                   AND told(r.case_id, 'report', r.id::text, fact(name, jsonb_build_object('report', r.id) || says))
                   AND (party IS NULL OR approved_says(r.act_id, says)));
END $$;
CREATE FUNCTION is_told(r findings) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT report_tells(r.report_id, 'found', r.party_id, jsonb_build_object('party', r.party_id,
               'findings', jsonb_build_array(jsonb_build_object('condition', r.condition, 'met', r.met, 'parts', r.parts, 'reason', r.reason,
                   'evidence', to_jsonb(r.evidence)))))
$$;
CREATE FUNCTION is_told(r fits) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT report_tells(r.report_id, 'found', r.party_id, jsonb_build_object('party', r.party_id,
               'fits', jsonb_build_array(jsonb_build_object('circumstance', r.circumstance, 'reason', r.reason,
                   'seventh', CASE WHEN r.principles IS NOT NULL THEN jsonb_build_object('principles', r.principles, 'others', r.others) END))))
$$;
CREATE FUNCTION is_told(r opinions) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT report_tells(r.report_id, 'opined', NULL, jsonb_build_object('tolerate', jsonb_build_array(jsonb_build_array(r.party_id, r.tolerate))))
$$;
CREATE FUNCTION is_told(r documents) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM events e WHERE e.case_id = r.case_id AND e.act_id IS NOT DISTINCT FROM r.act_id AND e.at = r.issued_at
                   AND e.kind = CASE r.kind WHEN 'receipt' THEN 'file' WHEN 'initiation_notice' THEN 'initiate' WHEN 'decline_notice' THEN 'decline'
                                            WHEN 'determination' THEN 'determine' WHEN 'objection_decision' THEN 'decide_objection' END
                   AND e.body::jsonb @> jsonb_build_object('documents', jsonb_build_array(jsonb_build_object('id', r.id, 'kind', r.kind, 'issuer', r.body_id,
                       'number', r.number, 'year', r.year, 'serial', r.serial, 'party', r.party_id, 'digest', encode(r.digest, 'hex')))))
$$;
CREATE FUNCTION is_told(r determinations) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'determine', r.id::text, fact('determined', jsonb_build_object('id', r.id, 'party', r.party_id, 'outcome', r.outcome,
               'lenience', r.lenience, 'provision', r.provision, 'document', r.document_id)), r.at)
       AND approved_says(r.act_id, jsonb_build_object('party', r.party_id, 'lenience', r.lenience, 'provision', r.provision))
       AND r.report_id = (SELECT id FROM reports WHERE case_id = r.case_id AND round = r.round ORDER BY at DESC LIMIT 1)
$$;
CREATE FUNCTION is_told(r corrections) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT approved(r.case_id, 'determine', r.id::text,
               fact('correction_required', jsonb_build_object('correction', demand || jsonb_build_object('id', r.id, 'determination', r.determination_id))),
               jsonb_build_object('parties', jsonb_build_array(jsonb_build_object('party', d.party_id, 'corrections', jsonb_build_array(demand)))))
    FROM determinations d, jsonb_build_object('what', r.what, 'due', r.due_on, 'responsible',
        CASE r.responsible WHEN 'party' THEN jsonb_build_object('party', r.party_id) WHEN 'unit' THEN jsonb_build_object('unit', r.unit_name)
                           ELSE to_jsonb('body'::text) END) AS demand
    WHERE d.id = r.determination_id
$$;
CREATE FUNCTION is_told(r correction_reports) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM corrections k WHERE k.id = r.correction_id AND told(k.case_id, 'report_correction', k.id::text,
               fact('correction_reported', jsonb_build_object('report', jsonb_build_object('correction', k.id, 'causes', r.causes, 'measures', r.measures,
                   'done_on', r.done_on, 'file', r.file_id))), r.at, r.by_user))
$$;
CREATE FUNCTION is_told(r correction_verdicts) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM corrections k WHERE k.id = r.correction_id AND told(k.case_id, 'verify_correction', k.id::text,
               fact('correction_judged', jsonb_build_object('verdict', verdict)), r.at, r.by_user)
               AND approved(k.case_id, 'verify_correction', k.id::text, fact('correction_judged', jsonb_build_object('verdict', verdict)), verdict))
    FROM jsonb_build_object('correction', r.correction_id, 'verified', r.verified, 'remark', r.remark) AS verdict
$$;
CREATE FUNCTION is_told(r services) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'serve', r.document_id::text, fact('served', jsonb_build_object('on', r.served_on,
               'service', jsonb_build_object('document', r.document_id, 'means', r.means, 'place', r.place, 'recipient', r.recipient, 'proof', r.proof_id))), r.at, r.by_user)
$$;
CREATE FUNCTION is_told(r notices) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'notify', 'notified', fact('notified', jsonb_build_object('notice', CASE WHEN r.units IS NULL
               THEN jsonb_build_object('nobody', jsonb_build_object('why', r.why_nobody))
               ELSE jsonb_build_object('units', jsonb_build_object('units', r.units, 'text', r.text, 'on', r.notified_on)) END)), r.at, r.by_user)
$$;
CREATE FUNCTION is_told(r objections) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'object', r.id::text, fact('objected', jsonb_build_object('id', r.id, 'determination', r.determination_id,
               'objection', jsonb_build_object('party', r.party_id, 'addressee', r.addressee_id, 'contested', r.contested, 'grounds', r.grounds,
                   'new_facts', r.new_facts, 'file', r.file_id))), r.received_at, r.by_user)
       AND (r.decided_on IS NULL OR approved(r.case_id, 'decide_objection', r.id::text,
               fact('objection_decided', jsonb_build_object('on', r.decided_on, 'decision', decision)), decision))
    FROM jsonb_build_object('objection', r.id, 'result', r.result, 'investigation', r.investigation, 'reasons', r.reasons) AS decision
$$;
CREATE FUNCTION is_told(r clarifications) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN r.waived
        THEN told(r.case_id, 'waive_clarification', r.party_id::text, fact('clarification_waived', jsonb_build_object('waiver',
                 jsonb_build_object('party', r.party_id, 'text', r.text, 'stated_on', r.made_on, 'file', r.file_id))), r.at, r.by_user)
        ELSE told(r.case_id, 'clarify', r.party_id::text, fact('clarified', jsonb_build_object('clarification', made)), r.at, r.by_user)
             AND approved(r.case_id, 'clarify', r.party_id::text, fact('clarified', jsonb_build_object('clarification', made)), made) END
    FROM jsonb_build_object('party', r.party_id, 'by', r.made_by, 'form', r.form, 'audience', r.audience, 'text', r.text, 'made_on', r.made_on) AS made
$$;
-- R6: a deadline's causes are told by the events they name, with the day they lead to (which needs the calendar, and is
-- reckoned again by `rongcuo audit verify`); what is kept of the deadline for lists is what its last cause led to.
CREATE FUNCTION is_told(r deadline_causes) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM events e JOIN deadlines d ON d.id = r.deadline_id AND d.case_id = r.case_id
                   WHERE e.case_id = r.case_id AND e.seq = r.seq
                   AND e.body::jsonb @> jsonb_build_object('clocks', jsonb_build_array(jsonb_build_object('deadline', r.deadline_id, 'kind', d.kind,
                       'subject', d.subject, 'cause', r.cause, 'due', r.due_on, 'provisional', r.provisional))))
$$;
CREATE FUNCTION is_told(r deadlines) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM deadline_causes WHERE deadline_id = r.id AND no = 1 AND cause ->> 'cause' = 'started' AND cause ->> 'on' = r.from_on::text)
       AND r.days = (SELECT sum((cause ->> 'days')::integer) FROM deadline_causes WHERE deadline_id = r.id)
       AND (r.state IN ('met', 'cancelled')) = EXISTS (SELECT FROM deadline_causes WHERE deadline_id = r.id AND cause ->> 'cause' IN ('met', 'cancelled'))
       AND (r.state NOT IN ('met', 'cancelled') OR EXISTS (SELECT FROM deadline_causes
            WHERE deadline_id = r.id AND cause ->> 'cause' = r.state AND cause ->> 'on' = r.ended_on::text))
       AND EXISTS (SELECT FROM deadline_causes q WHERE q.deadline_id = r.id AND q.no = (SELECT max(no) FROM deadline_causes WHERE deadline_id = r.id)
                   AND (q.days, q.due_on, q.provisional, q.state, q.ended_on) IS NOT DISTINCT FROM (r.days, r.due_on, r.provisional, r.state, r.ended_on))
       AND EXISTS (SELECT FROM deadline_causes q JOIN events e ON e.case_id = q.case_id AND e.seq = q.seq WHERE q.deadline_id = r.id AND q.no = 1
                   AND e.case_id = r.case_id AND e.body::jsonb @> jsonb_build_object('clocks', jsonb_build_array(jsonb_build_object('deadline', r.id, 'kind', r.kind, 'subject', r.subject))))
$$;

CREATE FUNCTION rows_are_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told boolean;
BEGIN
    EXECUTE format('SELECT public.is_told($1::public.%I)', TG_TABLE_NAME) INTO told USING NEW;
    IF told IS NOT TRUE THEN
        PERFORM refuse('events_first', format('no event tells of this row in %s', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    register text;
BEGIN
    FOREACH register IN ARRAY ARRAY['parties', 'assignments', 'evidence', 'hearings', 'reports', 'findings', 'fits', 'opinions', 'documents', 'determinations',
                                    'corrections', 'correction_reports', 'correction_verdicts', 'services', 'notices', 'objections', 'clarifications',
                                    'deadline_causes', 'deadlines'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER %s_are_told AFTER INSERT OR UPDATE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rows_are_told()',
                       register, register);
    END LOOP;
END $$;

-- A temporary table of the caller's must not stand in for one of ours while a guard looks.
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOR guard IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', guard);
    END LOOP;
END $$;
