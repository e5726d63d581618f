//! The case page of a party, or of who filed: whose turn it is and by when, what it is asked about, its documents, what it handed
//! in. Nothing of what is weighed inside, and nothing of others.

use askama::Template;
use askama_web::WebTemplate;

use super::matrix::heard;
use super::outcomes::{OutcomeLine, outcomes};
use super::record::{HearingLine, documents, hearing};
use super::rounds::{self, Again};
use super::{Head, head};
use crate::domain::case::{Case, Issued, Party};
use crate::domain::dates::{full_day, shanghai_day, short_day, short_moment};
use crate::domain::filing::Filing;
use crate::domain::handed_in::{self, HandedIn};
use crate::domain::ids::DocumentId;
use crate::domain::owed::Owed;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Article;
use crate::domain::status::Stage;
use crate::domain::turn::{Told, told};
use crate::platform::App;
use crate::store::{audit, filings};
use crate::web::case::forms;
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::frame::Frame;

/// A case, seen by a party or its filer.
#[derive(Template, WebTemplate)]
#[template(path = "case/own.html")]
pub struct OwnPage {
    frame: Frame,
    head: Head,
    turn: TurnLine,
    asked: Vec<AskedLine>,
    unread: Vec<Paper>,
    again: Vec<Again>,
    matter: Option<Matter>,
    parties: Vec<OwnParty>,
    outcomes: Vec<OutcomeLine>,
    papers: Vec<Paper>,
    handed_in: Vec<Submission>,
    hearings: Vec<HearingLine>,
    filer: bool,
    body_name: String,
}

/// Whose turn it is, in a line.
struct TurnLine {
    yours: bool,
    text: String,
    basis: Option<Article>,
}

/// Something that this side is asked for.
struct AskedLine {
    what: String,
    href: String,
    due: String,
}

/// What the party is asked about.
struct Matter {
    story: String,
    consequences: String,
    pursuer: String,
    what: String,
    pursuit: String,
    filed: String,
}

struct OwnParty {
    name: String,
    position: String,
    kind: &'static str,
    heard: Option<&'static str>,
    unheard: &'static str,
}

/// A document that came to this side.
#[derive(Clone)]
struct Paper {
    title: &'static str,
    href: String,
    number: String,
    on: String,
    /// Whether it is a determination that was set aside.
    fell: bool,
    read: bool,
}

