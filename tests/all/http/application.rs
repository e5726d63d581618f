//! The application from its first page to its receipt, by a unit and by an individual; what is typed wrong, twice, at once,
//! or by somebody whom it does not concern.

use rongcuo::domain::actor::Actor;
use rongcuo::domain::filing::FILES_MAX;
use uuid::Uuid;

use super::writing::{self, ARGUMENT, Fields, Writing, count, unit, with, without};
use crate::world::World;
use crate::world::browser::Page;

#[tokio::test]
async fn a_unit_writes_checks_and_files_and_keeps_a_receipt_in_hand() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing.open("").await.says(404, "没有");
    let href = writing.href.clone();
    writing.browser.get(&href).await.says(200, "已完成 0 项，共 7 项");
    writing.open("check").await.leads_to();
    writing.finish(&world, &actor).await;
    writing.browser.get(&href).await.says(200, "已完成 7 项，共 7 项");
    let my = writing.browser.get("/my").await;
    my.says(200, "已完成 7/7").says(200, "跨境电商试点系统延期上线");
    writing.open("paper").await.says(200, "容错申请书");

    let check = writing.open("check").await;
    check
        .says(200, "2026年3月10日（周二）")
        .says(200, "事后报告日期：2026年2月11日");
    let page = writing.send("check", &vec![]).await;
    page.says(422, "请确认所填内容和材料真实");
    let receipt = writing.file().await;
    let page = writing.browser.get(&receipt).await;
    page.says(200, "申请已提交")
        .says(200, "容〔2026〕1号")
        .says(200, "2026年3月3日 09:00");

    let filing = receipt.replace("/receipt", "/filing");
    writing.browser.get(&filing).await.says(200, "摘要 SHA-256");
    let page = writing.browser.get(&href).await;
    assert_eq!(
        page.leads_to(),
        receipt,
        "the old address leads on to the receipt"
    );
    let my = writing.browser.get("/my").await;
    my.says(200, "待启动").says(200, "没有草稿");
    let mut officer = world.as_user(world.people.body.officer.user).await;
    officer.get(&filing).await.says(200, "许南乔");
    let mut other = world.as_user(world.people.individual.user).await;
    other.get(&filing).await.says(404, "没有");
    other.get(&receipt).await.says(404, "没有");
}

#[tokio::test]
async fn an_individual_files_and_is_the_party_of_its_own_account() {
    let world = World::new().await;
    let actor = world.people.individual.clone();
    let mut writing = Writing::begin(&world, &actor).await;
    writing.finish(&world, &actor).await;
    let receipt = writing.file().await;
    writing.browser.get(&receipt).await.says(200, "申请已提交");
    let linked: Option<Uuid> = sqlx::query_scalar("SELECT \"user\" FROM parties WHERE no = 1")
        .fetch_one(&world.database.owner)
        .await
        .expect("a party");
    assert_eq!(linked, Some(actor.user.0));
}

#[tokio::test]
async fn each_page_says_what_to_mend_and_keeps_what_was_typed() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let party = format!("parties/{}", Uuid::now_v7());
    for (path, fields, mend, kept) in mistakes(&actor, &party) {
        let page = writing.send(path, &fields).await;
        page.says(422, mend).says(422, kept).says(422, "有错误：");
        writing.open(path).await.says(200, kept).is_silent_on(mend);
    }
    writing.open("conditions/7").await.says(404, "没有");
}

#[tokio::test]
async fn an_empty_page_leaves_no_party_in_the_list() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let party = format!("parties/{}", Uuid::now_v7());
    let empty = vec![("name", String::new()), ("position", " ".into())];
    writing
        .send(&party, &empty)
        .await
        .says(422, "写明单位的全称或者个人的姓名");
    writing
        .open("parties")
        .await
        .says(200, "还没有添加")
        .is_silent_on("（未填写）");
    writing.send(&party, &writing::other_party()).await.leads_to();
    writing.open("parties").await.says(200, "许南乔");
}

#[tokio::test]
async fn a_page_saves_itself_under_the_same_rule() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let (one, two) = (writing.open("matter").await, writing.open("matter").await);
    let itself = |title: &str| {
        let mut fields = with(writing::matter(), "title", title);
        fields.insert(0, ("then", "autosave".into()));
        fields
    };
    let answer = writing.send_from(&one, "matter", &itself("写到一半的事项")).await;
    answer.says(200, "\"version\":2").says(200, "\"saved\":\"");
    writing.open("matter").await.says(200, "写到一半的事项");
    let answer = writing.send_from(&two, "matter", &itself("另一处")).await;
    answer.says(409, "写到一半的事项").says(409, "另一处");
}

#[tokio::test]
async fn a_draft_has_a_size() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing
        .send("matter", &with(writing::matter(), "title", "先前的事项"))
        .await;
    let long = "a".repeat(1_500_000);
    for title in ["后来的事项", "更后来的事项"] {
        let fields = with(with(writing::matter(), "title", title), "story", &long);
        let page = writing.send("matter", &fields).await;
        page.says(422, "填写的内容过长").says(422, title).says(422, &long);
    }
    writing
        .open("matter")
        .await
        .says(200, "先前的事项")
        .is_silent_on("后来的事项");
    writing.browser.get("/my").await.says(200, "先前的事项");
}

#[tokio::test]
async fn a_body_whose_name_is_not_confirmed_is_named_with_the_way_on_paper() {
    let world = World::new().await;
    let mut writing = Writing::begin(&world, &unit(&world)).await;
    let page = writing.open("body").await;
    page.says(200, "宜宾先行区").says(200, "书面申请");
    page.is_silent_on("宜宾协同改革先行区管理机构");
}

/// Page, what is sent to it, what it says, and what it keeps.
type Mistake<'a> = (&'a str, Fields, &'static str, &'static str);

