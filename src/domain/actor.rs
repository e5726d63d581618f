//! Who acts: a signed-in person, in the one role of this account.

use crate::domain::ids::{BodyId, UnitId, UserId};

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// Position (职务).
    pub position: String,
    /// The body the person works for; `None` for applicants.
    pub body: Option<ActorBody>,
    /// The unit an applicant files for; `None` for staff and individuals.
    pub unit: Option<UnitId>,
    /// The name of that unit.
    pub unit_name: Option<String>,
    /// May draft and investigate (经办人).
    pub officer: bool,
    /// May approve (负责人).
    pub approver: bool,
    /// May approve determinations, a permission of its own.
    pub approves_determinations: bool,
    /// A demo identity.
    pub demo: bool,
}

/// The body somebody works for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorBody {
    /// Its id.
    pub id: BodyId,
    /// Its short name.
    pub short_name: String,
    /// Whether it is the provincial work office (工作办公室).
    pub office: bool,
    /// The bodies that it watches over (practice).
    pub below: Vec<BodyId>,
}

impl Actor {
    /// Whether this is staff of a body, not an applicant.
    pub fn staff(&self) -> bool {
        self.body.is_some()
    }

    /// What the person is here, in a word.
    pub fn role(&self) -> &'static str {
        match (self.approver, self.officer) {
            (true, _) => "负责人",
            (false, true) => "经办人",
            (false, false) => "申请人",
        }
    }

    /// Whether the person's body watches over that one (practice): its cases are seen as rows of the ledger (台账).
    pub fn watches(&self, body: BodyId) -> bool {
        self.body.as_ref().is_some_and(|own| own.below.contains(&body))
    }

    /// Whether the person works for that body.
    pub fn works_for(&self, body: BodyId) -> bool {
        self.body.as_ref().is_some_and(|own| own.id == body)
    }
}
