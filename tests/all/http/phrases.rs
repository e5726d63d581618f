//! 常用语: who leads a body keeps them, who works for it reads them and puts them into what it writes; nothing typed is lost.

use rongcuo::domain::phrase::IN_A_FAMILY_MAX;

use super::case::{Desk, fields};
use crate::world::World;
use crate::world::browser::{Browser, Page};

const PHRASES: &str = "/phrases";
const NEW: &str = "/phrases/new";

/// Sends the form that is open, with these answers.
async fn sends(browser: &mut Browser, opened: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let (version, once) = (opened.hidden("version"), opened.hidden("once"));
    let mut sent = vec![("version", version.as_str()), ("once", once.as_str())];
    sent.extend(typed);
    browser.post(action, &sent).await
}

/// Keeps a phrase, and says where it is amended.
async fn keeps(browser: &mut Browser, family: &str, title: &str, text: &str) -> String {
    let opened = browser.get(NEW).await;
    let typed = [("family", family), ("title", title), ("text", text)];
    let done = sends(browser, &opened, NEW, &typed).await;
    assert_eq!((done.leads_to(), done.done().as_str()), (PHRASES, "phrase_kept"));
    browser.get(PHRASES).await.link(&format!("修改：{title}"))
}

#[tokio::test]
async fn who_leads_a_body_keeps_its_phrases_and_its_officers_read_them() {
    let world = World::new().await;
    let people = &world.people;
    let mut leader = world.as_user(people.body.approver.user).await;
    let work = leader.get("/work").await;
    assert_eq!(work.link("常用语"), PHRASES);
    leader
        .get(PHRASES)
        .await
        .says(200, "还没有常用语")
        .says(200, "新增常用语");
    let opened = leader.get(NEW).await;
    let wrong = sends(
        &mut leader,
        &opened,
        NEW,
        &[("title", "只有标题"), ("text", "\u{200b} ")],
    )
    .await;
    wrong
        .says(422, "选择用在哪里")
        .says(422, "写明内容")
        .says(422, "value=\"只有标题\"");
    let href = keeps(&mut leader, "demand", "完善制度", "修订细则。\n报本机关备案。").await;
    leader
        .get(PHRASES)
        .await
        .says(200, "修订细则。\n报本机关备案。")
        .says(200, "纠错要求")
        .says(200, "顾怀信");

    let mut officer = world.as_user(people.body.officer.user).await;
    officer.get("/work").await.is_silent_on(PHRASES);
    assert_eq!(officer.get("/account").await.link("常用语"), PHRASES);
    officer
        .get(PHRASES)
        .await
        .says(200, "修订细则。")
        .is_silent_on("新增常用语")
        .is_silent_on("修改：");
    for path in [NEW, href.as_str()] {
        officer.get(path).await.says(403, "由本机关负责人维护");
        let typed = [("family", "demand"), ("title", "经办人写的"), ("text", "不算")];
        officer.post(path, &typed).await.says(403, "由本机关负责人维护");
    }
    let mut applicant = world.as_user(people.applicant.user).await;
    applicant.get("/account").await.is_silent_on(PHRASES);
    for path in [PHRASES, NEW, &href] {
        assert_eq!(applicant.get(path).await.status, 403);
    }
    for elsewhere in [&people.superior, &people.office] {
        let mut elsewhere = world.as_user(elsewhere.approver.user).await;
        elsewhere.get(PHRASES).await.says(200, "还没有常用语");
        assert_eq!(elsewhere.get(&href).await.status, 404);
        let typed = [
            ("version", "1"),
            ("family", "demand"),
            ("title", "别的机关"),
            ("text", "不算"),
        ];
        assert_eq!(elsewhere.post(&href, &typed).await.status, 404);
    }
    leader.get(PHRASES).await.is_silent_on("不算");
    for nowhere in ["/phrases/1", "/phrases/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(leader.get(nowhere).await.status, 404);
    }
}

