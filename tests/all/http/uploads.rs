//! Whatever comes instead of a file is answered with a page that says what to do, and the text beside it stays.

use axum::body::Body;
use axum::http::Request;

use super::case::Desk;
use crate::world::World;
use crate::world::browser::{Browser, Page};
use crate::world::story::Story;

const MULTIPART: &str = "multipart/form-data; boundary=B";
const TEXT: &str = "写在文件旁边的文字";

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file
        .map(|name| format!("; filename=\"{name}\""))
        .unwrap_or_default();
    format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

/// Everything that can be wrong with an upload, and what is said of it.
fn broken(text: &str) -> Vec<(&'static str, String, &'static [u16], &'static str)> {
    let typed = part(text, None, TEXT);
    let whole = |file: &str| format!("{typed}{file}--B--\r\n");
    let mut cut = whole(&part("file", Some("a.pdf"), "%PDF-1.7 x"));
    cut.truncate(cut.len() - 10);
    let huge = "a".repeat(51 * 1024 * 1024);
    vec![
        (
            "application/x-www-form-urlencoded",
            format!("{text}=%E5%86%99%E5%9C%A8"),
            &[422],
            "写在",
        ),
        ("application/json", "{}".into(), &[400], "无法读懂"),
        ("multipart/form-data", typed.clone(), &[400], "无法读懂"),
        (MULTIPART, "--B\r\nnonsense".into(), &[400], "无法读懂"),
        (MULTIPART, typed.clone() + "--B\r\nnonsense", &[422], "传送中断"),
        (MULTIPART, cut, &[422], "传送中断"),
        (
            MULTIPART,
            whole(&part("file", Some("a.pdf"), "")),
            &[422],
            "这个文件是空的",
        ),
        (
            MULTIPART,
            whole(&part("file", Some("a.pdf"), &huge)),
            &[422],
            "文件太大",
        ),
    ]
}

async fn stands(browser: &mut Browser, href: &str, text: &str) {
    for (kind, body, statuses, says) in broken(text) {
        let start: String = body.chars().take(300).collect();
        let page: Page = browser.post_raw(href, kind, body).await;
        let status = page.status.as_u16();
        assert!(statuses.contains(&status), "{href} {status}: {start}");
        assert!(
            page.text.contains(says),
            "{href} {says}: {start}\n{}",
            page.main()
        );
        let typed = kind == MULTIPART && status == 422;
        assert!(
            !typed || page.text.contains(TEXT),
            "{href} lost its text: {start}"
        );
    }
}

#[tokio::test]
async fn several_files_of_an_application_come_at_once_or_none_of_them() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    let href = format!("/applications/{draft}/files");
    let files = |second: &str, name: &str| {
        let name = part("name", None, name);
        let (one, two) = ("%PDF-1.7 x", part("file", Some("乙.pdf"), second));
        format!("{name}{}{two}--B--\r\n", part("file", Some("甲.pdf"), one))
    };
    let page = browser.post_raw(&href, MULTIPART, files("<html>", "")).await;
    page.says(422, "「乙.pdf」：文件名以 .pdf 结尾，内容不是PDF")
        .says(422, "还没有材料");
    let page = browser
        .post_raw(&href, MULTIPART, files("%PDF-1.7 y", "一个名称"))
        .await;
    page.says(422, "各用自己的文件名").says(422, "还没有材料");
    browser
        .post_raw(&href, MULTIPART, files("%PDF-1.7 y", ""))
        .await
        .leads_to();
    browser.get(&href).await.says(200, "甲.pdf").says(200, "乙.pdf");
}

/// The script goes there itself, so that the next page can say what was done: a browser that followed for it would take that.
#[tokio::test]
async fn a_form_sent_by_the_script_is_told_where_the_answer_leads() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    let href = format!("/applications/{draft}/files");
    let file = |content| format!("{}--B--\r\n", part("file", Some("甲.pdf"), content));
    let sent = |content| {
        let request = Request::post(&href)
            .header("content-type", MULTIPART)
            .header("x-rongcuo-progress", "yes");
        (request, Body::from(file(content)))
    };
    let (request, body) = sent("%PDF-1.7 x");
    let answer = browser.send(request, body).await;
    assert_eq!(answer.status.as_u16(), 204);
    assert_eq!(answer.header("x-rongcuo-next"), href);
    browser.get(&href).await.says(200, "甲.pdf");
    // What is wrong is a page, as without the script.
    let (request, body) = sent("<html>");
    browser.send(request, body).await.says(422, "内容不是PDF");
}

#[tokio::test]
async fn the_files_of_an_application() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    stands(&mut browser, &format!("/applications/{draft}/files"), "name").await;
}

async fn of_the_case(story: &Story<'_>, who: rongcuo::domain::ids::UserId, path: &str, text: &str) {
    let mut desk = Desk::of(story.world, who, story.id()).await;
    desk.open(path).await.says(200, "type=\"file\"");
    stands(&mut desk.browser, &format!("/cases/{}{path}", story.id()), text).await;
}

#[tokio::test]
async fn the_files_of_a_case_under_verification() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let party = story.case().await.parties[1].id;
    of_the_case(&story, people.applicant.user, "/evidence", "proves").await;
    let hearing = format!("/parties/{party}/hearing");
    of_the_case(&story, people.body.officer.user, &hearing, "text").await;
}

#[tokio::test]
async fn the_files_of_a_determined_case() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().determined().await;
    let case = story.case().await;
    let served = |it: &&rongcuo::domain::case::Issued| it.kind.is_served();
    let document = case.documents.iter().rfind(served).expect("a determination").id;
    let service = format!("/documents/{document}/service");
    of_the_case(&story, people.body.officer.user, &service, "place").await;
    let story = story.served().await;
    let objection = format!("/parties/{}/objection", case.parties[1].id);
    of_the_case(&story, people.individual.user, &objection, "grounds").await;
    let report = format!("/corrections/{}/report", case.corrections[0].id);
    of_the_case(&story, people.applicant.user, &report, "causes").await;
}
