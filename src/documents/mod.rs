//! How an issued document looks. What it says is `domain::document`; here it only gets its shape.

pub mod html;
