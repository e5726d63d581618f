//! Who may see and do what, by table.

mod may;
mod sees;
mod untold;
