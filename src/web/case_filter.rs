//! What is asked of a list of cases, as it stands in an address, both ways: so a list can be sent to a colleague, opened again
//! from a case, and taken out as a sheet. What cannot be read is not asked.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{BodyId, CaseId, UserId};
use crate::domain::status::Stage;
use crate::store::lists::{After, Dated, Due, Filter, Found, Sort};
use crate::web::case_rows::day_of;

/// The answer to 环节 that asks for what has not ended.
pub const IN_HAND: &str = "在办";

/// The scope of the bodies below.
pub const BELOW: &str = "below";

/// So much of what was typed is looked for.
const WORDS_CHARS_MAX: usize = 100;

/// What stands behind the question mark.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    stage: Option<String>,
    outcome: Option<String>,
    officer: Option<String>,
    body: Option<String>,
    scope: Option<String>,
    dated: Option<String>,
    from: Option<String>,
    to: Option<String>,
    deadline: Option<String>,
    sort: Option<String>,
    after: Option<String>,
}

impl Asked {
    pub fn filter(&self) -> Filter {
        let id = |it: &Option<String>| it.as_deref()?.parse::<Uuid>().ok();
        let [from, to] = [&self.from, &self.to].map(|it| it.as_deref().and_then(day_of));
        let dated = self.dated.as_deref().and_then(Dated::from_code);
        Filter {
            words: words(self.q.as_deref().unwrap_or_default()),
            stage: Stage::ALL
                .into_iter()
                .find(|it| Some(it.name()) == self.stage.as_deref()),
            in_hand: self.stage.as_deref() == Some(IN_HAND),
            found: self.outcome.as_deref().and_then(Found::from_code),
            officer: id(&self.officer).map(UserId),
            body: id(&self.body).map(BodyId),
            below: self.scope.as_deref() == Some(BELOW),
            // Of no day it is not asked what happened on it.
            dated: dated.filter(|_| from.or(to).is_some()).unwrap_or_default(),
            from,
            to,
            due: self.deadline.as_deref().and_then(Due::from_code),
        }
    }

    pub fn sort(&self) -> Sort {
        let mut all = Sort::ALL.into_iter();
        all.find(|it| Some(code(*it)) == self.sort.as_deref())
            .unwrap_or_default()
    }

    /// Behind which row the page begins; `None`: with the first.
    pub fn after(&self) -> Option<After> {
        after(self.after.as_deref()?)
    }
}

// One space between two words, for an address has no line ends.
fn words(typed: &str) -> String {
    let plain: String = typed.chars().filter(|it| !it.is_control()).collect();
    let words: Vec<_> = plain.split_whitespace().collect();
    words.join(" ").chars().take(WORDS_CHARS_MAX).collect()
}

/// The order as addresses name it.
pub fn code(sort: Sort) -> &'static str {
    match sort {
        Sort::Due => "due",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
    }
}

/// The address of a list so filtered and sorted, from its beginning. It names what is asked, and nothing else.
pub fn href(path: &str, filter: &Filter, sort: Sort) -> String {
    let day = |it: Option<time::Date>| it.map(|it| it.to_string());
    let asked = [
        ("q", Some(filter.words.clone()).filter(|it| !it.is_empty())),
        ("stage", stage(filter).map(str::to_owned)),
        ("outcome", filter.found.map(|it| it.code().to_owned())),
        ("officer", filter.officer.map(|it| it.to_string())),
        ("body", filter.body.map(|it| it.to_string())),
        ("scope", filter.below.then(|| BELOW.to_owned())),
        ("deadline", filter.due.map(|it| it.code().to_owned())),
        (
            "dated",
            Some(filter.dated.code().to_owned()).filter(|_| filter.dated != Dated::default()),
        ),
        ("from", day(filter.from)),
        ("to", day(filter.to)),
        (
            "sort",
            Some(code(sort).to_owned()).filter(|_| sort != Sort::default()),
        ),
    ];
    let mut href = path.to_owned();
    for (name, value) in asked
        .iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?)))
    {
        href = with(&href, name, value);
    }
    href
}

/// The answer to 环节.
pub fn stage(filter: &Filter) -> Option<&'static str> {
    filter
        .stage
        .map(Stage::name)
        .or(filter.in_hand.then_some(IN_HAND))
}

