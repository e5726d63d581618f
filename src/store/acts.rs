//! Acts (行为): drafted, submitted, decided; each move is kept with the text it was about.

use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::moves::StoredMove;
use super::{SignedTx, chain};
use crate::domain::act::{Act, ActState};
use crate::domain::event::CarriedOut;
use crate::domain::ids::{ActId, BodyId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::platform::signing::Record;

/// A form as it was typed: names and values, in order.
pub type TypedPairs = Vec<(String, String)>;

/// An act with its content.
pub struct ActRecord {
    /// What rules know of it.
    pub act: Act,
    /// On which case.
    pub case: CaseId,
    /// Whose act.
    pub body: BodyId,
    /// The form as it was typed.
    pub typed: TypedPairs,
    /// The value that the law rules on; `None` in a draft that was only saved.
    pub step: Option<Step>,
    /// When it was last submitted (UTC).
    pub submitted_at: Option<OffsetDateTime>,
    /// How often it was submitted (第几稿).
    pub submissions: i16,
    /// Moves with every change.
    pub revision: i32,
    /// When it was last saved or submitted (UTC).
    pub saved_at: OffsetDateTime,
}

struct Row {
    id: ActId,
    case_id: CaseId,
    body_id: BodyId,
    kind: Kind,
    subject: Option<Uuid>,
    state: ActState,
    typed: Json<TypedPairs>,
    step: Option<Json<Step>>,
    drafted_by: UserId,
    drafters: Vec<Uuid>,
    drafter_name: String,
    submitted_at: Option<OffsetDateTime>,
    submitted_after: i32,
    submissions: i16,
    revision: i32,
    saved_at: OffsetDateTime,
}

/// An act of a case. Primary key.
pub async fn read(db: &mut PgConnection, case: CaseId, id: ActId) -> sqlx::Result<Option<ActRecord>> {
    let row = sqlx::query_as!(
        Row,
        r#"
        SELECT a.id, a.case_id, a.body_id, a.kind AS "kind: Kind", a.subject, a.state AS "state: ActState",
               a.typed AS "typed: Json<TypedPairs>", a.step AS "step: Json<Step>", a.drafted_by, a.drafters, u.name AS drafter_name,
               a.submitted_at, submitted_after(a.id) AS "submitted_after!", a.submissions, a.revision, a.saved_at
        FROM acts a JOIN users u ON u.id = a.drafted_by
        WHERE a.id = $1 AND a.case_id = $2
        "#,
        id.0,
        case.0,
    );
    Ok(row.fetch_optional(db).await?.map(Row::record))
}

/// The act of a kind about one thing that is not decided yet, whoever has it at hand. Index `acts_one_draft`.
pub async fn under_way(
    db: &mut PgConnection,
    case: CaseId,
    kind: Kind,
    subject: Option<Uuid>,
) -> sqlx::Result<Option<ActRecord>> {
    let row = sqlx::query_as!(
        Row,
        r#"
        SELECT a.id, a.case_id, a.body_id, a.kind AS "kind: Kind", a.subject, a.state AS "state: ActState",
               a.typed AS "typed: Json<TypedPairs>", a.step AS "step: Json<Step>", a.drafted_by, a.drafters, u.name AS drafter_name,
               a.submitted_at, submitted_after(a.id) AS "submitted_after!", a.submissions, a.revision, a.saved_at
        FROM acts a JOIN users u ON u.id = a.drafted_by
        WHERE a.case_id = $1 AND a.kind = $2 AND a.subject IS NOT DISTINCT FROM $3
        AND a.state IN ('draft', 'waiting', 'returned')
        "#,
        case.0,
        kind.code(),
        subject,
    );
    Ok(row.fetch_optional(db).await?.map(Row::record))
}

/// What the drafter typed last on an act of a kind about one thing that was not decided: under way, or lapsed since.
/// Index `acts_case`.
pub async fn left(
    db: &mut PgConnection,
    case: CaseId,
    kind: Kind,
    subject: Option<Uuid>,
    drafter: UserId,
) -> sqlx::Result<Option<TypedPairs>> {
    let typed = sqlx::query_scalar!(
        r#"
        SELECT typed AS "typed: Json<TypedPairs>"
        FROM acts
        WHERE case_id = $1 AND kind = $2 AND $4 = ANY (drafters) AND subject IS NOT DISTINCT FROM $3 AND state IN ('draft', 'waiting', 'returned', 'lapsed')
        ORDER BY drafted_at DESC
        LIMIT 1
        "#,
        case.0,
        kind.code(),
        subject,
        drafter.0,
    );
    Ok(typed.fetch_optional(db).await?.map(|typed| typed.0))
}

/// What was approved of a kind on a case, the oldest first. Index `acts_case`.
pub async fn approved(db: &mut PgConnection, case: CaseId, kind: Kind) -> sqlx::Result<Vec<(ActId, Step)>> {
    let rows = sqlx::query!(
        r#"
        SELECT id AS "id: ActId", step AS "step!: Json<Step>" FROM acts
        WHERE case_id = $1 AND kind = $2 AND state = 'approved' ORDER BY drafted_at LIMIT 100
        "#,
        case.0,
        kind.code(),
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|it| (it.id, it.step.0)).collect())
}

