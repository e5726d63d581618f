//! Rulings carried out for real: the whole way of a case, and what happens when several people act at once.

mod audit;
mod journey;
mod rounds;

mod races;
