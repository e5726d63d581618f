//! What one request may cost, before anybody has signed in and after: each bound from outside.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use http_body::Frame;

use rongcuo::platform::bounds::{UPLOAD_TURN_TIMEOUT, UPLOADS_OF_A_PERSON_MAX};

use crate::world::{PASSWORD, World};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=B";
const KB: usize = 1024;
const MB: usize = 1024 * KB;

/// A body without a length: a beginning, and then a piece at a time, as long as somebody reads; counts what was read.
struct Poured {
    beginning: Option<&'static [u8]>,
    piece: Bytes,
    pieces: usize,
    pause: Duration,
    pausing: Option<Pin<Box<tokio::time::Sleep>>>,
    read: Arc<AtomicUsize>,
}

impl Poured {
    fn body(
        beginning: &'static [u8],
        piece: usize,
        pieces: usize,
        pause: Duration,
    ) -> (Body, Arc<AtomicUsize>) {
        let read = Arc::new(AtomicUsize::new(0));
        let it = Self {
            beginning: Some(beginning),
            piece: Bytes::from(vec![b'A'; piece]),
            pieces,
            pause,
            pausing: None,
            read: read.clone(),
        };
        (Body::new(it), read)
    }
}

impl http_body::Body for Poured {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(beginning) = self.beginning.take() {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(beginning)))));
        }
        if self.pieces == 0 {
            return Poll::Ready(None);
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let pausing = self
                .pausing
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            if pausing.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.pausing = None;
        }
        self.pieces -= 1;
        self.read.fetch_add(self.piece.len(), Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }
}

const HALF_A_HEAD: &[u8] = b"--B\r\nContent-Disposition: form-data; name=\"";
const HALF_A_FILE: &[u8] =
    b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 ";

#[tokio::test]
async fn half_a_part_header_is_not_kept() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut signed_in = world.as_user(world.people.applicant.user).await;
    let mut stranger = world.browser();
    let files = format!("/applications/{draft}/files");
    for beginning in [HALF_A_HEAD, b"what stands before the first part"] {
        for (browser, href) in [(&mut stranger, "/applications"), (&mut signed_in, files.as_str())] {
            let (body, read) = Poured::body(beginning, 64 * KB, 80, Duration::ZERO);
            let page = browser.post_raw(href, MULTIPART, body).await;
            page.says(413, "太大");
            let read = read.load(Ordering::Relaxed);
            assert!(read < 256 * KB, "{href}: {read} bytes were read");
        }
    }
}

#[tokio::test]
async fn the_names_of_fields_have_the_bound_of_a_form() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    let name = "A".repeat(60 * KB);
    let fields = format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nx\r\n").repeat(50);
    let page = browser
        .post_raw(
            &format!("/applications/{draft}/files"),
            MULTIPART,
            fields + "--B--\r\n",
        )
        .await;
    page.says(413, "太大");
}

#[tokio::test]
async fn a_strangers_file_is_not_read_to_its_end() {
    let world = World::new().await;
    let (body, read) = Poured::body(HALF_A_FILE, MB, 40, Duration::ZERO);
    let page = world.browser().post_raw("/applications", MULTIPART, body).await;
    assert!(page.status.is_client_error(), "{}", page.status);
    let read = read.load(Ordering::Relaxed);
    assert!(read <= 4 * MB, "{read} bytes were read");
}

#[tokio::test]
async fn a_form_is_counted_before_it_is_decoded() {
    let world = World::new().await;
    let begun = Instant::now();
    let page = world.browser().post_raw("/session", FORM, "a&".repeat(MB)).await;
    page.says(413, "太大");
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(400), "{took:?}");
}

#[tokio::test]
async fn a_kept_form_is_no_larger_than_a_form_and_nothing_is_kept_of_a_refused_try() {
    let world = World::new().await;
    world.person("lin", None).await;
    world.make_demo(world.person("demo", None).await);
    let mut browser = world.browser();
    let text = "\"".repeat(MB);
    let body = format!("--B\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\n{text}\r\n--B--\r\n");
    let sent = body.len();
    let page = browser.post_raw("/applications", MULTIPART, body).await;
    page.says(401, "填写内容已保留");
    assert!(page.text.len() <= 3 * sent, "{} for {sent}", page.text.len());
    let kept = page.hidden("kept");
    for status in [422, 422, 422, 422, 422, 429] {
        let fields = [
            ("username", "lin"),
            ("password", "wrong"),
            ("kept", kept.as_str()),
        ];
        let page = browser.post("/session", &fields).await;
        page.says(status, "登录");
        assert!(page.text.len() <= 3 * kept.len(), "{status}: {}", page.text.len());
        assert_eq!(page.text.contains("name=\"kept\""), status == 422);
        assert!(status == 422 || page.text.contains("没有丢失"), "{}", page.main());
    }
    world.app.clock.advance(time::Duration::hours(1));
    let fields = [
        ("username", "lin"),
        ("password", PASSWORD),
        ("kept", kept.as_str()),
    ];
    let page = browser.post("/session", &fields).await;
    page.says(200, "继续提交");
    assert_eq!(page.hidden("reason"), text);
}

