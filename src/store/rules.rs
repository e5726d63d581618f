//! R5 asked again of the acts that are stored: who switched the guards off may have written a history that agrees with itself
//! and breaks the law all the same. For `rongcuo audit verify`, a page of cases at a time.

use sqlx::PgConnection;
use uuid::Uuid;

/// A rule that an act breaks.
pub struct AboutAct {
    /// Of which case.
    pub case: Uuid,
    /// Which.
    pub act: Uuid,
    /// What for, as a code.
    pub kind: String,
    /// Where it stands, as a code.
    pub state: String,
    /// Which rule.
    pub rule: String,
}

/// Acts that were decided by whom R5 keeps from deciding, or say something else than what was submitted.
pub async fn about_acts(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<AboutAct>> {
    sqlx::query_as!(
        AboutAct,
        r#"
        SELECT a.case_id AS case, a.id AS act, a.kind, a.state, broken.rule AS "rule!"
        FROM acts a JOIN public.cases c ON c.id = a.case_id
        LEFT JOIN public.objections o ON o.id = a.subject AND o.case_id = a.case_id
        LEFT JOIN events e ON e.act_id = a.id
        LEFT JOIN LATERAL (SELECT m.step FROM act_moves m WHERE m.act_id = a.id AND m.state = 'waiting' ORDER BY m.no DESC LIMIT 1) submitted ON true
        CROSS JOIN LATERAL (SELECT a.state = 'approved' AS approved, o.id IS NOT NULL AS objection, a.drafters || a.approved_by AS two) it
        CROSS JOIN LATERAL (VALUES
            ('r5_four_eyes', it.approved AND a.approved_by = ANY (a.drafters)),
            ('r5_officers_do_not_approve', it.approved AND NOT it.objection AND e.seq IS NOT NULL AND (
                EXISTS (SELECT FROM public.assignments n WHERE n.case_id = a.case_id AND n.seq < e.seq AND a.approved_by = ANY (n.officers))
                OR EXISTS (SELECT FROM public.replacements r WHERE r.case_id = a.case_id AND r.seq < e.seq AND r.by = a.approved_by))),
            ('r5_parties_never_act', it.approved AND (c.filed_by = ANY(it.two) OR EXISTS (
                SELECT FROM public.party_accounts p WHERE p.case_id = a.case_id AND p."user" = ANY(it.two)))),
            ('r5_whose_act', it.approved AND CASE WHEN it.objection THEN o.addressee IS DISTINCT FROM a.body_id OR a.body_id = c.body_id
                                                  ELSE a.body_id <> c.body_id END),
            ('r5_staff_of_the_body', it.approved AND EXISTS (
                SELECT FROM users u WHERE u.id = ANY(it.two) AND u.body_id IS DISTINCT FROM a.body_id)),
            ('r5_took_no_part', it.approved AND it.objection AND (
                EXISTS (SELECT FROM public.assignments s WHERE s.case_id = a.case_id AND s.officers && it.two)
                OR EXISTS (SELECT FROM public.replacements s WHERE s.case_id = a.case_id AND s.by = ANY(it.two))
                OR EXISTS (SELECT FROM acts b WHERE b.case_id = a.case_id AND b.body_id <> a.body_id
                           AND (b.drafters && it.two OR b.approved_by = ANY(it.two))))),
            ('r2_not_passed_over', it.approved AND a.kind = 'report' AND EXISTS (
                SELECT FROM events s WHERE s.case_id = a.case_id AND s.seq > submitted_after(a.id) AND s.seq < e.seq AND (
                    EXISTS (SELECT FROM public.hearings h WHERE (h.case_id, h.seq) = (s.case_id, s.seq) AND h.kind <> 'unreachable')
                    OR EXISTS (SELECT FROM public.evidence v WHERE (v.case_id, v.seq) = (s.case_id, s.seq)
                               AND (v.by_party IS NOT NULL OR before_the_body(s.case_id, s.actor_id)))))),
            -- What was returned may be saved half-written, and then has no content until it is submitted anew.
            ('acts_as_submitted', CASE WHEN a.state = 'returned' THEN a.step IS NOT NULL ELSE a.state IN ('waiting', 'approved') END
                                  AND a.step IS DISTINCT FROM submitted.step)
        ) AS broken (rule, breaks)
        WHERE a.case_id = ANY($1) AND broken.breaks
        ORDER BY a.case_id, a.drafted_at, a.id, broken.rule
        "#,
        cases
    )
    .fetch_all(db)
    .await
}
