//! Who sees what of a case: somebody else's is not there; a party sees its own side alone; whoever is replaced loses sight.

use rongcuo::domain::filing::FiledFile;
use rongcuo::domain::objection::Objection;
use rongcuo::domain::step::Step;
use time::macros::date;

use super::{Desk, fields};
use crate::world::browser::Page;
use crate::world::story::Story;
use crate::world::{World, paper};

const STATEMENT: &str = "我只是按照会议决定办理，没有私心。";

#[tokio::test]
async fn a_replaced_officer_no_longer_finds_the_case_and_the_new_one_does() {
    let world = World::new().await;
    let body = &world.people.body;
    let story = world.case().initiated().await;
    let mut spare = Desk::of(&world, body.spare.user, story.id()).await;
    spare.open("").await.says(404, "没有");
    let mut approver = Desk::of(&world, body.approver.user, story.id()).await;
    let page = approver
        .send("/officers", &fields(&[("reason", "长期休假，不能继续办理")]))
        .await;
    page.says(422, "选择被更换的经办人")
        .says(422, "选择接办人")
        .says(422, "长期休假，不能继续办理");
    let (out, by) = (body.second.user.to_string(), body.spare.user.to_string());
    let right = fields(&[("out", &out), ("by", &by), ("reason", "长期休假")]);
    approver.does("/officers", &right, "replace").await;
    spare.open("").await.says(200, "听取意见");
    let handed_over = format!("经办人由{}更换为{}：长期休假", body.second.name, body.spare.name);
    approver.open("").await.says(200, &handed_over);
    let mut second = Desk::of(&world, body.second.user, story.id()).await;
    second.open("").await.says(404, "没有");
    second.open("/report").await.says(404, "没有");
}

#[tokio::test]
async fn whoever_takes_over_a_closed_case_opens_it() {
    let world = World::new().await;
    let body = &world.people.body;
    let story = world.case().closed().await.upheld().await;
    let mut approver = Desk::of(&world, body.approver.user, story.id()).await;
    let mut spare = Desk::of(&world, body.spare.user, story.id()).await;
    spare.open("").await.says(404, "没有");
    let (out, by) = (body.officer.user.to_string(), body.spare.user.to_string());
    let itself = body.approver.user.to_string();
    let oneself = fields(&[("out", &out), ("by", &itself), ("reason", "调离岗位")]);
    let page = approver.send("/officers", &oneself).await;
    page.says(422, "审批人不能指定自己为本案经办人");
    let right = fields(&[("out", &out), ("by", &by), ("reason", "调离岗位")]);
    approver.does("/officers", &right, "replace").await;
    spare.open("").await.says(200, "送达异议处理决定书");
    let mut gone = Desk::of(&world, body.officer.user, story.id()).await;
    gone.open("").await.says(404, "没有");
}

/// The hrefs of downloads on a page.
fn downloads(page: &Page) -> Vec<String> {
    let hrefs = page.links().into_iter().map(|it| it.href);
    hrefs.filter(|it| it.contains("/files/")).collect()
}

/// The individual states its view and hands in a file of its own.
async fn own_side(story: &Story<'_>) -> Desk {
    let world = story.world;
    let party = story.case().await.parties[1].id;
    let mut individual = Desk::of(world, world.people.individual.user, story.id()).await;
    let path = format!("/parties/{party}/hearing");
    individual
        .does(
            &path,
            &fields(&[("kind", "statement"), ("text", STATEMENT)]),
            "hear",
        )
        .await;
    let evidence = fields(&[
        ("name", "个人工作笔记"),
        ("kind", "written"),
        ("source", "本人保存"),
        ("proves", "没有私心"),
        ("taken_on", &story.today().to_string()),
    ]);
    let page = individual
        .send_file("/evidence", &evidence, "%PDF-1.7 notes")
        .await;
    assert_eq!(page.done(), "take_evidence");
    individual
}

