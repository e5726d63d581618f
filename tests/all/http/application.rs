//! The application from its first page to its receipt, by a unit and by an individual; what is typed wrong, twice, at once,
//! or by somebody whom it does not concern.

use rongcuo::domain::actor::Actor;
use sqlx::PgPool;
use uuid::Uuid;

use super::writing::{self, ARGUMENT, Fields, Writing};
use crate::world::World;

async fn count(owner: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
        .fetch_one(owner)
        .await
        .expect("a table")
}

/// The unit's applicant, with the unit's name as its session tells it.
fn unit(world: &World) -> Actor {
    let mut actor = world.people.applicant.clone();
    actor.unit_name = Some("蓉港供应链服务有限公司".into());
    actor
}

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
    writing.browser.get(&href).await.says(404, "没有");
    let my = writing.browser.get("/my").await;
    my.says(200, "启动 · 待启动").says(200, "没有草稿");
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
    let linked: Option<Uuid> = sqlx::query_scalar("SELECT user_id FROM parties WHERE no = 1")
        .fetch_one(&world.database.owner)
        .await
        .expect("a party");
    assert_eq!(linked, Some(actor.user.0));
}

fn without(mut fields: Fields, name: &str) -> Fields {
    fields.retain(|(field, _)| *field != name);
    fields
}

fn with(fields: Fields, name: &'static str, value: &str) -> Fields {
    let mut fields = without(fields, name);
    fields.push((name, value.to_owned()));
    fields
}

#[tokio::test]
async fn each_page_says_what_to_mend_and_keeps_what_was_typed() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    let party = format!("parties/{}", Uuid::now_v7());
    let cases: Vec<(&str, Fields, &str, &str)> = vec![
        (
            "applicant",
            with(writing::applicant(&actor), "phone", "12345"),
            "写明完整的联系电话",
            "12345",
        ),
        (
            "body",
            vec![("body", "nobody".into())],
            "选择受理机构",
            "受理机构",
        ),
        (
            &party,
            with(writing::other_party(), "organ", " "),
            "写明有干部管理权限的机关的名称",
            "许南乔",
        ),
        (
            &party,
            with(writing::own_party(&actor), "name", "别的公司"),
            "名称应当与申请人一致",
            "别的公司",
        ),
        (
            &party,
            with(writing::other_party(), "own", "yes"),
            "申请人是单位",
            "许南乔",
        ),
        (
            "matter",
            with(writing::matter(), "story", "太短"),
            "写明事情的经过，至少 20 个字",
            "太短",
        ),
        (
            "accountability",
            with(writing::accountability(), "since", "2026-03-04"),
            "开始日期不能晚于今天",
            "2026-03-04",
        ),
        (
            "conditions/1",
            vec![("argument", "<b>短".into())],
            "说明为什么符合，至少 20 个字",
            "&#60;b&#62;短",
        ),
        (
            "conditions/3",
            vec![("parts", "no_intent".into()), ("argument", ARGUMENT.into())],
            "各点都要具备，请逐点确认",
            ARGUMENT,
        ),
        (
            "conditions/5",
            without(writing::condition(5), "reported"),
            "写明事后报告的日期",
            ARGUMENT,
        ),
        (
            "conditions/6",
            without(writing::condition(6), "parts"),
            "各点都要具备，请逐点确认",
            ARGUMENT,
        ),
        (
            "circumstances",
            without(writing::circumstances(), "beyond"),
            "说明为什么不适用第一项至第六项",
            ARGUMENT,
        ),
        (
            "circumstances",
            without(writing::circumstances(), "circumstance"),
            "至少选择一种情形",
            ARGUMENT,
        ),
    ];
    for (path, fields, mend, kept) in cases {
        let page = writing.send(path, &fields).await;
        page.says(422, mend).says(422, kept).says(422, "有错误：");
        writing.open(path).await.says(200, kept).is_silent_on(mend);
    }
    writing.open("conditions/7").await.says(404, "没有");
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
    officer.get("/my").await.says(403, "工作人员");
    officer.post("/applications", &[]).await.says(403, "工作人员");
    writing.open("matter").await.says(200, "跨境电商试点系统延期上线");
}

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
    let mut writing = Writing::begin(&world, &actor).await;
    let once = writing.href.rsplit('/').next().expect("an id").to_owned();
    let again = writing.browser.post("/applications", &[("once", &once)]).await;
    assert_eq!(again.leads_to(), writing.href);
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
        assert_eq!(gone.leads_to(), "/my?done=discarded");
    }
    writing.open("matter").await.says(404, "没有");
    writing
        .browser
        .get("/my?done=discarded")
        .await
        .says(200, "申请草稿已经删除");
    assert_eq!(count(&world.database.owner, "applications").await, 0);
}

#[tokio::test]
async fn files_come_along_and_are_told_by_their_content() {
    let world = World::new().await;
    let actor = unit(&world);
    let mut writing = Writing::begin(&world, &actor).await;
    writing.finish(&world, &actor).await;
    let upload = |opened: &crate::world::browser::Page, content: &str| {
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
    };
    let href = format!("{}/files", writing.href);
    let kind = "multipart/form-data; boundary=x";
    let opened = writing.open("files").await;
    opened.says(200, "不得上传国家秘密");
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
    writing.browser.get(&receipt).await.says(200, "附件1件");
    let filing = writing.browser.get(&receipt.replace("/receipt", "/filing")).await;
    let at = filing.text.find("/files/").expect("a link to the file");
    let start = filing.text[..at].rfind('"').expect("a quote") + 1;
    let end = at + filing.text[at..].find('"').expect("a quote");
    let file = filing.text[start..end].to_owned();
    writing.browser.get(&file).await.says(200, "%PDF-1.7 x");
}

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
    let at = first.text.find("/my?after=").expect("a next page");
    let end = at + first.text[at..].find('"').expect("a quote");
    let next = first.text[at..end].to_owned();
    own.get(&next)
        .await
        .says(200, "〔2026〕1号")
        .is_silent_on("〔2026〕2号");
    own.get("/my?after=nonsense").await.says(200, "〔2026〕21号");
    let mut other = world.as_user(world.people.individual.user).await;
    other
        .get("/my")
        .await
        .says(200, "还没有案件")
        .says(200, "现在没有需要您办的事");
}
