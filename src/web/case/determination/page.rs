//! The page of the determination: per party what the report found, what follows from it, and what is left to write.

use axum::response::Response;

use super::super::form::{FormState, form_page};
use super::super::report_page;
use super::corrections::{BODY, ROWS_MAX, UNIT, count_field, row_field, row_written, shown as rows_shown};
use super::{DELIBERATION, field, tolerated};
use crate::domain::assessment::met;
use crate::domain::case::{Case, Party, PartyAssessment};
use crate::domain::determination::{Lenience, not_working};
use crate::domain::regulation::{Article, Condition};
use crate::web::form::{Choice, Typed, Wrong, choices, read_day};

form_page! {
    /// 容错认定
    DeterminationPage = "case/determination.html" {
        parties: Vec<PartyFields>,
        leniences: Vec<Choice>,
        law: Law,
    }
}

/// The places that the page links to.
struct Law {
    determination: Article,
    limits: Article,
    clarification: Article,
    correction: Article,
}

struct PartyFields {
    no: i16,
    name: String,
    position: String,
    /// Where its report is read, and what it found on each condition.
    report: String,
    marks: Vec<Mark>,
    tolerated: bool,
    because: String,
    articles: Vec<Article>,
    lenience: Option<[String; 2]>,
    reasons: String,
    rows: Vec<RowFields>,
    /// Who may be responsible: itself, another unit or the body.
    responsible: Vec<Choice>,
    /// The field that says how many rows there are.
    count: String,
    /// What the button sends that adds one.
    more: String,
    /// Where the next row would begin; `None`: there is no room for another.
    next: Option<String>,
    /// Whether something is demanded of it, or wrong with that.
    demands: bool,
    /// Whether it stands open: what is wrong in it is seen, else the first that lacks something.
    open: bool,
}

/// What the report found on a condition.
struct Mark {
    name: &'static str,
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    /// Where its reasons stand.
    href: String,
}

struct RowFields {
    title: String,
    /// What the button sends that takes it out, and where the page goes on then.
    less: String,
    back: String,
    what: String,
    who: String,
    unit: String,
    due: String,
    /// What to know of the day that is typed there.
    note: String,
}

impl DeterminationPage {
    /// Whether something is said of a meeting, or wrong with it, although the box may not be ticked.
    fn met(&self) -> bool {
        let fields = DELIBERATION.join(" ");
        self.typed.any(&fields) || self.wrong.any(&fields)
    }

    /// Whether a party is closed when another is opened: what is wrong stays in sight.
    fn one_open(&self) -> bool {
        self.parties.iter().filter(|it| it.open).count() < 2
    }
}

pub fn shown(case: &Case, state: FormState) -> Response {
    let parties = case.taking_part();
    let parties = parties.filter_map(|it| {
        Some(party_fields(
            case,
            it,
            case.assessment_of(it.id)?,
            (&state.typed, &state.wrong),
        ))
    });
    let mut parties: Vec<PartyFields> = parties.collect();
    opened(&mut parties, &state.typed);
    let law = Law {
        determination: Article::A9_1,
        limits: Article::A10,
        clarification: Article::A11,
        correction: Article::A12_3,
    };
    DeterminationPage::of(state, parties, choices!(Lenience), law)
}

fn party_fields(
    case: &Case,
    party: &Party,
    found: &PartyAssessment,
    (typed, wrong): (&Typed, &Wrong),
) -> PartyFields {
    let tolerated = tolerated(case, party);
    let (because, articles) = grounds(found, tolerated);
    let shown = rows_shown(typed, wrong, party);
    let (round, report) = report(case, party);
    PartyFields {
        no: party.no,
        name: party.name.clone(),
        position: party.position.clone(),
        marks: Condition::ALL
            .iter()
            .map(|it| {
                let anchor = report_page::anchor(round, party.no, *it);
                mark(format!("{report}#{anchor}"), found, *it)
            })
            .collect(),
        report,
        tolerated,
        because,
        articles,
        lenience: tolerated.then(|| ["lenience", "provision"].map(|it| field(party, it))),
        reasons: field(party, "reasons"),
        rows: (1..=shown)
            .map(|row| row_fields(case, party, typed, row))
            .collect(),
        responsible: responsible(case, party),
        count: count_field(party),
        more: format!("more-{}", party.no),
        next: (shown < ROWS_MAX).then(|| row_field(party, shown + 1, "what")),
        demands: shown > 1 || row_written(typed, wrong, party, 1),
        open: troubled(wrong, party, shown),
    }
}

