//! 总览 and 调阅: who watches over a body sees figures and rows of the ledger, and reads a case once it has said why.

use std::collections::HashSet;

use rongcuo::domain::ids::UserId;
use time::Duration;

use crate::world::World;

#[tokio::test]
async fn who_watches_over_bodies_sees_their_figures_and_nobody_else_does() {
    let world = World::new().await;
    let people = &world.people;
    world.case().initiated().await;
    world.case().filed().await;
    for (watcher, name) in [(&people.office, "全区总览"), (&people.superior, "辖区总览")] {
        let mut browser = world.as_user(watcher.officer.user).await;
        browser.get("/work").await.says(200, name);
        let page = browser.get("/zone").await;
        page.says(200, "成都高新区管委会")
            .says(200, "启动 1 件")
            .says(200, "核实 1 件")
            .says(200, "在办 2 件");
        page.says(200, "近 12 个月收件：0、0、0、0、0、0、0、0、0、0、0、2");
    }
    let mut officer = world.as_user(people.body.officer.user).await;
    officer.get("/work").await.is_silent_on("/zone");
    assert_eq!(officer.get("/zone").await.status, 404);
    let mut applicant = world.as_user(people.applicant.user).await;
    assert_eq!(applicant.get("/zone").await.status, 404);
}

#[tokio::test]
async fn each_figure_leads_to_the_cases_that_it_counts() {
    let world = World::new().await;
    world.case().filed().await;
    world.case().declined().await;
    world.case().initiated().await;
    world.case().closed().await;
    world.case().objected().await;
    world.app.clock.advance(Duration::days(40));
    world.case().filed().await;
    for watcher in [&world.people.office, &world.people.superior] {
        lead_to_their_cases(&world, watcher.officer.user).await;
    }
}

async fn lead_to_their_cases(world: &World, watcher: UserId) {
    let mut browser = world.as_user(watcher).await;
    let page = browser.get("/zone").await;
    let (mut led, mut some) = (HashSet::new(), 0);
    for (href, count) in figures(&page.text) {
        if !led.insert(href.clone()) {
            continue;
        }
        some += usize::from(count > 0);
        let list = browser.get(&href).await;
        match count {
            0 => list.says(200, "没有找到这样的案件"),
            _ => list.says(200, &format!("<b class=\"rc-num\">{count} 件</b>")),
        };
    }
    assert!(some >= 12, "only {some} of {led:?}");
    for what in [
        "dated=closed",
        "dated=declined",
        "dated=determined",
        "deadline=late_by_law",
        "stage=",
    ] {
        assert!(led.iter().any(|it| it.contains(what)), "{what}");
    }
}

/// Every link of the page to the ledger, with the number that is written on it.
fn figures(html: &str) -> Vec<(String, i64)> {
    let links = html
        .split("href=\"")
        .skip(1)
        .filter(|it| it.starts_with("/cases?"));
    let figure = |link: &str| {
        let (href, rest) = link.split_once('"')?;
        let (_, written) = rest.split_once('>')?;
        let number = written.trim_start_matches("<b>").split('<').next()?;
        Some((href.replace("&#38;", "&"), number.parse().ok()?))
    };
    links.filter_map(figure).collect()
}

#[tokio::test]
async fn a_case_below_opens_once_a_reason_is_given_for_reading_alone_and_for_some_days() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let case = format!("/cases/{}", story.id());
    let opening = format!("{case}/opening");
    let mut watcher = world.as_user(people.office.officer.user).await;
    assert_eq!(watcher.get(&case).await.status, 404);
    watcher.get(&opening).await.says(200, "没有人调阅过本案");

    let page = watcher
        .post(
            &opening,
            &[("ground", "overdue"), ("reason", "　"), ("days", "3")],
        )
        .await;
    page.says(422, "写明要了解什么");
    let reason = "查看听取意见的进展。";
    let asked = [("ground", "overdue"), ("reason", reason), ("days", "3")];
    assert_eq!(watcher.post(&opening, &asked).await.leads_to(), case);
    watcher
        .get(&case)
        .await
        .says(200, "调阅理由已经记录")
        .is_silent_on("外部查看记录");
    assert_eq!(watcher.get(&opening).await.leads_to(), case);
    for form in ["initiation", "evidence", "report"] {
        assert_eq!(watcher.get(&format!("{case}/{form}")).await.status, 403, "{form}");
    }
    assert_eq!(watcher.get(&format!("{case}/views")).await.status, 404);

    let mut officer = world.as_user(people.body.officer.user).await;
    officer.get(&case).await.says(200, "外部查看记录");
    let page = officer.get(&format!("{case}/views")).await;
    page.says(200, reason).says(200, "省自贸办").says(200, "查看");

    world.app.clock.advance(Duration::days(8));
    let mut watcher = world.as_user(people.office.officer.user).await;
    assert_eq!(watcher.get(&case).await.status, 404);
    watcher.get(&opening).await.says(200, reason);
}

#[tokio::test]
async fn whoever_does_not_watch_over_the_body_finds_no_such_case() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let opening = format!("/cases/{}/opening", story.id());
    for stranger in [&people.body.spare, &people.individual] {
        let mut browser = world.as_user(stranger.user).await;
        assert_eq!(browser.get(&opening).await.status, 404);
    }
}
