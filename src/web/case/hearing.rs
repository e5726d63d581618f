//! 听取意见 (A8.2): officers record what a party says, or the party writes its own statement or waiver.

use axum::response::Response;

use super::form::{Fields, FormState, StepForm, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::access::acts_for;
use crate::domain::case::{Case, Party};
use crate::domain::hearing::{Hearing, HearingKind, possible_day, recorded, waives_itself};
use crate::domain::ids::{FileId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::Article;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 听取意见
    HearingPage = "case/hearing.html" {
        party: String,
        position: String,
        own: bool,
        law: Article,
        kinds: Vec<Choice>,
        officers: Vec<Choice>,
    }
}

/// 听取意见
pub struct HearingForm;

impl Fields for HearingForm {
    type Step = Hearing;

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Hearing, Wrong> {
        let party = open.party().map_err(|_| Wrong::refused("没有这名当事人"))?;
        match open.is_party(party) {
            true => own_statement(open, party, typed, file),
            false => record(open, party, typed, file),
        }
    }
}

impl StepForm for HearingForm {
    const KIND: Kind = Kind::Hear;

    const PATH: &'static str = "parties/{subject}/hearing";

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        let own = open.is_party(party);
        if own {
            state.name("陈述我的意见");
        }
        let officers = super::staff::officers(&open.case);
        if state.typed.0.is_empty() {
            state.typed.set("held_on", open.today().to_string());
            let all = officers.iter().map(|it| ("officers".into(), it.value.clone()));
            state.typed.0.extend(all);
        }
        Ok(HearingPage::of(
            state,
            party.name.clone(),
            party.position.clone(),
            own,
            Article::A8_2,
            kinds(own, party),
            officers,
        ))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        let verb = open.case.party(party).map_or("", |it| verb(open, it));
        parties::about(verb, open, party)
    }

    fn done_before(open: &OpenCase, party: PartyId) -> bool {
        open.case.heard(party)
    }
}

fn verb(open: &OpenCase, party: &Party) -> &'static str {
    match (acts_for(&open.actor, party), open.case.heard(party.id)) {
        (true, false) => "陈述意见",
        (true, true) => "补充陈述意见",
        (false, false) => "听取意见",
        (false, true) => "补充听取意见",
    }
}

fn kinds(own: bool, party: &Party) -> Vec<Choice> {
    let kinds = HearingKind::ALL.iter().copied();
    kinds
        .filter(|kind| match own {
            true => open_to_a_party(*kind),
            false => waives_itself(party, *kind).is_ok(),
        })
        .map(|kind| {
            let choice = Choice::new(kind.code(), kind.short()).hint(explained(kind, own));
            choice.asks(if presence(kind) { "a" } else { "" })
        })
        .collect()
}

/// Whether somebody was there to be heard: else nobody is asked who was present.
fn presence(kind: HearingKind) -> bool {
    match kind {
        HearingKind::Statement | HearingKind::Waiver => true,
        HearingKind::Unreachable => false,
    }
}

/// A party cannot say of itself that it cannot be reached.
fn open_to_a_party(kind: HearingKind) -> bool {
    kind != HearingKind::Unreachable
}

fn explained(kind: HearingKind, own: bool) -> &'static str {
    match (kind, own) {
        (HearingKind::Waiver, true) => "以后在核实结束以前，仍然可以陈述意见",
        (HearingKind::Waiver, false) => "当事人明确表示不陈述意见；有书面表示的，上传扫描件",
        (HearingKind::Unreachable, false) => "须上传证明材料（参照）",
        (HearingKind::Statement, _) | (HearingKind::Unreachable, true) => "",
    }
}

/// What a party writes itself, today.
fn own_statement(
    open: &OpenCase,
    party: &Party,
    typed: &Typed,
    file: Option<FileId>,
) -> Result<Hearing, Wrong> {
    let mut form = Reading::new(typed);
    let kind = form.choice("kind", "选择陈述意见或者放弃陈述意见", |it| {
        HearingKind::from_code(it).filter(|it| open_to_a_party(*it))
    });
    let text = form.text("text", "写明您的意见；放弃的，写明是自己决定放弃");
    form.made(|| {
        Some(Hearing {
            party: party.id,
            kind: kind?,
            text: text?,
            held_on: open.today(),
            officers: vec![],
            absent: String::new(),
            file,
        })
    })
}

