//! 我的案件: the list of an applicant's own cases.

use rongcuo::domain::objection::ObjectionResult;

use crate::world::World;

#[tokio::test]
async fn own_cases_are_paged_and_nobody_elses_are_shown() {
    let world = World::new().await;
    for _ in 0..21 {
        world.case().filed().await;
        world.app.clock.advance(time::Duration::MINUTE);
    }
    let mut own = world.as_user(world.people.applicant.user).await;
    let first = own.get("/my").await;
    first.says(200, "〔2026〕21号").is_silent_on("〔2026〕1号");
    own.get(&first.link("下一页"))
        .await
        .says(200, "〔2026〕1号")
        .is_silent_on("〔2026〕2号");
    own.get("/my?after=nonsense").await.says(200, "〔2026〕21号");
    let mut other = world.as_user(world.people.individual.user).await;
    other
        .get("/my")
        .await
        .says(200, "还没有案件")
        .says(200, "暂无待办事项");
}

#[tokio::test]
async fn a_party_reads_the_same_whether_its_objection_was_upheld_or_not_until_it_is_told() {
    let read = async |result: ObjectionResult| {
        let world = World::new().await;
        let story = world.case().served().await;
        story.objects(1, world.people.superior.id).await;
        story.approved(story.decision(1, result).await).await;
        let mut own = world.as_user(world.people.applicant.user).await;
        let (list, case) = (own.get("/my").await, story.id());
        list.says(200, "报告整改情况（").says(200, "异议处理中");
        let page = own.get(&format!("/cases/{case}")).await;
        page.says(200, "尚未作澄清说明").says(200, "不需要澄清</a>");
        let form = own.get(&list.link("报告整改情况（")).await;
        form.says(200, "报告整改情况");
        // Nor does a form that the other result would open.
        let evidence = own.get(&format!("/cases/{case}/evidence")).await;
        evidence.says(409, "收集证据");
        let sent = own
            .post(&format!("/cases/{case}/evidence"), &[("name", "")])
            .await;
        assert_eq!(sent.status.as_u16(), 409, "{}", sent.main());
        [list.main(), page.main(), form.main(), evidence.main()]
    };
    let upheld = read(ObjectionResult::Upheld).await;
    assert_eq!(upheld, read(ObjectionResult::SetAside).await);
}

#[tokio::test]
async fn what_a_party_is_asked_for_is_one_link_away() {
    let world = World::new().await;
    let story = world.case().filed().await.initiated().await;
    let mut own = world.as_user(world.people.applicant.user).await;
    let page = own.get("/my").await;
    page.says(200, "陈述意见（").says(200, "剩余 15 个工作日");
    own.get(&page.link("陈述意见（")).await.says(200, "陈述意见");
    story.heard().await;
    // The story moved the clock on, and the session has ended.
    let mut own = world.as_user(world.people.applicant.user).await;
    own.get("/my").await.says(200, "暂无待办事项");
}
