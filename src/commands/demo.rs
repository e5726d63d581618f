//! `rongcuo demo`: fills an empty database with fictitious people and cases, each taken through the real steps of the
//! procedure under a moved clock. Where there are people already it does nothing: a demo never mixes with real cases.
//! `rongcuo demo end` closes the demo for good; what was done in it stays, to be verified, and nobody enters it any more.

use std::process::ExitCode;

use anyhow::{Context, bail};
use sqlx::{Connection, PgConnection, PgPool};
use time::{Date, Duration, OffsetDateTime, Time};

use super::trouble::Whose;
use crate::domain::calendar::WorkCalendar;
use crate::domain::dates::shanghai_day;
use crate::platform::{App, Clock};
use crate::store::{self, pool, rights, schema};
use crate::web::application::Answers;
use crate::web::form::Typed;

pub mod aftermath;
pub mod application;
pub mod demo_case;
mod follow_up;
mod inquiry;
pub mod matters;
pub mod paper;
pub mod people;
mod phrases;
pub mod roles;
pub mod runner;
pub mod story;
pub mod writing;

use demo_case::{DemoCase, StoryStep};
use people::DemoPeople;
use runner::Runner;

/// How many days before the first filing the people are there.
const BEFORE_FIRST_FILING: Duration = Duration::days(10);

/// 建立演示数据，或者结束演示
#[derive(Debug, clap::Args)]
pub struct Demo {
    #[command(subcommand)]
    deed: Option<Deed>,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// 结束演示：停用全部演示账号，退出它们的登录，不能再进入，也不能重新建立
    End,
}

impl Demo {
    /// Carries it out.
    ///
    /// # Errors
    /// It cannot be done; the sentence says why.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self.deed {
            None => load().await,
            Some(Deed::End) => end().await.map_err(|error| Whose::Owner.explain(error)),
        }
    }
}

async fn end() -> anyhow::Result<ExitCode> {
    let (_, database) = super::open().await?;
    let mut db = Whose::Owner.migrated(&database).await?;
    let mut tx = db.begin().await?;
    let kinds = store::demo::kinds(&mut tx).await?;
    if kinds.demo_open == 0 {
        let why = if kinds.demo == 0 {
            "这个数据库里没有演示"
        } else {
            "演示早已结束"
        };
        println!("{why}，没有改动。");
        return Ok(ExitCode::SUCCESS);
    }
    let ended = store::demo::end(&mut tx, Clock::System.now()).await?;
    tx.commit().await?;
    println!(
        "演示已经结束：停用 {} 个演示账号，退出 {} 个登录。演示的案件留在数据库里，不能再进入；真实工作请用空的数据库（script/server \
         --empty）。",
        ended.accounts, ended.sessions
    );
    Ok(ExitCode::SUCCESS)
}

/// Fills the database with the demo.
async fn load() -> anyhow::Result<ExitCode> {
    let (config, database) = super::open().await?;
    fit_for_a_demo(&mut Whose::Server.migrated(&database).await?).await?;
    Whose::Owner.connect(&database).await?;
    let pool = pool::serving(database.app.clone());
    let now = Clock::System.now();
    let app = App::new(pool.clone(), Clock::movable(now), config)?;
    // Accounts are the owner's to make.
    let owner = pool::owning(database.owner.clone());
    let begun = schema::begin_story(&owner).await;
    begun.map_err(|error| Whose::Owner.explain(error.into()))?;
    let told = fill(app, &owner, now).await;
    schema::end_story(&owner).await?;
    let count = told?;
    owner.close().await;
    pool.close().await;
    println!("演示数据已经建立：{count} 件案件，人员和内容均为虚构。");
    Ok(ExitCode::SUCCESS)
}

/// A story that breaks off half-way would leave people behind, and with them no room for another try.
async fn fit_for_a_demo(db: &mut PgConnection) -> anyhow::Result<()> {
    let role = store::roles::current(db).await?;
    if !rights::missing(db, &role).await?.is_empty() {
        bail!("角色 {role} 缺少服务所需的权限，没有建立演示数据：请运行 rongcuo doctor，它列出缺少的权限。");
    }
    if store::people::anybody(db).await? {
        bail!("数据库里已经有用户，没有建立演示数据：演示数据只能放进空的数据库，结束的演示也不能重新建立。");
    }
    Ok(())
}

