//! The case page: where is it, until when, whose turn, what next, what blocks it. Those inside see the whole record; a
//! party sees its own side.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::history;
use super::marks::{self, DeadlineMark};
use super::offers::{self, Blocked, Link, UnderWay};
use super::open::OpenCase;
use crate::domain::access::{Bringer, Sight};
use crate::domain::assessment::met;
use crate::domain::case::{Case, Party};
use crate::domain::dates::{moment, short_day};
use crate::domain::evidence::EvidenceKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{PartyId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::Condition;
use crate::domain::turn;
use crate::platform::App;
use crate::store;
use crate::store::record::{EvidenceRow, HearingRow};
use crate::web::door::Query;
use crate::web::error::Nope;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Moment, StepMark};

/// A case, seen from the inside.
#[derive(Template, WebTemplate)]
#[template(path = "case/inside.html")]
struct InsidePage {
    frame: Frame,
    head: Head,
    conditions: Vec<&'static str>,
    matrix: Vec<MatrixRow>,
    evidence: Vec<Exhibit>,
    hearings: Vec<HearingLine>,
    outcomes: Vec<OutcomeLine>,
    documents: Vec<DocumentLine>,
    history: Vec<Moment>,
    under_way: Vec<UnderWay>,
    officers: Vec<String>,
    body_name: String,
}

/// A case, seen by a party or its filer.
#[derive(Template, WebTemplate)]
#[template(path = "case/own.html")]
struct OwnPage {
    frame: Frame,
    head: Head,
    parties: Vec<OwnParty>,
    evidence: Vec<Exhibit>,
    hearings: Vec<HearingLine>,
    outcomes: Vec<OutcomeLine>,
    documents: Vec<DocumentLine>,
    filer: bool,
    body_name: String,
}

/// What stands on top of either page, and beside it.
pub struct Head {
    /// The case's address.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its round.
    pub round: i16,
    /// Its matter.
    pub title: String,
    /// Its status.
    pub status: &'static str,
    /// The colour of its badge.
    pub colour: &'static str,
    /// The deadline that counts now.
    pub chip: Option<Chip>,
    /// The step bar.
    pub steps: Vec<StepMark>,
    /// The deadlines.
    pub deadlines: Vec<DeadlineMark>,
    /// What can be done.
    pub links: Vec<Link>,
    /// What cannot, and why.
    pub blocked: Vec<Blocked>,
    /// What is to be done next.
    pub todo: String,
}

