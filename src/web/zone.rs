//! 全区总览, 辖区总览 (practice): the Office and a superior body see what the bodies below have in hand, what is late, what came in
//! and what became of it. Figures and ledger rows alone; each figure leads to the cases behind it.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use time::{Date, Month};

use crate::domain::actor::Actor;
use crate::domain::dates::{moment, shanghai_day};
use crate::domain::determination::{Lenience, Outcome};
use crate::domain::ids::BodyId;
use crate::domain::status::{Stage, Status};
use crate::platform::App;
use crate::store::lists::{Dated, Due, Filter, Found, Sort};
use crate::store::zone::{self, Became, InHand, Received};
use crate::web::case_filter;
use crate::web::error::Nope;
use crate::web::frame::{self, Frame};

mod chart;

use chart::{Columns, Rows, Spark};

/// Months that are shown, this one the last.
const MONTHS: usize = 12;
/// What the body has in hand stands in one of these; the last stage is that of what has ended.
const STAGES: [Stage; 4] = [
    Stage::Initiation,
    Stage::Verification,
    Stage::Determination,
    Stage::Objection,
];

#[derive(Template, WebTemplate)]
#[template(path = "zone.html")]
struct ZonePage {
    frame: Frame,
    heading: &'static str,
    as_of: String,
    tiles: Vec<Figure>,
    bodies: Vec<BodyLine>,
    total: Vec<i64>,
    months: Columns,
    outcomes: Rows,
    year: i32,
}

impl ZonePage {
    fn heads(&self) -> Vec<&'static str> {
        let first = self.bodies.first();
        first.map_or_else(Vec::new, |it| it.figures.iter().map(|it| it.name).collect())
    }

    fn received(&self) -> i64 {
        self.bodies.iter().map(|it| it.received.sum).sum()
    }
}

/// A number, and where what it counts is listed.
struct Figure {
    name: &'static str,
    count: i64,
    href: String,
    late: bool,
}

/// What a body has in hand.
struct BodyLine {
    name: String,
    /// By stage, then in all, late and near.
    figures: Vec<Figure>,
    received: Spark,
}

/// `GET /zone`: nothing is there for whom no body is below.
pub async fn show(State(app): State<App>, actor: Actor, frame: Frame) -> Result<Response, Nope> {
    let heading = frame::zone(&actor).ok_or(Nope::NotFound)?;
    let bodies = actor.body.map(|it| it.below).unwrap_or_default();
    let at = app.clock.now();
    let today = shanghai_day(at);
    let months = months(today);
    let mut db = app.pool.acquire().await?;
    let in_hand = zone::in_hand(&mut db, &bodies, today).await?;
    let received = zone::received(&mut db, &bodies, months[0]).await?;
    let became = zone::became(&mut db, &bodies, months[0]).await?;
    drop(db);
    let lines: Vec<_> = lines(&in_hand, &received, &months);
    let columns = 0..STAGES.len() + 3;
    let total: Vec<i64> = columns
        .map(|at| lines.iter().map(|it| it.figures[at].count).sum())
        .collect();
    let page = ZonePage {
        frame: frame.titled(heading).here("/zone"),
        heading,
        as_of: moment(at),
        tiles: tiles(&in_hand, &total, closed_this_year(&became, today), today),
        bodies: lines,
        total,
        months: by_month(&received, &became, &months),
        outcomes: outcomes(&became, today),
        year: today.year(),
    };
    Ok(page.into_response())
}

/// The first days of the months that are shown.
fn months(today: Date) -> Vec<Date> {
    let mut first = first_of(today);
    let mut months = vec![first];
    while months.len() < MONTHS {
        first = first_of(first.previous_day().unwrap_or(first));
        months.push(first);
    }
    months.reverse();
    months
}

fn first_of(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}

fn lines(in_hand: &[InHand], received: &[Received], months: &[Date]) -> Vec<BodyLine> {
    let mut order: Vec<(BodyId, &str)> = in_hand
        .iter()
        .map(|it| (it.body, it.body_name.as_str()))
        .collect();
    order.dedup();
    let line = |(body, name): (BodyId, &str)| {
        let own: Vec<_> = in_hand.iter().filter(|it| it.body == body).collect();
        let of_stage = |stage| {
            let within = |it: &&&InHand| it.status.is_some_and(|status| status.stage() == stage);
            own.iter().filter(within).map(|it| it.cases).sum()
        };
        let of_month = |month: &Date| {
            let within = |it: &&Received| it.body == body && it.month == *month;
            received.iter().filter(within).map(|it| it.cases).sum()
        };
        let figure = |name, count, href: String| Figure {
            name,
            count,
            href,
            late: false,
        };
        let mut figures: Vec<_> = STAGES
            .into_iter()
            .map(|stage| {
                let filter = Filter {
                    body: Some(body),
                    stage: Some(stage),
                    ..Filter::default()
                };
                figure(stage.name(), of_stage(stage), cases(&filter))
            })
            .collect();
        let due = |due| Filter {
            due: Some(due),
            ..still_open(Some(body))
        };
        figures.extend([
            figure(
                "在办",
                own.iter().map(|it| it.cases).sum(),
                cases(&still_open(Some(body))),
            ),
            Figure {
                late: true,
                ..figure(
                    "已逾期",
                    own.iter().map(|it| it.late).sum(),
                    cases(&due(Due::Late)),
                )
            },
            figure(
                "本周届满",
                own.iter().map(|it| it.near).sum(),
                cases(&due(Due::ThisWeek)),
            ),
        ]);
        BodyLine {
            name: name.to_owned(),
            figures,
            received: Spark::of(months.iter().map(of_month).collect()),
        }
    };
    order.into_iter().map(line).collect()
}

