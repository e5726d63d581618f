//! SQL and nothing else: one file per aggregate, functions of a connection, named after the question they ask.

/// Accounts open and closed.
pub mod accounts;
/// Formal acts.
pub mod acts;
/// Applications not filed yet.
pub mod applications;
/// What happened outside the cases.
pub mod audit;
/// Bodies to choose from.
pub mod bodies;
/// A whole case.
pub mod cases;
/// What chains events and moves.
mod chain;
/// Codes and ids in rows.
mod coded;
/// Who there was, at any moment.
pub mod configuration;
/// The people of a demo beside real ones.
pub mod demo;
/// The bodies and their staff, kept in the process.
pub mod directory;
/// Issued documents.
pub mod documents;
/// The history.
pub mod events;
/// What can go wrong.
mod failure;
/// Kept files.
pub mod files;
/// Filed applications.
pub mod filings;
/// Whether the guards of the tables are there and awake.
pub mod guards;
/// Reading everything back.
pub mod integrity;
/// How long anything may take.
pub mod limits;
/// Lists of cases.
pub mod lists;
/// What became of acts, read back.
pub mod moves;
/// Cases opened from above, with a reason.
pub mod openings;
/// The cases of an applicant.
pub mod own_cases;
/// Who signs in.
pub mod people;
/// The phrases that a body keeps.
pub mod phrases;
/// Work lists.
pub mod piles;
/// Connections to the database.
pub mod pool;
/// Who was what, and where, at a past instant.
pub mod posts;
/// The lists that the law's table writes.
pub mod procedure;
/// Registers, read back.
pub mod registers;
/// What the serving role may do, against what it should.
pub mod rights;
/// Who the database takes us for, and what it lets us do.
pub mod roles;
/// R5, asked again of acts.
pub mod rules;
/// The tables' state: migrated how far.
pub mod schema;
/// The seals of the audit trail.
pub mod seals;
/// Who is signed in.
pub mod sessions;
/// Signatures and keys.
pub mod signatures;
/// A transaction that is signed.
mod signed;
/// What lists read of a case.
pub mod standing;
/// Forms that took effect.
pub mod submissions;
pub mod tasks;
pub mod workload;
pub mod zone;

pub use failure::Failure;
pub use signed::SignedTx;
