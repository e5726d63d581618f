//! What passes by itself, a deadlock, a statement that took too long, a database that is read only for a while, is no fault of
//! ours: the page says so, and what was typed is sent again as it is.

use rongcuo::store::limits::CONNECTIONS_MAX;
use sqlx::AssertSqlSafe;

use super::writing::Writing;
use crate::world::World;

const STORY: &str = "“一线径予放行”改革试点，先行先试，没有先例可循。\n两行文字";

async fn runs(world: &World, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&world.database.owner)
        .await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// Sends the page again as it was laid before the person.
async fn once_more(writing: &mut Writing, page: &crate::world::browser::Page) {
    page.says(503, "系统正忙")
        .says(503, "两行文字")
        .says(503, "继续提交");
    let fields: Vec<_> = ["version", "once", "title", "story", "consequences", "then"]
        .map(|name| (name, page.hidden(name)))
        .into();
    assert_eq!(fields[3].1, STORY);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let href = format!("{}/matter", writing.href);
    writing.browser.post(&href, &fields).await.leads_to();
}

fn typed() -> Vec<(&'static str, String)> {
    vec![
        ("title", "改革试点".into()),
        ("story", STORY.into()),
        ("consequences", "通关时间平均延长三天。".into()),
    ]
}

#[tokio::test]
async fn a_deadlock_is_busy_and_not_a_fault() {
    let world = World::new().await;
    let mut writing = Writing::begin(&world, &world.people.applicant).await;
    for code in ["40P01", "40001", "57014"] {
        runs(
            &world,
            &format!(
                "CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'for a test' USING ERRCODE = '{code}'; END $$;
                 CREATE TRIGGER fails BEFORE UPDATE ON applications EXECUTE FUNCTION fails()"
            ),
        )
        .await;
        let page = writing.send("matter", &typed()).await;
        runs(&world, "DROP TRIGGER fails ON applications").await;
        once_more(&mut writing, &page).await;
    }
}

#[tokio::test]
async fn connections_that_only_read_are_given_up_after_the_first_refusal() {
    let world = World::new().await;
    let mut writing = Writing::begin(&world, &world.people.applicant).await;
    let opened = writing.open("matter").await;
    // What is open stays read only, as after a switch from a standby.
    let mut all = vec![];
    for _ in 0..CONNECTIONS_MAX {
        let mut db = world.app.pool.acquire().await.expect("a connection");
        let done = sqlx::raw_sql("SET default_transaction_read_only = on");
        done.execute(&mut *db).await.expect("it only reads from now on");
        all.push(db);
    }
    drop(all);
    let page = writing.send_from(&opened, "matter", &typed()).await;
    page.says(503, "系统正忙");
    for _ in 0..2 * CONNECTIONS_MAX {
        writing.browser.get("/my").await.says(200, "我的案件");
    }
    let page = writing.send_from(&opened, "matter", &typed()).await;
    page.leads_to();
}
