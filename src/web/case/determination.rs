//! 认定 (A9.1, A12.3): the outcome stands already, computed from the report (R1). The drafter chooses a form of lenience for
//! whoever is tolerated, tells the party the reasons, and writes what is to be put right (R4).

use axum::response::Response;
use time::Date;

use super::content::Section;
use super::findings::FindingRow;
use super::form::{ActForm, Approved, Begun, Fields, FormState, Gap, StepForm};
use super::open::OpenCase;
use crate::domain::assessment::Duty;
use crate::domain::case::{Case, Party};
use crate::domain::determination::{
    Deliberation, Determination, Lenience, PartyDetermination, begun, enough_present,
};
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Reading, Typed, Wrong};

mod corrections;
mod gaps;
mod page;
mod sections;
mod write;

/// The fields of the deliberation, in the order of the page.
const DELIBERATION: [&str; 7] = [
    "meeting", "held_on", "present", "absent", "recused", "views", "minutes",
];

/// 作出容错认定
pub struct DeterminationForm;

impl Fields for DeterminationForm {
    type Step = Determination;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Determination, Wrong> {
        read(&open.case, typed, open.today())
    }

    fn gap(open: &OpenCase, typed: &Typed, field: &str) -> Option<Gap> {
        gaps::gap(&open.case, typed, field)
    }
}

impl StepForm for DeterminationForm {
    const KIND: Kind = Kind::Determine;

    const PATH: &'static str = "determination";

    const OFFERS_PHRASES: bool = true;

    const BEGINS_WITH: &'static [Kind] = &[Kind::Report];

    fn begins(open: &OpenCase, before: &Approved) -> Begun {
        let parties = open.case.taking_part();
        let typed = parties.fold(Typed::default(), |typed, party| {
            match before.report_on(party.id) {
                Some((report, about)) => {
                    let reasons = begun::reasons(&open.case, report, about);
                    typed.with(&field(party, "reasons"), reasons)
                }
                None => typed,
            }
        });
        Begun {
            note: (!typed.0.is_empty()).then_some(
                "“认定的事实和理由”已带入核实报告的内容，请核对、修改。认定书只说收到它的当事人，只涉及其他当事人的内容请删去。",
            ),
            typed,
        }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(page::shown(&open.case, state))
    }

    fn row(typed: &mut Typed, deed: &str) {
        corrections::changed(typed, deed);
    }
}

impl ActForm for DeterminationForm {
    fn typed(it: &Determination, case: &Case) -> Typed {
        write::determining(case, it)
    }

    fn sections(it: &Determination, case: &Case) -> Vec<Section> {
        sections::sections(it, case)
    }

    fn findings(it: &Determination, case: &Case) -> Vec<FindingRow> {
        sections::findings(it, case)
    }
}

/// A field of a party's sheet: `d-1-reasons`.
fn field(party: &Party, what: &str) -> String {
    format!("d-{}-{what}", party.no)
}

fn tolerated(case: &Case, party: &Party) -> bool {
    let duty = case.assessment_of(party.id).map(|it| it.duty());
    duty == Some(Duty::MustTolerate)
}

fn read(case: &Case, typed: &Typed, today: Date) -> Result<Determination, Wrong> {
    let mut form = Reading::new(typed);
    let parties = case
        .taking_part()
        .map(|party| about(&mut form, case, typed, party, today))
        .collect();
    let deliberation = deliberation(&mut form, typed, today);
    form.done(Determination {
        parties,
        deliberation,
    })
}

fn about(form: &mut Reading, case: &Case, typed: &Typed, party: &Party, today: Date) -> PartyDetermination {
    let name = &party.name;
    let (lenience, provision) = match tolerated(case, party) {
        true => (
            form.choice(
                &field(party, "lenience"),
                &format!("选择{name}的处理方式"),
                Lenience::from_code,
            ),
            Some(form.required(
                &field(party, "provision"),
                "写明允许这样处理的党纪党规、法律法规条款及其幅度",
            )),
        ),
        false => (None, None),
    };
    let reasons = form.required(&field(party, "reasons"), &format!("写明{name}的认定事实和理由"));
    let corrections = corrections::read(form, case, typed, party, today);
    PartyDetermination {
        party: party.id,
        lenience,
        provision,
        reasons,
        corrections,
    }
}

