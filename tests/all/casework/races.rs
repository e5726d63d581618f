//! Several people at once: of two that exclude each other one wins, nobody meets an error, and no number is given twice.

use std::future::Future;

use rongcuo::casework::{self, Answer, Draft, Stamp, Verdict};
use rongcuo::domain::act::ActState;
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::{ActId, ApplicationId, CaseId};
use rongcuo::domain::procedure::Kind;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;
use rongcuo::platform::App;
use rongcuo::store::Failure;
use rongcuo::store::acts::Kept;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::world::story::Story;
use crate::world::{World, paper, said};

/// Does all of it at once and tells the answers; an error is nobody's answer.
async fn at_once<F, T>(deeds: impl IntoIterator<Item = F>) -> Vec<Answer<T>>
where
    F: Future<Output = Result<Answer<T>, Failure>> + Send + 'static,
    T: Send + 'static,
{
    let mut running = JoinSet::new();
    for deed in deeds {
        running.spawn(deed);
    }
    let done = running.join_all().await.into_iter();
    done.map(|answer| answer.unwrap_or_else(|error| panic!("somebody met an error: {error}")))
        .collect()
}

async fn approve(app: App, by: Actor, case: CaseId, act: ActId, stamp: Stamp) -> Result<Answer<()>, Failure> {
    casework::decide(&app, &by, case, act, stamp, Verdict::Approve(String::new())).await
}

fn count<T>(answers: &[Answer<T>], kind: &str) -> usize {
    answers
        .iter()
        .filter(|answer| said(answer).starts_with(kind))
        .count()
}

fn fresh(stamp: Stamp) -> Stamp {
    Stamp {
        once: Uuid::now_v7(),
        ..stamp
    }
}

