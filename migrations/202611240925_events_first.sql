-- Events first: a row in a register stands there because an event tells of it, in the words the row has. Written around the
-- program, a hearing, a finding or a number would need a forged event as well, which then stays for everybody to see (R7);
-- and where the step is an act, the event needs two persons (R5). `untold` lists what no event tells: it must be empty.

CREATE FUNCTION fact(name text, says jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('facts', jsonb_build_array(jsonb_build_object('fact', name) || says))
$$;
-- Whether an event of that kind says so. The needle, some text of it, keeps the other bodies from being read.
CREATE FUNCTION told(case_ uuid, kind_ text, needle text, says jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM events WHERE case_id = case_ AND kind = kind_ AND CASE WHEN strpos(body, needle) > 0 THEN body::jsonb @> says ELSE false END);
END $$;

CREATE FUNCTION is_told(r parties) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'file', r.id::text, fact('filed', jsonb_build_object('parties', jsonb_build_array(
               jsonb_build_object('id', r.id, 'no', r.no, 'kind', r.kind, 'name', r.name, 'round', r.round)))))
       AND (num_nonnulls(r.user_id, r.unit_id) = 0
            OR told(r.case_id, 'file', r.id::text, fact('filed', jsonb_build_object('parties', jsonb_build_array(
                   jsonb_build_object('id', r.id, 'user', r.user_id, 'unit', r.unit_id)))))
            OR told(r.case_id, 'link', r.id::text, fact('linked', jsonb_build_object('party', r.id, 'user', r.user_id, 'unit', r.unit_id))))
$$;
CREATE FUNCTION is_told(r assignments) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (told(r.case_id, 'initiate', r.user_id::text, fact('assigned', jsonb_build_object('officers', jsonb_build_array(r.user_id))))
            OR told(r.case_id, 'replace', r.user_id::text, fact('replaced', jsonb_build_object('by', r.user_id))))
       AND (r.until_at IS NULL OR told(r.case_id, 'replace', r.user_id::text, fact('replaced', jsonb_build_object('out', r.user_id))))
$$;
CREATE FUNCTION is_told(r evidence) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT bool_or(told(r.case_id, step, r.id::text, fact('evidence_taken', jsonb_build_object('id', r.id,
               'evidence', jsonb_build_object('name', r.name, 'kind', r.kind, 'condition', r.condition, 'file', r.file_id)))))
    FROM (VALUES ('take_evidence'), ('file')) AS steps (step)
$$;
CREATE FUNCTION is_told(r hearings) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'hear', r.id::text, fact('heard', jsonb_build_object('id', r.id, 'by_party', r.by_party,
               'hearing', jsonb_build_object('party', r.party_id, 'kind', r.kind, 'text', r.text, 'held_on', r.held_on))))
$$;
-- What a report finds, and a determination decides, stands in the act that was approved as well (R5).
CREATE FUNCTION approved_says(act uuid, says jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM acts WHERE id = act AND step @> jsonb_build_object('step', jsonb_build_object('parties', jsonb_build_array(says))));
END $$;
CREATE FUNCTION is_told(r reports) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'report', r.id::text, fact('found', jsonb_build_object('report', r.id)))
$$;
CREATE FUNCTION report_tells(report uuid, name text, party uuid, says jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM reports r WHERE r.id = report
                   AND told(r.case_id, 'report', r.id::text, fact(name, jsonb_build_object('report', r.id) || says))
                   AND (party IS NULL OR approved_says(r.act_id, says)));
END $$;
CREATE FUNCTION is_told(r findings) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT report_tells(r.report_id, 'found', r.party_id, jsonb_build_object('party', r.party_id,
               'findings', jsonb_build_array(jsonb_build_object('condition', r.condition, 'met', r.met, 'parts', r.parts, 'reason', r.reason, 'evidence', to_jsonb(r.evidence)))))
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
    SELECT EXISTS (SELECT FROM events e WHERE e.case_id = r.case_id AND e.act_id IS NOT DISTINCT FROM r.act_id
                   AND e.kind = CASE r.kind WHEN 'receipt' THEN 'file' WHEN 'initiation_notice' THEN 'initiate' WHEN 'decline_notice' THEN 'decline'
                                            WHEN 'determination' THEN 'determine' WHEN 'objection_decision' THEN 'decide_objection' END
                   AND e.body::jsonb @> jsonb_build_object('documents', jsonb_build_array(r.number)))
$$;
CREATE FUNCTION is_told(r determinations) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'determine', r.id::text, fact('determined', jsonb_build_object('id', r.id, 'party', r.party_id, 'outcome', r.outcome,
               'lenience', r.lenience, 'provision', r.provision, 'document', r.document_id)))
       AND approved_says(r.act_id, jsonb_build_object('party', r.party_id, 'lenience', r.lenience, 'provision', r.provision))
$$;
CREATE FUNCTION is_told(r corrections) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'determine', r.id::text, fact('correction_required', jsonb_build_object('correction',
               jsonb_build_object('id', r.id, 'determination', r.determination_id, 'what', r.what, 'due', r.due_on))))
$$;
CREATE FUNCTION is_told(r correction_reports) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM corrections k WHERE k.id = r.correction_id AND told(k.case_id, 'report_correction', k.id::text,
               fact('correction_reported', jsonb_build_object('report', jsonb_build_object('correction', k.id, 'causes', r.causes, 'measures', r.measures)))))