impl Row {
    fn record(self) -> ActRecord {
        let act = Act {
            id: self.id,
            kind: self.kind,
            subject: self.subject,
            state: self.state,
            drafted_by: self.drafted_by,
            drafters: self.drafters.into_iter().map(UserId).collect(),
            drafter_name: self.drafter_name,
            submitted_after: self.submitted_after,
        };
        ActRecord {
            act,
            case: self.case_id,
            body: self.body_id,
            typed: self.typed.0,
            step: self.step.map(|step| step.0),
            submitted_at: self.submitted_at,
            submissions: self.submissions,
            revision: self.revision,
            saved_at: self.saved_at,
        }
    }
}

/// An act as its drafter saves it.
pub struct Saved<'a> {
    /// Its id, new or known.
    pub id: ActId,
    /// On which case.
    pub case: CaseId,
    /// Whose act.
    pub body: BodyId,
    /// What for.
    pub kind: Kind,
    /// About which party, correction or objection.
    pub subject: Option<Uuid>,
    /// By whom.
    pub drafter: UserId,
    /// The form as it was typed.
    pub typed: &'a TypedPairs,
    /// The value, when it is submitted.
    pub step: Option<&'a Step>,
}

/// How an act stands after it was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub state: ActState,
    /// What the next save must have seen.
    pub revision: i32,
}

/// Saves a draft, or submits it when it has a step; tells how it stands then. What was returned stays so until it is
/// submitted anew.
pub async fn save(db: &mut SignedTx<'_>, it: &Saved<'_>, at: OffsetDateTime) -> sqlx::Result<Kept> {
    let submitted = it.step.map(|_| at);
    let kept = sqlx::query_as!(
        Kept,
        r#"
        INSERT INTO acts (id, case_id, body_id, kind, subject, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at, submissions)
        VALUES ($1, $2, $3, $4, $5, CASE WHEN $10::timestamptz IS NULL THEN 'draft' ELSE 'waiting' END, $6, $7, $8, $9, $11, $10,
                CASE WHEN $10 IS NULL THEN 0 ELSE 1 END)
        ON CONFLICT (id) DO UPDATE
        SET typed = $7, step = $8, saved_at = $11, submitted_at = coalesce($10, acts.submitted_at),
            state = CASE WHEN $10 IS NULL THEN CASE acts.state WHEN 'returned' THEN 'returned' ELSE 'draft' END ELSE 'waiting' END,
            submissions = acts.submissions + CASE WHEN $10 IS NULL THEN 0 ELSE 1 END
        RETURNING state AS "state: ActState", revision AS "revision!"
        "#,
        it.id.0,
        it.case.0,
        it.body.0,
        it.kind.code(),
        it.subject,
        it.kind.row().changes_status(),
        Json(it.typed) as _,
        it.step.map(Json) as _,
        it.drafter.0,
        submitted,
        at,
    )
    .fetch_one(&mut **db)
    .await?;
    if submitted.is_some() {
        moved(db, it.id, it.drafter, ActState::Waiting.code(), "", it.step, at).await?;
    }
    Ok(kept)
}

