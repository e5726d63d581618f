//! Every route, as everybody: one table says what `domain::access` means for each address and each person. A route that
//! has no row here fails the test, and so does a row that has no route.

mod rows;

use std::collections::BTreeSet;
use std::fs;

use rongcuo::domain::objection::Objection;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;
use rongcuo::web::case::forms;
use uuid::Uuid;

use rows::{EVERYBODY, ROWS};

use crate::world::World;
use crate::world::browser::{Browser, Page};
use crate::world::story::Story;

#[tokio::test]
async fn every_route_answers_everybody_as_access_says() {
    let world = World::new().await;
    let scene = Scene::set(&world).await;
    let mut everybody = scene.everybody(&world).await;
    let mut wrong = vec![];
    for (method, path, expected, what) in ROWS {
        let href = scene.href(path, what);
        let mut answers = String::new();
        for (who, browser) in everybody.iter_mut().enumerate() {
            if [1, 4, 7, 8].contains(&who) {
                answers.push('|');
            }
            let page = match *method {
                "GET" => browser.get(&href).await,
                _ => browser.post(&href, &[("version", "0"), ("once", &once())]).await,
            };
            answers.push(letter(&page));
        }
        if answers != *expected {
            wrong.push(format!("{method} {path}: {answers} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(
        scene.version,
        scene.version_now(&world).await,
        "nothing came of it"
    );
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let routes = routes();
    assert!(routes.len() > 80, "the routes are found: {}", routes.len());
    let rows = ROWS
        .iter()
        .map(|(method, path, ..)| format!("{method} {path}"))
        .collect();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let idle: Vec<_> = rows.difference(&routes).collect();
    assert!(
        missing.is_empty() && idle.is_empty(),
        "without a row: {missing:?}\nwithout a route: {idle:?}"
    );
}

fn once() -> String {
    Uuid::now_v7().to_string()
}

fn letter(page: &Page) -> char {
    match page.status.as_u16() {
        200 => 'o',
        303 if page.header("location").starts_with("/?next=") => 's',
        303 => 'r',
        400 => '-',
        401 => 'k',
        403 => 'x',
        404 => '.',
        409 if page.text.contains("该事项暂不能办理") => 'c',
        409 | 422 => 'f',
        other => panic!("{other}: {}", page.main()),
    }
}

/// A case against whose determination a party objected to the Office, and an application being written.
struct Scene {
    case: String,
    version: i64,
    draft: String,
    things: Vec<(&'static str, String)>,
}

impl Scene {
    async fn set(world: &World) -> Self {
        let draft = world.case().application().await.to_string();
        let story = world.case().served().await;
        let waiting = story.report_and_submit_verdict(true).await;
        let served = story.case().await;
        let objection = Step::Object(Objection {
            file: None,
            ..steps::objection(served.parties[1].id, world.people.office.id)
        });
        story.takes(&world.people.individual, objection).await;
        let case = story.case().await;
        let theirs = case
            .determination_of(case.parties[1].id)
            .expect("each party has its determination")
            .document;
        let things = vec![
            ("the filer", case.parties[0].id.to_string()),
            ("the party", case.parties[1].id.to_string()),
            ("their determination", theirs.to_string()),
            ("a deadline", case.deadlines[0].id.to_string()),
            ("the objection", case.objections[0].id.to_string()),
            ("the filer's correction", case.corrections[0].id.to_string()),
            ("a waiting act", waiting.to_string()),
            ("the body's evidence", file_of(world, &story).await),
            ("a settled act", settled(world, &story, "determine").await),
            ("the report", settled(world, &story, "report").await),
            ("the phrase", phrase(world).await),
        ];
        Self {
            case: case.id.to_string(),
            version: version_of(world, case.id.0).await,
            draft,
            things,
        }
    }

    async fn version_now(&self, world: &World) -> i64 {
        let case: Uuid = self.case.parse().expect("the id of the case");
        version_of(world, case).await
    }

    async fn everybody(&self, world: &World) -> Vec<Browser> {
        let people = &world.people;
        let foreign = world.another_applicant("foreign", None).await;
        let mut browsers = vec![world.browser()];
        for user in [
            people.applicant.user,
            people.individual.user,
            foreign,
            people.body.officer.user,
            people.body.spare.user,
            people.body.approver.user,
            people.superior.officer.user,
            people.office.officer.user,
            people.office.approver.user,
        ] {
            browsers.push(world.as_user(user).await);
        }
        assert_eq!(browsers.len(), EVERYBODY);
        browsers
    }

    fn href(&self, path: &str, what: &str) -> String {
        let thing = self.things.iter().find(|(name, _)| *name == what);
        let subject = thing.map_or("", |(_, id)| id.as_str());
        let id = if what == "draft" { &self.draft } else { &self.case };
        path.replace("{id}", id)
            .replace("{subject}", subject)
            .replace("{number}", "1")
            .replace("{code}", "object-2-1")
            .replace("{no}", "1")
            .replace("{key}", &once())
            .replace("{file}", &once())
    }
}

async fn version_of(world: &World, case: Uuid) -> i64 {
    sqlx::query_scalar("SELECT version::bigint + (SELECT count(*) FROM acts) FROM cases WHERE id = $1")
        .bind(case)
        .fetch_one(&world.database.owner)
        .await
        .expect("the case is there")
}

async fn file_of(world: &World, story: &Story<'_>) -> String {
    let file: Uuid = sqlx::query_scalar("SELECT file FROM evidence WHERE case_id = $1")
        .bind(story.id().0)
        .fetch_one(&world.database.owner)
        .await
        .expect("the officers took evidence");
    file.to_string()
}

async fn settled(world: &World, story: &Story<'_>, kind: &str) -> String {
    let act: Uuid = sqlx::query_scalar("SELECT id FROM acts WHERE case_id = $1 AND kind = $2")
        .bind(story.id().0)
        .bind(kind)
        .fetch_one(&world.database.owner)
        .await
        .expect("it was an act");
    act.to_string()
}

/// A phrase of the body.
async fn phrase(world: &World) -> String {
    let id = Uuid::now_v7();
    let body = &world.people.body;
    sqlx::query(
        "INSERT INTO phrases VALUES ($1, 1, $2, 'demand', '完善制度', '修订细则。', false, $3, now())",
    )
    .bind(id)
    .bind(body.id.0)
    .bind(body.approver.user.0)
    .execute(&world.database.app)
    .await
    .expect("its leader keeps it");
    id.to_string()
}

/// Every method and path of the page of routes: `.route("/path", get(…).post(…))`, and both of every step's form.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let text = fs::read_to_string("src/web/routes.rs").expect("the page of routes");
    for route in text.split(".route(").skip(1) {
        let Some(rest) = route.trim_start().strip_prefix('"') else {
            continue;
        };
        let (path, rest) = rest.split_once('"').expect("a path ends");
        let methods = &rest[..closing(rest)];
        for (word, method) in [("get(", "GET"), ("post(", "POST")] {
            if methods.contains(word) {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    let forms = forms::addresses().into_iter();
    found.extend(forms.flat_map(|(path, _)| ["GET", "POST"].map(|it| format!("{it} /cases/{{id}}/{path}"))));
    found
}

/// Where the bracket closes that was opened before.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (at, sign) in text.char_indices() {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
