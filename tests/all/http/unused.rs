//! Files of forms that were refused, sent twice or thrown away leave nothing, neither a row nor their bytes; and so much of
//! one person is kept that is in no case.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rongcuo::commands::serve::sweep::{self, STAYS, Swept};

use super::case::Desk;
use crate::world::World;
use crate::world::browser::{Browser, Page};

const MULTIPART: &str = "multipart/form-data; boundary=B";

fn form(fields: &[(&str, &str)], file: &str) -> String {
    let part = |name: &str, file: &str, value: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n")
    };
    let fields: String = fields.iter().map(|(name, value)| part(name, "", value)).collect();
    let file = part("file", "; filename=\"a.pdf\"", &format!("%PDF-1.7 {file}"));
    format!("{fields}{file}--B--\r\n")
}

async fn attached(browser: &mut Browser, href: &str, file: &str) -> Page {
    let page = browser.get(href).await;
    let (once, version) = (page.hidden("once"), page.hidden("version"));
    let body = form(&[("once", &once), ("version", &version)], file);
    browser.post_raw(href, MULTIPART, body.clone()).await.leads_to();
    browser.post_raw(href, MULTIPART, body).await
}

/// Where the last file of a draft is taken off.
fn removal(page: &Page) -> String {
    let actions = page.text.split("action=\"").filter_map(|it| it.split('"').next());
    let last = actions.filter(|it| it.ends_with("/remove")).last();
    last.expect("a file to take off").to_owned()
}

/// The names of the files that are noted, and of those that lie on the shelves.
async fn there(world: &World) -> (Vec<String>, Vec<String>) {
    let noted: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT encode(sha256, 'hex') AS name FROM files ORDER BY name")
            .fetch_all(&world.database.owner)
            .await
            .expect("files");
    let names = kept(world.data()).into_iter();
    let mut kept: Vec<_> = names
        .filter_map(|it| Some(it.file_name()?.to_str()?.to_owned()))
        .collect();
    kept.sort();
    (noted, kept)
}

fn kept(data: &Path) -> Vec<PathBuf> {
    let shelves = fs::read_dir(data.join("files")).expect("the folder of files");
    let shelves = shelves.map(|it| it.expect("a shelf").path());
    let shelves = shelves.filter(|it| it.is_dir() && !it.ends_with("incoming"));
    shelves
        .flat_map(|shelf| fs::read_dir(shelf).expect("a shelf"))
        .map(|it| it.expect("a file").path())
        .collect()
}

fn brought(world: &World, ago: &str) {
    world.database.as_superuser(&format!(
        "SET session_replication_role = replica; UPDATE files SET uploaded_at = now() - interval '{ago}';
         UPDATE forgotten_files SET at = now() - interval '{ago}'"
    ));
}

/// Everything that is there has been there for three days.
fn three_days_pass(world: &World) {
    brought(world, "3 days");
    bytes_age(world);
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file is as old as the machine's clock says"
)]
fn bytes_age(world: &World) {
    for file in kept(world.data()) {
        let file = File::options().append(true).open(file).expect("a file");
        let then = SystemTime::now() - STAYS - Duration::from_secs(60);
        file.set_modified(then).expect("an older file");
    }
}

#[tokio::test]
async fn what_was_refused_leaves_no_file() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let mut party = Desk::of(&world, world.people.applicant.user, story.id()).await;
    let evidence = format!("/cases/{}/evidence", story.id());
    party
        .browser
        .post_raw(&evidence, MULTIPART, form(&[], "refused"))
        .await
        .says(422, "证明");
    let story = story.heard().await;
    let draft = world.case().application().await;
    let href = format!("/applications/{draft}");
    let mut browser = world.as_user(world.people.applicant.user).await;
    let files = format!("{href}/files");
    attached(&mut browser, &files, "sent twice").await.leads_to();
    attached(&mut browser, &files, "taken off").await.leads_to();
    let (before, _) = there(&world).await;
    let taken_off = removal(&browser.get(&files).await);
    browser.post(&taken_off, &[]).await.leads_to();
    assert_eq!(
        there(&world).await.0.len(),
        before.len() - 1,
        "its row goes at once"
    );
    let page = browser.get(&format!("{href}/discard")).await;
    let fields = [("once", page.hidden("once")), ("version", page.hidden("version"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post(&format!("{href}/discard"), &fields).await.leads_to();
    let (noted, kept) = there(&world).await;
    assert_eq!(noted.len(), before.len() - 2, "and so do those of a draft");
    assert_eq!(kept.len(), before.len());

    world.database.is_real().await;
    brought(&world, "47 hours");
    assert_eq!(
        sweep::once(&world.app).await.expect("a sweep"),
        Swept::default(),
        "all is young"
    );
    bytes_age(&world);
    assert_eq!(
        sweep::once(&world.app).await.expect("a sweep"),
        Swept::default(),
        "a backup may have seen the rows that went"
    );
    three_days_pass(&world);
    let swept = sweep::once(&world.app).await.expect("a sweep");
    assert_eq!(
        swept,
        Swept { rows: 1, files: 2 },
        "a file whose row has just gone stays"
    );
    three_days_pass(&world);
    let swept = sweep::once(&world.app).await.expect("a sweep");
    assert_eq!(swept, Swept { rows: 0, files: 1 });
    let (noted, kept) = there(&world).await;
    assert_eq!(noted, kept);
    assert_eq!(noted.len(), before.len() - 3, "what the case names stays");
    let case = story.case().await;
    assert!(!case.evidence.is_empty());
}

#[tokio::test]
async fn the_files_of_another_database_are_left_alone() {
    let world = World::new().await;
    world.database.is_real().await;
    let name = world
        .app
        .blobs
        .put(b"theirs".to_vec())
        .await
        .expect("room for a file");
    fs::write(world.data().join("files/database"), "another").expect("a mark");
    three_days_pass(&world);
    let swept = sweep::once(&world.app).await;
    assert!(swept.is_err_and(|it| it.to_string().contains("another database")));
    assert!(world.app.blobs.open(name).await.is_ok());
}

#[tokio::test]
async fn so_much_of_one_person_is_kept_that_is_in_no_case() {
    let world = World::new().await;
    let draft = world.case().application().await;
    let applicant = world.people.applicant.user;
    let mut browser = world.as_user(applicant).await;
    let href = format!("/applications/{draft}/files");
    attached(&mut browser, &href, "the first").await.leads_to();
    world.database.as_superuser(&format!(
        "SET session_replication_role = replica; UPDATE files SET size = 500 * 1024 * 1024 - 5 WHERE uploaded_by = '{applicant}'"
    ));
    let page = browser.get(&href).await;
    let (once, version) = (page.hidden("once"), page.hidden("version"));
    let body = form(&[("once", &once), ("version", &version)], "the second");
    let page = browser.post_raw(&href, MULTIPART, body).await;
    page.says(422, "超过 500 MB，没有保存")
        .says(422, "删去草稿里不用的材料");
    assert_eq!(there(&world).await.0.len(), 1, "what is refused leaves no row");
    let story = world.case().initiated().await;
    let evidence = format!("/cases/{}/evidence", story.id());
    let mut browser = world.as_user(applicant).await;
    let page = browser
        .post_raw(&evidence, MULTIPART, form(&[], "evidence"))
        .await;
    page.says(422, "超过 500 MB，没有保存");
    let taken_off = removal(&browser.get(&href).await);
    browser.post(&taken_off, &[]).await.leads_to();
    attached(&mut browser, &href, "the second").await.leads_to();
}
