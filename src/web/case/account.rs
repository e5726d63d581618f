//! 绑定当事人账号 (practice): an officer joins a party to its account, with the proof of identity; an approver approves.

use axum::response::Response;

use super::content::{Section, party_name, yes};
use super::form::{ActForm, Fields, FormState, StepForm, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::account::{Account, AccountLink};
use crate::domain::case::{Case, PartyKind};
use crate::domain::ids::{FileId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::platform::App;
use crate::store;
use crate::web::error::Nope;
use crate::web::form::Reading;
use crate::web::form::{Typed, Wrong};

form_page! {
    /// 绑定当事人账号
    LinkPage = "case/account.html" { party: String, unit: bool }
}

/// 绑定当事人账号
pub struct LinkForm;

impl Fields for LinkForm {
    type Step = AccountLink;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<AccountLink, Wrong> {
        let party = open
            .party()
            .map_err(|_| Wrong::field("username", "没有这名当事人"))?
            .id;
        let mut form = Reading::new(typed);
        let username = form.line("username", "填写当事人的用户名").to_lowercase();
        let proof = form.text("proof", "写明身份核验方式");
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
        form.made(|| {
            Some(AccountLink {
                party,
                account,
                proof: proof?,
                electronic,
            })
        })
    }
}

impl StepForm for LinkForm {
    const KIND: Kind = Kind::Link;

    const PATH: &'static str = "parties/{subject}/account";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        Ok(LinkPage::of(
            state,
            party.name.clone(),
            party.kind == PartyKind::Unit,
        ))
    }

    async fn prepare(app: &App, link: &mut AccountLink) -> Result<Option<Wrong>, Nope> {
        let found = store::people::found(&mut *app.pool.acquire().await?, &link.account.username).await?;
        Ok(match found {
            Some(account) => {
                link.account = account;
                None
            }
            None => Some(Wrong::field("username", "没有这个用户名，请向当事人核对")),
        })
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("绑定账号", open, party)
    }
}

impl ActForm for LinkForm {
    fn typed(it: &AccountLink, _: &Case) -> Typed {
        Typed::default()
            .with("username", &it.account.username)
            .with("proof", &it.proof)
            .with("electronic", if it.electronic { "yes" } else { "" })
    }

    fn sections(it: &AccountLink, case: &Case) -> Vec<Section> {
        let rows = vec![
            ("当事人", party_name(it.party, case)),
            ("账号", format!("{}（{}）", it.account.username, it.account.name)),
            ("核对身份", it.proof.to_string()),
            ("电子送达", yes(it.electronic, "同意", "没有同意")),
        ];
        vec![Section::new(Self::KIND.name(), rows)]
    }
}