/// Somebody else has the act at hand from now on, as it is.
pub async fn take_over(db: &mut SignedTx<'_>, id: ActId, by: UserId, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!("UPDATE acts SET drafted_by = $2 WHERE id = $1", id.0, by.0)
        .execute(&mut **db)
        .await?;
    moved(db, id, by, TAKEN_OVER, "", None, at).await
}

/// What a move says by which an act came to another drafter; every other names the state that it led to.
const TAKEN_OVER: &str = "taken_over";

/// Decides, returns, recalls or discards an act, with a note, and keeps the move. What is a draft again is not decided.
pub async fn settle(
    db: &mut SignedTx<'_>,
    id: ActId,
    by: UserId,
    state: ActState,
    note: &str,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    let approver = (state == ActState::Approved).then_some(by.0);
    let decided = (state != ActState::Draft).then_some(at);
    sqlx::query!(
        "UPDATE acts SET state = $2, approved_by = $3, decided_at = $4 WHERE id = $1",
        id.0,
        state.code(),
        approver,
        decided
    )
    .execute(&mut **db)
    .await?;
    moved(db, id, by, state.code(), note, None, at).await
}

async fn moved(
    db: &mut SignedTx<'_>,
    id: ActId,
    by: UserId,
    what: &str,
    note: &str,
    step: Option<&Step>,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    let row = sqlx::query!(
        r#"
        INSERT INTO act_moves (act_id, no, at, user_id, state, note, step)
        VALUES ($1, 1 + coalesce((SELECT max(no) FROM act_moves WHERE act_id = $1), 0), $2, $3, $4, $5, $6)
        RETURNING no, case_id, seq, typed, step::text AS step, recorded_at, story, previous, digest
        "#,
        id.0,
        at,
        by.0,
        what,
        note,
        step.map(Json) as _,
    )
    .fetch_one(&mut **db)
    .await?;
    // The database words JSON in its own way; it says what it was given.
    let kept = row.step.as_deref().map(serde_json::from_str::<Value>).transpose();
    let given = step.map(serde_json::to_value).transpose();
    if !matches!((&kept, &given), (Ok(kept), Ok(given)) if kept == given) {
        return chain::same(&[], &row.digest);
    }
    let written = StoredMove {
        act_id: id.0,
        no: row.no,
        at,
        user_id: by.0,
        state: what.to_owned(),
        note: note.to_owned(),
        step: row.step,
        case_id: row.case_id,
        of_case: row.case_id,
        seq: row.seq,
        typed: row.typed,
        recorded_at: row.recorded_at,
        story: row.story,
        previous: row.previous,
        digest: row.digest,
        public_key: None,
        signature: None,
    };
    chain::same(&written.reckoned(), &written.digest)?;
    db.sign(Record::Move, written.digest);
    Ok(())
}

/// An approved act as its event tells of it. Primary key.
pub async fn told(db: &mut PgConnection, id: ActId) -> sqlx::Result<CarriedOut> {
    let row = sqlx::query!(
        r#"
        SELECT drafted_by, encode(act_digest(id), 'hex') AS "digest!", (SELECT note FROM act_moves WHERE act_id = a.id AND state = 'approved') AS "opinion!"
        FROM acts a WHERE id = $1
        "#,
        id.0
    );
    let row = row.fetch_one(db).await?;
    Ok(CarriedOut {
        drafted_by: UserId(row.drafted_by),
        digest: row.digest,
        opinion: row.opinion,
    })
}

/// A move of an act as pages show it.
pub struct ActMove {
    /// When (UTC).
    pub at: OffsetDateTime,
    /// By whom.
    pub name: String,
    /// To which state; `None`: as it was, into another's hands.
    pub state: Option<ActState>,
    /// Why.
    pub note: String,
    /// What was submitted, where it was.
    pub step: Option<Json<Step>>,
}

/// What became of an act so far, oldest first. Primary key.
pub async fn moves(db: &mut PgConnection, id: ActId) -> sqlx::Result<Vec<ActMove>> {
    sqlx::query_as!(
        ActMove,
        r#"
        SELECT m.at, u.name, nullif(m.state, 'taken_over') AS "state: ActState", m.note, m.step AS "step: Json<Step>"
        FROM act_moves m JOIN users u ON u.id = m.user_id
        WHERE m.act_id = $1 ORDER BY m.no
        "#,
        id.0
    )
    .fetch_all(db)
    .await
}
