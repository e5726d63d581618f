//! The log: on stderr, so that what a command answers on stdout stays clean. Never a person's name or words in it.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::Config;
use super::config::LogFormat;

/// Starts the log. The first call counts; a later one changes nothing.
pub fn start(config: &Config) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&config.log))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // Fails only where a log runs already, as in tests.
    match config.log_format {
        LogFormat::Text => log.try_init().ok(),
        LogFormat::Json => log.json().try_init().ok(),
    };
}
