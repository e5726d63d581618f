//! The server's clock jumps by a day, there and back: it says so and takes nothing meanwhile, and nobody is locked out.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::time::sleep;

use super::people::{self, Part};
use super::world::answers;
use super::{Rig, Seen};

/// What lies to the program about the time.
fn library() -> Option<String> {
    let places = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
    let mut places = places
        .iter()
        .map(|it| format!("/usr/lib/{it}/faketime/libfaketime.so.1"));
    places.find(|it| Path::new(it).exists())
}

/// Keeps the database at work, with the machine's own time.
struct Kept(std::process::Child);

impl Drop for Kept {
    fn drop(&mut self) {
        // Its command ends with what it reads, and the script lets go.
        drop(self.0.stdin.take());
        self.0.wait().ok();
    }
}

pub async fn run() -> anyhow::Result<Vec<Seen>> {
    let name = "clocks: a day forwards and back";
    let Some(library) = library() else {
        return Ok(vec![Seen::skipped(
            name,
            "the package libfaketime is not installed",
        )]);
    };
    println!("clocks");
    let mut rig = Rig::folder()?;
    let jump = rig.data.join("jump");
    fs::write(&jump, "+0d\n")?;
    rig.migrate()?;
    // Somebody else uses the database first: it starts with the right time.
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("script/private-postgres");
    let holding = Command::new(script)
        .arg("with")
        .arg(&rig.data)
        .arg("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let _holding = Kept(holding);
    for _ in 0..200 {
        if rig.owner().await.is_ok() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    rig.settings = vec![
        ("LD_PRELOAD", library),
        ("FAKETIME_TIMESTAMP_FILE", jump.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".into()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
        ("DONT_FAKE_MONOTONIC", "1".into()),
    ];
    rig.serve()?;
    rig.ready().await?;
    let mut all = vec![];
    for (to, name) in [
        ("+1d", "clocks: a day forwards and back"),
        ("-1d", "clocks: a day back and forwards"),
    ] {
        all.push(one(&rig, &jump, to, name).await?);
    }
    Ok(all)
}

async fn one(rig: &Rig, jump: &Path, to: &str, name: &str) -> anyhow::Result<Seen> {
    let mut seen = Seen::of(name);
    let mut people = people::come(rig, Part::Applicant, 2).await?;
    let mut other = people.pop().context("two people")?;
    let mut person = people.pop().context("two people")?;
    let once = person.browser.get("/my").await.hidden("once");
    let begun = person.browser.post("/applications", &[("once", &once)]).await;
    ensure!(
        begun.status.is_redirection(),
        "nothing is begun: {}",
        begun.main()
    );
    let href = format!("{}/matter", begun.leads_to());
    let page = person.browser.get(&href).await;
    let (version, once) = (page.hidden("version"), page.hidden("once"));
    let mut sent = vec![("version", version.as_str()), ("once", &once), ("then", "next")];
    let matter = answers::matter();
    sent.extend(matter.iter().map(|(name, value)| (*name, value.as_str())));

    fs::write(jump, format!("{to}\n"))?;
    let ready = rig.get("/readyz").await;
    seen.holds(
        ready.status == 503 && ready.text.contains("clocks"),
        format!("/readyz does not say so: {} {}", ready.status, ready.text),
    );
    let refused = person.browser.post(&href, &sent).await;
    // A server that is ahead takes the session for one that ended long ago, and shows the form beside the sign-in.
    let busy = refused.status == 503 && refused.text.contains(answers::ARGUMENT);
    let beside = refused.status == 401 && refused.maybe_hidden("kept").is_some_and(|it| !it.is_empty());
    seen.holds(
        busy || beside,
        format!("the form was answered {}: {}", refused.status, refused.main()),
    );
    // Tries that the jump makes fail count against nobody.
    for _ in 0..8 {
        other.sign_in().await;
    }
    let mut owner = rig.owner().await?;
    let future: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sessions WHERE started_at > now() + interval '1 hour'")
            .fetch_one(&mut owner)
            .await?;
    seen.holds(future == 0, "a session began in the future");

    fs::write(jump, "+0d\n")?;
    let ready = rig.get("/readyz").await;
    seen.holds(
        ready.status.is_success(),
        format!("not ready afterwards: {}", ready.text),
    );
    let after = person.browser.post(&href, &sent).await;
    seen.holds(
        after.status.is_redirection(),
        format!("afterwards: {} {}", after.status, after.main()),
    );
    seen.holds(
        after.header("location").starts_with("/applications"),
        "the session ended with the jump",
    );
    seen.holds(other.sign_in().await, "somebody is locked out afterwards");
    seen.figures = format!("meanwhile a form was answered {}", refused.status.as_u16());
    Ok(seen)
}
