//! Somebody's psql holds a row while others act: they hear in time that the system is busy, and it works afterwards.

use std::time::{Duration, Instant};

use sqlx::Connection;

use super::people::{self, Part};
use super::world::answers::{self, ARGUMENT};
use super::{Rig, Seen};

/// No request may take longer.
const ANSWER_MAX: Duration = Duration::from_secs(35);

pub async fn run() -> anyhow::Result<Vec<Seen>> {
    println!("held: a row");
    let rig = Rig::start().await?;
    let mut seen = Seen::of("held: a row that is written to");
    let mut person = people::come(&rig, Part::Applicant, 1).await?.remove(0);
    let once = person.browser.get("/my").await.hidden("once");
    let begun = person.browser.post("/applications", &[("once", &once)]).await;
    let href = format!("{}/matter", begun.leads_to());
    let page = person.browser.get(&href).await;
    let (version, once) = (page.hidden("version"), page.hidden("once"));
    let mut sent = vec![("version", version.as_str()), ("once", &once), ("then", "next")];
    let matter = answers::matter();
    sent.extend(matter.iter().map(|(name, value)| (*name, value.as_str())));

    let mut owner = rig.owner().await?;
    let mut held = owner.begin().await?;
    sqlx::query("SELECT FROM applications FOR UPDATE")
        .execute(&mut *held)
        .await?;
    let begun = Instant::now();
    let busy = person.browser.post(&href, &sent).await;
    let took = begun.elapsed();
    held.rollback().await?;
    seen.figures = format!(
        "answered {} after {:.1} s",
        busy.status.as_u16(),
        took.as_secs_f64()
    );
    seen.holds(
        busy.status == 503 && busy.text.contains("系统正忙"),
        "no busy page",
    );
    seen.holds(busy.text.contains(ARGUMENT), "the text is lost");
    seen.holds(took < ANSWER_MAX, "it took too long");
    let after = person.browser.post(&href, &sent).await;
    seen.holds(
        after.status.is_redirection(),
        format!("afterwards: {}", after.main()),
    );
    Ok(vec![seen])
}
