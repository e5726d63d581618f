//! The subcommands of the program, a file each.

pub mod deadline;