#[tokio::test]
async fn two_who_amend_one_phrase_see_each_others_words_and_each_version_stays() {
    let world = World::new().await;
    let body = &world.people.body;
    let mut one = world.as_user(body.approver.user).await;
    let mut two = world.as_user(body.deputy.user).await;
    let href = keeps(&mut one, "reasons", "出于公心", "没有谋取不正当利益。").await;
    let seen = [one.get(&href).await, two.get(&href).await];
    let amended = [("family", "reasons"), ("title", "出于公心"), ("text", "第二稿。")];
    let first = sends(&mut one, &seen[0], &href, &amended).await;
    assert_eq!(first.done(), "phrase_kept");
    let sent_twice = sends(&mut one, &seen[0], &href, &amended).await;
    assert_eq!(sent_twice.done(), "before");

    let other = [("family", "facts"), ("title", "出于公心"), ("text", "另一稿。")];
    let late = sends(&mut two, &seen[1], &href, &other).await;
    late.says(409, "已有人先修改")
        .says(409, "顾怀信")
        .says(409, "另一稿。</textarea>")
        .says(409, "第二稿。");
    assert_eq!(
        late.text.matches("class=\"rc-kept").count(),
        2,
        "at the family and the text alone"
    );
    let on_sight = sends(&mut two, &late, &href, &other).await;
    assert_eq!(on_sight.done(), "phrase_kept");
    two.get(PHRASES)
        .await
        .says(200, "另一稿。")
        .is_silent_on("第二稿。");
    let versions: Vec<(i32, String)> = sqlx::query_as("SELECT version, text FROM phrases ORDER BY version")
        .fetch_all(&world.database.owner)
        .await
        .expect("the versions");
    let texts = ["没有谋取不正当利益。", "第二稿。", "另一稿。"];
    assert_eq!(versions, (1..).zip(texts.map(str::to_owned)).collect::<Vec<_>>());

    // Out of use, and in use again.
    let opened = two.get(&href).await;
    let end = sends(
        &mut two,
        &opened,
        &href,
        &[&other[..], &[("do", "withdraw")]].concat(),
    )
    .await;
    assert_eq!(end.done(), "phrase_withdrawn");
    let mut officer = world.as_user(body.officer.user).await;
    officer
        .get(PHRASES)
        .await
        .says(200, "还没有常用语")
        .is_silent_on("另一稿。");
    one.get(PHRASES)
        .await
        .says(200, "已停用（1 条）")
        .says(200, "另一稿。");
    let opened = one.get(&href).await;
    opened.says(200, "保存并启用").is_silent_on("value=\"withdraw\"");
    sends(&mut one, &opened, &href, &other).await;
    officer.get(PHRASES).await.says(200, "另一稿。");
}

#[tokio::test]
async fn a_family_holds_so_many_and_a_phrase_is_so_long() {
    let world = World::new().await;
    let mut leader = world.as_user(world.people.body.approver.user).await;
    let href = keeps(&mut leader, "demand", "第一条", "内容").await;
    for no in 2..=IN_A_FAMILY_MAX {
        let title = format!("第 {no} 条");
        let typed = [("family", "demand"), ("title", title.as_str()), ("text", "内容")];
        assert_eq!(leader.post(NEW, &typed).await.done(), "phrase_kept", "{no}");
    }
    let one_more = [("family", "demand"), ("title", "多出的一条"), ("text", "内容")];
    let full = leader.post(NEW, &one_more).await;
    full.says(422, "已有 20 条常用语，达到上限")
        .says(422, "value=\"多出的一条\"");
    keeps(&mut leader, "facts", "另一类", "内容").await;
    // What stands there already is amended and ended; the end makes room, which its use again would take.
    let amends = |deed| {
        vec![
            ("family", "demand"),
            ("title", "第一条"),
            ("text", "改过"),
            ("do", deed),
        ]
    };
    let opened = leader.get(&href).await;
    assert_eq!(
        sends(&mut leader, &opened, &href, &amends("")).await.done(),
        "phrase_kept"
    );
    let opened = leader.get(&href).await;
    let end = sends(&mut leader, &opened, &href, &amends("withdraw")).await;
    assert_eq!(end.done(), "phrase_withdrawn");
    assert_eq!(leader.post(NEW, &one_more).await.done(), "phrase_kept");
    let opened = leader.get(&href).await;
    sends(&mut leader, &opened, &href, &amends(""))
        .await
        .says(422, "达到上限");

    let (title, text) = ("长".repeat(61), "长".repeat(2_001));
    let long = [
        ("family", "reasons"),
        ("title", title.as_str()),
        ("text", text.as_str()),
    ];
    leader
        .post(NEW, &long)
        .await
        .says(422, "最多 60 个字，请删去 1 个字")
        .says(422, "最多 2000 个字，请删去 1 个字");
    let (title, text) = ("长".repeat(60), "长".repeat(2_000));
    keeps(&mut leader, "reasons", &title, &text).await;
    for version in ["-1", "0", "7", "2147483647", "x", ""] {
        let odd = [
            ("version", version),
            ("family", "facts"),
            ("title", "改"),
            ("text", "改"),
        ];
        leader.post(&href, &odd).await.says(409, "已有人先修改");
    }
    let odd = [("family", "odd"), ("title", "两\n行"), ("text", "内\u{0}容")];
    leader.post(NEW, &odd).await.says(422, "选择用在哪里");
}

