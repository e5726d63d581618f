//! A form is opened to whom it could be sent by, and to nobody else: the page says why, with the article. Whose right lapses
//! while it types reads what happened since, and keeps every word.

use rongcuo::casework::Answer;
use rongcuo::domain::case::Authority;
use rongcuo::domain::filing::{Filing, Pursuit};
use rongcuo::domain::step::Step;

use super::{Desk, Fields, fields};
use crate::world::story::Story;
use crate::world::{World, paper};

const WORDS: &str = "写到一半的文字，一个字也不能少。";

#[tokio::test]
async fn what_the_officer_cannot_send_does_not_open() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let case = story.case().await;
    let [filer, party] = [case.parties[0].id, case.parties[1].id];
    let document = |served: bool| {
        let mut documents = case.documents.iter();
        let it = documents.find(|it| it.kind.is_served() == served);
        it.expect("there is one").id
    };
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    for (path, status, says) in [
        (
            format!("/parties/{party}/objection"),
            403,
            "只能以陆见微本人的名义提出",
        ),
        (
            format!("/parties/{filer}/clarification/waiver"),
            403,
            "本人的名义提出",
        ),
        (format!("/parties/{party}/clarification"), 409, "第十一条"),
        (format!("/parties/{party}/account"), 409, "已经绑定账号"),
        (format!("/documents/{}/service", document(false)), 404, "没有找到"),
        (format!("/documents/{}/service", document(true)), 409, "送达"),
        ("/notice".into(), 409, "已经通报"),
        ("/initiation".into(), 409, "第八条第一项"),
        ("/closure".into(), 409, "第十二条第三项"),
        (
            format!("/corrections/{}/verdict", case.corrections[0].id),
            409,
            "待整改",
        ),
        ("/withdrawal".into(), 403, "撤回申请应当由申请人办理"),
        ("/officers".into(), 403, "负责人"),
    ] {
        let page = officer.open(&path).await;
        page.says(status, says).is_silent_on("<textarea");
        let sent = officer
            .browser
            .post(&format!("/cases/{}{path}", story.id()), &[])
            .await;
        assert_eq!(sent.status, page.status, "{path}");
    }
}

#[tokio::test]
async fn what_is_pending_is_blocked_and_says_why() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let party = story.case().await.parties[1].id;
    let mut own = Desk::of(&world, world.people.individual.user, story.id()).await;
    let objection = format!("/parties/{party}/objection");
    let page = own.open("").await;
    page.says(200, "对这项认定的异议正在处理。（参照）")
        .is_silent_on(&objection);
    own.open(&objection).await.says(409, "对这项认定的异议正在处理");
}

#[tokio::test]
async fn a_determination_does_not_open_while_an_organ_elsewhere_decides_first() {
    let world = World::new().await;
    let people = &world.people;
    #[expect(clippy::type_complexity, reason = "a table of applications")]
    let table: [(fn(&mut Filing), &str); 2] = [
        (
            |it| it.parties[1].authority = Authority::Organ("某市委组织部".into()),
            "陆见微的干部管理权限在某市委组织部。追责问责决定作出以前，本机关不作结论性认定",
        ),
        (
            |it| it.accountability.pursuit = Pursuit::Opened,
            "申请时上级主管部门已经立案或者启动追责问责。追责问责决定作出以前，本机关不作结论性认定",
        ),
    ];
    for (change, says) in table {
        let mut filing = paper::application(people.body.id, world.case().today());
        change(&mut filing);
        let story = world.case().filed_by(&people.applicant, &filing).await;
        let story = story.reported().await;
        let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
        let page = officer.open("").await;
        page.says(200, says)
            .says(200, "/law#a9-2")
            .is_silent_on("/determination\"");
        officer.open("/determination").await.says(409, says);
        let sent = officer
            .browser
            .post(&format!("/cases/{}/determination", story.id()), &[])
            .await;
        sent.says(409, says);
    }
}

#[tokio::test]
async fn while_another_act_waits_a_draft_can_be_saved() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let mut second = Desk::of(&world, world.people.body.second.user, story.id()).await;
    let waits = "“启动容错程序”正在等待审批";
    second
        .open("")
        .await
        .says(200, waits)
        .is_silent_on("/declining\"");
    second
        .open("/declining")
        .await
        .says(200, waits)
        .says(200, "保存草稿");
    let typed = fields(&[("reason", WORDS)]);
    let right = [typed.clone(), fields(&[("ground", "no_circumstance")])].concat();
    second
        .send("/declining", &right)
        .await
        .says(422, waits)
        .says(422, WORDS);
    let saved = [typed, fields(&[("do", "save")])].concat();
    second.does("/declining", &saved, "saved").await;
    // The text of a draft that cannot be taken any more is not lost either.
    let answer = story.approves(act, &world.people.body.approver).await;
    assert!(matches!(answer, Answer::Done(_)));
    let mut officer = Desk::of(&world, world.people.body.second.user, story.id()).await;
    officer
        .open("/declining")
        .await
        .says(409, "核实中")
        .says(409, WORDS);
}

