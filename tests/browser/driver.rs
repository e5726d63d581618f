//! Debian's chromedriver and Chromium, started for one test and ended with it.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use thirtyfour::prelude::*;

/// A running chromedriver.
pub struct Chromedriver {
    process: Child,
    address: String,
    profile: TempDir,
}

impl Chromedriver {
    /// On a port that was free a moment ago.
    pub fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|it| it.local_addr())
            .expect("a free port")
            .port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (Debian: chromium-driver); script/test installs it");
        Self {
            process,
            address: format!("http://127.0.0.1:{port}"),
            profile: TempDir::new().expect("the temporary folder can be written"),
        }
    }

    /// A window; without scripts when asked.
    pub async fn window(&self, scripts: bool) -> WebDriver {
        let mut wishes = DesiredCapabilities::chrome();
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        for flag in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1366,900",
            &profile,
        ] {
            wishes.add_arg(flag).expect("a flag is a text");
        }
        if !scripts {
            let off = serde_json::json!({ "profile.managed_default_content_settings.javascript": 2 });
            wishes
                .add_experimental_option("prefs", off)
                .expect("a preference is JSON");
        }
        for _ in 0..100 {
            if let Ok(driver) = WebDriver::new(&self.address, wishes.clone()).await {
                return driver;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("chromedriver does not open a window at {}", self.address);
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
