//! The files of a case in the browser: what is shown, how it is sealed, and to whom.

use axum::body::Body;
use axum::http::Request;
use rongcuo::domain::evidence::Evidence;
use rongcuo::domain::hearing::{Hearing, HearingKind};
use rongcuo::domain::ids::FileId;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;

use super::Desk;
use crate::world::World;
use crate::world::story::Story;

const PDF: (&[u8], &str, &str) = (b"%PDF-1.7 x", "application/pdf", "纪要.pdf");
const PNG: (&[u8], &str, &str) = (b"\x89PNG\r\n\x1a\nx", "image/png", "照片.png");
const TEXT: (&[u8], &str, &str) = (b"plain words", "text/plain", "说明.txt");
const PAGE: (&[u8], &str, &str) = (b"<html><script>", "application/pdf", "假的.pdf");
const DRAWING: (&[u8], &str, &str) = (
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "image/svg+xml",
    "图.svg",
);

async fn evidence(story: &Story<'_>, (bytes, kind, name): (&[u8], &str, &str)) -> FileId {
    let file = story
        .world
        .keeps(&story.world.people.body.officer, bytes, kind, name)
        .await;
    let evidence = Evidence {
        file,
        ..steps::minutes(None, story.today())
    };
    let officer = &story.world.people.body.officer;
    story.takes(officer, Step::TakeEvidence(evidence)).await;
    file
}

#[tokio::test]
async fn images_and_pdfs_open_on_a_page_of_ours_and_their_bytes_are_sealed() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    for (kept, tag) in [(PDF, "<iframe"), (PNG, "<img")] {
        let file = evidence(&story, kept).await;
        let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
        let page = officer.open(&format!("/files/{file}")).await;
        page.says(200, kept.2).says(200, tag).says(200, "返回案件");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");

        let content = officer.open(&format!("/files/{file}/content")).await;
        assert_eq!(content.status.as_u16(), 200);
        assert_eq!(content.header("content-type"), kept.1);
        assert_eq!(content.header("x-content-type-options"), "nosniff");
        assert_eq!(content.header("cache-control"), "no-store");
        assert!(content.header("content-disposition").starts_with("inline;"));
        assert_eq!(
            content.header("content-security-policy"),
            "sandbox; default-src 'none'; frame-ancestors 'self'"
        );

        let saved = officer.browser.get(&page.link("下载")).await;
        assert_eq!(saved.status.as_u16(), 200);
        assert!(saved.header("content-disposition").starts_with("attachment;"));
        let policy = saved.header("content-security-policy");
        assert_eq!(policy, "sandbox; default-src 'none'; frame-ancestors 'none'");
    }
}

#[tokio::test]
async fn what_could_be_taken_for_a_page_of_ours_is_never_shown() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    for kept in [TEXT, PAGE, DRAWING] {
        let file = evidence(&story, kept).await;
        let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
        let content = officer.open(&format!("/files/{file}/content")).await;
        content.says(404, "没有").is_silent_on("<svg xmlns='");
        let saved = officer.open(&format!("/files/{file}/download")).await;
        assert!(
            saved.header("content-disposition").starts_with("attachment;"),
            "{}",
            kept.2
        );
        // What is noted as a PDF and is none has its page, in which nothing is to be seen.
        let opened = officer.open(&format!("/files/{file}")).await;
        let saved_at_once = opened.header("content-disposition").starts_with("attachment;");
        assert_eq!(saved_at_once, kept.1 != "application/pdf", "{}", kept.2);
    }
}

#[tokio::test]
async fn a_file_is_shown_to_whom_it_concerns_and_each_look_is_recorded() {
    let world = World::new().await;
    let (people, story) = (&world.people, world.case().initiated().await);
    let file = evidence(&story, PDF).await;
    for (user, status) in [
        (people.body.officer.user, 200),
        (people.body.approver.user, 200),
        (people.body.spare.user, 404),
        (people.superior.officer.user, 404),
        (people.applicant.user, 404),
        (people.individual.user, 404),
    ] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        for path in ["", "/content", "/download"] {
            let answer = desk.open(&format!("/files/{file}{path}")).await;
            assert_eq!(answer.status.as_u16(), status, "{user} {path}");
        }
    }
    assert_eq!(looks(&world, file).await, 4, "two people, shown and saved");
}

async fn looks(world: &World, file: FileId) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM audit WHERE what = 'download' AND detail->>'file' = $1")
        .bind(file.to_string())
        .fetch_one(&world.database.owner)
        .await
        .expect("the trail can be read")
}

#[tokio::test]
async fn who_asks_for_the_head_alone_has_not_looked() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let file = evidence(&story, PDF).await;
    let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    for path in ["content", "download"] {
        let href = format!("/cases/{}/files/{file}/{path}", story.id());
        let head = officer.browser.send(Request::head(&href), Body::empty()).await;
        assert_eq!(head.status.as_u16(), 200);
        assert_eq!(head.header("content-length"), PDF.0.len().to_string());
        assert_eq!(head.header("content-type"), PDF.1);
    }
    assert_eq!(looks(&world, file).await, 0);
}

#[tokio::test]
async fn a_damaged_file_is_not_handed_out() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let file = evidence(&story, PDF).await;
    let sha256 = &story
        .case()
        .await
        .file(file)
        .expect("it is there")
        .file
        .sha256
        .clone();
    let kept = world.data().join("files").join(&sha256[..2]).join(sha256);
    std::fs::write(kept, b"%PDF-1.7 y").expect("a wrong byte");
    let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    for path in ["content", "download"] {
        let page = officer.open(&format!("/files/{file}/{path}")).await;
        page.says(500, "系统异常").is_silent_on("%PDF");
    }
}

#[tokio::test]
async fn a_party_opens_the_record_of_its_own_hearing_and_the_proof_that_it_was_not_reached() {
    let world = World::new().await;
    let (people, story) = (&world.people, world.case().initiated().await);
    story.approved(story.link().await).await;
    let party = story.case().await.parties[1].id;
    let officers = [people.body.officer.user, people.body.second.user];
    for kind in [HearingKind::Statement, HearingKind::Unreachable] {
        let file = world.keeps(&people.body.officer, PDF.0, PDF.1, PDF.2).await;
        let hearing = Hearing {
            kind,
            file: Some(file),
            ..steps::hearing(party, &officers, story.today())
        };
        story.takes(&people.body.officer, Step::Hear(hearing)).await;
        let content = format!("/files/{file}/content");
        let mut own = Desk::of(&world, people.individual.user, story.id()).await;
        let listed = own.open("").await;
        let href = format!("/cases/{}/files/{file}", story.id());
        assert!(
            listed.links().iter().any(|it| it.href == href),
            "{}",
            listed.main()
        );
        own.open(&content).await.says(200, "%PDF");
        let mut other = Desk::of(&world, people.applicant.user, story.id()).await;
        other.open(&content).await.says(404, "没有");
    }
}
