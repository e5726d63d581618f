//! Small cases for everything that shows or tries the law: its tests, the walks, the samples of pages, the stories of the
//! tests. They are reached by real rulings and `Case::after` alone: a body with its superior and the Office, their people,
//! and a `SampleCase` on which steps are taken. Nothing here is written into a case by hand that the law could have ruled
//! on. Nothing that serves uses it; a test of the source reads that.

mod case;
mod people;
pub mod right;
pub mod steps;

pub use case::SampleCase;
pub use people::*;
