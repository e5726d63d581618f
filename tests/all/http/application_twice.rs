//! Applications sent twice, or by two of a unit at once: what is typed is never lost, and nothing takes effect twice.

use rongcuo::domain::filing::APPLICATIONS_MAX;

use super::writing::{self, Fields, Writing, count, unit, with};
use crate::world::World;

#[tokio::test]
async fn of_two_who_save_at_once_the_second_keeps_the_text_and_decides() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let opened = writing.open("matter").await;
    let colleague = world.another_applicant("colleague", actor.unit).await;
    let mut theirs = Writing {
        browser: world.as_user(colleague).await,
        href: writing.href.clone(),
    };
    theirs.send("matter", &writing::matter()).await.leads_to();

    let mine = with(writing::matter(), "title", "我写的改革事项");
    let page = writing.send_from(&opened, "matter", &mine).await;
    page.says(409, "我写的改革事项")
        .says(409, "跨境电商试点系统延期上线");
    writing.open("matter").await.says(200, "跨境电商试点系统延期上线");
    writing.send_from(&page, "matter", &mine).await.leads_to();
    writing.open("matter").await.says(200, "我写的改革事项");
    // The very same form once more: a double click, not a lost race.
    writing.send_from(&page, "matter", &mine).await.leads_to();
}

#[tokio::test]
async fn what_is_sent_twice_takes_effect_once() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut browser = world.as_user(actor.user).await;
    let once = browser.get("/my").await.hidden("once");
    let begun = browser.post("/applications", &[("once", &once)]).await;
    let href = begun.leads_to().to_owned();
    assert!(
        !href.contains(&once),
        "nobody chooses the id of an application, which becomes the case's"
    );
    let again = browser.post("/applications", &[("once", &once)]).await;
    assert_eq!(again.leads_to(), href);
    let mut writing = Writing { browser, href };
    assert_eq!(count(&world.database.owner, "applications").await, 1);

    writing.finish(&world, &actor).await;
    let check = writing.open("check").await;
    let truth: Fields = vec![("truth", "yes".into())];
    let mut twins = vec![];
    for _ in 0..6 {
        let browser = world.as_user(actor.user).await;
        let (href, truth) = (writing.href.clone(), truth.clone());
        let (version, once) = (check.hidden("version"), check.hidden("once"));
        twins.push(tokio::spawn(async move {
            let mut browser = browser;
            let mut pairs = vec![("version", version.as_str()), ("once", &once)];
            pairs.extend(truth.iter().map(|(name, value)| (*name, value.as_str())));
            browser.post(&format!("{href}/check"), &pairs).await
        }));
    }
    let mut receipts = vec![];
    for twin in twins {
        receipts.push(twin.await.expect("no panic").leads_to().to_owned());
    }
    receipts.dedup();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(count(&world.database.owner, "cases").await, 1);
    assert_eq!(count(&world.database.owner, "applications").await, 0);
}

#[tokio::test]
async fn what_changed_after_the_check_is_checked_again() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing.finish(&world, &actor).await;
    let check = writing.open("check").await;
    let changed = with(writing::matter(), "title", "改过的改革事项");
    writing.send("matter", &changed).await.leads_to();
    let truth = vec![("truth", "yes".into())];
    let page = writing.send_from(&check, "check", &truth).await;
    page.says(409, "请再核对一遍").says(409, "改过的改革事项");
    assert_eq!(count(&world.database.owner, "cases").await, 0);
    writing.send_from(&page, "check", &truth).await.leads_to();
}

#[tokio::test]
async fn a_draft_is_thrown_away_once_and_for_all() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let page = writing.open("discard").await;
    page.says(200, "不能找回");
    writing.send("matter", &writing::matter()).await.leads_to();
    let late = writing.send_from(&page, "discard", &vec![]).await;
    late.says(409, "有人修改了这份申请");
    for _ in 0..2 {
        let gone = writing.send_from(&late, "discard", &vec![]).await;
        assert_eq!(gone.leads_to(), "/my");
        assert_eq!(gone.done(), "application_discarded");
    }
    writing.open("matter").await.says(404, "没有");
    let said = "申请草稿已经删除";
    writing.browser.get("/my").await.says(200, said);
    writing.browser.get("/my").await.is_silent_on(said);
    assert_eq!(count(&world.database.owner, "applications").await, 0);
}

#[tokio::test]
async fn what_is_typed_into_an_application_that_is_gone_is_given_back() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let opened = writing.open("matter").await;
    let discard = writing.open("discard").await;
    writing.send_from(&discard, "discard", &vec![]).await.leads_to();
    let page = writing.send_from(&opened, "matter", &writing::matter()).await;
    page.says(404, writing::ARGUMENT)
        .says(404, "可能已经由本单位的人提交或者删除");
}

#[tokio::test]
async fn no_more_applications_are_begun_than_the_list_shows() {
    let world = World::new().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    for _ in 0..APPLICATIONS_MAX {
        world.case().application().await;
    }
    let begin = [("once", "0198c000-0000-7000-8000-000000000001")];
    let page = browser.post("/applications", &begin).await;
    page.says(403, "没有提交的申请已有 50 份");
    let path = "/applications/0198c000-0000-7000-8000-000000000001";
    browser.get(path).await.says(404, "没有找到");
}
