//! One case from filing to closure, with an objection on the way.

use rongcuo::casework::Answer;
use rongcuo::domain::determination::Outcome;
use rongcuo::domain::refusal::Refusal;
use rongcuo::domain::status::Status;

use crate::world::{World, said};

#[tokio::test]
async fn 一件案件从申请到办结_其间有异议() {
    let world = World::new().await;
    let story = world.case().filed().await;
    assert_eq!(story.case().await.status, Status::Submitted);
    assert_eq!(story.case().await.number, "成高管容〔2026〕1号");

    let story = story.initiated().await.heard().await;
    assert_eq!(story.case().await.status, Status::Verifying);

    let story = story.reported().await.determined().await;
    let case = story.case().await;
    let outcomes: Vec<_> = case.determinations.iter().map(|it| it.outcome).collect();
    assert_eq!(outcomes, [Outcome::Tolerated, Outcome::NotTolerated]);
    assert_eq!(case.corrections.len(), 1);

    let story = story.served().await.objected().await;
    assert_eq!(story.case().await.status, Status::Objected);
    let story = story.upheld().await;
    assert_eq!(story.case().await.status, Status::Determined);

    let story = story.corrected().await.clarified().await.closed().await;
    let case = story.case().await;
    assert_eq!(case.status, Status::Closed);
    assert!(case.deadlines.iter().all(|clock| !clock.running()));
    assert!(case.acts.is_empty());
}

#[tokio::test]
async fn 办结后仍可以提出异议_维持后仍是办结() {
    let world = World::new().await;
    let story = world.case().closed().await.objected().await;
    assert_eq!(story.case().await.status, Status::Objected);
    assert_eq!(story.upheld().await.case().await.status, Status::Closed);
}

#[tokio::test]
async fn 须经审批的事项不能由一个人办() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let officer = &world.people.body.officer;
    let answer = story
        .tries(officer, &story.initiation(), story.stamp().await)
        .await;
    assert!(
        matches!(answer, Answer::Refused(Refusal::NotYours { .. })),
        "{}",
        said(&answer)
    );
    assert_eq!(story.case().await.status, Status::Submitted);
}