/// The page of the list at this address that goes on behind that row.
pub fn behind(href: &str, after: &After) -> String {
    let after = match after {
        After::Due { ended, due, id } => {
            let due = due.map_or_else(|| "none".to_owned(), |due| due.to_string());
            format!("{}_{due}_{id}", if *ended { "ended" } else { "open" })
        }
        After::Received { at, id } => format!("{}_{id}", at.unix_timestamp_nanos() / 1000),
    };
    with(href, "after", &after)
}

fn with(href: &str, name: &str, value: &str) -> String {
    let sign = if href.contains('?') { '&' } else { '?' };
    format!("{href}{sign}{name}={}", utf8_percent_encode(value, PLAIN))
}

const PLAIN: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

fn after(text: &str) -> Option<After> {
    let parts: Vec<_> = text.split('_').collect();
    let id = |it: &str| it.parse::<Uuid>().ok().map(CaseId);
    match parts.as_slice() {
        [place @ ("open" | "ended"), due, last] => Some(After::Due {
            ended: *place == "ended",
            due: match *due {
                "none" => None,
                day => Some(day_of(day)?),
            },
            id: id(last)?,
        }),
        [micros, last] => {
            let micros: i64 = micros.parse().ok()?;
            let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()?;
            let kept = (2000..2200).contains(&at.year());
            Some(After::Received { at, id: id(last)? }).filter(|_| kept)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::determination::{Lenience, Outcome};
    use time::macros::{date, datetime};

    fn asked(href: &str) -> Asked {
        let uri: axum::http::Uri = href.parse().expect("an address");
        let query = axum_extra::extract::Query::try_from_uri(&uri);
        query.map(|axum_extra::extract::Query(it)| it).expect("a query")
    }

    #[test]
    fn what_is_asked_stands_in_the_address_and_comes_back_from_it() {
        let all = Filter {
            words: "蓉港 100% \"'&=#".into(),
            stage: Some(Stage::Objection),
            in_hand: false,
            found: Some(Found::Outcome(Outcome::NotTolerated)),
            officer: Some(UserId(Uuid::from_u128(1))),
            body: Some(BodyId(Uuid::from_u128(2))),
            below: true,
            dated: Dated::Closed,
            from: Some(date!(2026 - 01 - 01)),
            to: Some(date!(2026 - 12 - 31)),
            due: Some(Due::ThisWeek),
        };
        let in_hand = Filter {
            in_hand: true,
            found: Some(Found::Lenience(Lenience::Exempt)),
            ..Filter::default()
        };
        for filter in [Filter::default(), in_hand, all] {
            for sort in Sort::ALL {
                let href = href("/cases", &filter, sort);
                assert_eq!(asked(&href).filter(), filter, "{href}");
                assert_eq!(asked(&href).sort(), sort, "{href}");
                assert_eq!(asked(&href).after(), None, "{href}");
            }
        }
        assert_eq!(href("/cases", &Filter::default(), Sort::Due), "/cases");
    }

    #[test]
    fn a_page_begins_behind_the_row_that_its_address_names() {
        let id = CaseId(Uuid::from_u128(3));
        for after in [
            After::Due {
                ended: false,
                due: Some(date!(2026 - 12 - 01)),
                id,
            },
            After::Due {
                ended: true,
                due: None,
                id,
            },
            After::Received {
                at: datetime!(2026-11-24 10:00:00.123456 UTC),
                id,
            },
        ] {
            assert_eq!(asked(&behind("/cases?q=a", &after)).after(), Some(after));
        }
        for odd in [
            "",
            "_",
            "open__",
            "open_9999-01-01_x",
            "closed_none_x",
            "99999999999999999999_x",
            "0_x",
            "a_b_c_d",
        ] {
            assert_eq!(after(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_asked() {
        let odd = "/cases?q=%00%0A&stage=x&outcome=x&officer=x&body=1&dated=x&from=2026-13-01&to=x&deadline=x&sort=x&after=x";
        assert_eq!(asked(odd).filter(), Filter::default());
        assert_eq!(words(&"长".repeat(10_000)).chars().count(), WORDS_CHARS_MAX);
    }
}
