//! Every row held once more to what it stands on, by the database's own question `is_told`: an event of that step, person
//! and instant, and the act that was approved (R5). What the replay cannot see is found here: an event that carries out
//! something else than was approved. Whether `is_told` still asks what it should, `guards` says.

use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use crate::store::replay::REGISTERS;

/// A row that nothing carries.
pub struct Unheld {
    /// Of which case.
    pub case: Uuid,
    /// In which table.
    pub register: &'static str,
    /// What names the row.
    pub key: String,
}

/// The rows of these cases for which no event and no approved act stands.
pub async fn rows(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Unheld>> {
    let asked = asked_of(db).await?;
    let mut found = vec![];
    for register in REGISTERS
        .iter()
        .filter(|it| asked.iter().any(|table| table == it.table))
    {
        let (table, key, case) = (register.table, register.key, register.case.replace('$', "public"));
        let sql = format!(
            "SELECT {case}, concat_ws(' ', {key}) FROM public.{table} t WHERE {case} = ANY($1) AND public.is_told(t) IS NOT TRUE ORDER BY 2 LIMIT 100"
        );
        let rows: Vec<(Uuid, String)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(cases)
            .fetch_all(&mut *db)
            .await?;
        found.extend(rows.into_iter().map(|(case, key)| Unheld {
            case,
            register: table,
            key,
        }));
    }
    Ok(found)
}

/// The tables of which the database asks it.
async fn asked_of(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        SELECT c.relname::text AS "table!" FROM pg_proc f JOIN pg_type t ON t.oid = f.proargtypes[0] JOIN pg_class c ON c.oid = t.typrelid
        WHERE f.proname = 'is_told' AND f.pronamespace = 'public'::regnamespace AND f.pronargs = 1
        "#
    )
    .fetch_all(db)
    .await
}
