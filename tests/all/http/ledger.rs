//! 案件: what is found there, in which order, how one comes back to it; and the same as a sheet.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::Duration;

use crate::world::World;
use crate::world::browser::Page;

mod filter;
mod search;
mod sheet;

/// The address of the list with this asked of it.
fn asking(asked: &[(&str, &str)]) -> String {
    let pairs = asked.iter().map(|(name, value)| {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        format!("{name}={value}")
    });
    format!("/cases?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// The serials of the cases on a page of the list, as they stand there.
fn serials(page: &Page) -> Vec<i32> {
    assert_eq!(page.status.as_u16(), 200, "{}", page.main());
    let main = page.main();
    let numbers = main.split("容〔2026〕").skip(1);
    numbers
        .map(|it| {
            it.split('号')
                .next()
                .expect("a number ends")
                .parse()
                .expect("a serial")
        })
        .collect()
}

/// Cases that were filed one after the other, an hour between them.
async fn filed(world: &World, count: usize) {
    for _ in 0..count {
        world.case().filed().await;
        world.app.clock.advance(Duration::HOUR);
    }
}

#[tokio::test]
async fn the_title_is_the_link_and_no_name_breaks_in_the_middle() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let page = world
        .as_user(world.people.body.officer.user)
        .await
        .get("/cases")
        .await;
    assert_eq!(page.link("跨境支付便利化试点"), format!("/cases/{}", story.id()));
    for name in ["陆见微", "蓉港供应链服务有限公司、", "林知远、", "周明谦"] {
        page.says(200, &format!("<span class=\"rc-name\">{name}</span>"));
    }
    page.says(200, "<b class=\"rc-num\">1 件</b>");
}

#[tokio::test]
async fn what_has_ended_stands_below_what_is_open() {
    let world = World::new().await;
    world.case().closed().await;
    world.case().filed().await.withdrawn().await;
    world.case().objected().await;
    world.case().filed().await;
    let mut officer = world.as_user(world.people.body.approver.user).await;
    let order = serials(&officer.get("/cases").await);
    assert_eq!(order.len(), 4);
    assert!(order[2..].contains(&1) && order[2..].contains(&2), "{order:?}");
}

#[tokio::test]
async fn every_order_is_paged_to_its_end_with_the_filter_kept() {
    let world = World::new().await;
    filed(&world, 53).await;
    world.case().filed().await.withdrawn().await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    for (sort, first) in [("due", 1), ("newest", 53), ("oldest", 1)] {
        let href = asking(&[("q", "蓉港 支付"), ("stage", "启动"), ("sort", sort)]);
        let mut page = officer.get(&href).await;
        page.says(200, "53 件").says(200, "value=\"蓉港 支付\"");
        let mut seen = serials(&page);
        assert_eq!((seen.len(), seen[0]), (25, first), "{sort}");
        while page.text.contains("下一页") {
            page = officer.get(&page.link("下一页")).await;
            page.says(200, "53 件").says(200, "value=\"启动\" selected");
            seen.extend(serials(&page));
        }
        let mut each = seen.clone();
        each.sort_unstable();
        assert_eq!(each, (1..=53).collect::<Vec<_>>(), "{sort}: each once");
        match sort {
            "newest" => assert!(seen.is_sorted_by(|one, next| one > next), "{seen:?}"),
            "oldest" => assert!(seen.is_sorted(), "{seen:?}"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_place_of_another_order_or_of_none_begins_the_list_anew() {
    let world = World::new().await;
    filed(&world, 2).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let id = "00000000-0000-0000-0000-000000000000";
    for odd in [
        "nonsense",
        "%00",
        "open_9999-01-01_x",
        &format!("closed_none_{id}"),
        &format!("9223372036854775807_{id}"),
        &format!("-62135596800000000_{id}"),
        &format!("1764504000000000_{id}"),
    ] {
        let page = officer.get(&format!("/cases?after={odd}")).await;
        assert_eq!(serials(&page).len(), 2, "{odd}");
    }
}

/// The count is exact as far as anybody reads it.
#[tokio::test]
async fn a_long_list_is_counted_to_a_thousand() {
    let world = World::new().await;
    world.case().filed().await;
    sheet::many(&world, 999).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    officer.get("/cases").await.says(200, "1000 件<");
    sheet::many(&world, 1).await;
    officer.get("/cases").await.says(200, "1000 件以上");
}

#[tokio::test]
async fn one_is_led_back_to_the_list_one_came_from() {
    let world = World::new().await;
    filed(&world, 26).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let list = asking(&[("q", "支付"), ("stage", "启动")]);
    let first = officer.get(&list).await;
    let case = first.link("跨境支付便利化试点");
    let back = officer.get(&case).await.link("返回案件列表");
    let again = officer.get(&back).await;
    assert_eq!(serials(&again), serials(&first));
    // The page of the list is kept as well, and what lies below the case does not change it.
    let next = officer.get(&first.link("下一页")).await;
    let case = next.link("跨境支付便利化试点");
    officer.get(&format!("{case}/initiation")).await;
    let back = officer.get(&case).await.link("返回案件列表");
    assert_eq!(serials(&officer.get(&back).await), serials(&next));
    // From the work list back to its pile.
    officer.get("/work?pile=party").await;
    assert_eq!(officer.get(&case).await.link("返回工作台"), "/work?pile=party");
    // Nobody is led elsewhere.
    officer.plant("rongcuo_list", "https%3A%2F%2Fevil.example%2Fcases");
    assert_eq!(officer.get(&case).await.link("返回工作台"), "/work");
}

#[tokio::test]
async fn whoever_signs_in_next_is_not_led_to_the_list_of_another() {
    let world = World::new().await;
    let mut browser = world.as_user(world.people.body.officer.user).await;
    browser.get(&asking(&[("q", "陆见微")])).await;
    assert!(browser.cookie("rongcuo_list").is_some_and(|it| !it.is_empty()));
    browser.post("/session/end", &[]).await;
    assert!(browser.cookie("rongcuo_list").is_none_or(str::is_empty));
}
