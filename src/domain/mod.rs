//! The law (《中国（四川）自由贸易试验区容错纠错工作办法》) as pure code: facts in, a ruling or a refusal out.
//! Nothing here reads a clock, a file or a database.

pub mod actor;
pub mod calendar;
pub mod chinese;
pub mod coded;
pub mod dates;
pub mod deadline;
pub mod document;
pub mod ids;
pub mod regulation;
