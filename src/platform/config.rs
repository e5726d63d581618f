//! All settings, few, from the environment, checked before anything starts. What is wrong is said all at once, each in
//! one sentence with its mending, in the language of those who run the program.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use tracing_subscriber::EnvFilter;

use super::clamd::Clamd;

/// Every setting of the program, checked when it starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data is kept.
    pub database: Source,
    /// `RONGCUO_LISTEN`: where the server listens.
    pub listen: SocketAddr,
    /// `RONGCUO_HTTPS`: whether people reach us through an https proxy of ours. Then cookies are `Secure`, and the
    /// visitor's address is the one the proxy names last in `X-Forwarded-For`.
    pub https: bool,
    /// `RONGCUO_HOST`: the names by which people reach us, with commas between; none: any. Where we listen on this machine alone
    /// and no proxy stands before us, the names of this machine.
    pub hosts: Vec<String>,
    /// `RONGCUO_DEMO`: where people may step into the identities of a demo, which have no password.
    pub demo: DemoDoor,
    /// `RONGCUO_DATA`: the folder of files, and of the private database.
    pub data: PathBuf,
    /// `RONGCUO_CLAMD`: who is asked about files that come in.
    pub clamd: Option<Clamd>,
    /// `RONGCUO_LOG`: what is logged, in the words of `tracing`'s `EnvFilter`.
    pub log: String,
    /// `RONGCUO_LOG_FORMAT`: how.
    pub log_format: LogFormat,
}

/// Where the data is kept.
#[derive(Debug, Clone)]
pub enum Source {
    /// In a PostgreSQL of our own below `RONGCUO_DATA`.
    Private,
    /// In somebody's PostgreSQL.
    Given {
        /// `DATABASE_URL`: as the server.
        app: Box<PgConnectOptions>,
        /// `RONGCUO_OWNER_DATABASE_URL`: as the owner, who migrates.
        owner: Box<PgConnectOptions>,
    },
}

/// Where the identities of a demo may be stepped into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoDoor {
    /// Nowhere.
    Closed,
    /// By who sits at this machine.
    ThisMachine,
    /// By whoever reaches us.
    Anywhere,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Everything that is wrong with the settings, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BadConfig(pub Vec<String>);

impl fmt::Display for BadConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

const LISTEN: &str = "127.0.0.1:8080";
/// The names by which a machine reaches itself.
const THIS_MACHINE: &str = "localhost,127.0.0.1,[::1]";
const DATA: &str = "var";
const LOG: &str = "info,sqlx=warn";

