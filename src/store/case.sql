-- $1: the case. One statement, so that what rules see was true at one moment.
SELECT
    c.id, c.number, c.title, c.status AS "status: Status", c.round, c.version, c.received_at,
    (SELECT e.from_status FROM events e WHERE e.case_id = c.id AND e.to_status IS NOT NULL ORDER BY e.seq DESC LIMIT 1) AS "before: Status",
    jsonb_build_object('user', c.filed_by, 'unit', c.filed_unit, 'name', c.filer_name,
        'electronic', (SELECT f.content::jsonb #> '{applicant,electronic}' FROM filings f WHERE f.case_id = c.id)) AS "filer!: Json<Filer>",
    (SELECT f.content::jsonb -> 'accountability' FROM filings f WHERE f.case_id = c.id) AS "accountability: Json<Accountability>",
    (SELECT jsonb_build_object(
        'id', b.id, 'name', b.name, 'short_name', b.short_name, 'number_word', b.number_word, 'calendar', b.calendar,
        'superior', (SELECT jsonb_build_object('id', s.id, 'name', s.name) FROM bodies s
                     WHERE s.id = b.superior_id AND b.superior_confirmed AND s.kind <> 'office'),
        'office', (SELECT jsonb_build_object('id', o.id, 'name', o.name) FROM bodies o WHERE o.kind = 'office' AND o.id <> b.id))
     FROM bodies b WHERE b.id = c.body_id) AS "body!: Json<Body>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'no', p.no, 'kind', p.kind, 'name', p.name, 'position', p.position,
        'authority', CASE WHEN p.authority_organ IS NULL THEN to_jsonb('body'::text) ELSE jsonb_build_object('organ', p.authority_organ) END,
        'unit', p.unit_id, 'user', p.user_id, 'electronic', p.electronic, 'round', p.round) ORDER BY p.no), '[]')
     FROM parties p WHERE p.case_id = c.id) AS "parties!: Json<Vec<Party>>",
    (SELECT coalesce(jsonb_agg(a.user_id ORDER BY a.from_at, a.user_id), '[]')
     FROM assignments a WHERE a.case_id = c.id AND a.round = c.round AND a.until_at IS NULL) AS "officers!: Json<Vec<UserId>>",
    (SELECT coalesce(jsonb_agg(DISTINCT t.user_id), '[]') FROM (
        SELECT user_id FROM assignments WHERE case_id = c.id
        UNION ALL SELECT drafted_by FROM acts WHERE case_id = c.id AND body_id = c.body_id
        UNION ALL SELECT approved_by FROM acts WHERE case_id = c.id AND body_id = c.body_id AND approved_by IS NOT NULL) t) AS "took_part!: Json<Vec<UserId>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('user', u.id, 'name', u.name, 'officer', u.officer, 'approver', u.approver,
        'approves_determinations', u.approves_determinations) ORDER BY u.approver, u.username), '[]')
     FROM users u WHERE u.body_id = c.body_id AND u.disabled_at IS NULL) AS "staff!: Json<Vec<Staff>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('party', h.party_id, 'kind', h.kind, 'round', h.round) ORDER BY h.at), '[]')
     FROM hearings h WHERE h.case_id = c.id) AS "hearings!: Json<Vec<Heard>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'no', v.no, 'name', v.name, 'condition', v.condition, 'party', v.party_id) ORDER BY v.no), '[]')
     FROM evidence v WHERE v.case_id = c.id) AS "evidence!: Json<Vec<EvidenceNote>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'subject', x.subject, 'state', x.state,
        'drafted_by', x.drafted_by, 'drafter_name', u.name) ORDER BY x.drafted_at), '[]')
     FROM acts x JOIN users u ON u.id = x.drafted_by WHERE x.case_id = c.id AND x.state IN ('draft', 'waiting', 'returned')) AS "acts!: Json<Vec<Act>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('party', o.party_id,
        'findings', (SELECT coalesce(jsonb_agg(jsonb_build_object('condition', f.condition, 'met', f.met, 'parts', f.parts, 'reason', f.reason,
                            'evidence', to_jsonb(f.evidence))), '[]') FROM findings f WHERE f.report_id = o.report_id AND f.party_id = o.party_id),
        'fits', (SELECT coalesce(jsonb_agg(jsonb_build_object('circumstance', t.circumstance, 'reason', t.reason,
                    'seventh', CASE WHEN t.principles IS NOT NULL THEN jsonb_build_object('principles', t.principles, 'others', t.others) END)), '[]')
                 FROM fits t WHERE t.report_id = o.report_id AND t.party_id = o.party_id))), '[]')
     FROM reports r JOIN opinions o ON o.report_id = r.id WHERE r.case_id = c.id AND r.round = c.round) AS "assessments!: Json<Vec<PartyAssessment>>",
    EXISTS (SELECT FROM reports r JOIN opinions o ON o.report_id = r.id WHERE r.case_id = c.id AND r.round = c.round) AS "opined!",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'party', d.party_id, 'round', d.round, 'outcome', d.outcome,
        'lenience', d.lenience, 'document', d.document_id) ORDER BY p.no), '[]')
     FROM determinations d JOIN parties p ON p.id = d.party_id AND p.round = d.round WHERE d.case_id = c.id) AS "determinations!: Json<Vec<Determined>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'number', d.number, 'issuer', d.body_id, 'party', d.party_id,
        'issued_at', d.issued_at, 'served_on', s.served_on, 'proof', s.proof_id) ORDER BY d.issued_at, d.serial), '[]')
     FROM documents d LEFT JOIN services s ON s.document_id = d.id WHERE d.case_id = c.id) AS "documents!: Json<Vec<Issued>>",
    EXISTS (SELECT FROM notices n WHERE n.case_id = c.id AND n.round = c.round) AS "notified!",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'party', o.party_id, 'determination', o.determination_id, 'addressee', o.addressee_id,
        'addressee_name', b.name, 'addressee_word', b.number_word, 'contested', o.contested, 'grounds', o.grounds,
        'new_facts', o.new_facts, 'file', o.file_id, 'decided_on', o.decided_on) ORDER BY o.received_at, o.id), '[]')
     FROM objections o JOIN bodies b ON b.id = o.addressee_id WHERE o.case_id = c.id) AS "objections!: Json<Vec<Objected>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'determination', k.determination_id, 'what', k.what,
        'responsible', CASE k.responsible WHEN 'party' THEN jsonb_build_object('party', k.party_id)
                            WHEN 'unit' THEN jsonb_build_object('unit', k.unit_name) ELSE to_jsonb('body'::text) END,
        'due', k.due_on, 'state', k.state) ORDER BY k.due_on, k.id), '[]')
     FROM corrections k WHERE k.case_id = c.id) AS "corrections!: Json<Vec<Correction>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('correction', r.correction_id, 'causes', r.causes, 'measures', r.measures,
        'done_on', r.done_on, 'file', r.file_id)), '[]')
     FROM correction_reports r JOIN corrections k ON k.id = r.correction_id
     WHERE k.case_id = c.id AND r.no = (SELECT max(l.no) FROM correction_reports l WHERE l.correction_id = k.id)) AS "correction_reports!: Json<Vec<CorrectionReport>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('correction', v.correction_id, 'verified', v.verified, 'remark', v.remark)), '[]')
     FROM correction_verdicts v JOIN corrections k ON k.id = v.correction_id
     WHERE k.case_id = c.id AND v.no = (SELECT max(l.no) FROM correction_verdicts l WHERE l.correction_id = k.id)) AS "correction_verdicts!: Json<Vec<CorrectionVerdict>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('party', k.party_id,
        'made', CASE WHEN NOT k.waived THEN jsonb_build_object('party', k.party_id, 'by', k.made_by, 'form', k.form, 'audience', k.audience,
                                                               'made_on', k.made_on, 'text', k.text) END, 'wish', k.file_id)), '[]')
     FROM clarifications k WHERE k.case_id = c.id) AS "clarifications!: Json<Vec<Clarified>>",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'subject', l.subject,
        'causes', (SELECT jsonb_agg(q.cause ORDER BY q.no) FROM deadline_causes q WHERE q.deadline_id = l.id)) ORDER BY l.from_on, l.id), '[]')
     FROM deadlines l WHERE l.case_id = c.id) AS "deadlines!: Json<Vec<Clock>>"
FROM cases c
WHERE c.id = $1
