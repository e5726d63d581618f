//! 一并审批: each ticked act is approved for itself, what changed meanwhile is passed over and said, and nothing else goes through.

use rongcuo::domain::act::ActState;
use rongcuo::domain::ids::ActId;
use rongcuo::domain::samples::steps;

use crate::world::World;
use crate::world::browser::{Browser, Page};
use crate::world::story::Story;

const TOGETHER: &str = "/work/together";

/// Three cases in which the binding of an account waits.
async fn waiting(world: &World) -> [(Story<'_>, ActId); 3] {
    let mut all = vec![];
    for _ in 0..3 {
        let story = world.case().initiated().await;
        let act = story.submitted(story.link().await).await;
        all.push((story, act));
    }
    all.try_into().unwrap_or_else(|_| panic!("three cases"))
}

/// Sends the form as it stands on the page, with an opinion.
async fn approve_all(browser: &mut Browser, opened: &Page) -> Page {
    let form = opened.form(TOGETHER);
    let ticked = form.fields.iter().filter(|(name, _)| name == "act");
    let mut sent: Vec<_> = ticked
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    sent.push(("note", "同意绑定。"));
    browser.post(TOGETHER, &sent).await
}

async fn states(world: &World, acts: [ActId; 3]) -> Vec<String> {
    let mut states = vec![];
    for act in acts {
        let state = sqlx::query_scalar("SELECT state FROM acts WHERE id = $1").bind(act.0);
        let state: String = state.fetch_one(&world.database.owner).await.expect("the act");
        states.push(state);
    }
    states
}

#[tokio::test]
async fn simple_acts_are_approved_together_each_for_itself() {
    let world = World::new().await;
    let [first, second, third] = waiting(&world).await;
    let mut browser = world.as_user(world.people.body.approver.user).await;
    let work = browser.get("/work").await;
    work.says(200, "一并审批 3 项简单事项");
    let opened = browser.get(&work.link("一并审批 3 项")).await;
    opened.says(200, "身份证核对").says(200, "一并审批（3 项）");
    // Meanwhile something happens to the second.
    second.0.approved(steps::extend(5)).await;
    let done = approve_all(&mut browser, &opened).await;
    done.says(200, "已批准 2 项，共 3 项").says(200, "刚刚有了变化");
    let acts = [first.1, second.1, third.1];
    let [approved, waits] = [ActState::Approved, ActState::Waiting].map(ActState::code);
    assert_eq!(states(&world, acts).await, [approved, waits, approved]);
    for (story, act) in [&first, &third] {
        let case = story.case().await;
        let event = case.history.last().expect("it was bound");
        assert_eq!(event.entry.act, Some(*act));
        let opinion = event.body.act.as_ref().map(|it| it.opinion.as_str());
        assert_eq!(opinion, Some("同意绑定。"));
    }
    let again = approve_all(&mut browser, &opened).await;
    again.says(200, "已经提交过").says(200, "已批准 0 项");
    assert_eq!(states(&world, acts).await, [approved, waits, approved]);
    browser.get("/work").await.is_silent_on("一并审批");
}

#[tokio::test]
async fn nothing_ticked_is_asked_for_and_nothing_else_goes_through() {
    let world = World::new().await;
    let [first, ..] = waiting(&world).await;
    let filed = world.case().filed().await;
    let initiation = filed.submitted(filed.initiation()).await;
    let body = &world.people.body;
    let mut browser = world.as_user(body.approver.user).await;
    let empty = browser.post(TOGETHER, &[("note", "同意")]).await;
    empty.says(422, "勾选要一并批准的事项").says(422, "身份证核对");
    let ticket = |story: &Story<'_>, act: ActId, version: i32| {
        format!("{}_{act}_{version}_{}", story.id(), uuid::Uuid::now_v7())
    };
    let forged = ticket(&filed, initiation, filed.case().await.version);
    let page = browser.post(TOGETHER, &[("act", &forged)]).await;
    page.says(200, "没有找到勾选的事项");

    // Who drafted it sees it among nothing to be ticked, and may not approve it either.
    sqlx::query("UPDATE users SET approver = true WHERE id = $1")
        .bind(body.officer.user.0)
        .execute(&world.database.owner)
        .await
        .expect("an account with both roles");
    let mut drafter = world.as_user(body.officer.user).await;
    drafter
        .get(TOGETHER)
        .await
        .says(200, "现在没有可以一并审批的事项");
    let own = ticket(&first.0, first.1, first.0.case().await.version);
    let page = drafter.post(TOGETHER, &[("act", &own)]).await;
    page.says(200, "起草人不能审批自己起草的文书");
    // Nor does an approver elsewhere learn that there is such an act.
    let mut elsewhere = world.as_user(world.people.superior.approver.user).await;
    elsewhere.get(TOGETHER).await.says(200, "没有可以一并审批的事项");
    let page = elsewhere.post(TOGETHER, &[("act", &own)]).await;
    page.says(200, "没有找到勾选的事项");
    assert_eq!(states(&world, [first.1; 3]).await[0], ActState::Waiting.code());
    assert!(
        filed
            .case()
            .await
            .acts
            .iter()
            .all(|it| it.state == ActState::Waiting)
    );
}