/// What this side handed in.
struct Submission {
    title: String,
    who: String,
    words: Vec<(&'static str, String)>,
    /// Whether the words are unfolded: those of what was handed in last.
    unfolded: bool,
    file: Option<(String, String)>,
    /// Its receipt: address and words.
    receipt: (String, &'static str),
}

/// The page, of what was filed and what this person has opened.
///
/// # Errors
/// They cannot be read.
pub async fn page(app: &App, open: &OpenCase, frame: Frame) -> Result<OwnPage, Nope> {
    let case = &open.case;
    let read = audit::read_by(&mut *app.pool.acquire().await?, open.actor.user, case.id).await?;
    let kept = match open.sight.reads_matter(case) {
        true => filings::kept(&app.pool, &app.known, case.id).await?,
        false => None,
    };
    Ok(OwnPage::of(
        open,
        frame,
        kept.as_deref().map(|it| &it.filing),
        &read,
    ))
}

impl OwnPage {
    /// As that person sees it, with what was filed and what it has opened.
    pub fn of(open: &OpenCase, frame: Frame, filing: Option<&Filing>, read: &[DocumentId]) -> Self {
        let (case, sight) = (&open.case, &open.sight);
        let papers = papers(open, read);
        let handed_in = handed_in::by_side(case, sight);
        let handed_in = handed_in.iter().enumerate();
        let handed_in: Vec<_> = handed_in.map(|(no, it)| submission(open, it, no == 0)).collect();
        let mut frame = frame.here("/my").back("/my", "返回我的案件");
        let newest = handed_in.first().filter(|_| frame.flash.is_some());
        frame.flash_link = newest.map(|it| (it.receipt.0.clone(), "查看、打印回执".to_owned()));
        let parties = case.parties.iter().filter(|it| sight.covers(it.id));
        let recorded = case.hearings.iter().filter(|it| !it.by_party);
        let (turn, asked) = turn(open);
        let mut head = head(open);
        // Whose turn it is stands on top of the page.
        head.offers.todo.clear();
        Self {
            frame,
            turn,
            asked,
            unread: papers.iter().filter(|it| !it.read).cloned().collect(),
            again: rounds::again(open),
            matter: filing.map(|it| matter(case, it)),
            parties: parties.map(|it| own_party(open, it)).collect(),
            outcomes: outcomes(open),
            papers,
            handed_in,
            hearings: recorded
                .filter(|it| sight.covers(it.party))
                .map(|it| hearing(open, it))
                .collect(),
            filer: sight.reads_filing(),
            body_name: case.body.name.clone(),
            head,
        }
    }
}

fn turn(open: &OpenCase) -> (TurnLine, Vec<AskedLine>) {
    let (case, body) = (&open.case, &open.case.body.short_name);
    let line = |text: String| TurnLine {
        yours: false,
        text,
        basis: None,
    };
    let line = match told(case, &open.sight) {
        Told::Yours(asked) => {
            let yours = TurnLine {
                yours: true,
                ..line("待您办理".into())
            };
            return (yours, asked.into_iter().map(|it| asked_line(open, it)).collect());
        }
        Told::Body(what, due) => {
            let until = due.map(|due| format!("，至 {} 24:00 届满", short_day(due.on, open.today())));
            TurnLine {
                basis: due.and_then(|it| Some(it.period?.article())),
                ..line(format!("现由{body}{what}{}。", until.unwrap_or_default()))
            }
        }
        Told::Stopped => line("核实已经中止，期限停止计算。恢复以后会书面告知您。".into()),
        Told::Organ(organ) => TurnLine {
            basis: Some(Article::A9_2),
            ..line(format!(
                "本案已经移送{organ}，由该机关依照权限决定。决定以前{body}不作认定，不反馈、不通报。"
            ))
        },
        Told::Coming(kind) => line(format!(
            "{}已经印发，{body}正在向您送达。送达以后可以在这里看到。",
            kind.short()
        )),
        Told::Addressee(addressee) => {
            let addressee = case.addressee_name(addressee);
            line(format!("现由{addressee}处理您的异议，处理结果会书面反馈。"))
        }
        Told::Over => {
            let status = open.sight.status(case);
            let over = || format!("{}，没有待办事项。", status.name());
            line(status.afterwards().map_or_else(over, str::to_owned))
        }
    };
    (line, vec![])
}

fn asked_line(open: &OpenCase, it: Owed) -> AskedLine {
    let due = it.due.map_or_else(String::new, |due| {
        let on = short_day(due.on, open.today());
        match due.period {
            Some(period) => format!("机关{}期限至 {on} 24:00 届满，请在完成以前办理。", period.name()),
            None => format!("至 {on} 24:00 届满。"),
        }
    });
    AskedLine {
        href: forms::href(open.case.id, it.step, it.about),
        what: it.todo,
        due,
    }
}

fn matter(case: &Case, filing: &Filing) -> Matter {
    let pursued = &case.accountability;
    Matter {
        story: filing.matter.story.clone(),
        consequences: filing.matter.consequences.clone(),
        pursuer: pursued.pursuer.clone(),
        what: pursued.what.clone(),
        pursuit: format!("{}（{}起）", pursued.pursuit, full_day(pursued.since)),
        filed: format!(
            "{}，{}提出申请",
            case.filer.name,
            full_day(shanghai_day(case.received_at))
        ),
    }
}

fn own_party(open: &OpenCase, it: &Party) -> OwnParty {
    OwnParty {
        name: it.name.clone(),
        position: it.position.clone(),
        kind: it.kind.short(),
        heard: heard(&open.case, it.id, open.case.round_of(it.id)),
        unheard: unheard(open, it),
    }
}

/// What is said of a party that was not heard: that it will be, or that it is still to be.
fn unheard(open: &OpenCase, party: &Party) -> &'static str {
    let status = open.sight.status(&open.case);
    if status.stage() == Stage::Initiation {
        "启动以后听取意见"
    } else if open.case.takes_part(party.id) && Kind::Hear.row().from.contains(&status) {
        "尚未听取意见"
    } else {
        ""
    }
}

/// The documents that this side may read, the newest first.
fn papers(open: &OpenCase, read: &[DocumentId]) -> Vec<Paper> {
    let newest = open.case.documents.iter().rev();
    let readable = newest.filter(|it| open.sight.reads(it));
    let paper = |(it, line): (&Issued, super::DocumentLine)| {
        let served = line.served.map(|on| format!("{on}送达"));
        Paper {
            title: line.title,
            href: line.href,
            number: line.number,
            on: served.unwrap_or_else(|| format!("{}印发", line.on)),
            fell: line.fell,
            // A receipt was in the applicant's hands with the filing.
            read: read.contains(&it.id) || !it.kind.is_served(),
        }
    };
    readable.zip(documents(open)).map(paper).collect()
}

fn submission(open: &OpenCase, it: &HandedIn<'_>, unfolded: bool) -> Submission {
    let (case, by) = (&open.case, open.case.name_of(it.entry.by));
    let side = if it.party.is_none() { "申请人" } else { "" };
    let file = it.file.and_then(|id| case.file(id));
    let receipt = |code| (format!("{}/receipts/{code}", open.href()), "回执");
    Submission {
        title: it.title.clone(),
        who: format!("{side}{by}提交 · {}", short_moment(it.entry.at, open.today())),
        words: it.words.clone(),
        unfolded,
        file: file.map(|kept| (open.file(kept.file.id), kept.file.name.clone())),
        receipt: it
            .code()
            .map_or_else(|| (format!("{}/receipt", open.href()), "收件回执"), receipt),
    }
}