async fn number(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(&world.database.owner)
        .await
        .expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_approvals_of_one_act_approve_it_once() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let (stamp, body, id) = (story.stamp().await, &world.people.body, story.id());
    let approvers = [&body.approver, &body.deputy].into_iter().cycle().take(20);
    let answers =
        at_once(approvers.map(|by| approve(world.app.clone(), by.clone(), id, act, fresh(stamp)))).await;
    assert_eq!((count(&answers, "done"), count(&answers, "overtaken")), (1, 19));
    assert_eq!(
        number(&world, "SELECT count(*) FROM events WHERE kind = 'initiate'").await,
        1
    );
    assert_eq!(
        number(
            &world,
            "SELECT count(*) FROM documents WHERE kind = 'initiation_notice'"
        )
        .await,
        2
    );
    assert_eq!(
        number(&world, "SELECT count(DISTINCT number) FROM documents").await,
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_acts_at_once_one_is_approved_and_the_other_shown_what_happened() {
    let world = World::new().await;
    let story = world.case().served().await;
    let case = story.case().await;
    let clarify = story.clarification(&case.parties[0]);
    let (first, stamp) = (story.submitted(clarify).await, story.stamp().await);
    let second = story.report_and_submit_verdict(true).await;
    let (app, by) = (&world.app, &world.people.body.approver);
    let deeds = [first, second].map(|act| approve(app.clone(), by.clone(), story.id(), act, fresh(stamp)));
    let answers = at_once(deeds).await;
    assert_eq!((count(&answers, "done"), count(&answers, "overtaken")), (1, 1));
    for act in story.case().await.acts {
        let answer = story.approves(act.id, by).await;
        assert_eq!(said(&answer), "done");
    }
    assert!(story.case().await.acts.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn determinations_of_several_cases_at_once_have_each_its_number() {
    let world = World::new().await;
    let mut deeds = vec![];
    for _ in 0..4 {
        let story = world.case().reported().await;
        let determination = paper::determination(&story.case().await, story.today());
        let act = story.submitted(Step::Determine(determination)).await;
        let by = world.people.body.approver.clone();
        deeds.push(approve(
            world.app.clone(),
            by,
            story.id(),
            act,
            story.stamp().await,
        ));
    }
    assert_eq!(count(&at_once(deeds).await, "done"), 4);
    let serials =
        "SELECT count(DISTINCT serial) * 100 + max(serial) FROM documents WHERE kind = 'determination'";
    assert_eq!(number(&world, serials).await, 808);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twenty_times_takes_effect_once() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (stamp, id) = (story.stamp().await, story.id());
    let evidence = story.evidence().await;
    let taken = (0..20).map(|_| {
        let (app, officer, step) = (
            world.app.clone(),
            world.people.body.officer.clone(),
            evidence.clone(),
        );
        async move { casework::take(&app, &officer, id, stamp, &step).await }
    });
    let answers = at_once(taken).await;
    assert_eq!((count(&answers, "done"), count(&answers, "before")), (1, 19));
    assert_eq!(number(&world, "SELECT count(*) FROM evidence").await, 1);

    let (stamp, link) = (story.stamp().await, story.link().await);
    let drafted = (0..20).map(|_| {
        draft(
            world.app.clone(),
            world.people.body.officer.clone(),
            id,
            stamp,
            link.clone(),
        )
    });
    let answers = at_once(drafted).await;
    assert_eq!((count(&answers, "done"), count(&answers, "before")), (1, 19));
    assert_eq!(
        number(&world, "SELECT count(*) FROM acts WHERE kind = 'link'").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_serve_the_same_letter_one_does_and_the_other_serves_none() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, stamp, body) = (story.case().await, story.stamp().await, &world.people.body);
    let told: Vec<_> = case.documents.iter().filter(|it| it.kind.is_served()).collect();
    let mut services = vec![];
    for it in &told {
        services.push(Step::Serve(story.by_hand(&body.officer, it.id).await));
    }
    let mut both = vec![];
    for it in told[..2].iter().rev() {
        both.push(Step::Serve(story.by_hand(&body.second, it.id).await));
    }
    let deeds = [
        (&body.officer, vec![services[0].clone()]),
        (&body.second, both.clone()),
    ];
    let answers = at_once(deeds.map(|(by, steps)| {
        let (app, by, id, stamp) = (world.app.clone(), by.clone(), story.id(), fresh(stamp));
        async move { casework::take_all(&app, &by, id, stamp, &steps).await }
    }))
    .await;
    assert_eq!((told.len(), count(&answers, "done")), (2, 1));
    let served = story.case().await;
    let by = |no: usize| Some(served.document(told[no].id)?.service.as_ref()?.entry.by);
    assert!(by(0).is_some(), "both would serve it");
    assert!(by(1).is_none() || by(1) == by(0), "all of it, or none");
}

async fn draft(app: App, by: Actor, id: CaseId, stamp: Stamp, step: Step) -> Result<Answer<Kept>, Failure> {
    let (kind, subject) = (step.kind(), step.subject());
    let it = Draft {
        kind,
        subject,
        typed: vec![],
        step: Some(step),
        seen: 0,
        takes_over: false,
    };
    casework::draft(&app, &by, id, stamp, it).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_is_sent_twenty_times_is_filed_once() {
    let world = World::new().await;
    let application = world.case().application().await;
    let once = Uuid::now_v7();
    let answers = file_all(&world, vec![(application, once); 20]).await;
    assert_eq!((answers.len(), count(&answers, "before")), (19, 19));
    assert_eq!(number(&world, "SELECT count(*) FROM cases").await, 1);

    // The same application from two windows, each with a form of its own.
    let application = world.case().application().await;
    file_all(
        &world,
        vec![(application, Uuid::now_v7()), (application, Uuid::now_v7())],
    )
    .await;
    assert_eq!(number(&world, "SELECT count(*) FROM cases").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn filings_at_once_get_consecutive_numbers() {
    let world = World::new().await;
    let mut forms = vec![];
    for _ in 0..8 {
        forms.push((world.case().application().await, Uuid::now_v7()));
    }
    assert!(file_all(&world, forms).await.is_empty());
    assert_eq!(
        number(
            &world,
            "SELECT count(DISTINCT serial) * 100 + max(serial) FROM cases"
        )
        .await,
        808
    );
}

/// Files at once and tells the answers of those for whom no case began.
async fn file_all(world: &World, forms: Vec<(ApplicationId, Uuid)>) -> Vec<Answer<CaseId>> {
    let day = world.case().today();
    let filed = |(application, once)| {
        let (app, by) = (world.app.clone(), world.people.applicant.clone());
        let filing = paper::application(world.people.body.id, day);
        async move { casework::file(&app, &by, application, Stamp { version: 1, once }, &filing).await }
    };
    let mut answers = at_once(forms.into_iter().map(filed)).await;
    answers.retain(|answer| !matches!(answer, Answer::Done(_)));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_replaced_submits_before_or_not_at_all() {
    for _ in 0..4 {
        let world = World::new().await;
        let story = world.case().heard().await;
        let (stamp, id, body) = (story.stamp().await, story.id(), &world.people.body);
        let report = Step::Report(paper::report(&story.case().await));
        let replace = steps::replace(body.officer.user, body.spare.user);
        let (app, approver) = (world.app.clone(), body.approver.clone());
        let submitted = draft(world.app.clone(), body.officer.clone(), id, stamp, report.clone());
        let replaced = async move { casework::take(&app, &approver, id, fresh(stamp), &replace).await };
        let (submitted, replaced) = tokio::join!(tokio::spawn(submitted), tokio::spawn(replaced));
        let submitted = submitted.expect("no panic").expect("no error");
        assert_eq!(said(&replaced.expect("no panic").expect("no error")), "done");
        assert!(
            matches!(
                submitted,
                Answer::Done(Kept {
                    state: ActState::Waiting,
                    ..
                }) | Answer::Overtaken
            ),
            "{}",
            said(&submitted)
        );

        let again = draft(
            world.app.clone(),
            body.officer.clone(),
            id,
            story.stamp().await,
            report,
        );
        let again = again.await.expect("no error");
        assert!(matches!(again, Answer::Refused(_)), "{}", said(&again));
        waiting_is_approved(story).await;
    }
}

/// What the replaced officer submitted in time is an act of the body like any other.
async fn waiting_is_approved(story: Story<'_>) {
    for act in story.case().await.acts {
        assert_eq!(act.kind, Kind::Report);
        let answer = story.approves(act.id, &story.world.people.body.approver).await;
        assert_eq!(said(&answer), "done");
    }
}