#[tokio::test]
async fn a_press_puts_a_phrase_into_the_field_of_an_act_and_keeps_everything_typed() {
    let world = World::new().await;
    let people = &world.people;
    let mut leader = world.as_user(people.body.approver.user).await;
    let href = keeps(
        &mut leader,
        "reasons",
        "初步判断",
        "【待填写：当事人】符合第六条、第七条。",
    )
    .await;
    let id = href.strip_prefix("/phrases/").expect("its address");
    let mut elsewhere = world.as_user(people.superior.approver.user).await;
    let theirs = keeps(&mut elsewhere, "reasons", "别的机关", "别的机关的话。").await;
    let filed = world.case().filed().await;
    let mut desk = Desk::of(&world, people.body.officer.user, filed.id()).await;
    let opened = desk.open("/initiation").await;
    opened
        .says(200, "插入常用语")
        .says(200, "初步判断")
        .is_silent_on("别的机关");
    let officer = people.body.spare.user.to_string();
    let typed = fields(&[("reason", "经初步审查，"), ("officers", &officer)]);
    let press = |key: &str| [typed.clone(), fields(&[("quote", key)])].concat();
    let page = desk
        .send_from(&opened, "/initiation", &press(&format!("reason {id}")))
        .await;
    page.says(
        200,
        "经初步审查，\n【待填写：当事人】符合第六条、第七条。</textarea>",
    )
    .says(200, "已插入")
    .says(200, "data-unsaved");
    let form = page.form(&format!("/cases/{}/initiation", filed.id())).fields;
    assert!(form.contains(&("officers".into(), officer.clone())), "{form:?}");
    let case = filed.case().await;
    assert!(case.acts.is_empty(), "nothing is saved by it");
    // What it leaves open is asked for before anything goes to an approver.
    let form: Vec<_> = form
        .into_iter()
        .filter(|(name, _)| ["reason", "officers"].contains(&name.as_str()))
        .collect();
    let sent = [form, fields(&[("do", "submit")])].concat();
    desk.send_from(&page, "/initiation", &sent)
        .await
        .says(422, "待填写");
    // No phrase of the body, or no field of the form: the page comes back as it was sent.
    let theirs = theirs.replace("/phrases/", "reason ");
    for key in [theirs.as_str(), &format!("other {id}"), "reason 1", "reason", id] {
        let page = desk.send_from(&opened, "/initiation", &press(key)).await;
        page.says(200, "经初步审查，</textarea>")
            .is_silent_on("name=\"other\"");
    }
    // Out of use it is not offered any more.
    let opened = leader.get(&href).await;
    let end = [
        ("family", "reasons"),
        ("title", "初步判断"),
        ("text", "停用"),
        ("do", "withdraw"),
    ];
    sends(&mut leader, &opened, &href, &end).await;
    desk.open("/initiation").await.is_silent_on("插入常用语");
}

