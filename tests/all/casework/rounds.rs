//! A determination set aside while another objection is open, and the round that follows, to its closure.

use rongcuo::casework::Answer;
use rongcuo::domain::objection::ObjectionResult::{SetAside, Upheld};
use rongcuo::domain::refusal::Refusal;
use rongcuo::domain::status::Status;

use super::audit::verify;
use crate::world::World;

#[tokio::test]
async fn 三名当事人_两项异议同时处理_一名的认定被撤销_第二轮只重新认定这一名_直到办结() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().filed_for_three().await.determined().await;
    story.everything_served().await;
    story.others_told().await;
    story.next_day();
    story.objects(2, people.superior.id).await;
    story.objects(1, people.office.id).await;

    story.approved(story.decision(2, SetAside).await).await;
    let case = story.case().await;
    assert_eq!(
        (case.status, case.round),
        (Status::Objected, 1),
        "the other is open"
    );
    story.next_day();
    story.approved(story.decision(1, Upheld).await).await;
    let case = story.case().await;
    let part: Vec<_> = case.taking_part().map(|it| it.no).collect();
    assert_eq!((case.status, case.round, part), (Status::Verifying, 2, vec![2]));
    assert!(case.officers.is_empty());
    let standing: Vec<_> = case.standing().map(|it| it.party).collect();
    assert_eq!(standing, [case.parties[0].id, case.parties[2].id]);

    // Who investigated before does not again, and nobody does anything before others are named.
    let hearing = story.hearing(&case.parties[1]);
    let answer = story
        .tries(&people.body.officer, &hearing, story.stamp().await)
        .await;
    assert!(matches!(answer, Answer::Refused(Refusal::NotAssigned)));
    story.takes(&people.body.approver, story.assignment()).await;
    story.everything_served().await;

    // What stands goes on meanwhile: the first party corrects, and its clarification is made.
    let act = story.report_and_submit_verdict(true).await;
    story.approves(act, &people.body.approver).await;
    let clarification = story.clarification(&story.case().await.parties[0]);
    story.approved(clarification).await;

    let case = story.verified_again().await;
    let made: Vec<_> = case.standing().map(|it| it.entry.round).collect();
    assert_eq!((case.status, made), (Status::Determined, vec![1, 2, 1]));
    assert_eq!(case.determinations.len(), 4, "the old one stays readable");
    story.everything_served().await;
    story.others_told().await;
    let story = story.closed().await;
    let case = story.case().await;
    assert_eq!(case.status, Status::Closed);
    assert!(case.deadlines.iter().all(|clock| !clock.running()));
    let (good, said) = verify(&world);
    assert!(good, "{said}");
}
