//! 纠错 (A12.3): the responsible reports what was done; the body verifies it or returns it.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict, needs_scan, possible_day};
use crate::domain::dates::day;
use crate::domain::ids::{CorrectionId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong, yes_or_no, yes_or_no_of};

form_page! {
    /// 报告整改情况
    ReportPage = "case/correction_report.html" {
        what: String,
        who: String,
        due: String,
        file_label: &'static str,
        returned: Option<String>,
    }
}

/// 报告整改情况
pub struct ReportForm;

impl StepForm for ReportForm {
    const KIND: Kind = Kind::ReportCorrection;

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Step, Wrong> {
        let correction = CorrectionId(open.subject.unwrap_or_default());
        let mut form = Reading::new(typed);
        let causes = form.required("causes", "写明为什么会出错");
        let measures = form.required("measures", "写明采取了哪些措施、完成得怎样");
        let done_on = form.date("done_on", "写明完成日期");
        if done_on.is_some_and(|it| !possible_day(&open.case, it, open.today())) {
            form.wrong("done_on", "写收到申请之日到今天之间的日期");
        }
        let named = open.case.correction(correction);
        if file.is_none() && named.is_ok_and(|it| needs_scan(&open.case, it, &open.actor)) {
            form.wrong("file", "上传当事人书面整改报告的扫描件");
        }
        form.made(|| {
            done_on.map(|done_on| {
                Step::ReportCorrection(CorrectionReport {
                    correction,
                    causes,
                    measures,
                    done_on,
                    file,
                })
            })
        })
    }

    fn page(open: &OpenCase, mut sheet: Sheet) -> Result<Response, Nope> {
        let it = named(open)?;
        let returned = open.case.returned(it);
        if sheet.typed.0.is_empty() {
            sheet.typed = match returned {
                Some((report, _)) => reporting(report),
                None => Typed::default().with("done_on", open.today().to_string()),
            };
        }
        let who = open.case.responsible_name(&it.responsible).to_owned();
        let returned = returned.map(|(_, remark)| remark.to_owned());
        let file = match needs_scan(&open.case, it, &open.actor) {
            true => "当事人书面整改报告的扫描件",
            false => "佐证材料（可以不提交）",
        };
        Ok(ReportPage::of(
            sheet,
            it.what.clone(),
            who,
            day(it.due),
            file,
            returned,
        ))
    }
}

/// The fields of this report; a file is chosen anew.
fn reporting(it: &CorrectionReport) -> Typed {
    Typed::default()
        .with("causes", &it.causes)
        .with("measures", &it.measures)
        .with("done_on", it.done_on.to_string())
}

fn named(open: &OpenCase) -> Result<&Correction, Nope> {
    let id = CorrectionId(open.subject.ok_or(Nope::NotFound)?);
    open.case.correction(id).map_err(|_| Nope::NotFound)
}

form_page! {
    /// 验收整改情况
    VerdictPage = "case/correction_verdict.html" {
        what: String,
        who: String,
        report: Option<CorrectionReport>,
        done_on: String,
        file: Option<String>,
        verdicts: Vec<Choice>,
    }
}

pub fn verifying(it: &CorrectionVerdict) -> Typed {
    Typed::default()
        .with("verified", yes_or_no(it.verified))
        .with("remark", &it.remark)
}

/// 验收整改情况
pub struct VerdictForm;

impl StepForm for VerdictForm {
    const KIND: Kind = Kind::VerifyCorrection;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let correction = CorrectionId(open.subject.unwrap_or_default());
        let mut form = Reading::new(typed);
        let verified = form.choice("verified", "选择验收结果", yes_or_no_of);
        let remark = form.required("remark", "写明核对了什么；退回的，写明还缺什么");
        form.made(|| {
            verified.map(|verified| {
                Step::VerifyCorrection(CorrectionVerdict {
                    correction,
                    verified,
                    remark,
                })
            })
        })
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let it = named(open)?;
        let report = open.case.report_on(it.id).cloned();
        let done_on = report
            .as_ref()
            .map_or_else(String::new, |report| day(report.done_on));
        let file = report.as_ref().and_then(|report| report.file);
        let file = file.map(|file| open.file(file));
        let who = open.case.responsible_name(&it.responsible).to_owned();
        let verdicts = vec![Choice::new("yes", "验收通过"), Choice::new("no", "退回再改")];
        Ok(VerdictPage::of(
            sheet,
            it.what.clone(),
            who,
            report,
            done_on,
            file,
            verdicts,
        ))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::super::sample::{applicant, case, html, id, officer_at, open, sheet};
    use super::*;
    use crate::domain::access::Closed;
    use crate::domain::actor::Actor;
    use crate::domain::case::{Case, Determined, Issued};
    use crate::domain::correction::{CorrectionState, Responsible};
    use crate::domain::determination::Outcome;
    use crate::domain::document::DocumentKind;
    use crate::domain::ids::{DeterminationId, PartyId};
    use crate::domain::status::Status;

    /// Party 1 has an account and something to put right; party 2 has an account too.
    fn demanded() -> Case {
        let mut case = case();
        case.status = Status::Determined;
        case.parties[0].user = Some(applicant(51).user);
        case.parties[1].user = Some(applicant(52).user);
        let determined = Determined {
            id: id::<DeterminationId>(80),
            party: id(101),
            round: 1,
            outcome: Outcome::Tolerated,
            lenience: None,
            document: id(85),
        };
        case.documents = vec![Issued {
            id: determined.document,
            kind: DocumentKind::Determination,
            number: "高新容认〔2026〕3号".into(),
            issuer: case.body.id,
            party: Some(determined.party),
            issued_at: datetime!(2026-11-20 02:00 UTC),
            served_on: Some(date!(2026 - 11 - 20)),
            proof: None,
        }];
        case.corrections = vec![Correction {
            id: id::<CorrectionId>(81),
            determination: determined.id,
            what: "补齐备案".into(),
            responsible: Responsible::Party(id::<PartyId>(101)),
            due: date!(2026 - 12 - 31),
            state: CorrectionState::Required,
        }];
        case.determinations = vec![determined];
        case
    }

    #[tokio::test]
    async fn what_one_party_puts_right_another_does_not_read() {
        let opened = |actor: Actor| open(demanded(), actor, Some(id(81)));
        let own = opened(applicant(51));
        assert_eq!(own.stands_open(Kind::ReportCorrection), Ok(()));
        let sheet = sheet(Kind::ReportCorrection, Typed::default(), Wrong::default());
        let page = ReportForm::page(&own, sheet).expect("its own page");
        assert!(html(page, &Wrong::default()).await.contains("补齐备案"));
        let other = opened(applicant(52)).stands_open(Kind::ReportCorrection);
        assert_eq!(other, Err(Closed::NotThere));
        let officer = opened(officer_at(61, 90)).stands_open(Kind::ReportCorrection);
        assert!(matches!(officer, Err(Closed::NotYours(_))));
    }
}
