//! stub
use crate::domain::coded::coded;
use serde::{Deserialize, Serialize};
use time::Date;
coded! {
    /// Which period.
    DeadlineKind {
        Initiation = "initiation", "启动";
        Verification = "verification", "核实";
        Determination = "determination", "认定";
        Feedback = "feedback", "反馈";
        Objection = "objection", "异议";
        Clarification = "clarification", "澄清";
    }
}
impl DeadlineKind { pub fn days(self) -> u16 { 5 } }
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause { Started { on: Date, days: u16 }, Stopped { on: Date }, Resumed { on: Date }, Extended { days: u16 }, Recomputed { calendar: String }, Met { on: Date }, Cancelled { on: Date } }
