//! A disk is full: what was typed is shown again, nothing is half written, and it works as soon as there is room.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::time::sleep;

use super::people::{self, Part, Person};
use super::world::answers::{self, ARGUMENT, with};
use super::world::browser::Page;
use super::{Rig, Seen};

const MB: u64 = 1024 * 1024;
const MULTIPART: &str = "multipart/form-data; boundary=B";
const NOT_HERE: &str = "no file system may be mounted here (it takes root)";
/// What fills the rest.
const FILLER: &str = "filler";
/// PostgreSQL that stopped for want of room is tried again every ten seconds.
const BACK_MAX: Duration = Duration::from_secs(25);

pub async fn run() -> anyhow::Result<Vec<Seen>> {
    println!("full: the disk");
    let mut all = vec![files().await?];
    for (left, name) in [
        (0, "full: the disk of PostgreSQL"),
        (10 * MB, "full: the same in the midst of writing"),
    ] {
        all.push(database(left, name).await?);
    }
    Ok(all)
}

/// Fills the disk that this folder is on, but for so many bytes.
fn fill(folder: &Path, but: u64) -> anyhow::Result<()> {
    let place = folder.join(FILLER);
    let mut file = File::create(&place)?;
    for size in [1 << 20, 1 << 12] {
        let piece = vec![7; size];
        loop {
            match file.write_all(&piece) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => return Err(error.into()),
            }
        }
    }
    let size = file.metadata()?.len();
    file.set_len(size.saturating_sub(but))?;
    Ok(())
}

async fn begin(person: &mut Person) -> anyhow::Result<String> {
    let once = person.browser.get("/my").await.hidden("once");
    let begun = person.browser.post("/applications", &[("once", &once)]).await;
    Ok(begun.leads_to().to_owned())
}

async fn files() -> anyhow::Result<Seen> {
    let name = "full: the disk of kept files";
    let mut rig = Rig::folder()?;
    if !rig.mount("files", 4)? {
        return Ok(Seen::skipped(name, NOT_HERE));
    }
    rig.migrate()?;
    rig.serve()?;
    rig.ready().await?;
    let mut seen = Seen::of(name);
    let mut person = people::come(&rig, Part::Applicant, 1).await?.remove(0);
    let href = format!("{}/files", begin(&mut person).await?);
    let page = person.browser.get(&href).await;
    let part = |name: &str, value: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let (version, once) = (page.hidden("version"), page.hidden("once"));
    let file = format!("%PDF-1.7 {}", "x".repeat(900_000));
    let body = part("version", &version)
        + &part("once", &once)
        + &part("name", ARGUMENT)
        + &format!(
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{file}\r\n--B--\r\n"
        );

    fill(&rig.data.join("files"), 0)?;
    let full = person.browser.post_raw(&href, MULTIPART, body.clone()).await;
    seen.holds(
        full.text.contains("磁盘已满"),
        format!("answered {}: {}", full.status, full.main()),
    );
    seen.holds(full.text.contains(ARGUMENT), "the text is lost");
    let mut owner = rig.owner().await?;
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM files")
        .fetch_one(&mut owner)
        .await?;
    let half = fs::read_dir(rig.data.join("files/incoming"))?.count();
    seen.holds(
        rows == 0 && half == 0,
        format!("{rows} rows and {half} halves are left"),
    );
    seen.holds(
        rig.get("/readyz").await.status.is_success(),
        "not ready: pages could be answered",
    );

    fs::remove_file(rig.data.join("files").join(FILLER))?;
    let after = person.browser.post_raw(&href, MULTIPART, body).await;
    seen.holds(
        after.status.is_redirection(),
        format!("afterwards: {}", after.main()),
    );
    if let Err(said) = rig.verify()? {
        seen.wrong.push(format!("audit verify: {said}"));
    }
    seen.figures = format!(
        "answered {}, afterwards {}",
        full.status.as_u16(),
        after.status.as_u16()
    );
    Ok(seen)
}

/// Sends the matter with a text of so many characters that nobody can pack.
async fn saves(person: &mut Person, href: &str, text: &str) -> Page {
    let href = format!("{href}/matter");
    let page = person.browser.get(&href).await;
    if !page.status.is_success() {
        return page;
    }
    let (version, once) = (page.hidden("version"), page.hidden("once"));
    let matter = with(answers::matter(), "story", text);
    let mut sent = vec![("version", version.as_str()), ("once", &once), ("then", "list")];
    sent.extend(matter.iter().map(|(name, value)| (*name, value.as_str())));
    person.browser.post(&href, &sent).await
}

async fn database(left: u64, name: &str) -> anyhow::Result<Seen> {
    let mut rig = Rig::folder()?;
    if !rig.mount("postgres", 200)? {
        return Ok(Seen::skipped(name, NOT_HERE));
    }
    rig.migrate()?;
    rig.serve()?;
    rig.ready().await?;
    let mut seen = Seen::of(name);
    let mut person = people::come(&rig, Part::Applicant, 1).await?.remove(0);
    let href = begin(&mut person).await?;
    fill(&rig.data.join("postgres"), left)?;
    let mut refused = None;
    for round in 0..400_u32 {
        let text: String = (0..30_000_u32)
            .map(|at| {
                char::from_u32(
                    0x4e00 + (at.wrapping_mul(2_654_435_761).wrapping_add(round * 97) >> 7) % 20_000,
                )
            })
            .map(|it| it.unwrap_or('容'))
            .collect();
        let page = saves(&mut person, &href, &text).await;
        if page.status.is_server_error() || page.status.as_u16() == 502 {
            refused = Some((round, page, text));
            break;
        }
    }
    let (round, page, text) = refused.context("the disk never was full")?;
    seen.holds(
        page.status == 503,
        format!("answered {}: {}", page.status, page.main()),
    );
    // Where it was the page of the form that could not be had, nothing was typed yet.
    let typed = page.text.contains(&text[..30]);
    seen.holds(typed || page.text.contains("系统正忙"), "no busy page");
    let while_full = saves(&mut person, &href, &text).await;
    seen.holds(while_full.status != 500, "a fault of ours while it is full");

    fs::remove_file(rig.data.join("postgres").join(FILLER))?;
    let begun = Instant::now();
    rig.ready().await?;
    let mut after = saves(&mut person, &href, ARGUMENT).await;
    while !after.status.is_redirection() && begun.elapsed() < BACK_MAX {
        sleep(Duration::from_millis(200)).await;
        after = saves(&mut person, &href, ARGUMENT).await;
    }
    let back = begun.elapsed();
    seen.holds(
        after.status.is_redirection(),
        format!("afterwards: {} {}", after.status, after.main()),
    );
    seen.holds(back < BACK_MAX, "it took too long until it worked again");
    if let Err(said) = rig.verify()? {
        seen.wrong.push(format!("audit verify: {said}"));
    }
    seen.figures = format!(
        "full after {round} pages, answered 503, works {:.1} s after there is room",
        back.as_secs_f64()
    );
    Ok(seen)
}
