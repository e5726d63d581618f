//! How long anything may take that has to do with the database: each number once. A database that is frozen or out of reach
//! keeps no request longer than a page's own time limit and leaves nothing locked behind.

use std::time::Duration;

/// Connections of one server at most. PostgreSQL gives a hundred to all together.
pub const CONNECTIONS_MAX: u32 = 24;
/// How long a request waits for a connection, and for who is here.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may take to say that it is whole, before it goes back to the others.
pub const RETURN_PATIENCE: Duration = Duration::from_secs(2);
/// How long a supervisor waits to hear whether we are ready.
pub const READY_PATIENCE: Duration = Duration::from_secs(10);
/// What a form asks of the database. Less than a page's time limit: what was typed is given back.
pub const FORM_PATIENCE: Duration = Duration::from_secs(25);
/// How far this program's clock and the database's may differ before no step is taken any more, in seconds.
pub const CLOCKS_APART_MAX: f64 = 5.0;

/// Settings of a connection, as PostgreSQL names them.
pub type Settings = &'static [(&'static str, &'static str)];

/// Our tables first, whatever somebody set for a role or database, or made for a session.
const SEARCH_PATH: (&str, &str) = ("search_path", "public,pg_temp");

/// Of a server. Who waits for a row that somebody else holds gives up before all connections wait there. What a lost server
/// leaves behind is found and undone within half a minute. A plan is never compiled: that takes longer than any of our questions.
pub const SERVING: Settings = &[
    SEARCH_PATH,
    ("jit", "off"),
    ("lock_timeout", "3s"),
    ("statement_timeout", "20s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("client_connection_check_interval", "10s"),
    ("tcp_user_timeout", "15s"),
    ("tcp_keepalives_idle", "30s"),
    ("tcp_keepalives_interval", "5s"),
    ("tcp_keepalives_count", "3"),
];
/// Of the owner: a migration writes whole tables anew, but waits for nobody's lock for long.
pub const OWNING: Settings = &[
    SEARCH_PATH,
    ("lock_timeout", "30s"),
    ("statement_timeout", "0"),
    ("idle_in_transaction_session_timeout", "10min"),
    ("client_connection_check_interval", "10s"),
];
/// Of a command that reads: `audit verify` reads every kept file in one moment of the database.
pub const READING: Settings = &[
    SEARCH_PATH,
    ("jit", "off"),
    ("lock_timeout", "30s"),
    ("statement_timeout", "10min"),
    ("idle_in_transaction_session_timeout", "0"),
    ("client_connection_check_interval", "10s"),
];