#[tokio::test]
async fn a_strangers_multipart_has_thirty_seconds_and_a_signed_in_one_longer() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut signed_in = world.as_user(world.people.applicant.user).await;
    let files = format!("/applications/{draft}/files");
    let second = Duration::from_secs(1);
    let (body, read) = Poured::body(HALF_A_FILE, 8 * KB, 100, second);
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    let page = world.browser().post_raw("/applications", MULTIPART, body).await;
    page.says(503, "系统正忙");
    let took = begun.elapsed();
    assert!(took < 31 * second && took >= 29 * second, "{took:?}");
    assert!(
        read.load(Ordering::Relaxed) >= 29 * 8 * KB,
        "it came all the time"
    );
    tokio::time::resume();
    let (body, read) = Poured::body(HALF_A_FILE, 64 * KB, 33, second);
    let page = signed_in.post_raw(&files, MULTIPART, body).await;
    page.says(400, "无法读懂");
    assert_eq!(
        read.load(Ordering::Relaxed),
        33 * 64 * KB,
        "it was read to its end"
    );
}

#[tokio::test]
async fn a_body_that_hardly_comes_is_given_up() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    let (body, read) = Poured::body(HALF_A_FILE, 1, 1_000, Duration::from_millis(500));
    let page = browser
        .post_raw(&format!("/applications/{draft}/files"), MULTIPART, body)
        .await;
    page.says(400, "无法读懂");
    let read = read.load(Ordering::Relaxed);
    assert!(read < 100, "{read} bytes were waited for");
}

#[tokio::test]
async fn what_is_typed_on_the_sign_in_page_is_shown_again_only_up_to_its_bound() {
    let world = World::new().await;
    let quotes = "\"".repeat(100 * KB);
    let fields = format!("username={quotes}&password=");
    let page = world.browser().post_raw("/session", FORM, fields).await;
    page.says(413, "太大");
}

fn with_a_file(text: &str) -> String {
    let words =
        format!("--B\r\nContent-Disposition: form-data; name=\"{text}\"\r\n\r\n写在文件旁边的文字\r\n");
    words
        + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 x\r\n--B--\r\n"
}

#[tokio::test]
async fn a_third_upload_of_one_person_waits_its_turn_and_keeps_its_words() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let who = world.people.applicant.user;
    let mut browser = world.as_user(who).await;
    let href = format!("/applications/{draft}/files");
    let mut turns = Vec::new();
    for _ in 0..UPLOADS_OF_A_PERSON_MAX {
        turns.push(world.app.uploads.turn(who.0).await.expect("its turn"));
    }
    let page = browser.post_raw(&href, MULTIPART, with_a_file("name")).await;
    page.says(422, "同时上传的文件太多")
        .says(422, "写在文件旁边的文字");
    let other = world.app.uploads.turn(world.people.individual.user.0).await;
    assert!(other.is_some(), "others do not wait for that");
    turns.pop();
    browser
        .post_raw(&href, MULTIPART, with_a_file("name"))
        .await
        .leads_to();
    browser
        .post_raw(&href, MULTIPART, with_a_file("name"))
        .await
        .leads_to();
}

#[tokio::test]
async fn a_form_that_does_not_stand_open_takes_no_file_and_gives_its_words_back() {
    let world = World::new().await;
    let story = world.case().withdrawn().await;
    let who = world.people.body.officer.user;
    let mut browser = world.as_user(who).await;
    let mut turns = Vec::new();
    for _ in 0..UPLOADS_OF_A_PERSON_MAX {
        turns.push(world.app.uploads.turn(who.0).await.expect("its turn"));
    }
    let begun = Instant::now();
    let href = format!("/cases/{}/evidence", story.id());
    let page = browser.post_raw(&href, MULTIPART, with_a_file("proves")).await;
    assert!(page.text.contains("写在文件旁边的文字"), "{}", page.main());
    assert!(begun.elapsed() < UPLOAD_TURN_TIMEOUT, "no turn was waited for");
}
