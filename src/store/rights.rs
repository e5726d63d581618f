//! What a role may do to the tables, against what the migrations grant to the one that serves: a right too few stops the work
//! half-way, one too many lets a bug or a trick change what stays. The list is compiled in, and compared by a test, as that
//! of the guards is.

use sqlx::PgConnection;

/// What the migrations grant: table, privilege and columns, a line each.
const GRANTED: &str = include_str!("rights.tsv");

/// A privilege on a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// Which table, or function; `public` for the schema.
    pub table: String,
    /// In the words of `GRANT`.
    pub privilege: String,
    /// On which columns, of UPDATE.
    pub columns: Vec<String>,
}

impl Right {
    /// As a line of the list.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}\n", self.table, self.privilege, self.columns.join(" "))
    }

    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        Some(Self {
            table: fields.next()?.to_owned(),
            privilege: fields.next()?.to_owned(),
            columns: fields.next()?.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// What of it none of the others gives.
    fn beyond(&self, others: &[Self]) -> Option<Self> {
        let same = |it: &&Self| (&it.table, &it.privilege) == (&self.table, &self.privilege);
        let Some(other) = others.iter().find(same) else {
            return Some(self.clone());
        };
        let columns = self.columns.iter().filter(|it| !other.columns.contains(it));
        let columns: Vec<_> = columns.cloned().collect();
        (!columns.is_empty()).then(|| Self {
            columns,
            ..self.clone()
        })
    }
}

/// The rights of a role that the migrations do not give to the one that serves.
pub async fn beyond(db: &mut PgConnection, role: &str) -> sqlx::Result<Vec<Right>> {
    let (granted, there) = (granted(), of(db, role).await?);
    Ok(there.iter().filter_map(|it| it.beyond(&granted)).collect())
}

/// The rights that a role needs to serve and does not have.
pub async fn missing(db: &mut PgConnection, role: &str) -> sqlx::Result<Vec<Right>> {
    let there = of(db, role).await?;
    Ok(granted().iter().filter_map(|it| it.beyond(&there)).collect())
}

fn granted() -> Vec<Right> {
    GRANTED.lines().filter_map(Right::read).collect()
}

/// All rights of a role, however it came by them.
pub async fn of(db: &mut PgConnection, role: &str) -> sqlx::Result<Vec<Right>> {
    sqlx::query_as!(
        Right,
        r#"
        SELECT c.relname::text AS "table!", p.privilege AS "privilege!", CASE p.privilege WHEN 'UPDATE' THEN ARRAY(
                   SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND has_column_privilege($1::name, c.oid, a.attnum, 'UPDATE') ORDER BY a.attnum) ELSE '{}' END AS "columns!"
        FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS p (privilege)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND CASE WHEN p.privilege IN ('INSERT', 'UPDATE') THEN has_any_column_privilege($1::name, c.oid, p.privilege)
                 ELSE has_table_privilege($1::name, c.oid, p.privilege) END
        UNION ALL SELECT 'public', 'CREATE', '{}' WHERE has_schema_privilege($1::name, 'public', 'CREATE')
        UNION ALL SELECT 'public', 'USAGE', '{}' WHERE has_schema_privilege($1::name, 'public', 'USAGE')
        -- A trigger on a table of the caller's would run it with the owner's rights.
        UNION ALL SELECT f.proname::text, 'EXECUTE', '{}' FROM pg_proc f
        WHERE f.pronamespace = 'public'::regnamespace AND f.prosecdef AND has_function_privilege($1::name, f.oid, 'EXECUTE')
        ORDER BY 1, 2
        "#,
        role as _
    )
    .fetch_all(db)
    .await
}

/// What anybody but the owners and the serving role was given that writes, or makes what stands in the place of ours.
pub async fn of_others(db: &mut PgConnection) -> sqlx::Result<Vec<(String, Right)>> {
    let rows = sqlx::query!(
        r#"
        WITH given (object, owner, grantee, privilege, columns) AS (
            SELECT c.relname::text, c.relowner, g.grantee, g.privilege_type, '{}'::text[] FROM pg_class c, aclexplode(c.relacl) g
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
            UNION ALL
            SELECT c.relname::text, c.relowner, g.grantee, g.privilege_type, ARRAY[a.attname::text] FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
            WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
            UNION ALL
            SELECT 'public', n.nspowner, g.grantee, g.privilege_type, '{}' FROM pg_namespace n, aclexplode(n.nspacl) g WHERE n.nspname = 'public')
        SELECT coalesce(r.rolname::text, 'PUBLIC') AS "role!", g.object AS "table!", g.privilege AS "privilege!", g.columns AS "columns!"
        FROM given g LEFT JOIN pg_roles r ON r.oid = g.grantee
        WHERE g.grantee <> g.owner AND r.rolname IS DISTINCT FROM 'rongcuo_app' AND g.privilege NOT IN ('SELECT', 'USAGE')
        AND NOT coalesce(pg_has_role(r.oid, g.owner, 'MEMBER'), false)
        ORDER BY 1, 2, 3
        "#
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let right = |table, privilege, columns| Right {
        table,
        privilege,
        columns,
    };
    Ok(rows
        .map(|it| (it.role, right(it.table, it.privilege, it.columns)))
        .collect())
}

/// Whether nothing holds a role back: it is or can become the owner of our tables. `None` where there is no such role.
pub async fn unbound(db: &mut PgConnection, role: &str) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"
        SELECT r.rolcreaterole OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                                          AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS "unbound!"
        FROM pg_roles r WHERE r.rolname = $1
        "#,
        role as _
    )
    .fetch_optional(db)
    .await
}
