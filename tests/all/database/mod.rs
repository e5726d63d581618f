//! Somebody with `psql`: each rule is attacked by direct SQL, as the server's role and as the owner of the tables, and the
//! database refuses it itself, at the latest at commit.

pub mod attack;
mod clock;
mod clocks_of_facts;
mod closure;
mod configuration;
mod days;
mod drafters;
mod files;
mod filing;
mod for_itself;
mod initiation;
mod lists;
mod openings;
mod phrases;
mod privileges;
mod r1_outcome;
mod r2_hearing;
mod r3_organ;
mod r4_correction;
mod r5_four_eyes;
mod r6_deadlines;
mod r7_events;
mod r8_numbers;
mod referral;
mod registers;
mod rounds;
mod services;
mod texts;
mod traces;
mod transitions;
mod verification;