#[tokio::test]
async fn a_party_hands_in_several_files_at_once_and_each_is_a_piece_of_its_own() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let before = story.case().await.evidence.len();
    let mut party = Desk::of(&world, world.people.individual.user, story.id()).await;
    let typed = fields(&[
        ("name", "工作笔记"),
        ("kind", "written"),
        ("source", "本人保存"),
        ("proves", "没有私心"),
        ("taken_on", "2099-01-01"),
    ]);
    // None of too many is left out in silence.
    let many = ["%PDF-1.7 x"; 11].join("\n");
    let page = party.send_file("/evidence", &typed, &many).await;
    page.says(422, "一次最多选择 10 个文件，这次都没有收下");
    // What was kept on the first try need not be chosen again.
    let files = "%PDF-1.7 one\n%PDF-1.7 two";
    let wrong = party.send_file("/evidence", &typed, files).await;
    wrong.says(422, "a.pdf").says(422, "b.pdf");
    let case = format!("/cases/{}", story.id());
    let kept = wrong.form(&format!("{case}/evidence")).fields;
    let kept: Vec<_> = kept
        .into_iter()
        .filter(|(name, _)| !["version", "once", "taken_on", "file"].contains(&name.as_str()))
        .chain([("taken_on".into(), story.today().to_string())])
        .collect();
    party.send_from(&wrong, "/evidence", &kept).await.leads_to();
    let evidence = story.case().await.evidence;
    let named: Vec<_> = evidence[before..].iter().map(|it| &*it.name).collect();
    assert_eq!(named, ["工作笔记（1）", "工作笔记（2）"]);
    assert_ne!(evidence[before].file, evidence[before + 1].file);
    // Somebody else's file is nobody's to hand in.
    let others = world.file().await.to_string();
    let stolen = [kept, fields(&[("kept_file", &others)])].concat();
    let opened = party.open("/evidence").await;
    party
        .send_from(&opened, "/evidence", &stolen)
        .await
        .says(422, "请重新选择");
}

#[tokio::test]
async fn a_party_sees_its_own_side_and_nothing_else() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().heard().await;
    let mut individual = own_side(&story).await;
    let mut filer = Desk::of(&world, people.applicant.user, story.id()).await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;

    individual
        .open("")
        .await
        .says(200, STATEMENT)
        .says(200, "个人工作笔记");
    officer
        .open("")
        .await
        .says(200, STATEMENT)
        .says(200, "个人工作笔记");
    filer
        .open("")
        .await
        .says(200, "蓉港供应链服务有限公司")
        .is_silent_on(STATEMENT)
        .is_silent_on("个人工作笔记")
        .is_silent_on("会议纪要");

    let files = downloads(&officer.open("").await);
    assert!(files.len() >= 2, "{files:?}");
    let (mut own, mut hidden) = (0, 0);
    for file in &files {
        officer.browser.get(file).await.says(200, "");
        filer.browser.get(file).await.says(404, "没有");
        match individual.browser.get(file).await.status.as_u16() {
            200 => own += 1,
            404 => hidden += 1,
            other => panic!("{file}: {other}"),
        }
    }
    assert!(own >= 1 && hidden >= 1, "{own} own, {hidden} of the body");
}

#[tokio::test]
async fn an_addressee_reads_only_what_came_with_its_own_objection() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let unit = story.case().await.parties[0].id;
    let file = world.file_of(&people.individual).await;
    let Step::Object(to_superior) = story.objection().await else {
        panic!("the story tells of an objection");
    };
    let to_office = Objection {
        party: unit,
        addressee: people.office.id,
        contested: "只给省自贸办看的话".into(),
        file: None,
        ..to_superior.clone()
    };
    let to_superior = Objection {
        file: Some(file),
        ..to_superior
    };
    let theirs = to_superior.contested.clone();
    story.takes(&people.individual, Step::Object(to_superior)).await;
    story.takes(&people.applicant, Step::Object(to_office)).await;
    let mut inside = Desk::of(&world, people.body.officer.user, story.id()).await;
    inside
        .open("")
        .await
        .says(200, &format!("针对：{theirs}"))
        .says(200, "针对：只给省自贸办看的话");
    let mut superior = Desk::of(&world, people.superior.officer.user, story.id()).await;
    let page = superior.open("").await;
    page.says(200, &format!("针对：{theirs}"))
        .is_silent_on("只给省自贸办看的话");
    let mut office = Desk::of(&world, people.office.officer.user, story.id()).await;
    let page = office.open("").await;
    page.says(200, "针对：只给省自贸办看的话")
        .is_silent_on(&format!("针对：{theirs}"));
    let attachment = format!("/files/{file}");
    for (user, status) in [
        (people.individual.user, 200),
        (people.body.officer.user, 200),
        (people.superior.officer.user, 200),
        (people.office.officer.user, 404),
        (people.applicant.user, 404),
    ] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        assert_eq!(desk.open("").await.status.as_u16(), 200, "{user} opens the case");
        assert_eq!(desk.open(&attachment).await.status.as_u16(), status, "{user}");
    }
}

