//! 收集证据 (A8.2): an officer takes a piece of evidence, or a party hands in its own.

use axum::response::Response;

use super::form::{Fields, FormState, KEPT, StepForm, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::access::Sight;
use crate::domain::blank::Written;
use crate::domain::evidence::{Evidence, EvidenceKind, not_in_the_future};
use crate::domain::ids::{FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Condition};
use crate::domain::step::TheCase;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong, choices};

/// So many files are taken in at once.
const FILES_MAX: usize = 10;

form_page! {
    /// 收集证据
    EvidencePage = "case/evidence.html" {
        own: bool,
        law: Article,
        kinds: Vec<Choice>,
        conditions: Vec<Choice>,
        parties: Vec<Choice>,
        date_label: &'static str,
    }
}

/// 收集证据
pub struct EvidenceForm;

impl Fields for EvidenceForm {
    type Step = Evidence;

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Evidence, Wrong> {
        let mut form = Reading::new(typed);
        let name = form.written_line("name", "写明材料名称");
        let kind = form.choice("kind", "选择证据类型", EvidenceKind::from_code);
        let source = form.written_line("source", "写明材料的来源");
        let proves = form.text("proves", "写明证明目的");
        let condition = form.optional_choice("condition", Condition::from_code);
        let party = match by_party(open) {
            true => own_party(open),
            false => form.optional_choice("party", |it| taking_part(open, it)),
        };
        let taken_on = form.date("taken_on", "写明形成或者取得的日期");
        if let Some(on) = taken_on {
            form.lawful("taken_on", not_in_the_future(on, open.today()));
        }
        if file.is_none() {
            form.wrong("file", "选择证据文件");
        }
        form.made(|| {
            Some(Evidence {
                name: name.and_then(|_| numbered(typed, 1))?,
                kind: kind?,
                source: source?,
                proves: proves?,
                condition,
                party,
                taken_on: taken_on?,
                file: file?,
            })
        })
    }
}

impl StepForm for EvidenceForm {
    const KIND: Kind = Kind::TakeEvidence;

    const PATH: &'static str = "evidence";

    const FILES_MAX: usize = FILES_MAX;

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let own = by_party(open);
        if own {
            state.name("提交证据");
        }
        if state.typed.0.is_empty() {
            state.typed.set("taken_on", open.today().to_string());
        }
        Ok(EvidencePage::of(
            state,
            own,
            Article::A8_2,
            choices!(EvidenceKind),
            choices!(Condition),
            parties::choices(&open.case),
            if own { "材料的日期" } else { "取得日期" },
        ))
    }

    fn along(_: &OpenCase, typed: &Typed, step: &Evidence) -> Vec<Evidence> {
        let files = typed.all(KEPT).into_iter().zip(1..).skip(1);
        let piece = |(file, no): (&str, usize)| {
            Some(Evidence {
                name: numbered(typed, no)?,
                file: FileId(file.parse().ok()?),
                ..step.clone()
            })
        };
        files.filter_map(piece).collect()
    }

    fn link(open: &OpenCase, _: TheCase) -> String {
        match open.sight.inside() {
            true if open.case.referred().is_some() => "把来函收入案卷".to_owned(),
            true => Self::KIND.name().to_owned(),
            false => "提交证据材料".to_owned(),
        }
    }
}

/// What the piece of that number is called: of several files each is a piece, with its number behind the name.
fn numbered(typed: &Typed, no: usize) -> Option<Written> {
    let name = typed.text("name").trim();
    let several = typed.all(KEPT).len() > 1;
    Written::try_from(match several {
        true => format!("{name}（{no}）"),
        false => name.to_owned(),
    })
    .ok()
}

/// Whether it is a party's, or the filer's, own evidence.
fn by_party(open: &OpenCase) -> bool {
    matches!(open.sight, Sight::Party { .. })
}

/// The party that somebody on that side speaks for; `None` for a filer who is no party.
fn own_party(open: &OpenCase) -> Option<PartyId> {
    let mut own = open.case.taking_part().filter(|party| open.is_party(party));
    own.next().map(|party| party.id)
}

fn taking_part(open: &OpenCase, id: &str) -> Option<PartyId> {
    let id = id.parse().ok()?;
    open.case
        .taking_part()
        .find(|party| party.id == id)
        .map(|party| party.id)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{form_state, html, names, to_the_officer, to_the_party, typed};
    use super::*;
    use crate::domain::samples::steps::{FILE, RECEIVED};

    fn right() -> Vec<(String, String)> {
        [
            ("name", "会议纪要"),
            ("kind", "minutes"),
            ("source", "办公室"),
            ("proves", "经过集体决定"),
            ("condition", "due_process"),
            ("taken_on", &RECEIVED.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    fn taken(open: &OpenCase, otherwise: &[(&str, &str)]) -> Evidence {
        let read = EvidenceForm::read(open, &typed(&right(), otherwise), Some(FILE));
        read.expect("nothing is wrong")
    }

    #[test]
    fn a_partys_evidence_speaks_of_the_party_itself_whatever_it_sends() {
        let (officer, party) = (to_the_officer(), to_the_party());
        let [first, second] = [0, 1].map(|at| party.case.parties[at].id);
        let named = first.to_string();
        let chosen = [("party", named.as_str())];
        assert_eq!(taken(&officer, &chosen).party, Some(first));
        assert_eq!(taken(&officer, &[]).party, None);
        assert_eq!(taken(&party, &chosen).party, Some(second));
    }

    #[tokio::test]
    async fn what_is_missing_is_said_and_the_kept_file_stays() {
        let open = to_the_officer();
        let late = typed(&right(), &[("taken_on", "2026-09-02"), ("kind", "")]);
        let wrong = EvidenceForm::read(&open, &late, None).expect_err("no kind, no file, not yet");
        assert_eq!(names(&wrong), ["kind", "taken_on", "file"]);
        let mut state = form_state(&open.case, Kind::TakeEvidence, late, wrong.clone());
        state.head.kept_files = vec![("1".into(), "纪要.pdf".into())];
        let response = EvidenceForm::page(&open, state).expect("a page");
        let html = html(response, &wrong).await;
        assert!(html.contains("multipart/form-data") && html.contains("name=\"kept_file\""));
        assert!(html.contains("不得上传国家秘密"));
    }
}
