//! 移送 and 退回 at the front door: who drafts and approves it, what is closed meanwhile and why, and that no party ever reads what was
//! proposed to the organ.

use rongcuo::domain::case::Authority;
use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::samples::{self as s, steps};
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;

use super::trial::Trial;
use super::{Desk, fields};
use crate::world::World;
use crate::world::paper;

const CANARY: &str = "金丝雀七一九号建议";

#[tokio::test]
async fn a_case_is_referred_and_comes_back() {
    let world = World::new().await;
    let people = &world.people;
    let officer = people.body.officer.user;
    let story = world.case().for_an_organ().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let page = desk.open("").await;
    page.says(200, "移送追责问责机关")
        .says(200, "请办理“移送追责问责机关”");
    let form = desk.open("/referral").await;
    form.says(200, s::ORGAN)
        .says(200, "干部管理权限在贵机关")
        .says(200, "移送以后，本机关暂不作结论");
    let later = (story.today() + time::Duration::days(30)).to_string();
    let today = story.today().to_string();
    Trial {
        who: officer,
        path: "/referral".into(),
        wrong: &[("organ", " "), ("reason", " "), ("follow_up", &today)],
        says: &[
            "写明移送给哪个机关",
            "写明为什么由该机关决定",
            "跟进日期应当晚于今天",
        ],
        right: fields(&[
            ("organ", s::ORGAN),
            ("reason", "权限在贵机关"),
            ("proposal", "建议免予追责问责"),
            ("follow_up", &later),
        ]),
        done: "submitted",
    }
    .run(&story)
    .await;

    let story = world.case().referred().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let page = desk.open("").await;
    page.says(200, &format!("已移送{}", s::ORGAN))
        .says(200, "跟进日期")
        .says(200, "/law#a9-2")
        .says(200, "容错建议函")
        .says(200, "把来函收入案卷");
    desk.browser
        .get("/work")
        .await
        .says(200, &format!("向{}了解进展", s::ORGAN));
    desk.open("/organ-return").await.says(409, "收入案卷");
    let mut documents = story.case().await.documents.into_iter();
    let letter = documents.find(|it| it.kind == DocumentKind::ReferralLetter);
    let letter = letter.expect("it was issued").id;
    let form = desk.open(&format!("/documents/{letter}/service")).await;
    form.says(200, s::ORGAN).is_silent_on("移送告知书");
    story.next_day();
    story.officer_takes_evidence().await;
    let letter = story.case().await.evidence[1].id.to_string();
    let today = story.today().to_string();
    Trial {
        who: officer,
        path: "/organ-return".into(),
        wrong: &[("number", " "), ("said", " ")],
        says: &[
            "写明来函的文号",
            "选择退回的情形",
            "写明来函说了什么",
            "选择案卷里的来函",
        ],
        right: fields(&[
            ("letter", &letter),
            ("number", "某机关函〔2026〕1号"),
            ("dated", &today),
            ("ground", "left_to_us"),
            ("said", "由你机关认定"),
        ]),
        done: "submitted",
    }
    .run(&story)
    .await;

    let story = world.case().returned().await;
    assert_eq!(story.case().await.status, Status::Determining);
    let mut desk = Desk::of(&world, officer, story.id()).await;
    desk.open("/determination").await.says(200, "提交审批");
}

#[tokio::test]
async fn while_an_organ_decides_each_conclusion_is_refused_with_its_article() {
    let world = World::new().await;
    let story = world.case().referred().await;
    let (id, party) = (story.id(), story.case().await.parties[0].id);
    let mut desk = Desk::of(&world, world.people.body.officer.user, id).await;
    for path in [
        "/determination".to_owned(),
        "/notice".to_owned(),
        "/closure".to_owned(),
        format!("/parties/{party}/clarification"),
    ] {
        let says = format!("本案已移送{}", s::ORGAN);
        desk.open(&path).await.says(409, &says).says(409, "第九条第二款");
        let sent = desk.browser.post(&format!("/cases/{id}{path}"), &[]).await;
        sent.says(409, &says);
    }
}

