//! Nothing typed is lost, and what is no form is said to be none.

use axum::Router;
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rongcuo::web::extract::Upload;
use rongcuo::web::layers;
use time::Duration;

use crate::world::browser::Browser;
use crate::world::{PASSWORD, World};

const SOMEWHERE: &str = "/cases/0198c000-0000-7000-8000-000000000000/withdrawal";

#[tokio::test]
async fn a_form_whose_session_has_ended_is_laid_before_the_person_again() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut browser = world.signed_in("lin").await;
    world.app.clock.advance(Duration::hours(1));
    let typed = [
        ("version", "3"),
        ("once", "0198c000-0000-7000-8000-000000000001"),
        ("reason", "“两行”<b>\n第二行"),
    ];
    let page = browser.post(SOMEWHERE, &typed).await;
    page.says(401, "填写内容已保留");
    let kept = page.hidden("kept");
    let wrong = [("username", "lin"), ("password", "wrong"), ("kept", &kept)];
    let page = browser.post("/session", &wrong).await;
    page.says(422, "填写内容已保留");
    let kept = page.hidden("kept");
    let page = browser
        .post(
            "/session",
            &[("username", "lin"), ("password", PASSWORD), ("kept", &kept)],
        )
        .await;
    page.says(200, "继续提交")
        .says(200, &format!("action=\"{SOMEWHERE}\""));
    for (name, value) in typed {
        assert_eq!(page.hidden(name), value);
    }
}

#[tokio::test]
async fn whoever_else_signs_in_on_the_page_does_not_read_what_was_kept() {
    let world = World::new().await;
    world.person("lin", None).await;
    world.person("wang", None).await;
    let mut browser = world.signed_in("lin").await;
    world.app.clock.advance(Duration::hours(1));
    let page = browser.post(SOMEWHERE, &[("reason", "只有我知道的事")]).await;
    let kept = page.hidden("kept");
    for (who, status) in [("wang", 303), ("lin", 200)] {
        let fields = [("username", who), ("password", PASSWORD), ("kept", kept.as_str())];
        let page = world.browser().post("/session", &fields).await;
        assert_eq!(page.status.as_u16(), status, "{who}");
        assert_eq!(page.text.contains("只有我知道的事"), who == "lin");
    }
}

#[tokio::test]
async fn a_planted_form_leads_nowhere_else() {
    let world = World::new().await;
    world.person("lin", None).await;
    // Of nobody, to there, without files: a=b.
    for action in ["https://evil.example/", "//evil.example/", "/my"] {
        let planted = BASE64_URL_SAFE_NO_PAD.encode(["", action, "", "a", "b"].join("\0"));
        let fields = [("username", "lin"), ("password", PASSWORD), ("kept", &planted)];
        let page = world.browser().post("/session", &fields).await;
        if action == "/my" {
            page.says(200, "继续提交");
        } else {
            assert_eq!(page.leads_to(), "/my");
        }
    }
}

#[tokio::test]
async fn a_form_too_large_or_in_another_encoding_is_refused_with_a_page() {
    let world = World::new().await;
    let mut browser = world.browser();
    let form = "application/x-www-form-urlencoded";
    let page = browser
        .post_raw("/session", form, "username=%C8%DD&password=x")
        .await;
    page.says(400, "无法读懂");
    let page = browser
        .post_raw("/session", form, "a".repeat(5 * 1024 * 1024))
        .await;
    page.says(413, "太大");
}

async fn told(mut upload: Upload) -> String {
    let mut told = |field: &str| match upload.file(field) {
        Ok(Some(file)) => format!("{field}: {} {} {}", file.name, file.media_type, file.content.size),
        Ok(None) => format!("no {field}"),
        Err(wrong) => format!("{field}: {wrong}"),
    };
    let files = ["good", "bad", "none", "huge"].map(&mut told);
    format!("{} {:?} {files:?}", upload.stamp.version, upload.typed.0)
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file
        .map(|name| format!("; filename=\"{name}\""))
        .unwrap_or_default();
    format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

#[tokio::test]
async fn files_come_with_what_was_typed_and_a_wrong_one_is_said_beside_its_field() {
    let world = World::new().await;
    let pages = Router::new().route("/", post(told));
    let router =
        layers::around_all(layers::around_pages(pages, &world.app), false).with_state(world.app.clone());
    let here = world.as_user(world.people.applicant.user).await;
    let mut browser = Browser::new(&router);
    browser.plant("rongcuo", here.cookie("rongcuo").expect("a session"));
    let multipart = "multipart/form-data; boundary=B";
    let body = [
        part("version", None, "3"),
        part("purpose", None, "证明"),
        part("good", Some("../说明.doc"), "%PDF-1.7 "),
        part("bad", Some("a.pdf"), "<html>"),
        part("none", Some(""), ""),
    ];
    let page = browser
        .post_raw("/", multipart, body.concat() + "--B--\r\n")
        .await;
    page.says(200, r#"3 [("purpose", "证明")]"#)
        .says(200, "good: 说明.doc.pdf application/pdf 9")
        .says(
            200,
            "bad: 「a.pdf」：文件名以 .pdf 结尾，内容不是PDF，是网页。不接受这种文件",
        )
        .says(200, "no none");
    browser
        .post_raw("/", multipart, "--B\r\nnonsense")
        .await
        .says(400, "无法读懂");
    browser
        .post("/", &[("a", "b")])
        .await
        .says(200, r#"[("a", "b")]"#)
        .says(200, "no good");
    let huge = part("huge", Some("a.txt"), &"a".repeat(53 * 1024 * 1024));
    let after = part("purpose", None, "后面的文字");
    browser
        .post_raw("/", multipart, huge + &after + "--B--\r\n")
        .await
        .says(200, "huge: 文件太大")
        .says(200, "后面的文字");
}
