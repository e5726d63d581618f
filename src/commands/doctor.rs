//! `rongcuo doctor`: looks at everything the program stands on; a line each, and how to mend what is wrong.

mod database;
mod machine;

use std::process::ExitCode;

use time::macros::offset;

use crate::platform::{Clock, Config, Database};

struct Finding {
    what: &'static str,
    found: Result<String, String>,
}

impl Finding {
    fn good(what: &'static str, how: impl Into<String>) -> Self {
        Self {
            what,
            found: Ok(how.into()),
        }
    }

    /// `mending` says what is wrong and how to mend it.
    fn bad(what: &'static str, mending: impl Into<String>) -> Self {
        Self {
            what,
            found: Err(mending.into()),
        }
    }

    fn print(&self) -> bool {
        match &self.found {
            Ok(how) => println!("✓ {}：{how}", self.what),
            Err(mending) => println!("✗ {}：{mending}", self.what),
        }
        self.found.is_ok()
    }
}

/// Checks everything; fails when something is wrong.
pub async fn run() -> anyhow::Result<ExitCode> {
    let today = Clock::System.now().to_offset(offset!(+8)).date();
    let mut findings = vec![machine::fonts(), machine::calendar_years(today)];
    match Config::from_env() {
        Ok(config) => {
            findings.insert(0, Finding::good("配置", "有效"));
            findings.push(machine::data_folder(&config.data));
            findings.push(machine::signing_key(&config.data));
            findings.push(machine::scanner(config.clamd.as_ref()).await);
            match Database::open(&config).await {
                Ok(opened) => {
                    let (found, files) = database::check(&opened).await;
                    findings.extend(found);
                    findings.extend(files.map(|files| machine::kept_files(&config.data, files)));
                }
                Err(none) => findings.push(Finding::bad("数据库", none.to_string())),
            }
        }
        Err(wrong) => {
            for each in wrong.0 {
                findings.insert(0, Finding::bad("配置", each));
            }
        }
    }
    let good = findings
        .iter()
        .map(Finding::print)
        .fold(true, |all, good| all & good);
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
