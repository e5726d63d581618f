//! Each filter alone, and who sees which rows.

use rongcuo::domain::dates::shanghai_day;

use super::{asking, serials};
use crate::world::World;

/// One filed, one verified, one determined, one closed and one withdrawn, on days of their own.
async fn told() -> World {
    let world = World::new().await;
    world.case().filed().await;
    world.case().initiated().await;
    world.case().determined().await;
    world.case().closed().await;
    world.case().filed().await.withdrawn().await;
    world
}

fn sorted(mut serials: Vec<i32>) -> Vec<i32> {
    serials.sort_unstable();
    serials
}

#[tokio::test]
async fn stage_outcome_and_officer_each_narrow_the_list() {
    let world = told().await;
    let body = &world.people.body;
    let mut approver = world.as_user(body.approver.user).await;
    let (officer, spare) = (body.officer.user.to_string(), body.spare.user.to_string());
    for (asked, found) in [
        (vec![], vec![1, 2, 3, 4, 5]),
        (vec![("stage", "启动")], vec![1]),
        (vec![("stage", "核实")], vec![2]),
        (vec![("stage", "认定")], vec![3]),
        (vec![("stage", "异议")], vec![]),
        (vec![("stage", "办结")], vec![4, 5]),
        (vec![("outcome", "tolerated")], vec![3, 4]),
        (vec![("outcome", "not_tolerated")], vec![3, 4]),
        (vec![("officer", &officer)], vec![2, 3, 4]),
        (vec![("officer", &spare)], vec![]),
        (vec![("officer", &officer), ("stage", "办结")], vec![4]),
        (
            vec![("stage", "' OR true --"), ("officer", "%"), ("outcome", "\0")],
            vec![1, 2, 3, 4, 5],
        ),
    ] {
        let page = approver.get(&asking(&asked)).await;
        assert_eq!(sorted(serials(&page)), found, "{asked:?}");
    }
    let page = approver.get(&asking(&[("outcome", "tolerated")])).await;
    page.says(200, "已认定 · 部分容错")
        .says(200, "value=\"tolerated\" selected");
}

#[tokio::test]
async fn the_days_of_receipt_are_both_included() {
    let world = World::new().await;
    world.case().filed().await;
    let day = |world: &World| shanghai_day(world.app.clock.now()).to_string();
    let first = day(&world);
    world.app.clock.advance(time::Duration::days(3));
    let second = day(&world);
    world.case().filed().await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    for (asked, found) in [
        (vec![("from", &first)], vec![1, 2]),
        (vec![("from", &second)], vec![2]),
        (vec![("to", &first)], vec![1]),
        (vec![("from", &first), ("to", &first)], vec![1]),
        (vec![("from", &second), ("to", &first)], vec![]),
    ] {
        let asked: Vec<_> = asked.iter().map(|(name, day)| (*name, day.as_str())).collect();
        let page = officer.get(&asking(&asked)).await;
        assert_eq!(sorted(serials(&page)), found, "{asked:?}");
    }
    for odd in ["2026-02-30", "99999-01-01", "1900-01-01", "昨天", "'"] {
        let page = officer.get(&asking(&[("from", odd), ("to", odd)])).await;
        assert_eq!(serials(&page).len(), 2, "{odd} is no day");
    }
}

/// An addressee narrows its list to the bodies whose decisions come to it; everybody else has one body and no choice.
#[tokio::test]
async fn the_body_is_asked_where_cases_come_from_several() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let addressee = story.case().await.objections[0].addressee;
    let people = &world.people;
    let office = [&people.office, &people.superior]
        .into_iter()
        .find(|it| it.id == addressee);
    let mut above = world.as_user(office.expect("one of the two").officer.user).await;
    let page = above.get("/cases").await;
    page.says(200, "name=\"body\"").says(200, "成都高新区管委会");
    assert_eq!(serials(&page), [1]);
    let (own, other) = (people.body.id.to_string(), addressee.to_string());
    assert_eq!(serials(&above.get(&asking(&[("body", &own)])).await), [1]);
    assert_eq!(serials(&above.get(&asking(&[("body", &other)])).await), [0; 0]);
    let mut own = world.as_user(people.body.officer.user).await;
    own.get("/cases").await.is_silent_on("name=\"body\"");
}

#[tokio::test]
async fn a_body_sees_its_own_cases_and_nobody_elses() {
    let world = told().await;
    let people = &world.people;
    let stranger = world.body("ELSEWHERE").await;
    let stranger = world.person("qbj.officer", Some(stranger)).await;
    for (user, seen) in [
        (people.body.officer.user, 5),
        (people.body.spare.user, 5),
        (people.body.deputy.user, 5),
        (stranger, 0),
        // Who watches over the body sees the rows of its ledger.
        (people.superior.approver.user, 5),
        (people.office.officer.user, 5),
    ] {
        let mut browser = world.as_user(user).await;
        for href in ["/cases".to_owned(), asking(&[("sort", "newest")])] {
            assert_eq!(serials(&browser.get(&href).await).len(), seen, "{href}");
        }
    }
}

/// How a case was determined is known inside; the row of one that does not open does not tell.
#[tokio::test]
async fn who_sees_the_row_alone_learns_no_outcome() {
    let world = told().await;
    let mut spare = world.as_user(world.people.body.spare.user).await;
    let page = spare.get("/cases").await;
    page.is_silent_on("rc-name\">予以容错")
        .says(200, "非本人承办，仅显示台账信息");
    for outcome in ["tolerated", "not_tolerated"] {
        let page = spare.get(&asking(&[("outcome", outcome)])).await;
        assert_eq!(serials(&page), [0; 0]);
    }
}