/// Whether something is wrong with a party's fields, or other than what somebody saved meanwhile.
fn troubled(wrong: &Wrong, party: &Party, rows: usize) -> bool {
    let own = ["lenience", "provision", "reasons"].map(|it| field(party, it));
    let rows = (1..=rows).any(|row| row_written(&Typed::default(), wrong, party, row));
    rows || own.iter().any(|it| wrong.any(it))
}

/// Opens the first that lacks something, where nothing is wrong.
fn opened(parties: &mut [PartyFields], typed: &Typed) {
    if parties.iter().any(|it| it.open) {
        return;
    }
    let blank = |name: &String| typed.text(name).trim().is_empty();
    let lacks = |it: &PartyFields| {
        let first = it.rows.iter().filter(|_| it.tolerated).take(1);
        let mut asked = first.flat_map(|row| [&row.what, &row.who, &row.due]);
        blank(&it.reasons) || it.lenience.iter().flatten().any(blank) || asked.any(blank)
    };
    let first = parties.iter().position(lacks).unwrap_or_default();
    if let Some(it) = parties.get_mut(first) {
        it.open = true;
    }
}

/// The round whose report counts for a party, and where it is read.
fn report(case: &Case, party: &Party) -> (i16, String) {
    let round = case.round_of(party.id);
    let mut found = case.assessments.iter().rev();
    let found = found.find(|it| it.party == party.id && it.entry.round == round);
    let act = found.and_then(|it| it.entry.act);
    let href = act.map_or_else(String::new, |act| format!("/cases/{}/reports/{act}", case.id));
    (round, href)
}

fn mark(href: String, found: &PartyAssessment, condition: Condition) -> Mark {
    let (class, sign, word) = report_page::sign(met(&found.findings, condition));
    Mark {
        name: condition.short(),
        class,
        sign,
        word,
        href,
    }
}

fn fits(found: &PartyAssessment) -> String {
    let fits: Vec<_> = found
        .fits
        .iter()
        .map(|it| it.circumstance.article().to_string())
        .collect();
    fits.join("、")
}

/// Why R1 leads where it does, and on which articles.
fn grounds(found: &PartyAssessment, tolerated: bool) -> (String, Vec<Article>) {
    if tolerated {
        let because = format!("六项条件全部具备，并且符合{}。", fits(found));
        return (because, vec![Article::A6, Article::A7]);
    }
    let shortfall = found.shortfall();
    if shortfall.is_empty() {
        let because = "六项条件全部具备，但是不符合第七条的任何一种情形。".to_owned();
        return (because, vec![Article::A7]);
    }
    let names: Vec<_> = shortfall.iter().map(|it| format!("“{it}”")).collect();
    let articles = shortfall.iter().map(|it| it.article()).collect();
    (format!("核实报告认定{}不具备。", names.join("、")), articles)
}

fn row_fields(case: &Case, party: &Party, typed: &Typed, row: usize) -> RowFields {
    let at = |what: &str| row_field(party, row, what);
    let day = read_day(typed.text(&at("due")));
    let idle = day.filter(|it| !case.calendar().is_working(*it));
    RowFields {
        title: format!("第 {row} 条"),
        less: format!("less-{}-{row}", party.no),
        back: row_field(party, (row - 1).max(1), "what"),
        what: at("what"),
        who: at("who"),
        unit: at("unit"),
        due: at("due"),
        note: idle.map_or_else(String::new, |it| not_working(case.calendar(), it)),
    }
}

fn responsible(case: &Case, party: &Party) -> Vec<Choice> {
    vec![
        Choice::new(party.id.to_string(), &party.name),
        Choice::new(UNIT, "其他单位").asks("a"),
        Choice::new(BODY, format!("本机关（{}）", case.body.short_name)),
    ]
}
