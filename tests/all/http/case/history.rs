//! 办理经过 of a long case: page by page, and nothing of the record left out.

use super::Desk;
use crate::world::World;

/// More pieces of evidence than a page of the history has events.
const PIECES: usize = 61;

#[tokio::test]
async fn a_long_history_goes_on_page_by_page() {
    let world = World::new().await;
    let officer = &world.people.body.officer;
    let story = world.case().initiated().await;
    let piece = story.evidence().await;
    for _ in 0..PIECES {
        story.takes(officer, piece.clone()).await;
    }
    let mut desk = Desk::of(&world, officer.user, story.id()).await;
    let last = desk.open("").await;
    let earlier = format!("/cases/{}?before=4#history", story.id());
    last.says(200, "证据（61 件）")
        .says(200, "收集证据：证据 2 会议纪要")
        .is_silent_on("收集证据：证据 1 会议纪要")
        .says(200, &earlier)
        .is_silent_on("最新的记录");
    desk.open("?before=4")
        .await
        .says(200, "收集证据：证据 1 会议纪要")
        .says(200, "案件进入“待启动”")
        .says(200, "最新的记录")
        .is_silent_on("更早的记录");
    desk.open("?before=1").await.says(200, "没有更早的记录。");
    desk.open("?before=x")
        .await
        .says(200, &earlier)
        .is_silent_on("最新的记录");
}
