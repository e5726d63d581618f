//! Every link leads somewhere: what a page offers stands open to whom it is offered, and a row of a list opens exactly
//! where `domain::access` opens the case. Asked of the whole demo, for everybody in it.

use std::collections::BTreeSet;

use rongcuo::commands::demo;
use rongcuo::domain::access::{self, Sight};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::Case;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::ids::{CaseId, UserId};
use rongcuo::store;
use rongcuo::store::lists::{self, After, Filter, PAGE_ROWS, Question, Sort};
use sqlx::PgConnection;
use time::macros::datetime;
use uuid::Uuid;

use crate::world::World;
use crate::world::browser::{Browser, Page};

/// A world in which the demo has been told.
async fn told() -> World {
    let world = World::new().await;
    world.mixes_demo_and_real();
    let now = datetime!(2026-11-24 10:00 +8);
    demo::fill(world.app.clone(), &world.database.owner, now)
        .await
        .expect("the demo is lawful");
    world
}

async fn everybody(world: &World) -> Vec<UserId> {
    let users: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM users ORDER BY id")
        .fetch_all(&world.database.owner)
        .await
        .expect("people");
    users.into_iter().map(UserId).collect()
}

async fn cases(world: &World) -> Vec<Case> {
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM cases ORDER BY id")
        .fetch_all(&world.database.owner)
        .await
        .expect("cases");
    let mut db = world.app.pool.acquire().await.expect("a connection");
    let mut cases = vec![];
    for id in ids {
        let case = store::cases::load(&mut db, &world.app.known, CaseId(id))
            .await
            .expect("a readable case");
        cases.push(case.expect("the case is there"));
    }
    cases
}

async fn actor(world: &World, user: UserId) -> Actor {
    let mut db = world.app.pool.acquire().await.expect("a connection");
    let token = [user.0.as_bytes().as_slice(), &[0; 16]].concat();
    let token = token.try_into().expect("32 bytes");
    let now = world.app.clock.now();
    store::sessions::begin(&mut db, &token, user, now)
        .await
        .expect("a session");
    let session = store::sessions::who(&mut db, &world.app.known, &token, now)
        .await
        .expect("a query");
    session.expect("the session stands").actor
}

/// The addresses that a page links to below this prefix, downloads aside.
fn links(page: &Page, below: &str) -> BTreeSet<String> {
    let hrefs = page.links().into_iter();
    let hrefs = hrefs.map(|it| it.href.split('#').next().unwrap_or_default().to_owned());
    hrefs
        .filter(|it| it.starts_with(below) && !it.contains("/files/"))
        .collect()
}

async fn all_open(browser: &mut Browser, hrefs: &BTreeSet<String>, who: &str, wrong: &mut Vec<String>) {
    for href in hrefs {
        let page = browser.get(href).await;
        if page.status.as_u16() != 200 {
            wrong.push(format!("{who}: {href} answers {}", page.status));
        }
    }
}

