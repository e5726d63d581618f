//! Small charts as SVG: reckoned here, drawn by the template. The numbers stand beside them as a table.

/// A line of a dozen numbers, and their sum.
pub struct Spark {
    pub points: String,
    pub last: (String, String),
    pub numbers: String,
    pub sum: i64,
}

impl Spark {
    const WIDTH: f64 = 90.0;
    const HEIGHT: f64 = 18.0;
    const MARGIN: f64 = 3.0;

    pub fn of(numbers: Vec<i64>) -> Self {
        let most = top(numbers.iter().copied());
        let steps = fraction(numbers.len().saturating_sub(1).max(1), 1.0);
        let point = |(at, number): (usize, &i64)| {
            let x = Self::MARGIN + Self::WIDTH * fraction(at, 1.0) / steps;
            let y = Self::MARGIN + Self::HEIGHT * (1.0 - share(*number, most));
            (format!("{x:.1}"), format!("{y:.1}"))
        };
        let points: Vec<_> = numbers.iter().enumerate().map(point).collect();
        let shown = points.iter().map(|(x, y)| format!("{x},{y}"));
        Self {
            points: shown.collect::<Vec<_>>().join(" "),
            last: points.last().cloned().unwrap_or_default(),
            numbers: numbers.iter().map(i64::to_string).collect::<Vec<_>>().join("、"),
            sum: numbers.iter().sum(),
        }
    }
}

/// Two columns for each month.
pub struct Columns {
    pub months: Vec<Column>,
    /// Where a line is drawn, and its number.
    pub grid: Vec<(String, i64)>,
}

/// A month of it.
pub struct Column {
    pub name: String,
    /// What stands below it: the number of the month.
    pub short: String,
    pub middle: String,
    pub came: Bar,
    pub ended: Bar,
    /// Where what came and what ended is listed.
    pub hrefs: [String; 2],
}

/// A bar of the chart.
pub struct Bar {
    pub count: i64,
    pub x: String,
    pub y: String,
    pub height: String,
}

impl Columns {
    const LEFT: f64 = 30.0;
    const EACH: f64 = 40.6;
    const BOTTOM: f64 = 172.0;
    const HEIGHT: f64 = 160.0;

    pub fn of(months: Vec<(String, i64, i64, [String; 2])>) -> Self {
        let most = top(months.iter().flat_map(|(_, came, ended, _)| [*came, *ended]));
        let bar = |count, x: f64| {
            let height = Self::HEIGHT * share(count, most);
            Bar {
                count,
                x: format!("{x:.1}"),
                y: format!("{:.1}", Self::BOTTOM - height),
                height: format!("{height:.1}"),
            }
        };
        let column = |(at, (name, came, ended, hrefs)): (usize, (String, i64, i64, [String; 2]))| {
            let x = Self::LEFT + Self::EACH * fraction(at, 1.0);
            let month = name.split('年').next_back().unwrap_or_default();
            Column {
                short: month.trim_end_matches('月').to_owned(),
                middle: format!("{:.1}", x + 16.0),
                came: bar(came, x),
                ended: bar(ended, x + 16.0),
                name,
                hrefs,
            }
        };
        let quarter = |part: i64| {
            let number = most * part / 4;
            (
                format!("{:.1}", Self::BOTTOM - Self::HEIGHT * share(number, most)),
                number,
            )
        };
        Self {
            months: months.into_iter().enumerate().map(column).collect(),
            grid: (1..=4).map(quarter).collect(),
        }
    }

    pub fn none(&self) -> bool {
        self.months
            .iter()
            .all(|it| it.came.count == 0 && it.ended.count == 0)
    }
}

/// Bars that lie, each with its name.
pub struct Rows {
    pub rows: Vec<Row>,
    pub height: usize,
}

/// One of them.
pub struct Row {
    pub name: &'static str,
    pub count: i64,
    pub y: usize,
    pub text_y: usize,
    pub width: String,
    pub value_x: String,
    /// Drawn lighter than the others.
    pub light: bool,
    /// Where what it counts is listed.
    pub href: String,
}

impl Rows {
    const LEFT: f64 = 128.0;
    const WIDTH: f64 = 330.0;
    const EACH: usize = 38;

    pub fn of(rows: Vec<(&'static str, i64, bool, String)>) -> Self {
        let most = top(rows.iter().map(|(_, count, ..)| *count));
        let row = |(at, (name, count, light, href)): (usize, (&'static str, i64, bool, String))| {
            let width = Self::WIDTH * share(count, most);
            Row {
                name,
                count,
                y: at * Self::EACH + 6,
                text_y: at * Self::EACH + 24,
                width: format!("{width:.1}"),
                value_x: format!("{:.1}", Self::LEFT + width + 8.0),
                light,
                href,
            }
        };
        Self {
            height: rows.len() * Self::EACH + 8,
            rows: rows.into_iter().enumerate().map(row).collect(),
        }
    }

    pub fn none(&self) -> bool {
        self.rows.iter().all(|it| it.count == 0)
    }
}

/// The number at the top of a scale: a multiple of four, so that its quarters are whole.
fn top(numbers: impl Iterator<Item = i64>) -> i64 {
    let most = numbers.max().unwrap_or_default();
    (most + 3) / 4 * 4
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a chart is drawn to a tenth of a pixel"
)]
fn share(number: i64, most: i64) -> f64 {
    number as f64 / most.max(1) as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a chart is drawn to a tenth of a pixel"
)]
fn fraction(at: usize, each: f64) -> f64 {
    at as f64 * each
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_column_reaches_the_top_and_nothing_is_drawn_outside() {
        let of = |came, ended| ("2026年1月".to_owned(), came, ended, <[String; 2]>::default());
        let it = Columns::of(vec![of(12, 3), of(0, 0)]);
        assert_eq!(
            (it.months[0].came.y.as_str(), it.months[0].came.height.as_str()),
            ("12.0", "160.0")
        );
        assert_eq!(it.months[1].came.height, "0.0");
        assert_eq!(
            it.grid.iter().map(|(_, number)| *number).collect::<Vec<_>>(),
            [3, 6, 9, 12]
        );
        assert_eq!(it.months[0].short, "1");
    }

    #[test]
    fn a_chart_of_nothing_divides_by_nothing() {
        assert!(Columns::of(vec![("2026年1月".to_owned(), 0, 0, <[String; 2]>::default())]).none());
        assert!(Rows::of(vec![("免予", 0, false, String::new())]).none());
        let spark = Spark::of(vec![0, 0]);
        assert_eq!((spark.points.as_str(), spark.sum), ("3.0,21.0 93.0,21.0", 0));
    }
}
