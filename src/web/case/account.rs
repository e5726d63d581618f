//! 关联当事人账户 (practice): an officer joins a party to its account, with the proof of identity; an approver approves.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::account::{Account, AccountLink};
use crate::domain::case::PartyKind;
use crate::domain::ids::{FileId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::platform::App;
use crate::store;
use crate::web::error::Nope;
use crate::web::form::Reading;
use crate::web::form::{Typed, Wrong};

form_page! {
    /// 关联当事人账户
    LinkPage = "case/account.html" { party: String, unit: bool }
}

/// 关联当事人账户
pub struct LinkForm;

impl StepForm for LinkForm {
    const KIND: Kind = Kind::Link;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let party = open
            .party()
            .map_err(|_| Wrong::field("username", "没有这名当事人"))?
            .id;
        let mut form = Reading::new(typed);
        let username = form.line("username", "填写当事人的用户名").to_lowercase();
        let proof = form.required("proof", "写明怎样核对了身份");
        let electronic = form.ticked("electronic");
        // Whose account it is, is looked up before the law is asked.
        let account = Account {
            username,
            user: UserId(uuid::Uuid::nil()),
            name: String::new(),
            unit: None,
            people: vec![],
            staff: false,
        };
        form.done(Step::Link(AccountLink {
            party,
            account,
            proof,
            electronic,
        }))
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let party = open.party()?;
        Ok(LinkPage::of(
            sheet,
            party.name.clone(),
            party.kind == PartyKind::Unit,
        ))
    }

    async fn prepare(app: &App, step: &mut Step) -> Result<Option<Wrong>, Nope> {
        let Step::Link(link) = step else { return Ok(None) };
        let found = store::people::found(&mut *app.pool.acquire().await?, &link.account.username).await?;
        Ok(match found {
            Some(account) => {
                link.account = account;
                None
            }
            None => Some(Wrong::field("username", "没有这个用户名，请向当事人核对")),
        })
    }
}

pub fn linking(it: &AccountLink) -> Typed {
    Typed::default()
        .with("username", &it.account.username)
        .with("proof", &it.proof)
        .with("electronic", if it.electronic { "yes" } else { "" })
}