#[tokio::test]
async fn every_link_of_every_case_opens_to_whom_it_is_offered() {
    let world = told().await;
    let cases = cases(&world).await;
    let (mut wrong, mut opened) = (vec![], 0);
    for user in everybody(&world).await {
        let actor = actor(&world, user).await;
        let mut browser = world.as_user(user).await;
        for case in &cases {
            let href = format!("/cases/{}", case.id);
            let page = browser.get(&href).await;
            let sees = access::sight(&actor, case) != Sight::Nothing;
            assert_eq!(page.status.as_u16() == 200, sees, "{}: {href}", actor.name);
            if sees {
                let who = format!("{}（{}），{}", actor.name, actor.role(), case.status.name());
                let hrefs = links(&page, &format!("{href}/"));
                opened += hrefs.len();
                all_open(&mut browser, &hrefs, &who, &mut wrong).await;
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(opened > 500, "{opened} links were followed");
}

#[tokio::test]
async fn every_row_of_a_list_opens_exactly_where_the_case_does() {
    let world = told().await;
    let cases = cases(&world).await;
    let mut seen = 0;
    for user in everybody(&world).await {
        let actor = actor(&world, user).await;
        if !actor.staff() {
            continue;
        }
        let mut db = world.app.pool.acquire().await.expect("a connection");
        let mut rows = vec![];
        let filter = Filter::default();
        let today = shanghai_day(world.app.clock.now());
        let question = Question::new(&mut db, &actor, (&filter, Sort::Due), today)
            .await
            .expect("a question");
        let mut after = None;
        loop {
            let page = lists::found(&mut db, &world.app.known, &question, after.as_ref(), PAGE_ROWS)
                .await
                .expect("rows");
            let Some(last) = page.last() else { break };
            after = Some(After::row(last, Sort::Due));
            rows.extend(page);
        }
        for row in rows {
            let case = cases.iter().find(|case| case.id == row.id);
            let case = case.expect("a row is of a case");
            let relation = row.relation();
            assert_eq!(
                relation,
                access::Relation::of(&actor, case),
                "{}: {}",
                actor.name,
                case.number
            );
            assert_eq!(
                relation.opens_to(&actor),
                access::sight(&actor, case) != Sight::Nothing
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} rows were compared");
}

#[tokio::test]
async fn every_case_linked_from_a_list_opens() {
    let world = told().await;
    let (mut wrong, mut opened) = (vec![], 0);
    for user in everybody(&world).await {
        let mut browser = world.as_user(user).await;
        for list in [
            "/work?pile=officer",
            "/work?pile=approver",
            "/work?pile=party",
            "/work?pile=desk",
            "/cases",
            "/my",
        ] {
            let page = browser.get(list).await;
            let hrefs = links(&page, "/cases/");
            opened += hrefs.len();
            all_open(&mut browser, &hrefs, list, &mut wrong).await;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(opened > 50, "{opened} links were followed");
}

#[tokio::test]
async fn whoever_opens_the_other_side_is_led_home() {
    let world = World::new().await;
    let people = &world.people;
    for (user, hrefs, home) in [
        (people.body.officer.user, &["/my"][..], "/work"),
        (people.body.approver.user, &["/my"], "/work"),
        (people.applicant.user, &["/work", "/cases"], "/my"),
        (people.individual.user, &["/work", "/cases"], "/my"),
    ] {
        let mut browser = world.as_user(user).await;
        for href in hrefs {
            assert_eq!(browser.get(href).await.leads_to(), home, "{href}");
        }
    }
}

/// The number of a document stands inside its case alone: by it a case is found by exactly those who read the inside.
#[tokio::test]
async fn a_case_is_found_by_what_lies_inside_exactly_where_that_is_read() {
    let world = told().await;
    let cases = cases(&world).await;
    let (mut found, mut hidden) = (0, 0);
    for user in everybody(&world).await {
        let actor = actor(&world, user).await;
        if !actor.staff() {
            continue;
        }
        let mut db = world.app.pool.acquire().await.expect("a connection");
        let ask = async |db: &mut PgConnection, words: String| {
            let filter = Filter {
                words,
                ..Filter::default()
            };
            let today = shanghai_day(world.app.clock.now());
            let question = Question::new(db, &actor, (&filter, Sort::Due), today)
                .await
                .expect("a question");
            let counted = lists::counted(db, &question).await.expect("a count");
            let rows = lists::found(db, &world.app.known, &question, None, 1000)
                .await
                .expect("rows");
            assert_eq!(counted, rows.len() as i64);
            rows
        };
        for row in ask(&mut db, String::new()).await {
            let case = cases.iter().find(|case| case.id == row.id);
            let case = case.expect("a row is of a case");
            let number = case.documents[0].number.clone();
            let rows = ask(&mut db, number).await;
            let inside = access::sight(&actor, case).inside();
            assert_eq!(
                rows.iter().any(|it| it.id == case.id),
                inside,
                "{}: {}",
                actor.name,
                case.number
            );
            if inside { found += 1 } else { hidden += 1 }
        }
    }
    assert!(found > 20 && hidden > 5, "{found} found, {hidden} not");
}