$$;
CREATE FUNCTION is_told(r correction_verdicts) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM corrections k WHERE k.id = r.correction_id AND told(k.case_id, 'verify_correction', k.id::text,
               fact('correction_judged', jsonb_build_object('verdict', jsonb_build_object('correction', k.id, 'verified', r.verified, 'remark', r.remark)))))
$$;
CREATE FUNCTION is_told(r services) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'serve', r.document_id::text, fact('served', jsonb_build_object('on', r.served_on,
               'service', jsonb_build_object('document', r.document_id, 'means', r.means))))
$$;
CREATE FUNCTION is_told(r notices) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'notify', 'notified', fact('notified', jsonb_build_object('notice', CASE WHEN r.units IS NULL
               THEN jsonb_build_object('nobody', jsonb_build_object('why', r.why_nobody))
               ELSE jsonb_build_object('units', jsonb_build_object('units', r.units, 'text', r.text)) END)))
$$;
CREATE FUNCTION is_told(r objections) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT told(r.case_id, 'object', r.id::text, fact('objected', jsonb_build_object('id', r.id, 'determination', r.determination_id,
               'objection', jsonb_build_object('party', r.party_id, 'addressee', r.addressee_id, 'grounds', r.grounds))))
       AND (r.decided_on IS NULL OR told(r.case_id, 'decide_objection', r.id::text, fact('objection_decided', jsonb_build_object('on', r.decided_on,
               'decision', jsonb_build_object('objection', r.id, 'result', r.result)))))
$$;
CREATE FUNCTION is_told(r clarifications) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN r.waived
        THEN told(r.case_id, 'waive_clarification', r.party_id::text, fact('clarification_waived', jsonb_build_object('waiver',
                 jsonb_build_object('party', r.party_id, 'text', r.text, 'stated_on', r.made_on))))
        ELSE told(r.case_id, 'clarify', r.party_id::text, fact('clarified', jsonb_build_object('clarification',
                 jsonb_build_object('party', r.party_id, 'text', r.text, 'made_on', r.made_on)))) END
$$;
-- R6: a deadline's causes are told by the events they name, and its stored value follows from them (its due date, which
-- needs the calendar, is compared by `rongcuo audit verify`).
CREATE FUNCTION is_told(r deadline_causes) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM events e JOIN deadlines d ON d.id = r.deadline_id AND d.case_id = r.case_id
                   WHERE e.case_id = r.case_id AND e.seq = r.seq
                   AND e.body::jsonb @> jsonb_build_object('clocks', jsonb_build_array(jsonb_build_object('deadline', r.deadline_id, 'cause', r.cause))))
$$;
CREATE FUNCTION is_told(r deadlines) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM deadline_causes WHERE deadline_id = r.id AND no = 1 AND cause ->> 'cause' = 'started' AND cause ->> 'on' = r.from_on::text)
       AND r.days = (SELECT sum((cause ->> 'days')::integer) FROM deadline_causes WHERE deadline_id = r.id)
       AND (r.state IN ('met', 'cancelled')) = EXISTS (SELECT FROM deadline_causes WHERE deadline_id = r.id AND cause ->> 'cause' IN ('met', 'cancelled'))
       AND (r.state NOT IN ('met', 'cancelled') OR EXISTS (SELECT FROM deadline_causes
            WHERE deadline_id = r.id AND cause ->> 'cause' = r.state AND cause ->> 'on' = r.ended_on::text))
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

-- For `rongcuo audit verify`: rows whose event is gone or says otherwise, by case.
CREATE VIEW untold AS
          SELECT case_id, 'parties' AS register, id::text AS id FROM parties r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'assignments', user_id::text FROM assignments r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'evidence', id::text FROM evidence r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'hearings', id::text FROM hearings r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'reports', id::text FROM reports r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT p.case_id, 'findings', r.party_id || ' ' || r.condition FROM findings r JOIN parties p ON p.id = r.party_id WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT p.case_id, 'fits', r.party_id || ' ' || r.circumstance FROM fits r JOIN parties p ON p.id = r.party_id WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT p.case_id, 'opinions', r.party_id::text FROM opinions r JOIN parties p ON p.id = r.party_id WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'documents', number FROM documents r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'determinations', id::text FROM determinations r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'corrections', id::text FROM corrections r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT k.case_id, 'correction_reports', k.id::text FROM correction_reports r JOIN corrections k ON k.id = r.correction_id WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT k.case_id, 'correction_verdicts', k.id::text FROM correction_verdicts r JOIN corrections k ON k.id = r.correction_id WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'services', document_id::text FROM services r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'notices', round::text FROM notices r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'objections', id::text FROM objections r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'clarifications', party_id::text FROM clarifications r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'deadline_causes', deadline_id::text FROM deadline_causes r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'deadlines', id::text FROM deadlines r WHERE is_told(r) IS NOT TRUE
UNION ALL SELECT case_id, 'acts', id::text FROM acts a WHERE state = 'approved' AND NOT EXISTS (SELECT FROM events WHERE act_id = a.id);

-- A temporary table of the caller's must not stand in for one of ours while a guard looks.
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOR guard IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', guard);
    END LOOP;
END $$;