#[tokio::test]
async fn a_mixed_case_is_not_referred_and_says_what_it_waits_for() {
    let world = World::new().await;
    let mut filing = paper::application(world.people.body.id, world.case().today());
    filing.parties[1].authority = Authority::Organ(s::ORGAN.into());
    let story = world.case().filed_by(&world.people.applicant, &filing).await;
    let story = story.reported().await;
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    desk.open("")
        .await
        .says(200, "应当先分案再移送")
        .is_silent_on("/referral\"");
    desk.open("/referral")
        .await
        .says(409, "本系统目前还不能分案，本案须等待");
}

/// Everything of the case that a party or who filed can reach, and every page of theirs.
async fn read_by(world: &World, user: rongcuo::domain::ids::UserId, case: &rongcuo::domain::case::Case) {
    let mut desk = Desk::of(world, user, case.id).await;
    let mut pages = vec![];
    for path in [
        "",
        "/print",
        "/filing",
        "/receipt",
        "/referral",
        "/organ-return",
        "/evidence",
        "/determination",
    ] {
        pages.push((path.to_owned(), desk.open(path).await));
    }
    for it in &case.documents {
        let path = format!("/documents/{}", it.id);
        let page = desk.open(&path).await;
        let inner = [DocumentKind::ReferralLetter, DocumentKind::TolerationProposal];
        if inner.contains(&it.kind) {
            assert_eq!(page.status.as_u16(), 404, "{}", it.kind);
        }
        pages.push((path.clone(), page));
        pages.push((path.clone() + "/service", desk.open(&(path + "/service")).await));
    }
    for it in &case.files {
        pages.push((
            "a file".into(),
            desk.open(&format!("/files/{}", it.file.id)).await,
        ));
        let download = format!("/files/{}/download", it.file.id);
        pages.push((download.clone(), desk.open(&download).await));
    }
    for event in &case.history {
        if let Some(act) = event.entry.act {
            for path in ["", "/sheet", "/approval"] {
                let path = format!("/acts/{act}{path}");
                pages.push((path.clone(), desk.open(&path).await));
            }
        }
    }
    for path in [
        "/my",
        "/work",
        "/cases",
        "/cases.xlsx",
        "/my?q=%E9%87%91%E4%B8%9D%E9%9B%80",
        "/cases?q=%E9%87%91%E4%B8%9D%E9%9B%80",
    ] {
        pages.push((path.to_owned(), desk.browser.get(path).await));
    }
    for (path, page) in pages {
        for inner in [CANARY, "容错建议函", "容错建〔"] {
            assert!(!page.text.contains(inner), "{user} reads {inner} at {path}");
        }
    }
}

#[tokio::test]
async fn no_party_ever_reads_what_was_proposed() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().referred_with(CANARY).await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let proposal = story
        .case()
        .await
        .documents
        .iter()
        .find(|it| it.kind == DocumentKind::TolerationProposal)
        .expect("it went along")
        .id;
    officer
        .open(&format!("/documents/{proposal}"))
        .await
        .says(200, CANARY)
        .says(200, "非结论性认定");
    let readers = [people.applicant.user, people.individual.user];
    let all_read = async || {
        let case = story.case().await;
        for user in readers {
            read_by(&world, user, &case).await;
        }
    };
    all_read().await;
    let mut own = Desk::of(&world, people.applicant.user, story.id()).await;
    own.open("")
        .await
        .says(200, "已移送")
        .says(200, &format!("本案已经移送{}", s::ORGAN));
    story.everything_served().await;
    all_read().await;
    story.next_day();
    story.officer_takes_evidence().await;
    let ground = rongcuo::domain::referral::ReturnGround::LeftToUs;
    story
        .approved(steps::record_return(&story.case().await, ground, story.today()))
        .await;
    all_read().await;
    story
        .approved(Step::Determine(paper::determination(
            &story.case().await,
            story.today(),
        )))
        .await;
    story.everything_served().await;
    all_read().await;
}