/// Takes the steps of every story in the order of their time, so that numbers follow dates; ends at `now`.
pub async fn fill(app: App, owner: &PgPool, now: OffsetDateTime) -> anyhow::Result<usize> {
    let mut story_steps = schedule(shanghai_day(now));
    let (first, ..) = *story_steps.first().context("there are stories")?;
    app.clock.set(first - BEFORE_FIRST_FILING);
    let mut db = owner.begin().await?;
    let people = DemoPeople::create(&app, &mut db).await;
    let people = people.map_err(|error| Whose::Owner.explain(error))?;
    let stories = story::stories();
    let mut demo_cases = Vec::with_capacity(stories.len());
    for (no, it) in stories.iter().enumerate() {
        let body = store::people::body_by_code(&mut db, it.body).await?;
        demo_cases.push(DemoCase {
            people: &people,
            no,
            matter: it.matter,
            body: body.context("the migrations name the bodies")?,
            filer: people.get(it.filer).clone(),
            roles: it.roles.clone(),
            case: None,
        });
    }
    db.commit().await?;
    phrases::keep(&app, &people).await?;
    let runner = Runner { app };
    for (at, no, story_step) in story_steps.drain(..) {
        let at = at.max(runner.app.clock.now());
        runner.app.clock.set(at);
        let title = demo_cases[no].matter.title;
        demo_cases[no]
            .run(&runner, story_step)
            .await
            .with_context(|| format!("{title}，{story_step:?}"))?;
    }
    runner.app.clock.set(now);
    unfiled(&runner, &people).await?;
    Ok(demo_cases.len())
}

/// The steps of every story with their instants and the place of the story, by time.
fn schedule(today: Date) -> Vec<(OffsetDateTime, usize, StoryStep)> {
    let mut story_steps = Vec::new();
    for (no, story) in story::stories().iter().enumerate() {
        let mut earlier = None;
        for (ago, story_step) in &story.story_steps {
            // A second step on one day comes later on it.
            let nth = match earlier {
                Some((day, nth)) if day == *ago => nth + 1,
                _ => 0,
            };
            earlier = Some((*ago, nth));
            story_steps.push((instant(today, *ago, no, nth), no, *story_step));
        }
    }
    story_steps.sort_by_key(|(at, no, _)| (*at, *no));
    story_steps
}

/// In office hours of that working day, each story a few minutes after the one before.
fn instant(today: Date, ago: u16, story: usize, nth: i64) -> OffsetDateTime {
    let story = i64::try_from(story).unwrap_or(0);
    let morning = Time::from_hms(8, 40, 0).expect("there is such a time");
    let opening = working_day(today, ago)
        .with_time(morning)
        .assume_offset(time::macros::offset!(+8));
    opening + Duration::minutes(story * 7 + nth * 45)
}

/// The working day so many working days before today.
fn working_day(today: Date, ago: u16) -> Date {
    let calendar = WorkCalendar::national();
    let mut day = today;
    for _ in 0..ago {
        day -= Duration::DAY;
        while !calendar.is_working(day) {
            day -= Duration::DAY;
        }
    }
    day
}

/// An application that each unit has begun and not filed.
async fn unfiled(runner: &Runner, people: &DemoPeople) -> anyhow::Result<()> {
    let begun = [
        (
            people::ZHOU,
            people::GAOXIN_UNIT,
            "跨境数据“白名单”动态管理试点",
            "8月起试行企业自评、专家复核的动态管理。",
        ),
        (
            people::TANG,
            people::CHUANNAN_UNIT,
            "长江内支线“水水中转”一次申报",
            "6月起与上游两港试行一次申报、全程放行。",
        ),
    ];
    for (username, unit, title, story) in begun {
        let applicant = people.get(username);
        let answers = [
            ("applicant-name", unit),
            ("applicant-contact", &applicant.name),
            ("applicant-phone", "028-0000 0000"),
            ("matter-title", title),
            ("matter-story", story),
        ];
        let answers = answers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        runner.write(applicant, &Answers(Typed(answers.to_vec()))).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn every_story_is_told_forwards_and_ends_before_today() {
        for today in [
            date!(2026 - 11 - 24),
            date!(2026 - 10 - 04),
            date!(2027 - 01 - 02),
        ] {
            let story_steps = schedule(today);
            let stories = story::stories();
            for (no, told) in stories.iter().enumerate() {
                let played = story_steps
                    .iter()
                    .filter(|(_, it, _)| *it == no)
                    .map(|(.., story_step)| *story_step);
                let meant = told.story_steps.iter().map(|(_, story_step)| *story_step);
                assert!(played.eq(meant), "{} is told out of order", told.matter.title);
            }
            assert!(story_steps.iter().all(|(at, ..)| shanghai_day(*at) < today));
        }
    }

    #[test]
    fn a_holiday_is_no_working_day_ago() {
        assert_eq!(working_day(date!(2026 - 10 - 09), 1), date!(2026 - 10 - 08));
        assert_eq!(working_day(date!(2026 - 10 - 08), 1), date!(2026 - 09 - 30));
        let morning = instant(date!(2026 - 10 - 08), 1, 2, 1);
        assert_eq!(morning, datetime!(2026-09-30 9:39 +8));
    }
}
