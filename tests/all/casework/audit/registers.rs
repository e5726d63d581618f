//! Every field and every row of every register: none is changed, added or taken away unnoticed.

use sqlx::AssertSqlSafe;

use super::{tamper, verify};
use crate::world::World;

/// A row of a register that is attacked: its table, its case's number, its place, and its columns with their types.
#[derive(sqlx::FromRow)]
struct Attacked {
    register: String,
    number: String,
    seq: i32,
    fact_no: i16,
    columns: Vec<String>,
    types: Vec<String>,
}

impl Attacked {
    /// The row as `audit verify` names it, with another `fact_no`.
    fn line(&self, beyond: i16) -> String {
        format!(" {}.{}：", self.seq, self.fact_no + beyond)
    }

    fn is_said(&self, said: &str, beyond: i16, how: &str) {
        let line = said.lines().find(|line| {
            line.starts_with(&self.number) && line.contains(&self.line(beyond)) && line.ends_with(how)
        });
        assert!(
            line.is_some(),
            "{} {}{how}: {said}",
            self.register,
            self.line(beyond)
        );
    }

    fn key(&self) -> String {
        format!(
            "case_id = (SELECT id FROM cases WHERE number = '{}') AND seq = {} AND fact_no = {}",
            self.number, self.seq, self.fact_no
        )
    }

    /// Every field another one.
    fn otherwise(&self) -> String {
        let other = |(column, kind): (&String, &String)| {
            let value = match kind.as_str() {
                "uuid" => "gen_random_uuid()".to_owned(),
                "uuid[]" => "ARRAY[gen_random_uuid()]".to_owned(),
                "text" | "written" => format!("concat(\"{column}\", 'x')"),
                "jsonb" => "'\"x\"'".to_owned(),
                "boolean" => format!("NOT \"{column}\""),
                "date" => format!("coalesce(\"{column}\", '2026-01-01') + 1"),
                "smallint" => format!("\"{column}\" + 1"),
                kind => panic!("{column} is a {kind}"),
            };
            format!("\"{column}\" = {value}")
        };
        let set: Vec<_> = self.columns.iter().zip(&self.types).map(other).collect();
        format!(
            "UPDATE {} SET {} WHERE {};",
            self.register,
            set.join(", "),
            self.key()
        )
    }
}

/// A row of each register, as the list in the database has them, where nothing but the audit is left to notice anything.
async fn attacked(world: &World) -> Vec<Attacked> {
    world.every_fact().await;
    let registers: Vec<String> = sqlx::query_scalar("SELECT register::text FROM registers ORDER BY 1")
        .fetch_all(&world.database.owner)
        .await
        .expect("the registers");
    let mut rows = vec![];
    for register in &registers {
        let row = format!(
            "SELECT '{register}' AS register, c.number, r.seq, r.fact_no, array_agg(a.attname::text) AS columns,
                    array_agg(format_type(a.atttypid, a.atttypmod)) AS types
             FROM (SELECT * FROM {register} ORDER BY case_id, seq, fact_no LIMIT 1) r JOIN cases c ON c.id = r.case_id, pg_attribute a
             WHERE a.attrelid = '{register}'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('case_id', 'seq', 'fact_no')
             GROUP BY c.number, r.seq, r.fact_no"
        );
        let row = sqlx::query_as(AssertSqlSafe(row))
            .fetch_one(&world.database.owner)
            .await;
        rows.push(row.unwrap_or_else(|error| panic!("{register}: {error}")));
    }
    assert!(rows.len() > 20);
    tamper(
        world,
        "DO $$ DECLARE it record; BEGIN
             FOR it IN SELECT conrelid::regclass AS register, conname FROM pg_constraint JOIN registers ON register = conrelid WHERE contype IN ('c', 'u') LOOP
                 EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', it.register, it.conname);
             END LOOP; END $$",
    )
    .await;
    rows
}

#[tokio::test]
async fn no_field_of_a_register_is_changed_unnoticed() {
    let world = World::new().await;
    let rows = attacked(&world).await;
    let changes: String = rows.iter().map(Attacked::otherwise).collect();
    tamper(&world, &changes).await;
    let (_, said) = verify(&world);
    for row in &rows {
        row.is_said(&said, 0, "与事件的记载不符");
        let line = said.lines().find(|line| {
            line.starts_with(&row.number) && line.contains(&row.line(0)) && line.ends_with("与事件的记载不符")
        });
        let named = line.and_then(|line| line.split('：').nth(1)).expect("a line");
        let named: Vec<_> = named.trim_end_matches(" 与事件的记载不符").split('、').collect();
        for column in &row.columns {
            assert!(
                named.contains(&column.as_str()),
                "{}.{column}: {named:?}",
                row.register
            );
        }
    }
}

#[tokio::test]
async fn no_row_of_a_register_is_added_or_taken_away_unnoticed() {
    let world = World::new().await;
    let rows = attacked(&world).await;
    let change = |it: &Attacked| {
        let (register, key) = (&it.register, it.key());
        format!(
            "INSERT INTO {register} SELECT (jsonb_populate_record(r, jsonb_build_object('fact_no', fact_no + 50))).* FROM {register} r WHERE {key};
             DELETE FROM {register} WHERE {key};"
        )
    };
    tamper(&world, &rows.iter().map(change).collect::<String>()).await;
    let (_, said) = verify(&world);
    for row in &rows {
        row.is_said(&said, 0, "事件有记载，现已缺失");
        row.is_said(&said, 50, "没有事件这样记载");
    }
}