#[rustfmt::skip]
fn mistakes<'a>(actor: &Actor, party: &'a str) -> Vec<Mistake<'a>> {
    vec![
        ("applicant", with(writing::applicant(actor), "phone", "12345"), "写明完整的联系电话", "12345"),
        ("body", vec![("body", "nobody".into())], "选择受理机构", "受理机构"),
        (party, with(writing::other_party(), "organ", " "), "写明有干部管理权限的机关的名称", "许南乔"),
        (party, with(writing::own_party(actor), "name", "别的公司"), "名称应当与申请人一致", "别的公司"),
        (party, with(writing::other_party(), "own", "yes"), "申请人是单位", "许南乔"),
        ("matter", with(writing::matter(), "story", "太短"), "写明事情的经过。至少 20 个字，现在 2 个", "太短"),
        ("accountability", with(writing::accountability(), "since", "2026-03-04"), "开始日期不能晚于今天", "2026-03-04"),
        ("conditions/1", vec![("argument", "<b>短".into())], "说明为什么符合。至少 20 个字，现在 4 个", "&#60;b&#62;短"),
        ("conditions/3", vec![("parts", "no_intent".into()), ("argument", ARGUMENT.into())], "各点都要具备，请逐点确认", ARGUMENT),
        ("conditions/5", without(writing::condition(5), "reported"), "写明事后报告的日期", ARGUMENT),
        ("conditions/6", without(writing::condition(6), "parts"), "各点都要具备，请逐点确认", ARGUMENT),
        ("circumstances", without(writing::circumstances(), "beyond"), "说明为什么不适用第一项至第六项", ARGUMENT),
        ("circumstances", without(writing::circumstances(), "circumstance"), "至少选择一种情形", ARGUMENT),
    ]
}

#[tokio::test]
async fn nobody_but_the_writers_unit_finds_it_and_staff_file_nothing() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing.send("matter", &writing::matter()).await.leads_to();
    let colleague = world.another_applicant("colleague", actor.unit).await;
    let mut colleague = world.as_user(colleague).await;
    let mut stranger = world.as_user(world.people.individual.user).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    for path in [
        "",
        "/applicant",
        "/parties",
        "/matter",
        "/conditions/2",
        "/files",
        "/check",
        "/paper",
        "/discard",
    ] {
        let href = format!("{}{path}", writing.href);
        assert!(colleague.get(&href).await.status.as_u16() < 400, "{path}");
        stranger.get(&href).await.says(404, "没有");
        officer.get(&href).await.says(403, "工作人员不能填写");
        if path.is_empty() || path == "/parties" || path == "/paper" {
            continue;
        }
        let form = [("version", "2"), ("title", "篡改"), ("truth", "yes")];
        let kind = "multipart/form-data; boundary=x";
        let status = match path {
            "/files" => stranger.post_raw(&href, kind, "--x--\r\n").await.status,
            _ => stranger.post(&href, &form).await.status,
        };
        assert_eq!(status.as_u16(), 404, "{path}");
    }
    officer.post("/applications", &[]).await.says(403, "工作人员");
    writing.open("matter").await.says(200, "跨境电商试点系统延期上线");
}

#[tokio::test]
async fn files_come_along_and_are_told_by_their_content() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing.finish(&world, &actor).await;
    let href = format!("{}/files", writing.href);
    let kind = "multipart/form-data; boundary=x";
    let opened = writing.open("files").await;
    opened
        .says(200, "不得上传国家秘密")
        .says(200, "申请步骤")
        .is_silent_on(" 步，共 7 步");
    writing.open("matter").await.says(200, "第 4 步，共 7 步");
    let wrong = writing
        .browser
        .post_raw(&href, kind, upload(&opened, "<html>"))
        .await;
    wrong.says(422, "不接受这种文件").says(422, "会议纪要");
    for _ in 0..2 {
        let page = writing
            .browser
            .post_raw(&href, kind, upload(&opened, "%PDF-1.7 x"))
            .await;
        assert_eq!(page.leads_to(), href);
    }
    let page = writing.open("files").await;
    page.says(200, "签字盖章的申请书").says(200, "10 字节");
    assert_eq!(count(&world.database.owner, "application_files").await, 1);

    let receipt = writing.file().await;
    writing
        .browser
        .get(&receipt)
        .await
        .says(200, "申请书1份（附签字盖章的扫描件），附件0件");
    let filing = writing.browser.get(&receipt.replace("/receipt", "/filing")).await;
    let mut links = filing.links().into_iter().map(|it| it.href);
    let file = links
        .find(|it| it.contains("/files/"))
        .expect("a link to the file");
    let content = format!("{file}/content");
    writing.browser.get(&content).await.says(200, "%PDF-1.7 x");
}

#[tokio::test]
async fn no_more_files_come_along_than_there_is_room_for() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let href = format!("{}/files", writing.href);
    let kind = "multipart/form-data; boundary=x";
    for _ in 0..FILES_MAX {
        let opened = writing.open("files").await;
        let page = writing
            .browser
            .post_raw(&href, kind, upload(&opened, "%PDF-1.7 x"))
            .await;
        assert_eq!(page.leads_to(), href);
    }
    let opened = writing.open("files").await;
    let full = writing
        .browser
        .post_raw(&href, kind, upload(&opened, "%PDF-1.7 x"))
        .await;
    full.says(422, "最多上传 50 件，请先移除不需要的");
}

fn upload(opened: &Page, content: &str) -> String {
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    [
        part("version", &opened.hidden("version")),
        part("once", &opened.hidden("once")),
        part("name", "会议纪要"),
        part("signed", "yes"),
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{content}\r\n--x--\r\n"
        ),
    ]
    .concat()
}
