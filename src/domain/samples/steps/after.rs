//! What follows a determination: 送达, 通报, 异议, 整改, 澄清 and 办结.

use time::Date;

use super::{FILE, RECEIVED};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::clarification::{Clarification, ClarificationForm, ClarificationWaiver};
use crate::domain::closure::Closure;
use crate::domain::correction::{CorrectionReport, CorrectionVerdict, units_to_tell};
use crate::domain::ids::{BodyId, CorrectionId, DocumentId, FileId, ObjectionId, PartyId};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objection, ObjectionDecision, ObjectionResult, ObjectionWithdrawal};
use crate::domain::service::{Means, Service};
use crate::domain::step::Step;

/// 送达, handed over and signed for.
pub fn service(document: DocumentId, on: Date) -> Service {
    Service {
        document,
        means: Means::Direct,
        served_on: Some(on),
        place: "办公室".into(),
        recipient: "本人".into(),
        proof: Some(FILE),
    }
}

/// 通报: nobody is concerned.
pub fn notice() -> Step {
    Step::Notify(Notice::Nobody {
        why_nobody: "不涉及其他单位".into(),
    })
}

/// 通报 of those on whom a correction lies; nobody where there is none.
pub fn notice_of(case: &Case, notified_on: Date) -> Step {
    let units: Vec<_> = units_to_tell(case).collect();
    if units.is_empty() {
        return notice();
    }
    Step::Notify(Notice::Units {
        units: Written::own(units.join("、")),
        text: "送交认定书副本".into(),
        notified_on,
    })
}

/// 异议.
pub fn objection(party: PartyId, addressee: BodyId) -> Objection {
    let (contested, grounds) = ("第六项条件".into(), "已经纠正".into());
    Objection {
        party,
        addressee,
        contested,
        grounds,
        new_facts: String::new(),
        file: Some(FILE),
    }
}

/// 维持.
pub fn uphold(objection: ObjectionId) -> Step {
    decide(objection, ObjectionResult::Upheld)
}

/// 撤销重办.
pub fn set_aside(objection: ObjectionId) -> Step {
    decide(objection, ObjectionResult::SetAside)
}

/// 异议处理决定.
pub fn decide(objection: ObjectionId, result: ObjectionResult) -> Step {
    let reasons = match result {
        ObjectionResult::Upheld => "查无不当",
        ObjectionResult::SetAside => "原认定事实不清",
    };
    Step::DecideObjection(ObjectionDecision {
        objection,
        investigation: "调阅案卷".into(),
        reasons: reasons.into(),
        result,
    })
}

/// 撤回异议.
pub fn withdraw_objection(objection: ObjectionId) -> Step {
    Step::WithdrawObjection(ObjectionWithdrawal {
        objection,
        reason: "已经了解认定的理由".into(),
        file: Some(FILE),
    })
}

/// 报告整改情况.
pub fn correction_report(correction: CorrectionId) -> Step {
    Step::ReportCorrection(put_right(correction, RECEIVED))
}

/// The report that everything demanded is done.
pub fn put_right(correction: CorrectionId, done_on: Date) -> CorrectionReport {
    CorrectionReport {
        correction,
        causes: "制度不完善".into(),
        measures: "已经修订制度".into(),
        done_on,
        file: Some(FILE),
    }
}

/// 验收.
pub fn verdict(correction: CorrectionId, verified: bool) -> Step {
    Step::VerifyCorrection(CorrectionVerdict {
        correction,
        verified,
        remark: "已核对".into(),
    })
}

/// 澄清说明.
pub fn clarification(party: PartyId, made_on: Date) -> Step {
    Step::Clarify(Clarification {
        party,
        by: "示例管理局".into(),
        form: ClarificationForm::Meeting,
        audience: "全体职工".into(),
        made_on,
        text: "澄清".into(),
    })
}

/// The wish to have none.
pub fn waiver(party: PartyId, stated_on: Date, file: Option<FileId>) -> Step {
    Step::WaiveClarification(ClarificationWaiver {
        party,
        text: "不需要".into(),
        stated_on,
        file,
    })
}

/// 办结.
pub fn close() -> Step {
    Step::Close(Closure {
        remark: "案卷一册".into(),
    })
}
