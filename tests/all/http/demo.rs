//! The demo's drafts open as somebody left them: every field of the form filled, and fit to be sent as it stands.

use rongcuo::commands::demo::fill;
use rongcuo::domain::act::ActState;
use rongcuo::domain::ids::UserId;
use rongcuo::domain::procedure::Kind;
use rongcuo::platform::{App, Clock, Config};
use tempfile::TempDir;
use time::macros::datetime;
use uuid::Uuid;

use crate::world::browser::Browser;
use crate::world::database::TestDatabase;
use crate::world::pages::signed_in;

/// Fields that may be empty.
const MAY_BE_EMPTY: [&str; 2] = ["other", "remark"];

#[tokio::test]
async fn every_saved_or_returned_act_of_the_demo_opens_filled_and_can_be_sent() {
    let database = TestDatabase::new().await;
    let folder = TempDir::new().expect("the temporary folder can be written");
    let data = folder.path().to_string_lossy().into_owned();
    let config = Config::read(|name| (name == "RONGCUO_DATA").then(|| data.clone())).expect("settings");
    let now = datetime!(2026-11-25 10:00 +8);
    let app = App::new(database.app.clone(), Clock::movable(now), config).expect("a folder for files");
    let told = fill(app.clone(), &database.owner, now)
        .await
        .expect("the law lets the demo happen");
    assert!(told >= 25);

    let open: Vec<(Uuid, Uuid, String, Option<Uuid>, Uuid, String)> = sqlx::query_as(
        "SELECT id, case_id, kind, subject, drafted_by, state FROM acts WHERE state IN ('draft', 'returned') ORDER BY drafted_at",
    )
    .fetch_all(&database.owner)
    .await
    .expect("acts to read");
    let mut kinds = vec![];
    for (act, case, kind, subject, drafter, state) in open {
        let mut browser = signed_in(&app, UserId(drafter)).await;
        opens_filled_and_is_sent(
            &mut browser,
            &format!("/cases/{case}/acts/{act}"),
            &format!("{kind} {subject:?}, {state}"),
        )
        .await;
        kinds.push((
            Kind::from_code(&kind).expect("a kind"),
            ActState::from_code(&state).expect("a state"),
        ));
    }
    for kind in [
        Kind::Initiate,
        Kind::Report,
        Kind::Determine,
        Kind::DecideObjection,
        Kind::Decline,
    ] {
        assert!(
            kinds.iter().any(|(it, _)| *it == kind),
            "no draft of {}",
            kind.name()
        );
    }
    assert!(kinds.iter().any(|(_, state)| *state == ActState::Returned));
}

/// The drafter goes from the page of the act to its form, finds it filled, and sends it as it stands.
async fn opens_filled_and_is_sent(browser: &mut Browser, act: &str, which: &str) {
    let page = browser.get(act).await;
    let mut links = page.links().into_iter();
    let form = links.find(|it| ["修改后送审", "继续填写"].contains(&it.words.as_str()));
    let href = form.expect("a link to the form").href;
    // A report is sent from the page where it is checked.
    let (checked, first) = (format!("{href}/check"), browser.get(&href).await);
    let opened = match first.links().iter().any(|it| it.href == checked) {
        true => browser.get(&checked).await.form(&href),
        false => first.form(&href),
    };
    let empty = opened.empty.iter().filter(|it| !may_be_empty(it));
    let empty: Vec<_> = empty.collect();
    assert!(empty.is_empty(), "{which}: {empty:?}");
    let fields = opened.fields.iter();
    let sent: Vec<_> = fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = browser.post(&href, &sent).await;
    assert_eq!(answer.done(), "submitted", "{which}: {}", answer.main());
}

/// What need not be written, and the rows for correction requirements that are over.
fn may_be_empty(name: &str) -> bool {
    let row = name.split('-').nth(2).and_then(|it| it.parse::<u8>().ok());
    MAY_BE_EMPTY.contains(&name)
        || row.is_some_and(|row| row > 1)
        || name.ends_with("-unit")
        || name.starts_with("c-")
}
