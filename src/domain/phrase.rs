//! 常用语 (practice): sentences and provisions that a body keeps, so that its people need not write them anew. Whoever leads the
//! body keeps them; they bind nobody, and what is put into a document is its drafter's own text.

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::blank::Written;
use crate::domain::coded::coded;

coded! {
    /// What a phrase is for: it is offered at the fields of its family.
    Family {
        Facts = "facts", "事实";
        Reasons = "reasons", "理由";
        Weighing = "weighing", "综合考虑";
        Cause = "cause", "中止、恢复和延期的原因";
        Provision = "provision", "依据的条款和幅度";
        Demand = "demand", "纠错要求";
        Clarification = "clarification", "澄清说明";
        Notice = "notice", "通报";
        Opinion = "opinion", "审批意见";
    }
}

impl Family {
    /// Where it is offered.
    pub const fn fields(self) -> &'static str {
        match self {
            Self::Facts => "核实报告的事实和补救措施，异议的调查核实情况",
            Self::Reasons => "启动、不予启动、核实报告逐项、容错认定、异议处理的理由",
            Self::Weighing => "核实报告的六个方面、三个区分和其他情况",
            Self::Cause => "中止、恢复核实和延长核实期限的原因",
            Self::Provision => "容错认定里允许这样处理的规定",
            Self::Demand => "容错认定里纠错要求的内容",
            Self::Clarification => "澄清说明的内容",
            Self::Notice => "通报相关单位的内容",
            Self::Opinion => "审批时写的意见",
        }
    }
}

/// So many phrases of a family a body keeps at once: a longer list is not read through at a field.
pub const IN_A_FAMILY_MAX: usize = 20;
/// The longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 60;
/// The longest text, in characters.
pub const TEXT_CHARS_MAX: usize = 2_000;

/// A phrase as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub family: Family,
    /// One line by which it is found.
    pub title: Written,
    pub text: Written,
}

/// The body whose phrases the person keeps: those of the body that the person leads.
pub fn kept_by(actor: &Actor) -> Option<&ActorBody> {
    actor.body.as_ref().filter(|_| actor.approver)
}
