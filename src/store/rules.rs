//! The law's rules asked again of what is stored: who switched the guards off may have written a history that agrees with
//! itself and breaks the law all the same. For `rongcuo audit verify`, a page of cases at a time.

use sqlx::PgConnection;
use uuid::Uuid;

/// A rule that something about a party breaks.
pub struct AboutParty {
    /// Of which case.
    pub case: Uuid,
    /// The party's name.
    pub party: String,
    /// Which rule, as its guard in the database is called; of R1 also what stands there instead.
    pub rule: String,
}

/// What was found, opined, determined and heard against the rules R1, R2 and R4.
pub async fn about_parties(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<AboutParty>> {
    sqlx::query_as!(
        AboutParty,
        r#"
        WITH party AS (SELECT p.case_id, p.id, p.name, p.round FROM public.parties p WHERE p.case_id = ANY($1)),
        report AS (SELECT r.id, r.case_id, r.round, r.at FROM public.reports r WHERE r.case_id = ANY($1)),
        found AS (
            SELECT r.id AS report, r.round, p.id AS party,
                   (SELECT count(DISTINCT f.condition) FROM public.findings f WHERE f.report_id = r.id AND f.party_id = p.id AND f.met) = 6
                   AND EXISTS (SELECT FROM public.fits f WHERE f.report_id = r.id AND f.party_id = p.id) AS tolerable
            FROM report r JOIN party p USING (case_id)),
        broken AS (
            SELECT d.party_id, 'r1_determined_' || d.outcome AS rule
            FROM public.determinations d LEFT JOIN found f ON f.report = d.report_id AND f.party = d.party_id AND f.round = d.round
            WHERE d.case_id = ANY($1) AND (d.outcome = 'tolerated') IS DISTINCT FROM f.tolerable
            UNION ALL
            SELECT o.party_id, 'r1_opined_' || CASE WHEN o.tolerate THEN 'tolerated' ELSE 'not_tolerated' END
            FROM public.opinions o JOIN found f ON f.report = o.report_id AND f.party = o.party_id WHERE o.tolerate <> f.tolerable
            UNION ALL
            SELECT t.party_id, 'a7_7_explained' FROM public.fits t JOIN report r ON r.id = t.report_id
            WHERE CASE t.circumstance WHEN 'other' THEN num_nonnulls(nullif(btrim(t.principles), ''), nullif(btrim(t.others), '')) < 2
                                      ELSE num_nonnulls(t.principles, t.others) > 0 END
            UNION ALL
            SELECT d.party_id, 'r4_tolerance_with_correction' FROM public.determinations d
            WHERE d.case_id = ANY($1) AND d.outcome = 'tolerated'
            AND NOT EXISTS (SELECT FROM public.corrections k WHERE k.determination_id = d.id AND k.case_id = d.case_id)
            UNION ALL
            -- Who takes part in a later round took part in those before it.
            SELECT p.id, 'r2_every_party_heard' FROM report r JOIN party p ON p.case_id = r.case_id AND p.round >= r.round
            WHERE NOT EXISTS (SELECT FROM public.hearings h WHERE h.party_id = p.id AND h.case_id = r.case_id AND h.round = r.round AND h.at <= r.at
                              AND (h.kind <> 'unreachable' OR h.file_id IS NOT NULL)))
        SELECT DISTINCT p.case_id AS case, p.name AS party, b.rule AS "rule!" FROM broken b JOIN party p ON p.id = b.party_id ORDER BY 1, 3, 2
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

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
        LEFT JOIN LATERAL (SELECT m.step FROM act_moves m WHERE m.act_id = a.id AND m.state = 'waiting' ORDER BY m.no DESC LIMIT 1) submitted ON true
        CROSS JOIN LATERAL (SELECT a.state = 'approved' AS approved, a.kind = 'decide_objection' AS objection, ARRAY[a.drafted_by, a.approved_by] AS two) it
        CROSS JOIN LATERAL (VALUES
            ('r5_four_eyes', it.approved AND a.approved_by = a.drafted_by),
            ('r5_officers_do_not_approve', it.approved AND EXISTS (
                SELECT FROM public.assignments s WHERE s.case_id = a.case_id AND s.user_id = a.approved_by
                AND s.from_at <= a.decided_at AND (s.until_at IS NULL OR s.until_at > a.decided_at))),
            ('r5_parties_never_act', it.approved AND (c.filed_by = ANY(it.two) OR EXISTS (
                SELECT FROM public.parties p WHERE p.case_id = a.case_id AND p.user_id = ANY(it.two)))),
            ('r5_whose_act', it.approved AND CASE WHEN it.objection THEN o.addressee_id IS DISTINCT FROM a.body_id OR a.body_id = c.body_id
                                                  ELSE a.body_id <> c.body_id END),
            ('r5_staff_of_the_body', it.approved AND EXISTS (
                SELECT FROM users u WHERE u.id = ANY(it.two) AND u.body_id IS DISTINCT FROM a.body_id)),
            ('r5_took_no_part', it.approved AND it.objection AND (
                EXISTS (SELECT FROM public.assignments s WHERE s.case_id = a.case_id AND s.user_id = ANY(it.two))
                OR EXISTS (SELECT FROM acts b WHERE b.case_id = a.case_id AND b.body_id <> a.body_id
                           AND (b.drafted_by = ANY(it.two) OR b.approved_by = ANY(it.two))))),
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