/// Opens a form, lets something happen, and sends it.
async fn overtaken(desk: &mut Desk, path: &str, typed: &Fields, happens: impl Future<Output = ()>) {
    let opened = desk.open(path).await;
    opened.says(200, "<form");
    happens.await;
    let page = desk.send_from(&opened, path, typed).await;
    page.says(409, "您填写时，这件案件有了变化")
        .says(409, "该事项暂不能办理")
        .says(409, "填写内容已保留")
        .says(409, WORDS)
        .is_silent_on("<textarea");
}

#[tokio::test]
async fn a_party_whose_right_lapsed_keeps_every_word() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().filed().await;
    let mut filer = Desk::of(&world, people.applicant.user, story.id()).await;
    let happens = async {
        story.approved(story.initiation()).await;
    };
    overtaken(&mut filer, "/withdrawal", &fields(&[("reason", WORDS)]), happens).await;

    let story = story.heard().await;
    let case = story.case().await;
    let mut party = Desk::of(&world, people.individual.user, story.id()).await;
    let path = format!("/parties/{}/hearing", case.parties[1].id);
    let typed = fields(&[("kind", "statement"), ("text", WORDS)]);
    let happens = async {
        story
            .approved(Step::Report(crate::world::paper::report(&case)))
            .await;
    };
    overtaken(&mut party, &path, &typed, happens).await;

    let story = story.served().await;
    let mut party = Desk::of(&world, people.individual.user, story.id()).await;
    let path = format!("/parties/{}/objection", case.parties[1].id);
    let typed = fields(&[("contested", "一项"), ("grounds", WORDS)]);
    let happens = async {
        story.takes(&people.individual, story.objection().await).await;
    };
    overtaken(&mut party, &path, &typed, happens).await;

    let mut addressee = Desk::of(&world, people.superior.second.user, story.id()).await;
    let path = format!("/objections/{}/decision", story.case().await.objections[0].id);
    let typed = fields(&[("investigation", WORDS)]);
    let happens = async {
        story.approved(story.upholding().await).await;
    };
    overtaken(&mut addressee, &path, &typed, happens).await;
}

#[tokio::test]
async fn a_statement_with_a_file_that_comes_too_late_keeps_its_text() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let case = story.case().await;
    let party = case.parties[1].id;
    let mut own = Desk::of(&world, world.people.individual.user, story.id()).await;
    let path = format!("/parties/{party}/hearing");
    let opened = own.open(&path).await;
    story
        .approved(Step::Report(crate::world::paper::report(&case)))
        .await;
    let typed = fields(&[("kind", "statement"), ("text", WORDS)]);
    let page = own.send_file_from(&opened, &path, &typed, "%PDF-1.7 x").await;
    page.says(409, "认定中").says(409, WORDS);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM files WHERE name = 'a.pdf'")
        .fetch_one(&world.database.owner)
        .await
        .expect("a number");
    assert_eq!(kept, 0, "a file that nobody takes is not kept");
}

#[tokio::test]
async fn an_officer_who_is_replaced_while_writing_keeps_every_word() {
    let world = World::new().await;
    let body = &world.people.body;
    let story = world.case().initiated().await;
    let party = story.case().await.parties[1].id;
    let mut out = Desk::of(&world, body.second.user, story.id()).await;
    let path = format!("/parties/{party}/hearing");
    let opened = out.open(&path).await;
    replaces(&story).await;
    let typed = fields(&[("kind", "statement"), ("text", WORDS)]);
    let page = out.send_from(&opened, &path, &typed).await;
    page.says(404, WORDS).says(404, "可能已经改由他人办理");
    let page = out.send_file_from(&opened, &path, &typed, "%PDF-1.7 x").await;
    page.says(404, WORDS);
}

async fn replaces(story: &Story<'_>) {
    let body = &story.world.people.body;
    let step = Step::Replace(rongcuo::domain::assignment::Replacement {
        out: body.second.user,
        by: body.spare.user,
        reason: "长期休假".into(),
    });
    story.takes(&body.approver, step).await;
}
