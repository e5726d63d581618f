//! Whether the guards of the tables are those that the migrations made, and awake: triggers, constraints, functions and the
//! fixed lists they read. Who owns the tables can put any of them to sleep, write, and wake it again; what is still asleep,
//! gone or another is named by `rongcuo audit verify` and `rongcuo doctor`.
//!
//! What a fresh migration makes stands in `guards.tsv`, compiled in, so that nobody who can write to the database can write
//! there too. A test compares the two, and writes the list anew when it is asked to. PostgreSQL words a trigger, a constraint
//! or an index as its own version does: on another than the list was written on, these are held to their names only.

use sqlx::{Connection, PgConnection};

use super::procedure;

/// What a fresh migration makes: kind, table, name and print, a line each.
const EXPECTED: &str = include_str!("guards.tsv");

/// The major version of PostgreSQL that the list was written on: the one of Debian 12.
const LISTED_ON: i32 = 15;

/// A guard, and a print of what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guard {
    /// trigger, constraint, index, rule, columns, view, function or list; overload, operator, cast or namesake, of which none is ours.
    pub kind: String,
    /// Of which table; empty for a function.
    pub table: String,
    /// Its name, with what distinguishes it from others; empty where its table has one of the kind.
    pub name: String,
    /// The beginning of a SHA-256 of what it says, in hex.
    pub print: String,
}

impl Guard {
    /// As a line of the list.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}\t{}\n", self.kind, self.table, self.name, self.print)
    }

    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Self {
            kind: fields.next()?,
            table: fields.next()?,
            name: fields.next()?,
            print: fields.next()?,
        })
    }

    fn known_by(&self) -> (&str, &str, &str) {
        (&self.kind, &self.table, &self.name)
    }

    /// Whether its print is of a wording that is PostgreSQL's own, and not of what a migration wrote.
    fn worded_by_the_server(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "trigger" | "constraint" | "index" | "rule" | "view"
        )
    }
}

/// What is wrong with the guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Triggers of a table sleep.
    Asleep {
        /// Which table.
        table: String,
        /// Their names, or those of the constraints they keep.
        names: Vec<String>,
    },
    /// Sessions of somebody begin with all triggers asleep.
    Replica {
        /// The role or database; empty where it is everybody.
        whose: String,
    },
    /// Sessions of somebody read other schemas first.
    Path {
        /// The role or database.
        whose: String,
    },
    /// It is gone.
    Missing(Guard),
    /// It says something else.
    Otherwise(Guard),
    /// No migration made it.
    Foreign(Guard),
    /// A list of the law is not that of this program.
    List { table: &'static str },
}

/// All that is wrong. Reads the catalogue as the migrations saw it, whatever stands before the tables in this session.
pub async fn faults(db: &mut PgConnection) -> sqlx::Result<Vec<Fault>> {
    let mut plain = db.begin().await?;
    sqlx::query("SET LOCAL search_path = public, pg_temp")
        .execute(&mut *plain)
        .await?;
    let mut faults = asleep(&mut plain).await?;
    faults.extend(replicas(&mut plain).await?);
    faults.extend(paths(&mut plain).await?);
    let same_wording = listed_on_this_version(&mut plain).await?;
    faults.extend(compared(&there(&mut plain).await?, same_wording));
    let lists = procedure::differing(&mut plain).await?;
    faults.extend(lists.into_iter().map(|table| Fault::List { table }));
    plain.commit().await?;
    Ok(faults)
}

