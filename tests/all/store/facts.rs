//! Facts are a contract in waiting: events keep them as JSON for good, so the stored form of each stands here, and another form
//! is read and written by nobody unnoticed. Each field is a column of its register.

use std::collections::BTreeSet;
use std::path::PathBuf;

use rongcuo::domain::fact::Fact;
use serde_json::Value;

use crate::world::database::TestDatabase;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/all/store/facts")
}

/// The forms in which a fact is stored: one, or one for each way it can be told.
pub fn stored(code: &str) -> Vec<Value> {
    let path = folder().join(format!("{code}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{code} has its file"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"))
}

#[test]
fn each_fact_is_read_and_written_as_it_was_stored() {
    for code in Fact::CODES {
        for form in stored(code) {
            let fact: Fact = serde_json::from_value(form.clone())
                .unwrap_or_else(|error| panic!("{code}: {error}: {form}"));
            assert_eq!(fact.code(), *code, "{form}");
            assert_eq!(
                serde_json::to_value(&fact).unwrap(),
                form,
                "{code} is stored otherwise"
            );
        }
    }
}

#[test]
fn no_form_is_of_a_fact_that_there_is_not() {
    let files = std::fs::read_dir(folder())
        .expect("the folder")
        .map(|it| it.expect("a file").file_name());
    let files: BTreeSet<String> = files.map(|it| it.into_string().expect("a name")).collect();
    let facts: BTreeSet<_> = Fact::CODES.iter().map(|code| format!("{code}.json")).collect();
    assert_eq!(files, facts);
}

#[tokio::test]
async fn a_facts_fields_are_the_columns_of_its_register() {
    let database = TestDatabase::new().await;
    for code in Fact::CODES {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT attname::text FROM pg_attribute a JOIN registers r ON r.register = a.attrelid
             WHERE r.fact = $1 AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('case_id', 'seq', 'fact_no')",
        )
        .bind(code)
        .fetch_all(&database.owner)
        .await
        .expect("columns");
        let forms = stored(code);
        let fields = forms
            .iter()
            .flat_map(|form| form.as_object().expect("an object").keys().cloned());
        let fields: BTreeSet<String> = fields.filter(|field| field != "fact").collect();
        assert_eq!(fields, columns.into_iter().collect(), "{code}");
    }
}
