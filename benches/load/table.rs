//! What was seen, as a table, and beside it what we aim for.

use std::fmt;
use std::time::Duration;

use super::breakdown::Parts;
use super::client::Seen;

/// One load at one number of connections: ours, the yardstick of our statements, the independent one.
pub struct Line {
    pub name: &'static str,
    pub connections: usize,
    pub seen: [Seen; 3],
}

/// Everything a run saw.
#[derive(Default)]
pub struct Figures {
    pub lines: Vec<Line>,
    /// Of a page: how many, and how many milliseconds the database spends on them.
    pub queries: Vec<(&'static str, u64, f64)>,
    pub parts: Vec<(&'static str, Parts)>,
    /// From the start to the first good `/readyz`.
    pub start: Duration,
    /// Resident MB of our server, at the end and at most.
    pub memory: (u64, u64),
    /// Of the yardsticks.
    pub yardstick_memory: (u64, u64),
}

/// The middle latency of an approval alone, in milliseconds.
const APPROVAL_MS: f64 = 8.0;

impl Line {
    fn ratio(&self, yardstick: usize) -> f64 {
        self.seen[0].rate() / self.seen[yardstick].rate()
    }

    /// Beside the independent yardstick, with sixteen connections.
    fn aim(&self) -> f64 {
        if self.name.starts_with("approving") {
            0.15
        } else {
            0.5
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, connections) = (self.name, self.connections);
        write!(f, "{name:<18}{connections:>4}")?;
        for it in &self.seen {
            write!(
                f,
                "{:>9.2}{:>8.2}{:>7.0}",
                it.percentile(50),
                it.percentile(99),
                it.rate()
            )?;
        }
        let (own, independent) = (self.ratio(1), self.ratio(2));
        write!(f, "{own:>8.2}{independent:>8.2}")?;
        match connections {
            1 => Ok(()),
            _ => write!(
                f,
                "  {}",
                met(independent >= self.aim(), &format!("≥ {}", self.aim()))
            ),
        }
    }
}

fn met(met: bool, aim: &str) -> String {
    format!("{aim} {}", if met { "✓" } else { "✗" })
}

impl Figures {
    /// A percentile of ours at so many connections; NaN where it was not measured.
    fn ours(&self, name: &str, connections: usize, percent: usize) -> f64 {
        let line = self
            .lines
            .iter()
            .find(|it| it.name == name && it.connections == connections);
        line.map_or(f64::NAN, |it| it.seen[0].percentile(percent))
    }

    fn growth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (small, large, percent, most) in [
            ("work list, 100", "work list, 10000", 99, 1.5),
            ("all cases, 100", "all cases, 10000", 99, 1.5),
            ("case page, 30", "case page, 300", 50, 1.3),
        ] {
            for connections in [1, 16] {
                let of = |name| self.ours(name, connections, percent);
                let growth = of(large) / of(small);
                if growth.is_nan() {
                    continue;
                }
                let aim = met(growth <= most, &format!("≤ {most}"));
                writeln!(
                    f,
                    "p{percent} of {large} to {small}, at {connections}: {growth:.2}  {aim}"
                )?;
            }
        }
        Ok(())
    }

    fn parts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, parts) in &self.parts {
            writeln!(f, "parts of {name}, alone, in µs:")?;
            for (part, took) in parts {
                writeln!(f, "{:>8}  {part}", took.as_micros())?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<22}{:>24}{:>24}{:>24}{:>16}",
            "", "ours", "our statements", "independent", "ours to"
        )?;
        write!(f, "{:<18}{:>4}", "load", "at")?;
        for _ in 0..3 {
            write!(f, "{:>9}{:>8}{:>7}", "p50 ms", "p99 ms", "req/s")?;
        }
        writeln!(f, "{:>8}{:>8}  aim", "own", "indep.")?;
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        self.growth(f)?;
        let alone = self.ours("approving an act", 1, 50);
        if !alone.is_nan() {
            let aim = met(alone <= APPROVAL_MS, &format!("≤ {APPROVAL_MS}"));
            writeln!(f, "approving an act, alone: {alone:.1} ms  {aim}")?;
        }
        self.parts(f)?;
        for (name, queries, took) in &self.queries {
            let aim = met(*queries <= 4, "≤ 4");
            writeln!(
                f,
                "statements of {name}: {queries} ({took:.2} ms in the database)  {aim}"
            )?;
        }
        let (now, most) = self.memory;
        let (theirs, theirs_most) = self.yardstick_memory;
        writeln!(
            f,
            "resident memory: {now} MB, {most} at most (yardsticks {theirs}, {theirs_most})  {}",
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
