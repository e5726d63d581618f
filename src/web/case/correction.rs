//! 纠错 (A12.3): the responsible reports what was done; the body verifies it or returns it.

use axum::response::Response;

use super::content::Section;
use super::form::{ActForm, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use crate::domain::case::Case;
use crate::domain::correction::{
    Correction, CorrectionReport, CorrectionVerdict, in_its_own_words, needs_scan, possible_day,
};
use crate::domain::dates::day;
use crate::domain::ids::CorrectionId;
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed};

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

fields! {
    ReportForm |open, file| CorrectionReport { correction: about_which(open) }
    causes: text("写明为什么会出错");
    measures: text("写明采取了哪些措施、完成得怎样");
    done_on: day("写明完成日期", |on| possible_day(&open.case, on, open.today()));
    file: file(file, |file| in_its_own_words(&open.case, about_which(open), &open.actor, file));
}

fn about_which(open: &OpenCase) -> CorrectionId {
    CorrectionId(open.subject.unwrap_or_default())
}

impl StepForm for ReportForm {
    const KIND: Kind = Kind::ReportCorrection;

    const PATH: &'static str = "corrections/{subject}/report";

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let it = named(open)?;
        let returned = open.case.returned(it);
        if state.typed.0.is_empty() {
            state.typed = match returned {
                Some((report, _)) => reporting(report),
                None => Typed::default().with("done_on", open.today().to_string()),
            };
        }
        let who = open.case.responsible_name(&it.responsible).to_owned();
        let returned = returned.map(|(_, remark)| remark.to_owned());
        let file = match needs_scan(&open.case, it, &open.actor) {
            true => "当事人书面整改报告的扫描件",
            false => "佐证材料（选填）",
        };
        Ok(ReportPage::of(
            state,
            it.what.clone(),
            who,
            day(open.case.correction_due(it).unwrap_or(it.due)),
            file,
            returned,
        ))
    }

    fn link(open: &OpenCase, correction: CorrectionId) -> String {
        about("报告整改", open, correction)
    }
}

/// A verb, and the correction that it is about: 验收整改 第 1 条.
pub fn about(verb: &str, open: &OpenCase, correction: CorrectionId) -> String {
    let no = open.case.correction_no(correction).unwrap_or(1);
    format!("{verb} 第 {no} 条")
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

/// 验收整改情况
pub struct VerdictForm;

fields! {
    act VerdictForm |open, _| CorrectionVerdict { correction: about_which(open) }
    verified: yes_no("结果", "选择验收结果", "验收通过", "退回整改");
    remark: text("验收情况", "写明核对了什么；退回的，写明还缺什么");
}

impl StepForm for VerdictForm {
    const KIND: Kind = Kind::VerifyCorrection;

    const PATH: &'static str = "corrections/{subject}/verdict";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let it = named(open)?;
        let report = open.case.report_on(it.id).map(|it| it.it.clone());
        let done_on = report
            .as_ref()
            .map_or_else(String::new, |report| day(report.done_on));
        let file = report.as_ref().and_then(|report| report.file);
        let file = file.map(|file| open.file(file));
        let who = open.case.responsible_name(&it.responsible).to_owned();
        let verdicts = vec![Choice::new("yes", "验收通过"), Choice::new("no", "退回整改")];
        Ok(VerdictPage::of(
            state,
            it.what.clone(),
            who,
            report,
            done_on,
            file,
            verdicts,
        ))
    }

    fn link(open: &OpenCase, correction: CorrectionId) -> String {
        about("验收整改", open, correction)
    }
}

impl ActForm for VerdictForm {
    fn typed(it: &CorrectionVerdict, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &CorrectionVerdict, case: &Case) -> Vec<Section> {
        let correction = case.correction(it.correction);
        let what = correction.map_or_else(|_| String::new(), |it| it.what.clone());
        let mut rows = vec![("纠错要求", what)];
        rows.extend(Self::rows(it, case));
        let report = case.report_on(it.correction);
        rows.extend(report.into_iter().flat_map(|report| {
            [
                ("报告的原因剖析", report.causes.to_string()),
                ("报告的措施和完成情况", report.measures.to_string()),
                ("报告的完成日期", day(report.done_on)),
            ]
        }));
        let proof = report.and_then(|it| it.file);
        let section = Section::new(Self::KIND.name(), rows).comes_to("结果");
        vec![section.with("整改佐证材料", proof, case)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{form_state, html, open};
    use super::*;
    use crate::domain::actor::Actor;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::Unavailable;
    use crate::web::form::Wrong;

    #[tokio::test]
    async fn what_one_party_puts_right_another_does_not_read() {
        let opened = |actor: Actor| {
            let mut sample = SampleCase::ready_for(Kind::ReportCorrection);
            sample.does(&steps::link(sample.party(2), &s::individual()));
            let first = sample.case.corrections[0].id.0;
            open(sample, actor, Some(first))
        };
        let own = opened(s::applicant());
        assert_eq!(own.available(Kind::ReportCorrection), Ok(()));
        let state = form_state(
            &own.case,
            Kind::ReportCorrection,
            Typed::default(),
            Wrong::default(),
        );
        let page = ReportForm::page(&own, state).expect("its own page");
        assert!(html(page, &Wrong::default()).await.contains("完善制度"));
        let other = opened(s::individual()).available(Kind::ReportCorrection);
        assert!(matches!(other, Err(Unavailable::NotThere(_))));
        let officer = opened(s::officer_a()).available(Kind::ReportCorrection);
        assert!(matches!(officer, Err(Unavailable::NotYours(_))));
    }
}