fn tiles(hand: &[InHand], total: &[i64], closed: i64, today: Date) -> Vec<Figure> {
    let tile = |name, count, href| Figure {
        name,
        count,
        href,
        late: false,
    };
    let objected = hand.iter().filter(|it| it.status == Some(Status::Objected));
    let late_by_law = hand.iter().map(|it| it.late_by_law).sum();
    let [.., all, late, near] = total else {
        return vec![];
    };
    let due = |due| {
        cases(&Filter {
            due: Some(due),
            ..still_open(None)
        })
    };
    vec![
        tile("在办案件", *all, cases(&still_open(None))),
        Figure {
            late: late_by_law > 0,
            ..tile("法定期限已逾期", late_by_law, due(Due::LateByLaw))
        },
        tile("全部已逾期", *late, due(Due::Late)),
        tile("本周届满", *near, due(Due::ThisWeek)),
        tile(
            "异议处理中",
            objected.map(|it| it.cases).sum(),
            cases(&Filter {
                stage: Some(Stage::Objection),
                ..Filter::default()
            }),
        ),
        tile("今年办结", closed, cases(&of_year(today, Dated::Closed))),
    ]
}

fn closed_this_year(became: &[Became], today: Date) -> i64 {
    let closed = |it: &&Became| it.month.year() == today.year() && it.what == Status::Closed.code();
    became.iter().filter(closed).map(|it| it.count).sum()
}

fn by_month(received: &[Received], became: &[Became], months: &[Date]) -> Columns {
    let closed = Status::Closed.code();
    let column = |month: &Date| {
        let came = received.iter().filter(|it| it.month == *month).map(|it| it.cases);
        let ended = became.iter().filter(|it| it.month == *month && it.what == closed);
        (
            month_name(*month),
            came.sum(),
            ended.map(|it| it.count).sum(),
            [Dated::Received, Dated::Closed].map(|dated| cases(&of_month(*month, dated))),
        )
    };
    Columns::of(months.iter().map(column).collect())
}

/// What was determined this year, by party, and what was declined.
fn outcomes(became: &[Became], today: Date) -> Rows {
    let mut count: BTreeMap<&str, i64> = BTreeMap::new();
    for it in became.iter().filter(|it| it.month.year() == today.year()) {
        *count.entry(it.what.as_str()).or_default() += it.count;
    }
    let row = |found: Found, light| {
        let filter = Filter {
            found: Some(found),
            ..of_year(today, Dated::Determined)
        };
        (
            found.short(),
            counted(&count, found.code()),
            light,
            cases(&filter),
        )
    };
    let mut rows: Vec<_> = Lenience::ALL
        .iter()
        .map(|it| row(Found::Lenience(*it), false))
        .collect();
    rows.push(row(Found::Outcome(Outcome::NotTolerated), true));
    let declined = Status::Declined;
    rows.push((
        declined.name(),
        counted(&count, declined.code()),
        true,
        cases(&of_year(today, Dated::Declined)),
    ));
    Rows::of(rows)
}

fn counted(count: &BTreeMap<&str, i64>, code: &str) -> i64 {
    count.get(code).copied().unwrap_or_default()
}

fn month_name(month: Date) -> String {
    format!("{}年{}月", month.year(), u8::from(month.month()))
}

/// The ledger, narrowed to what a figure counts.
fn cases(filter: &Filter) -> String {
    let below = Filter {
        below: true,
        ..filter.clone()
    };
    case_filter::href("/cases", &below, Sort::default())
}

/// What a body, or all of them, have in hand.
fn still_open(body: Option<BodyId>) -> Filter {
    Filter {
        body,
        in_hand: true,
        ..Filter::default()
    }
}

/// What happened in that month.
fn of_month(month: Date, dated: Dated) -> Filter {
    let next = match month.month() {
        Month::December => Date::from_calendar_date(month.year() + 1, Month::January, 1),
        other => Date::from_calendar_date(month.year(), other.next(), 1),
    };
    Filter {
        dated,
        from: Some(month),
        to: next.ok().and_then(Date::previous_day),
        ..Filter::default()
    }
}

/// What happened in the year of that day, up to its end.
fn of_year(today: Date, dated: Dated) -> Filter {
    let [from, to] = [(Month::January, 1), (Month::December, 31)]
        .map(|(month, day)| Date::from_calendar_date(today.year(), month, day).ok());
    Filter {
        dated,
        from,
        to,
        ..Filter::default()
    }
}