struct MatrixRow {
    name: String,
    position: String,
    authority: Option<String>,
    cells: Vec<(&'static str, String)>,
    heard: bool,
}

struct Exhibit {
    no: i32,
    name: String,
    href: String,
    kind: &'static str,
    size: String,
    digest: String,
    proves: String,
    condition: &'static str,
    source: String,
}

struct HearingLine {
    party: String,
    kind: &'static str,
    text: String,
    who: String,
    absent: String,
    file: Option<String>,
}

struct OutcomeLine {
    party: String,
    outcome: &'static str,
    lenience: &'static str,
    document: String,
    corrections: Vec<(String, &'static str)>,
    objections: Vec<String>,
    clarification: &'static str,
}

struct DocumentLine {
    href: String,
    title: &'static str,
    number: String,
    to: String,
    on: String,
    served: Option<String>,
    needs_service: bool,
}

struct OwnParty {
    name: String,
    position: String,
    kind: &'static str,
    heard: bool,
}

/// What the page may be told.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    done: Option<String>,
}

/// Shows a case.
///
/// # Errors
/// The database failed.
pub async fn show(
    State(app): State<App>,
    open: OpenCase,
    Query(told): Query<Told>,
) -> Result<Response, Nope> {
    let flash = told.done.as_deref().and_then(said);
    let mut db = app.pool.acquire().await?;
    let evidence = store::record::evidence(&mut db, open.case.id).await?;
    let hearings = store::record::hearings(&mut db, open.case.id).await?;
    let frame = Frame::for_page(&app, Some(&open.actor), "案件").flash(flash.as_deref());
    if !open.sight.inside() {
        drop(db);
        return Ok(own(&open, frame, &evidence, &hearings).into_response());
    }
    let events = store::events::history(&mut db, open.case.id, 0).await?;
    drop(db);
    let case = &open.case;
    let page = InsidePage {
        frame: frame.here("/cases").back("/work", "返回工作台"),
        head: head(&open),
        conditions: Condition::ALL.iter().map(|it| it.short()).collect(),
        matrix: case.taking_part().map(|party| matrix_row(case, party)).collect(),
        evidence: evidence.iter().map(|it| exhibit(&open, it)).collect(),
        hearings: hearings.iter().map(|it| hearing(&open, it)).collect(),
        outcomes: outcomes(&open),
        documents: documents(&open),
        history: history::moments(&events, case, open.today()),
        under_way: offers::under_way(&open),
        officers: case
            .officers
            .iter()
            .map(|user| case.staff_name(*user).to_owned())
            .collect(),
        body_name: case.body.short_name.clone(),
    };
    Ok(page.into_response())
}

fn own(open: &OpenCase, frame: Frame, evidence: &[EvidenceRow], hearings: &[HearingRow]) -> OwnPage {
    let case = &open.case;
    let parties = case.parties.iter().filter(|party| open.sight.covers(party.id));
    OwnPage {
        frame: frame.here("/my").back("/my", "返回我的案件"),
        head: head(open),
        parties: parties
            .map(|it| OwnParty {
                name: it.name.clone(),
                position: it.position.clone(),
                kind: it.kind.short(),
                heard: case.heard(it.id),
            })
            .collect(),
        evidence: evidence
            .iter()
            .filter(|it| open.sight.sees_from(bringer(it), case))
            .map(|it| exhibit(open, it))
            .collect(),
        hearings: hearings
            .iter()
            .filter(|it| open.sight.covers(PartyId(it.party_id)))
            .map(|it| hearing(open, it))
            .collect(),
        outcomes: outcomes(open),
        documents: documents(open),
        filer: matches!(open.sight, Sight::Party { filer: true, .. }),
        body_name: case.body.name.clone(),
    }
}

fn head(open: &OpenCase) -> Head {
    let (links, blocked) = offers::offered(open);
    let next = turn::next(&open.case);
    Head {
        href: open.href(),
        number: open.case.number.clone(),
        round: open.case.round,
        title: open.case.title.clone(),
        status: open.case.status.name(),
        colour: if open.case.status.open() { "blue" } else { "grey" },
        chip: marks::present(open),
        steps: marks::steps(&open.case),
        deadlines: marks::deadlines(open),
        links,
        blocked,
        todo: if open.sight.inside() {
            next.todo
        } else {
            String::new()
        },
    }
}

fn matrix_row(case: &Case, party: &Party) -> MatrixRow {
    let assessment = case.assessment_of(party.id);
    let cell = |condition: Condition| {
        let about = |it: &&crate::domain::case::EvidenceNote| {
            it.condition == Some(condition) && it.party.is_none_or(|id| id == party.id)
        };
        let exhibits = case.evidence.iter().filter(about).count();
        match assessment {
            Some(it) if met(&it.findings, condition) => ("rc-yes", format!("✓ {exhibits}")),
            Some(_) => ("rc-no", format!("✗ {exhibits}")),
            None => ("rc-open", format!("? {exhibits}")),
        }
    };
    let authority = match &party.authority {
        crate::domain::case::Authority::Body => None,
        crate::domain::case::Authority::Organ(name) => Some(name.clone()),
    };
    MatrixRow {
        name: party.name.clone(),
        position: format!("{} · {}", party.kind.short(), party.position),
        authority,
        cells: Condition::ALL.iter().map(|it| cell(*it)).collect(),
        heard: case.heard(party.id),
    }
}

fn exhibit(open: &OpenCase, it: &EvidenceRow) -> Exhibit {
    let brought = bringer(it);
    let by = match brought.party.and_then(|id| open.case.party(id)) {
        Some(party) => format!("{}提交", party.name),
        None if open.case.filer.includes(brought.user, brought.unit) => format!("申请人{}提交", it.by_name),
        None => format!("经办人{}收集", it.by_name),
    };
    Exhibit {
        no: it.no,
        name: it.name.clone(),
        href: format!("{}/files/{}", open.href(), it.file_id),
        kind: EvidenceKind::from_code(&it.kind).map_or("材料", EvidenceKind::short),
        size: size(it.size),
        digest: it.digest.chars().take(8).collect(),
        proves: it.proves.clone(),
        condition: it
            .condition
            .as_deref()
            .and_then(Condition::from_code)
            .map_or("全案", Condition::short),
        source: format!("{} · {by} · {}", it.source, short_day(it.taken_on, open.today())),
    }
}

fn bringer(it: &EvidenceRow) -> Bringer {
    Bringer {
        party: it.by_party.map(PartyId),
        user: UserId(it.by_user),
        unit: it.by_unit.map(UnitId),
    }
}

/// A size in the unit people read.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

fn hearing(open: &OpenCase, it: &HearingRow) -> HearingLine {
    let party = open.case.party(PartyId(it.party_id));
    let how = if it.by_party { "书面提交" } else { "笔录" };
    HearingLine {
        party: party.map_or_else(String::new, |party| party.name.clone()),
        kind: HearingKind::from_code(&it.kind).map_or("意见", HearingKind::short),
        text: it.text.clone(),
        who: format!("{}{how} · {}", it.by_name, short_day(it.held_on, open.today())),
        absent: it.absent.clone(),
        file: it.file_id.map(|file| format!("{}/files/{file}", open.href())),
    }
}

fn outcomes(open: &OpenCase) -> Vec<OutcomeLine> {
    let case = &open.case;
    let seen = case
        .determinations
        .iter()
        .filter(|it| open.sight.covers(it.party));
    let line = |it: &crate::domain::case::Determined| {
        let demanded = case
            .corrections
            .iter()
            .filter(|demand| demand.determination == it.id);
        let objected = case
            .objections
            .iter()
            .filter(|objection| objection.determination == it.id);
        let lifted = it
            .lenience
            .is_some_and(crate::domain::determination::Lenience::lifts_responsibility);
        let clarification = case.clarifications.iter().find(|made| made.party == it.party);
        OutcomeLine {
            party: case
                .party(it.party)
                .map_or_else(String::new, |party| party.name.clone()),
            outcome: it.outcome.short(),
            lenience: it.lenience.map_or("", |form| form.short()),
            document: format!("{}/documents/{}", open.href(), it.document),
            corrections: demanded
                .map(|demand| {
                    let who = case.responsible_name(&demand.responsible);
                    let due = short_day(demand.due, open.today());
                    (format!("{}（{who}，{due}前）", demand.what), demand.state.short())
                })
                .collect(),
            objections: objected
                .map(|objection| {
                    let state = if objection.open() {
                        "正在处理"
                    } else {
                        "维持原认定"
                    };
                    format!("向{}提出异议：{state}", objection.addressee_name)
                })
                .collect(),
            clarification: match (lifted, clarification) {
                (false, _) => "",
                (true, None) => "尚未作澄清说明",
                (true, Some(made)) if made.waived => "当事人书面表示不需要澄清",
                (true, Some(_)) => "已作澄清说明",
            },
        }
    };
    seen.map(line).collect()
}

fn documents(open: &OpenCase) -> Vec<DocumentLine> {
    let case = &open.case;
    let read = case.documents.iter().filter(|it| open.sight.reads(it));
    let line = |it: &crate::domain::case::Issued| DocumentLine {
        href: format!("{}/documents/{}", open.href(), it.id),
        title: it.kind.short(),
        number: it.number.clone(),
        to: it
            .party
            .and_then(|id| case.party(id))
            .map_or(&case.filer.name, |party| &party.name)
            .clone(),
        on: moment(it.issued_at),
        needs_service: it.kind.is_served(),
        served: it.served_on.map(|on| short_day(on, open.today())),
    };
    read.map(line).collect()
}

/// What was just done, from a fixed list: the address never brings words of its own.
fn said(code: &str) -> Option<String> {
    let text = match code {
        "saved" => "草稿已保存",
        "submitted" => "已送负责人审批",
        "waiting" => "这一项正在等待审批",
        "before" => "这份表单已经提交过，没有重复办理",
        "returned" => "已退回经办人修改",
        "taken_back" => "已收回",
        "approved" => "已批准",
        code => return Kind::from_code(code).map(|kind| format!("已办理：{}", kind.name())),
    };
    Some(text.to_owned())
}