/// Whether the server words its catalogue as the one did that the list was written on.
pub async fn listed_on_this_version(db: &mut PgConnection) -> sqlx::Result<bool> {
    let version =
        sqlx::query_scalar!(r#"SELECT current_setting('server_version_num')::integer AS "version!""#);
    Ok(version.fetch_one(db).await? / 10_000 == LISTED_ON)
}

/// The guards that are there.
pub async fn there(db: &mut PgConnection) -> sqlx::Result<Vec<Guard>> {
    sqlx::query_file_as!(Guard, "src/store/guards.sql")
        .fetch_all(db)
        .await
}

/// Holds what is there against what should be.
fn compared(there: &[Guard], same_wording: bool) -> Vec<Fault> {
    let expected: Vec<_> = EXPECTED.lines().filter_map(Guard::read).collect();
    let known =
        |guard: &Guard, among: &[Guard]| among.iter().position(|it| it.known_by() == guard.known_by());
    let fault = |guard: &Guard| match known(guard, &expected) {
        Some(_) if !same_wording && guard.worded_by_the_server() => None,
        Some(at) => (expected[at].print != guard.print).then(|| Fault::Otherwise(guard.clone())),
        None => meddles(guard, &expected).then(|| Fault::Foreign(guard.clone())),
    };
    let missing = expected.iter().filter(|it| known(it, there).is_none());
    let missing = missing.cloned().map(Fault::Missing);
    there.iter().filter_map(fault).chain(missing).collect()
}

/// Whether what no migration made changes what is written to our tables, or can be called in the place of a function of ours.
/// Other tables, views, functions and stricter constraints are nobody's concern.
fn meddles(guard: &Guard, ours: &[Guard]) -> bool {
    let same = |it: &Guard| match guard.kind.as_str() {
        "trigger" | "rule" => it.table == guard.table,
        "function" => it.kind == "function" && it.name.split('(').next() == guard.name.split('(').next(),
        _ => false,
    };
    matches!(guard.kind.as_str(), "overload" | "operator" | "cast" | "namesake") || ours.iter().any(same)
}

async fn asleep(db: &mut PgConnection) -> sqlx::Result<Vec<Fault>> {
    let rows = sqlx::query!(
        r#"
        SELECT c.relname::text AS "table!", array_agg(DISTINCT coalesce(k.conname, g.tgname)::text) AS "names!"
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid LEFT JOIN pg_constraint k ON k.oid = g.tgconstraint
        WHERE c.relnamespace = 'public'::regnamespace AND g.tgenabled NOT IN ('O', 'A') GROUP BY c.relname ORDER BY 1
        "#
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let asleep = rows.map(|row| Fault::Asleep {
        table: row.table,
        names: row.names,
    });
    Ok(asleep.collect())
}

async fn replicas(db: &mut PgConnection) -> sqlx::Result<Vec<Fault>> {
    let whose = sqlx::query_scalar!(
        r#"
        SELECT concat_ws(' ', d.datname, r.rolname) AS "whose!" FROM pg_db_role_setting s
        LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS setting
        WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND setting LIKE 'session\_replication\_role=%' AND setting <> 'session_replication_role=origin'
        UNION
        SELECT '' FROM pg_settings WHERE name = 'session_replication_role' AND reset_val = 'replica' AND source IN ('configuration file', 'command line')
        ORDER BY 1
        "#
    );
    let whose = whose.fetch_all(db).await?.into_iter();
    Ok(whose.map(|whose| Fault::Replica { whose }).collect())
}

/// The program's own sessions say themselves what they read; those of people do not.
async fn paths(db: &mut PgConnection) -> sqlx::Result<Vec<Fault>> {
    let whose = sqlx::query_scalar!(
        r#"
        SELECT concat_ws(' ', d.datname, r.rolname) AS "whose!" FROM pg_db_role_setting s
        LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS setting
        WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) AND setting LIKE 'search\_path=%'
        -- Another program of the cluster has roles of its own.
        AND (s.setrole = 0 OR s.setdatabase <> 0 OR r.rolname = 'rongcuo_app'
             OR pg_has_role(s.setrole, (SELECT relowner FROM pg_class WHERE oid = 'public.events'::regclass), 'MEMBER'))
        ORDER BY 1
        "#
    );
    let whose = whose.fetch_all(db).await?.into_iter();
    Ok(whose.map(|whose| Fault::Path { whose }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read() {
        let read: Vec<_> = EXPECTED.lines().filter_map(Guard::read).collect();
        assert!(read.len() > 200, "{}", read.len());
        assert_eq!(read.iter().map(Guard::line).collect::<String>(), EXPECTED);
        assert_eq!(compared(&read, true), []);
        let reworded = |it: &Guard| Guard {
            print: "another".into(),
            ..it.clone()
        };
        let server: Vec<_> = read
            .iter()
            .map(|it| {
                if it.worded_by_the_server() {
                    reworded(it)
                } else {
                    it.clone()
                }
            })
            .collect();
        assert_eq!(compared(&server, false), [], "another version of PostgreSQL");
        assert!(!compared(&server, true).is_empty() && !compared(&server[1..], false).is_empty());
        let all: Vec<_> = read.iter().map(reworded).collect();
        assert!(
            !compared(&all, false).is_empty(),
            "a function says the same on every version"
        );
    }
}
