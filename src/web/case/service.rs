//! 送达 (A9.1): how a document reached its addressee, with the receipt.

use axum::response::Response;

use super::form::{Fields, FormState, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::case::Issued;
use crate::domain::ids::{DocumentId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::service::{Means, Service, agreed_to, serving, to_serve_by};
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 送达文书
    ServicePage = "case/service.html" { document: String, to: String, means: Vec<Choice>, others: Vec<Choice> }
}

impl ServicePage {
    /// Whether the fields of paper are shown before it is chosen: there is no other way, or something is written there.
    fn on_paper(&self) -> bool {
        let others = "place recipient";
        self.means.iter().all(|it| it.asks == PAPER)
            || self.typed.any(others)
            || self.wrong.any("served_on place recipient file")
    }
}

/// The fields that service on paper asks for.
const PAPER: &str = "a";

/// 送达文书
pub struct ServiceForm;

impl Fields for ServiceForm {
    type Step = Service;

    fn read(open: &OpenCase, typed: &Typed, proof: Option<FileId>) -> Result<Service, Wrong> {
        let mut form = Reading::new(typed);
        let means = form.choice("means", "选择送达方式", Means::from_code);
        // Who serves electronically is not asked for the rest, and may not even see it.
        let on_paper = means != Some(Means::Electronic);
        let served_on = on_paper.then(|| form.optional_date("served_on")).flatten();
        let [place, recipient] = ["place", "recipient"].map(|name| match on_paper {
            true => form.optional_line(name),
            false => String::new(),
        });
        form.made(|| {
            Some(Service {
                document: DocumentId(open.subject.unwrap_or_default()),
                means: means?,
                served_on,
                place,
                recipient,
                proof: proof.filter(|_| on_paper),
            })
        })
    }
}

impl StepForm for ServiceForm {
    const KIND: Kind = Kind::Serve;

    const PATH: &'static str = "documents/{subject}/service";

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let document = named(open)?;
        let electronic = agreed_to(&open.case, document).is_ok();
        let offered = Means::ALL
            .iter()
            .filter(|it| electronic || **it != Means::Electronic);
        let means = offered
            .map(|it| {
                Choice::new(it.code(), it.short())
                    .hint(it.complete_when())
                    .asks(asks(*it))
            })
            .collect();
        if state.typed.0.is_empty() {
            state.typed.set("served_on", open.today().to_string());
        }
        let to = open.case.recipient_of(document).to_owned();
        Ok(ServicePage::of(
            state,
            format!("{} {}", document.kind.short(), document.number),
            to,
            means,
            issued_with(open, document).map(|it| other(open, it)).collect(),
        ))
    }

    /// What was issued with it and goes the same way: each has a service of its own.
    fn along(open: &OpenCase, typed: &Typed, step: &Service) -> Vec<Service> {
        let Ok(document) = named(open) else { return vec![] };
        let ticked = issued_with(open, document).filter(|it| typed.has("also", &it.id.to_string()));
        let service = |it: &Issued| Service {
            document: it.id,
            ..step.clone()
        };
        ticked.map(service).collect()
    }

    fn link(open: &OpenCase, document: DocumentId) -> String {
        let document = open.case.document(document);
        document.map_or_else(String::new, |it| serving(&open.case, it))
    }
}

/// What the same act issued and nobody has served yet; what goes to an organ never goes with what a party signs for.
fn issued_with<'a>(open: &'a OpenCase, document: &'a Issued) -> impl Iterator<Item = &'a Issued> {
    let waiting = to_serve_by(&open.case, document.issuer);
    let same_way = |it: &Issued| it.kind.is_for_an_organ() == document.kind.is_for_an_organ();
    let with_it = |it: &&Issued| it.document.entry.seq == document.document.entry.seq && it.id != document.id;
    waiting.filter(with_it).filter(move |it| same_way(it))
}

fn other(open: &OpenCase, it: &Issued) -> Choice {
    let to = open.case.recipient_of(it);
    Choice::new(
        it.id.to_string(),
        format!("{} {}（{to}）", it.kind.short(), it.number),
    )
}

fn asks(means: Means) -> &'static str {
    match means {
        Means::Electronic => "",
        Means::Direct | Means::Agent | Means::Left | Means::Post => PAPER,
    }
}

fn named(open: &OpenCase) -> Result<&Issued, Nope> {
    let id = open.subject.map(DocumentId);
    open.case
        .documents
        .iter()
        .find(|it| Some(it.id) == id)
        .ok_or(Nope::NotFound)
}

#[cfg(test)]
mod tests {
    use super::super::form::lawful;
    use super::super::sample::{form_state, html, names, open, typed};
    use super::*;
    use crate::domain::samples::{self as s, SampleCase};

    /// The determination of the first party, which agreed to electronic service or did not.
    fn addressed(electronic: bool) -> OpenCase {
        let mut sample = SampleCase::ready_for(Kind::Serve);
        sample.case.parties[0].electronic = electronic;
        let document = sample.case.determinations[0].document.0;
        open(sample, s::officer_a(), Some(document))
    }

    #[test]
    fn paper_is_asked_for_place_and_proof_and_electronic_service_is_not() {
        let open = addressed(true);
        let read = |means: &str| {
            let service = ServiceForm::read(&open, &typed(&[], &[("means", means)]), None)?;
            lawful(&open, service)
        };
        let wrong = read("direct").expect_err("nothing is proved");
        assert_eq!(names(&wrong), ["served_on", "place", "recipient", "file"]);
        let service = read("electronic").expect("nothing else is needed");
        assert_eq!(
            (Some(service.document.0), service.served_on),
            (open.subject, None)
        );
    }

    #[test]
    fn what_was_issued_together_is_served_together_where_it_is_ticked() {
        let open = addressed(false);
        let other = open.case.determinations[1].document.to_string();
        let step = Service::electronic(DocumentId(open.subject.expect("a document")));
        let also = |id: &str| ServiceForm::along(&open, &typed(&[], &[("also", id)]), &step);
        assert_eq!(also(&other)[0].document.to_string(), other);
        let notice = open.case.documents[1].id.to_string();
        for id in ["", &notice, &step.document.to_string()] {
            assert!(also(id).is_empty(), "{id}");
        }
    }

    #[tokio::test]
    async fn electronic_service_is_offered_only_where_the_party_agreed() {
        for agreed in [true, false] {
            let open = addressed(agreed);
            let state = form_state(&open.case, Kind::Serve, Typed::default(), Wrong::default());
            let page = ServiceForm::page(&open, state).expect("the document is there");
            let html = html(page, &Wrong::default()).await;
            assert!(html.contains("示管〔2026〕1号") && html.contains("甲单位"));
            assert_eq!(html.contains("value=\"electronic\""), agreed);
        }
    }
}
