//! A case begins with its first event, which files it in the words of the application that is kept, and begins the first round.

use rongcuo::domain::case::Case;
use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::fact::Fact;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{lawful, letter, letters_told, refused};
use crate::world::World;

/// The same application filed once more, by hand and lawfully: the case's row, the application's text and the event.
#[derive(Clone)]
struct FiledAgain<'a> {
    model: &'a Case,
    id: Uuid,
    serial: i32,
    facts: Vec<Value>,
    filing: Value,
    kept: bool,
}

impl<'a> FiledAgain<'a> {
    fn of(model: &'a Case, serial: i32) -> Self {
        let first = &model.history[0].body;
        let mut filing = serde_json::to_value(&first.filing).expect("JSON");
        (filing["number"], filing["serial"]) = (json!(number(serial)), json!(serial));
        let it = Self {
            model,
            id: Uuid::now_v7(),
            serial,
            facts: vec![],
            filing,
            kept: true,
        };
        let facts = first.facts.iter();
        let facts = facts
            .map(|it| serde_json::to_string(it).expect("JSON"))
            .collect::<Vec<_>>();
        let mut text = format!("[{}]", facts.join(","));
        let deadlines = model.deadlines.iter().map(|it| it.id.0);
        for id in model.parties.iter().map(|it| it.id.0).chain(deadlines) {
            text = text.replace(&id.to_string(), &Uuid::now_v7().to_string());
        }
        let facts = serde_json::from_str(&text).expect("JSON");
        Self { facts, ..it }
    }

    fn parties(&self) -> Vec<Value> {
        let named = self.facts.iter().filter(|it| it["fact"] == "party_named");
        named.map(|it| it["id"].clone()).collect()
    }

    /// With these rounds in the place of its own.
    fn rounds(mut self, rounds: &[(i16, Vec<Value>)]) -> Self {
        self.facts.retain(|it| it["fact"] != "round_began");
        let rounds = rounds
            .iter()
            .map(|(round, parties)| json!({"fact": "round_began", "round": round, "parties": parties}));
        self.facts.extend(rounds);
        self
    }

    /// With something else in the words that the event files the case in.
    fn says(mut self, field: &str, it: Value) -> Self {
        self.filing[field] = it;
        self
    }

    fn sql(&self) -> String {
        let (id, model, serial) = (self.id, self.model.id, self.serial);
        let body =
            json!({"facts": self.facts, "documents": [], "files": [], "act": null, "filing": self.filing});
        let (receipt, issuer) = (Uuid::now_v7(), (self.model.body.id, DocumentKind::Receipt));
        let at = format!("(SELECT received_at FROM cases WHERE id = '{id}')");
        let written = letter(receipt, id, issuer, ("NULL", "NULL"), &at);
        let told = letters_told(&[receipt]);
        let kept = match self.kept {
            true => format!(
                "INSERT INTO filings SELECT '{id}', content, digest FROM filings WHERE case_id = '{model}';"
            ),
            false => String::new(),
        };
        format!(
            "INSERT INTO cases (id, number, body_id, year, serial, title, received_at, filed_by, filed_unit, filer_name, status, party_names, due_on, due_kind, due_days)
             SELECT '{id}', '{}', body_id, year, {serial}, title, received_at, filed_by, filed_unit, filer_name, 'submitted', party_names, due_on, due_kind, due_days
             FROM cases WHERE id = '{model}'; {kept} {written}
             INSERT INTO events (case_id, seq, at, kind, actor_id, round, to_status, version, body, previous, digest)
             SELECT id, 1, received_at, 'file', filed_by, 1, 'submitted', 2, ('{body}'::jsonb || jsonb_build_object('documents', {told}))::text, '', '' FROM cases WHERE id = '{id}'",
            number(serial),
        )
    }
}

fn number(serial: i32) -> String {
    format!("成高管容〔2026〕{serial}号")
}

#[tokio::test]
async fn a_case_begins_with_the_first_round_and_no_other() {
    let world = World::new().await;
    let model = world.case().filed().await.case().await;
    let again = FiledAgain::of(&model, 2);
    let (all, elsewhere) = (again.parties(), json!(model.parties[0].id));
    assert_eq!(all.len(), 2);
    for (rule, rounds) in [
        ("rounds_follow", vec![(2, all.clone())]),
        ("rounds_follow", vec![(0, all.clone())]),
        ("rounds_follow", vec![(1, all.clone()), (1, all.clone())]),
        ("rounds_follow", vec![(1, all.clone()), (2, all.clone())]),
        ("about_a_party", vec![(1, vec![all[0].clone(), elsewhere])]),
        ("rounds_parties_check", vec![(1, vec![])]),
        ("rounds_follow_events", vec![]),
    ] {
        refused(&world, rule, &again.clone().rounds(&rounds).sql()).await;
    }
    lawful(&world, &again.sql()).await;
}

/// The case is the fold of its events: what the first says of it is what was filed.
#[tokio::test]
async fn the_first_event_files_what_is_kept() {
    let world = World::new().await;
    let model = world.case().filed().await.case().await;
    let again = FiledAgain::of(&model, 2);
    for (field, otherwise) in [
        ("number", json!("成高管容〔2026〕9号")),
        ("body", json!(world.people.office.id)),
        ("year", json!(2025)),
        ("serial", json!(9)),
        ("title", json!("x")),
        ("unit", Value::Null),
        ("filer_name", json!("x")),
        ("electronic", json!(true)),
        ("accountability", json!({})),
        ("digest", json!("00")),
    ] {
        let sql = again.clone().says(field, otherwise).sql();
        refused(&world, "events_are_carried_out", &sql).await;
    }
    let nothing = FiledAgain {
        filing: Value::Null,
        ..again.clone()
    };
    refused(&world, "events_are_carried_out", &nothing.sql()).await;
    let unkept = FiledAgain {
        kept: false,
        ..again.clone()
    };
    refused(&world, "events_are_carried_out", &unkept.sql()).await;
    lawful(&world, &again.sql()).await;
}

#[tokio::test]
async fn parties_are_named_as_they_are() {
    let world = World::new().await;
    let model = world.case().filed().await.case().await;
    let again = FiledAgain::of(&model, 2);
    let of = |code: &str| {
        model.history[0]
            .body
            .facts
            .iter()
            .filter(|it| Fact::code(it) == code)
            .count()
    };
    assert_eq!(
        (of("party_named"), of("round_began"), of("clock_moved")),
        (2, 1, 1)
    );
    let second = again
        .facts
        .iter()
        .position(|it| it["no"] == 2)
        .expect("a second party");
    let with = |field: &str, it: Value| {
        let mut again = again.clone();
        again.facts[second][field] = it;
        again.sql()
    };
    for (rule, sql) in [
        ("parties_authority_check", with("authority", json!({}))),
        (
            "parties_authority_check",
            with("authority", json!({"organ": " "})),
        ),
        ("parties_authority_check", with("authority", json!("organ"))),
        ("parties_kind_check", with("kind", json!("crowd"))),
        ("written_check", with("name", json!("\u{3000}"))),
        ("parties_case_id_no_key", with("no", json!(1))),
        ("parties_no_check", with("no", json!(0))),
        (
            "parties_have_an_account_each",
            with("user", json!(world.people.applicant.user)),
        ),
        (
            "parties_have_an_account_each",
            with("unit", json!(world.people.applicant.unit)),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