/// What officers record.
fn record(open: &OpenCase, party: &Party, typed: &Typed, file: Option<FileId>) -> Result<Hearing, Wrong> {
    let mut form = Reading::new(typed);
    let kind = form.choice("kind", "选择听取意见情况", HearingKind::from_code);
    let text = form.text("text", "写明意见内容或者联系的经过");
    let held_on = form.date("held_on", "写明听取意见的日期");
    if let Some(on) = held_on {
        form.lawful("held_on", possible_day(&open.case, on, open.today()));
    }
    let mut officers = form.choices("officers", 0, "", |it| officer(&open.case, it));
    officers.retain(|_| kind.is_none_or(presence));
    if let Some(kind) = kind {
        form.lawful("kind", waives_itself(party, kind));
        form.lawful(
            kind.proved_by(),
            recorded(&open.case, party, kind, &officers, file),
        );
    }
    let absent = form.optional("absent");
    form.made(|| {
        Some(Hearing {
            party: party.id,
            kind: kind?,
            text: text?,
            held_on: held_on?,
            officers,
            absent,
            file,
        })
    })
}

fn officer(case: &Case, id: &str) -> Option<UserId> {
    id.parse().ok().filter(|it| case.officers.contains(it))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{form_state, html, names, to_the_officer, to_the_party, typed};
    use super::*;
    use crate::domain::samples::steps::FILE;

    fn heard(open: &OpenCase, answers: &[(&str, &str)], file: Option<FileId>) -> Result<Hearing, Wrong> {
        HearingForm::read(open, &typed(&[], answers), file)
    }

    #[test]
    fn a_party_states_or_waives_and_never_says_that_it_cannot_be_reached() {
        let party = to_the_party();
        let own = heard(&party, &[("kind", "waiver"), ("text", "自己决定放弃")], None).expect("a waiver");
        assert_eq!((Some(own.party.0), own.held_on), (party.subject, party.today()));
        assert!(own.officers.is_empty());
        let wrong = heard(&party, &[("kind", "unreachable"), ("text", "不在")], None).expect_err("of itself");
        assert_eq!(names(&wrong), ["kind"]);
        let mut officer = to_the_officer();
        officer.case.clone_from(&party.case);
        let waived = [("kind", "waiver"), ("text", "不陈述"), ("held_on", "2026-09-01")];
        let wrong = heard(&officer, &waived, Some(FILE)).expect_err("it has an account");
        assert_eq!(names(&wrong), ["kind"]);
    }

    #[test]
    fn a_statement_needs_two_officers_and_unreachable_needs_proof() {
        let officer = to_the_officer();
        let first = officer.actor.user.to_string();
        let alone = [
            ("kind", "statement"),
            ("text", "意见"),
            ("held_on", "2026-09-01"),
            ("officers", first.as_str()),
        ];
        assert_eq!(
            names(&heard(&officer, &alone, None).expect_err("one alone")),
            ["officers"]
        );
        let unreachable = [
            ("kind", "unreachable"),
            ("text", "三次去电"),
            ("held_on", "2026-09-01"),
        ];
        assert_eq!(
            names(&heard(&officer, &unreachable, None).expect_err("no proof")),
            ["file"]
        );
        assert!(heard(&officer, &unreachable, Some(FILE)).is_ok());
    }

    #[tokio::test]
    async fn each_side_has_its_own_page() {
        for (open, says) in [
            (to_the_officer(), "在场的经办人"),
            (to_the_party(), "陈述我的意见"),
        ] {
            let blank = form_state(&open.case, Kind::Hear, Typed::default(), Wrong::default());
            let page = HearingForm::page(&open, blank).expect("a page");
            let page = html(page, &Wrong::default()).await;
            assert!(page.contains(says), "{says}");
            assert_eq!(page.contains("value=\"unreachable\""), open.actor.staff());
        }
    }
}