#[tokio::test]
async fn who_filed_without_being_a_party_keeps_what_it_brought() {
    let world = World::new().await;
    let (people, body) = (&world.people, &world.people.body);
    let scan = world.file_of(&people.applicant).await;
    let mut filing = paper::application(body.id, date!(2026 - 03 - 03));
    filing.parties.iter_mut().for_each(|party| party.own = false);
    filing.files = vec![FiledFile {
        file: scan,
        name: "签字的申请书.pdf".into(),
        signed: true,
    }];
    let story = world.case().filed_by(&people.applicant, &filing).await;
    let story = story.initiated().await;
    story.approved(story.link().await).await;
    story.takes(&body.officer, story.evidence().await).await;
    let mut filer = Desk::of(&world, people.applicant.user, story.id()).await;
    let evidence = fields(&[
        ("name", "代理人保存的会议录音"),
        ("kind", "electronic"),
        ("source", "代理人保存"),
        ("proves", "经过集体决策"),
        ("taken_on", &story.today().to_string()),
    ]);
    let page = filer.send_file("/evidence", &evidence, "%PDF-1.7 notes").await;
    assert_eq!(page.done(), "take_evidence");

    let own = filer.open("").await;
    own.says(200, "代理人保存的会议录音")
        .says(200, "申请人沈望舒提交")
        .is_silent_on("会议纪要");
    let [brought] = &downloads(&own)[..] else {
        panic!("one exhibit is its own: {:?}", downloads(&own));
    };
    let filed = format!("/cases/{}/files/{scan}", story.id());
    let mut officer = Desk::of(&world, body.officer.user, story.id()).await;
    let mut party = Desk::of(&world, people.individual.user, story.id()).await;
    party.open("").await.is_silent_on("代理人保存的会议录音");
    for file in [brought, &filed] {
        filer.browser.get(file).await.says(200, "");
        officer.browser.get(file).await.says(200, "");
        party.browser.get(file).await.says(404, "没有");
    }
    for file in downloads(&officer.open("").await) {
        let expected = if [brought, &filed].contains(&&file) {
            200
        } else {
            404
        };
        assert_eq!(filer.browser.get(&file).await.status.as_u16(), expected, "{file}");
    }
}

#[tokio::test]
async fn a_party_never_sees_what_is_weighed_inside() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().reported().await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    officer
        .does(
            "/determination",
            &fields(&[("d-1-reasons", "还没有写完的理由"), ("do", "save")]),
            "saved",
        )
        .await;
    let page = officer.open("").await;
    let report = page.link("核实报告（");
    officer
        .browser
        .get(&report)
        .await
        .says(200, "查明的事实")
        .says(200, "综合考虑");
    for user in [people.applicant.user, people.individual.user] {
        let mut party = Desk::of(&world, user, story.id()).await;
        party
            .open("")
            .await
            .says(200, "认定")
            .is_silent_on("查明的事实")
            .is_silent_on("综合考虑")
            .is_silent_on("依据证据认定")
            .is_silent_on("还没有写完的理由")
            .is_silent_on("/acts/")
            .is_silent_on("/reports/");
        party.open("/determination").await.says(403, "无权办理该事项");
    }
}
