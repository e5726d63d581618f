//! The whole law asked again of every event, as of the instant at which it happened: of the case as it was, of the step that was
//! taken or approved, of the people as they were. What follows must be what the event tells, down to the words of the documents.

use std::collections::BTreeSet;
use std::sync::Arc;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::written::Ground;
use crate::domain::account::AccountLink;
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::again::{self, Difference};
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Surroundings};
use crate::domain::dates::shanghai_day;
use crate::domain::document;
use crate::domain::event::{Beside, Event, Filed, IssuedDocument};
use crate::domain::fact::Fact;
use crate::domain::filing::{self, Filing};
use crate::domain::ids::{ActId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Ruling;
use crate::domain::step::Step;
use crate::store::documents;
use crate::store::integrity::{self, SubmittedAct};
use crate::store::posts::{self, Posts};

/// What the law is asked with about one case.
pub(super) struct Law<'a> {
    posts: Posts<'a>,
    acts: Vec<Act>,
}

/// An approved act.
struct Act {
    id: ActId,
    /// `None` where what was kept says nothing.
    step: Option<Step>,
    drafters: Vec<UserId>,
    /// The last time; until the law was asked about it.
    submitted: Option<(OffsetDateTime, UserId)>,
}

impl<'a> Law<'a> {
    /// `None` where the case has nothing to stand in.
    pub async fn of(
        db: &mut PgConnection,
        case: CaseId,
        events: &[Arc<Event>],
        ground: &'a Ground,
    ) -> sqlx::Result<Option<Self>> {
        let acts = integrity::submitted_acts(db, case.0).await?;
        let acts: Vec<_> = acts.into_iter().map(Act::read).collect();
        let took = events.iter().map(|it| it.entry.by.0);
        let linked = acts.iter().filter_map(|it| match &it.step {
            Some(Step::Link(it)) => Some(it.account.user.0),
            _ => None,
        });
        let named: Vec<Uuid> = took.chain(linked).collect();
        let posts = posts::of(db, case, &named, (&ground.past, &ground.known)).await?;
        Ok(posts.map(|posts| Self { posts, acts }))
    }

    /// What the case stood in at an instant.
    pub fn around(&self, at: OffsetDateTime) -> Surroundings {
        self.posts.around(at)
    }

    /// What stands against the event that began the case, with the application that it filed.
    pub fn first(&self, event: &Event, filed: Option<&str>) -> sqlx::Result<Vec<String>> {
        let (Some(said), Some(text)) = (&event.body.filing, filed) else {
            return Ok(vec![]);
        };
        let Ok(filing) = serde_json::from_str::<Filing>(text) else {
            return Ok(vec!["第 1 号事件：申请书无法读取".to_owned()]);
        };
        let (at, body) = (event.entry.at, self.around(event.entry.at).body);
        let actor = match self.actor(event) {
            Ok(actor) => actor,
            Err(why) => return Ok(vec![about(event, &why)]),
        };
        let ruled = again::at_moment(at, |now| filing::file(&filing, &body, &said.number, &actor, now));
        let ruling = match ruled {
            Ok(ruling) => ruling,
            Err(refusal) => return Ok(vec![about(event, &refused(event.kind, &refusal))]),
        };
        let beside = beside(&ruling, event)?;
        let calendar = WorkCalendar::of(body.calendar);
        let lawful = Event::first(&ruling, said.clone(), calendar, event.entry, beside);
        let numbered = number_amiss(said, &body.number_word, at);
        let otherwise = otherwise(&lawful, event);
        let all = numbered.into_iter().chain(otherwise);
        Ok(all.map(|it| about(event, &it)).collect())
    }

    /// What stands against an event of the case as it was before it.
    pub fn later(&mut self, case: &Case, event: &Event) -> sqlx::Result<Vec<String>> {
        let mut wrong = self.submissions(case, event);
        match self.ruling(case, event) {
            Ok(ruling) => {
                let lawful = Event::of(case, &ruling, event.entry, beside(&ruling, event)?);
                wrong.extend(otherwise(&lawful, event).map(|it| about(event, &it)));
            }
            Err(why) => wrong.push(about(event, &why)),
        }
        wrong.extend(files_amiss(case, event).map(|it| about(event, it)));
        Ok(wrong)
    }

    fn actor(&self, event: &Event) -> Result<Actor, String> {
        let actor = self.posts.actor(event.entry.by, event.entry.at);
        actor.ok_or_else(|| format!("{}的账号当时不存在，或者已经停用", event.kind.name()))
    }

    /// What follows from the step, in the hands that it was in.
    fn ruling(&self, case: &Case, event: &Event) -> Result<Ruling, String> {
        let (approver, at) = (self.actor(event)?, event.entry.at);
        let says_nothing = || format!("{}没有说明所办理的内容", event.kind.name());
        let (step, drafters) = match event.entry.act {
            Some(id) => {
                let act = self.acts.iter().find(|it| it.id == id);
                let act = act.ok_or_else(says_nothing)?;
                (act.step.clone(), Some(&act.drafters))
            }
            None => match again::served_at_once(case, event, &approver) {
                Some(ruling) => return Ok(ruling),
                None => (again::step_of(event), None),
            },
        };
        let step = step.ok_or_else(says_nothing)?;
        let taken_by = drafters.map_or(TakenBy::One(&approver), |drafters| TakenBy::Two {
            drafters,
            approver: &approver,
        });
        again::rule(case, &step, taken_by, at).map_err(|it| refused(event.kind, &it))
    }

