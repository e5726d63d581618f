//! Nothing typed is lost: what was written comes back to who wrote it, whatever became of the page or of the session.

pub mod dead_link;
pub mod expired_session;
mod lent;
