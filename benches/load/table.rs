//! What was seen, as a table, and beside it what we aim for.

use std::fmt;
use std::time::Duration;

use super::client::Seen;

/// One load at one number of connections.
pub struct Line {
    pub name: &'static str,
    pub connections: usize,
    pub ours: Seen,
    pub yardstick: Seen,
}

/// Everything a run saw.
#[derive(Default)]
pub struct Figures {
    pub lines: Vec<Line>,
    pub queries: Vec<(&'static str, u64)>,
    /// From the start to the first good `/readyz`.
    pub start: Duration,
    /// Resident MB of our server, at the end and at most.
    pub memory: (u64, u64),
    /// Of the yardstick.
    pub yardstick_memory: (u64, u64),
}

impl Line {
    fn ratio(&self) -> f64 {
        self.ours.rate() / self.yardstick.rate()
    }

    fn aim(&self) -> f64 {
        if self.name.starts_with("approving") {
            0.5
        } else {
            0.6
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, connections, ratio) = (self.name, self.connections, self.ratio());
        write!(f, "{name:<18}{connections:>4}")?;
        for it in [&self.ours, &self.yardstick] {
            write!(
                f,
                "{:>10.2}{:>9.2}{:>9.0}",
                it.percentile(50),
                it.percentile(99),
                it.rate()
            )?;
        }
        write!(
            f,
            "{ratio:>8.2}  {}",
            met(ratio >= self.aim(), &format!("≥ {}", self.aim()))
        )
    }
}

fn met(met: bool, aim: &str) -> String {
    format!("{aim} {}", if met { "✓" } else { "✗" })
}

impl Figures {
    fn p99(&self, name: &str, connections: usize) -> f64 {
        let line = self
            .lines
            .iter()
            .find(|it| it.name == name && it.connections == connections);
        line.map_or(f64::NAN, |it| it.ours.percentile(99))
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<22}{:>28}{:>28}", "", "ours", "yardstick")?;
        write!(f, "{:<18}{:>4}", "load", "at")?;
        for _ in 0..2 {
            write!(f, "{:>10}{:>9}{:>9}", "p50 ms", "p99 ms", "req/s")?;
        }
        writeln!(f, "{:>8}  aim", "ratio")?;
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        for (small, large) in [
            ("work list, 100", "work list, 10000"),
            ("all cases, 100", "all cases, 10000"),
        ] {
            for connections in [1, 16] {
                let growth = self.p99(large, connections) / self.p99(small, connections);
                let aim = met(growth <= 1.5, "≤ 1.5");
                writeln!(
                    f,
                    "p99 of {large} to {small}, at {connections}: {growth:.2}  {aim}"
                )?;
            }
        }
        for (name, queries) in &self.queries {
            writeln!(f, "queries of {name}: {queries}  {}", met(*queries <= 5, "≤ 5"))?;
        }
        let (now, most) = self.memory;
        let (theirs, theirs_most) = self.yardstick_memory;
        writeln!(
            f,
            "resident memory: {now} MB, {most} at most (yardstick {theirs}, {theirs_most})  {}",
            met(most < 100, "< 100")
        )?;
        writeln!(
            f,
            "start to /readyz: {} ms  {}",
            self.start.as_millis(),
            met(self.start.as_millis() < 1_000, "< 1000")
        )
    }
}
