//! Small cases for the tests of the law, reached by real rulings and `Case::after` alone: a body with its superior and
//! the Office, their people, and a `SampleCase` on which steps are taken. Nothing here is written into a case by hand that
//! the law could have ruled on.

mod case;
mod people;
pub mod steps;

pub use case::SampleCase;
pub use people::*;