/// The record of the deliberation: whole, or not at all.
fn deliberation(form: &mut Reading, typed: &Typed, today: Date) -> Option<Deliberation> {
    if !form.ticked("deliberated") {
        if DELIBERATION.iter().any(|it| !typed.text(it).trim().is_empty()) {
            form.wrong("deliberated", "勾选“经过集体研究”，或者删去会议的记录");
        }
        return None;
    }
    let meeting = form.line("meeting", "写明是哪一次会议");
    let held_on = form.date("held_on", "写明开会的日期");
    if held_on.is_some_and(|it| it > today) {
        form.wrong("held_on", "写今天或者以前的日期");
    }
    let present = form.required("present", "写明出席人员，至少两名，用顿号隔开");
    if !present.is_empty() && !enough_present(&present) {
        form.wrong("present", "至少写两名出席人员，用顿号隔开");
    }
    let absent = form.required("absent", "写明缺席人员，没有的写“无”");
    let recused = form.required("recused", "写明回避人员，没有的写“无”");
    let views = form.required("views", "写明每个人的意见");
    let minutes = form.line("minutes", "写明会议纪要的文号");
    Some(Deliberation {
        meeting,
        held_on: held_on?,
        present,
        absent,
        recused,
        views,
        minutes,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{form_state, html, names, typed};
    use super::*;
    use time::macros::date;

    use crate::domain::correction::Responsible;
    use crate::domain::samples::SampleCase;

    const TODAY: Date = date!(2026 - 11 - 24);

    /// Both parties are to be tolerated, or the second one is not.
    fn assessed(second: bool) -> Case {
        SampleCase::reported(2, if second { 2 } else { 1 }).case
    }

    fn right() -> Vec<(String, String)> {
        let second = assessed(true).parties[1].id.to_string();
        [
            ("d-1-lenience", "exempt"),
            ("d-1-provision", "《公职人员政务处分法》第十二条，可以免予"),
            ("d-1-reasons", "理由一"),
            ("d-1-1-what", "修订细则"),
            ("d-1-1-who", "unit"),
            ("d-1-1-unit", "乙公司"),
            ("d-1-1-due", "2027-01-15"),
            ("d-2-lenience", "lighter"),
            ("d-2-provision", "《公职人员政务处分法》第十一条，可以从轻"),
            ("d-2-reasons", "理由二"),
            ("d-2-1-what", "检查"),
            ("d-2-1-who", &second),
            ("d-2-1-due", "2026-12-31"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    #[test]
    fn a_form_of_lenience_for_whoever_is_tolerated_and_for_nobody_else() {
        let form = |second: bool| {
            let read = read(&assessed(second), &typed(&right(), &[]), TODAY).expect("nothing is wrong");
            [0, 1].map(|no| (read.parties[no].lenience, read.parties[no].provision.is_some()))
        };
        let (exempt, lighter) = ((Some(Lenience::Exempt), true), (Some(Lenience::Lighter), true));
        assert_eq!(form(true), [exempt, lighter]);
        assert_eq!(form(false), [exempt, (None, false)]);
        let read = read(&assessed(true), &typed(&right(), &[]), TODAY).expect("nothing is wrong");
        assert_eq!(
            read.parties[0].corrections[0].responsible,
            Responsible::Unit("乙公司".into())
        );
        assert_eq!(
            read.parties[1].corrections[0].responsible,
            Responsible::Party(read.parties[1].party)
        );
        assert_eq!(read.deliberation, None);
    }

    #[test]
    fn tolerance_without_a_correction_is_asked_for_one_and_its_denial_is_not() {
        let without = [("d-2-1-what", ""), ("d-2-1-who", ""), ("d-2-1-due", "")];
        let typed = typed(&right(), &without);
        let wrong = read(&assessed(true), &typed, TODAY).expect_err("R4");
        assert_eq!(names(&wrong), ["d-2-1-what", "d-2-1-who", "d-2-1-due"]);
        let refused = read(&assessed(false), &typed, TODAY).expect("nothing is owed");
        assert!(refused.parties[1].corrections.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let typed = typed(
            &right(),
            &[
                ("d-1-lenience", ""),
                ("d-1-provision", ""),
                ("d-1-1-unit", ""),
                ("d-1-1-due", "2026-11-24"),
                ("d-1-3-what", "第三条"),
                ("d-1-3-who", "body"),
                ("d-2-reasons", ""),
                ("deliberated", "yes"),
                ("meeting", "主任办公会"),
                ("held_on", "2026-11-25"),
            ],
        );
        let wrong = read(&assessed(true), &typed, TODAY).expect_err("much is wrong");
        assert_eq!(
            names(&wrong),
            [
                "d-1-lenience",
                "d-1-provision",
                "d-1-1-unit",
                "d-1-1-due",
                "d-1-3-due",
                "d-2-reasons",
                "held_on",
                "present",
                "absent",
                "recused",
                "views",
                "minutes",
            ]
        );
    }

    #[test]
    fn a_meeting_without_the_tick_is_not_dropped_silently() {
        let typed = typed(&right(), &[("minutes", "成高管纪〔2026〕31号")]);
        let wrong = read(&assessed(true), &typed, TODAY).expect_err("tick or take away");
        assert_eq!(names(&wrong), ["deliberated"]);
    }

    #[tokio::test]
    async fn the_page_says_what_r1_leaves_and_has_a_word_at_every_field() {
        for (second, says) in [(true, "id=\"d-2-lenience\""), (false, "认定“知错就改”不具备")] {
            let case = assessed(second);
            let typed = typed(&[], &[("deliberated", "yes"), ("d-1-4-what", "第四条")]);
            let wrong = read(&case, &typed, TODAY).expect_err("nearly nothing is there");
            let state = form_state(&case, Kind::Determine, typed, wrong.clone());
            let html = html(page::shown(&case, state), &wrong).await;
            assert!(html.contains(says), "{says}");
            assert!(html.contains("id=\"d-1-4-what\"") && html.contains("value=\"more-1\""));
            assert!(!html.contains("id=\"d-1-5-what\""), "as many rows as are filled");
        }
    }
}