#[tokio::test]
async fn the_report_the_determination_and_the_addressee_have_phrases_and_a_party_has_none() {
    let world = World::new().await;
    let people = &world.people;
    let mut leader = world.as_user(people.body.approver.user).await;
    let fact = keeps(&mut leader, "facts", "集体研究", "经集体研究。").await;
    let demand = keeps(&mut leader, "demand", "完善制度", "修订细则。").await;
    keeps(&mut leader, "provision", "政务处分法", "第十二条。").await;
    let story = world.case().heard().await;
    let mut desk = Desk::of(&world, people.body.officer.user, story.id()).await;
    let opened = desk.open("/report/facts").await;
    let key = fact.replace("/phrases/", "remedies ");
    let typed = fields(&[
        ("seen", &opened.hidden("seen")),
        ("facts", "已写"),
        ("remedies", "已补办。"),
        ("quote", &key),
    ]);
    let page = desk.send_from(&opened, "/report/facts", &typed).await;
    assert_eq!(
        page.leads_to(),
        format!("/cases/{}/report/facts#remedies", story.id())
    );
    desk.open("/report/facts")
        .await
        .says(200, "已写</textarea>")
        .says(200, "已补办。\n经集体研究。</textarea>");
    let party = story.case().await.parties[1].id;
    let mut own = Desk::of(&world, people.individual.user, story.id()).await;
    own.open(&format!("/parties/{party}/hearing"))
        .await
        .says(200, "我的意见")
        .is_silent_on("常用语");

    let story = world.case().reported().await;
    let mut desk = Desk::of(&world, people.body.officer.user, story.id()).await;
    let opened = desk.open("/determination").await;
    opened.says(200, "依据的条款和幅度").says(200, "政务处分法");
    let key = demand.replace("/phrases/", "d-1-2-what ");
    let typed = fields(&[
        ("rows-1", "2"),
        ("d-1-1-what", "第一条"),
        ("d-1-2-what", ""),
        ("quote", &key),
    ]);
    let page = desk.send_from(&opened, "/determination", &typed).await;
    page.says(200, "第一条</textarea>")
        .says(200, "修订细则。</textarea>");

    let mut office = world.as_user(people.superior.approver.user).await;
    keeps(&mut office, "facts", "调阅材料", "调阅了原案材料。").await;
    let objected = world.case().objected().await;
    let case = objected.case().await;
    let addressee = case.objections[0].addressee;
    let staff = [&people.superior, &people.office]
        .into_iter()
        .find(|it| it.id == addressee);
    let staff = staff.expect("one of the two decides");
    let mut desk = Desk::of(&world, staff.officer.user, objected.id()).await;
    let page = desk
        .open(&format!("/objections/{}/decision", case.objections[0].id))
        .await;
    let own = if addressee == people.superior.id { 1 } else { 0 };
    page.says(200, "调查核实的情况").is_silent_on("经集体研究");
    assert_eq!(page.text.matches("调阅了原案材料。").count().min(1), own);
}

#[tokio::test]
async fn who_decides_and_who_tells_other_units_have_phrases_too() {
    let world = World::new().await;
    let people = &world.people;
    let mut leader = world.as_user(people.body.approver.user).await;
    let opinion = keeps(&mut leader, "opinion", "同意", "同意，按期办理。").await;
    keeps(&mut leader, "notice", "通报结果", "本案认定结果。").await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let approval = format!("/acts/{act}/approval");
    let mut desk = Desk::of(&world, people.body.approver.user, story.id()).await;
    let opened = desk.open(&approval).await;
    opened.says(200, "插入常用语").says(200, "同意，按期办理。");
    // The press sends the form to where it is decided, and decides nothing.
    let key = opinion.replace("/phrases/", "note ");
    let pressed = fields(&[("verdict", "approve"), ("note", "属实。"), ("quote", &key)]);
    let page = desk.send_from(&opened, &approval, &pressed).await;
    page.says(200, "属实。\n同意，按期办理。</textarea>")
        .says(200, "已插入");
    assert_eq!(story.case().await.acts.len(), 1, "it waits still");
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    officer
        .open(&format!("/acts/{act}"))
        .await
        .is_silent_on("同意，按期办理。");

    let determined = world.case().determined().await;
    let mut officer = Desk::of(&world, people.body.officer.user, determined.id()).await;
    officer.open("/notice").await.says(200, "本案认定结果。");
}
