//! What the world hands us, for real.

mod private_postgres;