    /// What stands against the acts that were submitted since the event before: who drafted them, and what they say, as of then. An
    /// act is submitted before it is carried out, be it in the same instant.
    fn submissions(&mut self, case: &Case, event: &Event) -> Vec<String> {
        let mut wrong = vec![];
        for act in &mut self.acts {
            let now = |(at, _): &mut (OffsetDateTime, UserId)| {
                *at < event.entry.at || event.entry.act == Some(act.id)
            };
            let Some((at, by)) = act.submitted.take_if(now) else {
                continue;
            };
            if let Some(why) = submission_amiss(&self.posts, case, act.step.as_ref(), (at, by)) {
                let kind = act.step.as_ref().map_or("", |it| it.kind().name());
                wrong.push(format!("审批件 {kind}（{}）：{why}", act.id));
            }
        }
        wrong
    }
}

impl Act {
    fn read(it: SubmittedAct) -> Self {
        let step = it.step.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            id: ActId(it.id),
            step,
            drafters: it.drafters.into_iter().map(UserId).collect(),
            submitted: Some((it.at, UserId(it.by))),
        }
    }
}

fn submission_amiss(
    posts: &Posts<'_>,
    case: &Case,
    step: Option<&Step>,
    (at, by): (OffsetDateTime, UserId),
) -> Option<String> {
    let step = step?;
    let Some(drafter) = posts.actor(by, at) else {
        return Some("起草人的账号当时不存在，或者已经停用".to_owned());
    };
    let then = case.clone().within(posts.around(at));
    if let Err(refusal) = again::rule(&then, step, TakenBy::One(&drafter), at) {
        return Some(format!("送审时{}", refused(step.kind(), &refusal)));
    }
    match step {
        Step::Link(it) if !is_that_account(posts, it, at) => Some("所绑定的账号当时是另一身份".to_owned()),
        _ => None,
    }
}

/// Whether the account that is joined to a party was what the act says of it.
fn is_that_account(posts: &Posts<'_>, it: &AccountLink, at: OffsetDateTime) -> bool {
    let whose = posts.actor(it.account.user, at);
    whose.is_some_and(|whose| (whose.staff(), whose.unit) == (it.account.staff, it.account.unit))
}

/// R8: a case's number says whose it is, in which year, the how-manieth.
fn number_amiss(filed: &Filed, word: &str, at: OffsetDateTime) -> Option<String> {
    let year = shanghai_day(at).year();
    let number = document::case_number(word, year, filed.serial);
    (filed.year != year || filed.number != number).then(|| format!("案号依法应为 {number}"))
}

/// What was written with the event, the documents as they should have been.
fn beside(ruling: &Ruling, event: &Event) -> sqlx::Result<Beside> {
    let year = shanghai_day(event.entry.at).year();
    let told = event.body.documents.iter().map(|it| it.serial);
    let serials = told.chain(std::iter::repeat(0));
    let drafts = ruling.documents.iter().zip(serials);
    let issued = drafts.map(|(draft, serial)| Ok(documents::numbered(draft, year, serial)?.1));
    Ok(Beside {
        documents: issued.collect::<sqlx::Result<Vec<IssuedDocument>>>()?,
        files: event.body.files.clone(),
        act: event.body.act.clone(),
    })
}

/// How the event differs from the lawful one, in a sentence.
fn otherwise(lawful: &Event, event: &Event) -> impl Iterator<Item = String> {
    let differences = again::differences(lawful, event);
    let said: Vec<_> = differences.iter().map(difference).collect();
    let sentence = || {
        format!(
            "{}依法应有的结果与记载的不符：{}",
            event.kind.name(),
            said.join("；")
        )
    };
    (!said.is_empty()).then(sentence).into_iter()
}

fn difference(it: &Difference) -> String {
    match it {
        Difference::Status => "到达的状态".to_owned(),
        Difference::Version => "案件版本".to_owned(),
        Difference::Untold(code) => format!("缺少{}", Fact::name_of(code)),
        Difference::Beyond(code) => format!("多出{}", Fact::name_of(code)),
        Difference::Otherwise(code, fields) => format!("{}的 {}", Fact::name_of(code), fields.join("、")),
        Difference::Order => "各项记载的顺序".to_owned(),
        Difference::Documents(many) => format!("应有文书 {many} 份"),
        Difference::Document(number, fields) => format!("文书 {number} 的 {}", fields.join("、")),
    }
}

/// Every file that a fact names stands in the event, with its digest, and no other does.
fn files_amiss(case: &Case, event: &Event) -> Option<&'static str> {
    let named: BTreeSet<_> = event
        .body
        .facts
        .iter()
        .filter_map(|it| it.file(case))
        .map(|it| it.id)
        .collect();
    let told: BTreeSet<_> = event.body.files.iter().map(|it| it.id).collect();
    (named != told).then_some("所记载的材料不是其内容所引用的")
}

fn refused(kind: Kind, refusal: &Refusal) -> String {
    format!("依法不能{}：{refusal}（{}）", kind.name(), refusal.basis())
}

fn about(event: &Event, what: &str) -> String {
    format!("第 {} 号事件：{what}", event.entry.seq)
}