impl Config {
    pub fn from_env() -> Result<Self, BadConfig> {
        Self::read(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Whether nobody reaches us but who sits at this machine.
    pub fn this_machine_alone(&self) -> bool {
        this_machine_alone(self.listen, self.https)
    }

    /// Whether people may step into the identities of a demo.
    pub fn demo_is_open(&self) -> bool {
        match self.demo {
            DemoDoor::Closed => false,
            DemoDoor::ThisMachine => self.this_machine_alone(),
            DemoDoor::Anywhere => true,
        }
    }

    /// Whether the `Host` of a request, with its port or without, is a name of ours.
    pub fn answers_to(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
            _ => host.as_str(),
        };
        self.hosts.is_empty() || self.hosts.iter().any(|it| *it == host || it == name)
    }

    /// The name by which other machines reach us, without spaces or `+`: what this installation's signatures are known by.
    pub fn name(&self) -> &str {
        let known: Vec<_> = THIS_MACHINE.split(',').collect();
        let named = self.hosts.iter().find(|it| !known.contains(&it.as_str()));
        named.map_or("rongcuo", String::as_str)
    }

    /// Reads from anywhere. An empty setting counts as none.
    pub fn read(setting: impl Fn(&str) -> Option<String>) -> Result<Self, BadConfig> {
        let setting = |name: &str| setting(name).filter(|value| !value.trim().is_empty());
        let mut wrong = Vec::new();
        let (listen, https) = (listen(&setting, &mut wrong), https(&setting, &mut wrong));
        let read = Self {
            database: database(&setting, &mut wrong),
            listen,
            https,
            hosts: hosts(&setting, this_machine_alone(listen, https)),
            demo: demo(&setting, &mut wrong),
            data: data(&setting, &mut wrong),
            clamd: clamd(&setting, &mut wrong),
            log: log(&setting, &mut wrong),
            log_format: log_format(&setting, &mut wrong),
        };
        if wrong.is_empty() {
            Ok(read)
        } else {
            Err(BadConfig(wrong))
        }
    }
}

fn database(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> Source {
    let app = address(setting, "DATABASE_URL", wrong);
    let owner = address(setting, "RONGCUO_OWNER_DATABASE_URL", wrong);
    match (app, owner) {
        (Some(app), owner) => {
            let owner = owner.unwrap_or_else(|| app.clone());
            Source::Given {
                app: Box::new(app),
                owner: Box::new(owner),
            }
        }
        (None, None) => Source::Private,
        (None, Some(_)) => {
            wrong.push(
                "只设置了 RONGCUO_OWNER_DATABASE_URL：请同时设置 DATABASE_URL，或者两个都不设置。".into(),
            );
            Source::Private
        }
    }
}

// The value itself is not shown: it may hold a password.
fn address(
    setting: &impl Fn(&str) -> Option<String>,
    name: &str,
    wrong: &mut Vec<String>,
) -> Option<PgConnectOptions> {
    let text = setting(name)?;
    let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
    match PgConnectOptions::from_str(&text) {
        Ok(options) if known => Some(options),
        _ => {
            wrong.push(format!(
                "{name} 不是有效的地址：请写成 postgres://用户:密码@主机:5432/数据库。"
            ));
            None
        }
    }
}

fn listen(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> SocketAddr {
    let text = setting("RONGCUO_LISTEN").unwrap_or_else(|| LISTEN.into());
    text.parse().unwrap_or_else(|_| {
        wrong.push(format!(
            "RONGCUO_LISTEN「{text}」不是地址和端口：请写成 {LISTEN} 这样。"
        ));
        SocketAddr::from(([127, 0, 0, 1], 8080))
    })
}

fn https(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> bool {
    match setting("RONGCUO_HTTPS").as_deref() {
        None | Some("0") => false,
        Some("1") => true,
        Some(other) => {
            wrong.push(format!(
                "RONGCUO_HTTPS「{other}」看不懂：前面有 https 代理时写 1，没有时写 0。"
            ));
            false
        }
    }
}

fn this_machine_alone(listen: SocketAddr, https: bool) -> bool {
    listen.ip().is_loopback() && !https
}

fn demo(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> DemoDoor {
    match setting("RONGCUO_DEMO").as_deref() {
        None | Some("0") => DemoDoor::Closed,
        Some("1") => DemoDoor::ThisMachine,
        Some("anywhere") => DemoDoor::Anywhere,
        Some(other) => {
            wrong.push(format!(
                "RONGCUO_DEMO「{other}」看不懂：只在本机演示时写 1，对外演示时写 anywhere，不演示时写 0。"
            ));
            DemoDoor::Closed
        }
    }
}

fn hosts(setting: &impl Fn(&str) -> Option<String>, this_machine_alone: bool) -> Vec<String> {
    let named = setting("RONGCUO_HOST").map(|it| it.to_lowercase());
    let known = if this_machine_alone { THIS_MACHINE } else { "" };
    let names = named.as_deref().unwrap_or(known).split(',').map(str::trim);
    names.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn data(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> PathBuf {
    let folder = PathBuf::from(setting("RONGCUO_DATA").unwrap_or_else(|| DATA.into()));
    if folder.exists() && !folder.is_dir() {
        let shown = folder.display();
        wrong.push(format!(
            "RONGCUO_DATA「{shown}」不是文件夹：请换成一个文件夹，没有的会自动建立。"
        ));
    }
    folder
}

fn clamd(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> Option<Clamd> {
    let text = setting("RONGCUO_CLAMD")?;
    let clamd = Clamd::at(text.trim());
    if clamd.is_none() {
        wrong.push(format!(
            "RONGCUO_CLAMD「{text}」看不懂：请写成 127.0.0.1:3310 这样的地址和端口，或者 /run/clamav/clamd.ctl 这样的套接字路径。"
        ));
    }
    clamd
}

fn log(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> String {
    let text = setting("RONGCUO_LOG")
        .or_else(|| setting("RUST_LOG"))
        .unwrap_or_else(|| LOG.into());
    if EnvFilter::try_new(&text).is_err() {
        wrong.push(format!(
            "RONGCUO_LOG「{text}」看不懂：请写成 info 或者 {LOG} 这样。"
        ));
    }
    text
}

fn log_format(setting: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> LogFormat {
    match setting("RONGCUO_LOG_FORMAT").as_deref() {
        None | Some("text") => LogFormat::Text,
        Some("json") => LogFormat::Json,
        Some(other) => {
            wrong.push(format!(
                "RONGCUO_LOG_FORMAT「{other}」看不懂：请写 text 或者 json。"
            ));
            LogFormat::Text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(settings: &[(&str, &str)]) -> Result<Config, BadConfig> {
        Config::read(|name| {
            settings
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn nothing_set_is_a_private_database_on_this_machine() {
        let config = with(&[("DATABASE_URL", "")]).expect("the defaults are right");
        assert!(matches!(config.database, Source::Private));
        assert_eq!(
            (config.listen.to_string(), config.data),
            (LISTEN.to_owned(), PathBuf::from(DATA))
        );
    }

    #[test]
    fn the_owner_is_the_server_where_only_one_address_is_given() {
        let config = with(&[("DATABASE_URL", "postgres://one@db/cases")]).expect("a good address");
        let Source::Given { owner, .. } = config.database else {
            panic!("a given database")
        };
        assert_eq!(owner.get_username(), "one");
    }

    #[test]
    fn a_server_of_this_machine_answers_to_no_other_name_unless_it_is_given() {
        let names = |settings: &[(&str, &str)], host| with(settings).expect("settings").answers_to(host);
        for host in [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "LOCALHOST",
            "[::1]",
        ] {
            assert!(names(&[], host), "{host}");
        }
        assert!(!names(&[], "evil.example:8080"));
        assert!(names(&[("RONGCUO_LISTEN", "0.0.0.0:80")], "rongcuo.example"));
        assert!(names(&[("RONGCUO_HTTPS", "1")], "rongcuo.example"));
        let given = [("RONGCUO_HOST", "rongcuo.example, 10.1.2.3:8080")];
        assert!(names(&given, "rongcuo.example:443") && names(&given, "10.1.2.3:8080"));
        assert!(!names(&given, "10.1.2.3:8081") && !names(&given, "localhost"));
    }

    #[test]
    fn a_demo_is_open_on_this_machine_alone_unless_it_is_said() {
        let open = |settings: &[(&str, &str)]| with(settings).expect("settings").demo_is_open();
        let (demo, far) = (("RONGCUO_DEMO", "1"), ("RONGCUO_LISTEN", "0.0.0.0:80"));
        assert!(!open(&[]) && !open(&[("RONGCUO_DEMO", "0")]));
        assert!(open(&[demo]));
        assert!(!open(&[demo, far]) && !open(&[demo, ("RONGCUO_HTTPS", "1")]));
        assert!(open(&[("RONGCUO_DEMO", "anywhere"), far]));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_no_password_with_it() {
        let wrong = with(&[
            ("DATABASE_URL", "mysql://a:geheim@db/cases"),
            ("RONGCUO_LISTEN", "8080"),
            ("RONGCUO_HTTPS", "yes"),
            ("RONGCUO_DEMO", "yes"),
            ("RONGCUO_DATA", "/dev/null"),
            ("RONGCUO_CLAMD", "clamd"),
            ("RONGCUO_LOG", "a=b=c"),
            ("RONGCUO_LOG_FORMAT", "xml"),
        ])
        .expect_err("eight wrong settings");
        assert_eq!(wrong.0.len(), 8, "{wrong}");
        assert!(!wrong.to_string().contains("geheim"));
    }
}
