//! What is written after the determination: service, notice, objection, correction, clarification.

use time::Date;

use super::matters::Matter;
use crate::domain::blank::Written;
use crate::domain::case::{Case, Issued, Party};
use crate::domain::clarification::{Clarification, ClarificationForm, ClarificationWaiver};
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict};
use crate::domain::ids::{BodyId, FileId, ObjectionId};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objection, ObjectionDecision, ObjectionResult};
use crate::domain::service::{Means, Service};
use crate::domain::step::Step;

/// 送达; `proof` is the signed receipt, or nothing for electronic service.
pub fn service(case: &Case, document: &Issued, proof: Option<FileId>, today: Date) -> Step {
    let name = case.recipient_of(document);
    let by_hand = |text: String| if proof.is_some() { text } else { String::new() };
    Step::Serve(Service {
        document: document.id,
        means: if proof.is_some() {
            Means::Direct
        } else {
            Means::Electronic
        },
        served_on: proof.map(|_| today),
        place: by_hand(format!("{}办公室", case.body.short_name)),
        recipient: by_hand(format!("{name}签收")),
        proof,
    })
}

/// 通报
pub fn notice(matter: &Matter, today: Date) -> Step {
    Step::Notify(Notice::Units {
        units: Written::own(format!("{}、组织人事部门", matter.pursuer)),
        text: Written::own(format!("通报“{}”容错认定结果和纠错要求。", matter.title)),
        notified_on: today,
    })
}

/// 异议; `scan` is the signed paper where an officer enters it.
pub fn objection(matter: &Matter, party: &Party, addressee: BodyId, scan: Option<FileId>) -> Step {
    Step::Object(Objection {
        party: party.id,
        addressee,
        contested: "认定书关于条件是否具备的结论".into(),
        grounds: Written::own(format!(
            "{}。这些事实在核实时已经说明，认定没有充分考虑，请求重新审查。",
            matter.remedy
        )),
        new_facts: "补充提交了当时的工作群通知截图和值班记录。".into(),
        file: scan,
    })
}

/// 异议处理决定
pub fn decision(matter: &Matter, objection: ObjectionId, result: ObjectionResult) -> Step {
    let reasons = match result {
        ObjectionResult::Upheld => {
            "工作群通知和值班记录只能证明事后知情，不能证明当时已经尽到职责；原认定事实清楚、证据充分。"
        }
        ObjectionResult::SetAside => {
            "工作群通知和值班记录证明当日已经复核并报告，原核实没有收集这两份证据；原认定关于没有做到履职尽责的事实不清，应当重新核实。"
        }
    };
    Step::DecideObjection(ObjectionDecision {
        objection,
        investigation: Written::own(format!(
            "调阅原案全部材料，询问当事人和经办人，并向{}了解情况。",
            matter.pursuer
        )),
        reasons: reasons.into(),
        result,
    })
}

/// 整改报告
pub fn correction_report(matter: &Matter, correction: &Correction, today: Date, file: FileId) -> Step {
    Step::ReportCorrection(CorrectionReport {
        correction: correction.id,
        causes: Written::own(format!(
            "对新业务的风险预判不足，制度没有及时跟上。{}",
            matter.fits
        )),
        measures: Written::own(format!(
            "已经完成：{}。组织全员学习一次，建立台账。",
            matter.demand
        )),
        done_on: today,
        file: Some(file),
    })
}

/// 验收
pub fn verdict(correction: &Correction) -> Step {
    Step::VerifyCorrection(CorrectionVerdict {
        correction: correction.id,
        verified: true,
        remark: "现场查看并核对制度文本和台账，整改到位。".into(),
    })
}

/// 澄清说明
pub fn clarification(matter: &Matter, case: &Case, party: &Party, today: Date) -> Step {
    Step::Clarify(Clarification {
        party: party.id,
        by: Written::own(case.body.short_name.clone()),
        form: ClarificationForm::Meeting,
        audience: "当事单位全体职工和有关处室负责人".into(),
        made_on: today,
        text: Written::own(format!(
            "关于“{}”，经认定予以容错，免除责任，有关传言与事实不符。",
            matter.title
        )),
    })
}

/// 不需要澄清
pub fn no_clarification(party: &Party, today: Date) -> Step {
    Step::WaiveClarification(ClarificationWaiver {
        party: party.id,
        text: "此事没有造成不良影响，不需要另行作出澄清说明。".into(),
        stated_on: today,
        file: None,
    })
}
