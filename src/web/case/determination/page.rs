//! The page of the determination: per party what the report found, what follows from it, and what is left to write.

use axum::response::Response;

use super::super::form::{FormState, form_page};
use super::corrections::{BODY, ROWS_MAX, UNIT, count_field, row_field, shown as rows_shown};
use super::{DELIBERATION, field, tolerated};
use crate::domain::assessment::met;
use crate::domain::case::{Case, Party, PartyAssessment};
use crate::domain::determination::Lenience;
use crate::domain::regulation::{Article, Condition};
use crate::web::form::{Choice, Typed, Wrong, choices};

form_page! {
    /// 容错认定
    DeterminationPage = "case/determination.html" {
        conditions: Vec<&'static str>,
        parties: Vec<PartyFields>,
        leniences: Vec<Choice>,
        responsible: Vec<Choice>,
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
    cells: Vec<(&'static str, &'static str)>,
    fits: String,
    tolerated: bool,
    because: String,
    articles: Vec<Article>,
    lenience: Option<[String; 2]>,
    reasons: String,
    rows: Vec<RowFields>,
    /// The field that says how many rows there are.
    count: String,
    /// What the button sends that adds one.
    more: String,
    /// Where the next row would begin; `None`: there is no room for another.
    next: Option<String>,
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
}

impl DeterminationPage {
    /// Whether something is said of a meeting, or wrong with it, although the box may not be ticked.
    fn met(&self) -> bool {
        let fields = DELIBERATION.join(" ");
        self.typed.any(&fields) || self.wrong.any(&fields)
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
    let parties = parties.collect();
    let law = Law {
        determination: Article::A9_1,
        limits: Article::A10,
        clarification: Article::A11,
        correction: Article::A12_3,
    };
    DeterminationPage::of(
        state,
        Condition::ALL.iter().map(|it| it.short()).collect(),
        parties,
        choices!(Lenience),
        responsible(case),
        law,
    )
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
    PartyFields {
        no: party.no,
        name: party.name.clone(),
        position: party.position.clone(),
        cells: Condition::ALL.iter().map(|it| cell(found, *it)).collect(),
        fits: fits(found),
        tolerated,
        because,
        articles,
        lenience: tolerated.then(|| ["lenience", "provision"].map(|it| field(party, it))),
        reasons: field(party, "reasons"),
        rows: (1..=shown).map(|row| row_fields(party, row)).collect(),
        count: count_field(party),
        more: format!("more-{}", party.no),
        next: (shown < ROWS_MAX).then(|| row_field(party, shown + 1, "what")),
    }
}

fn cell(found: &PartyAssessment, condition: Condition) -> (&'static str, &'static str) {
    match met(&found.findings, condition) {
        true => ("rc-yes", "✓ 具备"),
        false => ("rc-no", "✗ 不具备"),
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

fn row_fields(party: &Party, row: usize) -> RowFields {
    let at = |what: &str| row_field(party, row, what);
    RowFields {
        title: format!("第 {row} 条"),
        less: format!("less-{}-{row}", party.no),
        back: row_field(party, (row - 1).max(1), "what"),
        what: at("what"),
        who: at("who"),
        unit: at("unit"),
        due: at("due"),
    }
}

fn responsible(case: &Case) -> Vec<Choice> {
    let parties = case
        .taking_part()
        .map(|it| Choice::new(it.id.to_string(), &it.name));
    let others = [
        Choice::new(UNIT, "其他单位").asks("a"),
        Choice::new(BODY, format!("本机关（{}）", case.body.short_name)),
    ];
    parties.chain(others).collect()
}
