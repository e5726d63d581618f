//! The regulation itself (《中国（四川）自由贸易试验区容错纠错工作办法》, 川自贸领〔2024〕2号) as data.
//! Help, documents, refusals and the page /law quote from here and from nowhere else; every rule of the program
//! points to its place in the text by an [`Article`].

mod article;
mod circumstance;
mod condition;
mod distinction;
mod factor;
mod text;

pub use article::{Article, Basis};
pub use circumstance::Circumstance;
pub use condition::Condition;
pub use distinction::Distinction;
pub use factor::Factor;
pub use text::{ArticleText, Item, Paragraph, Regulation, regulation};
