//! What was just done, said once on the page that follows. The cookie carries the code of a known sentence and the page
//! it is meant for, never a text: no link and no planted cookie makes a page of ours say what did not happen, another
//! tab does not say it instead, and a page that is loaded again is silent.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use time::Duration;

use crate::domain::procedure::Kind;

/// A sentence about what was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flash {
    /// A session ended by its owner.
    SignedOut,
    /// A password changed.
    PasswordChanged,
    /// An application that goes on later.
    ApplicationSaved,
    /// An application that goes on later, with something to mend on the page that was left.
    ApplicationUnfinished,
    /// An application thrown away.
    ApplicationDiscarded,
    /// An act saved as a draft.
    Saved,
    /// An act before an approver now.
    Submitted,
    /// An act that waits already.
    Waiting,
    /// A form sent twice.
    Before,
    /// An act sent back.
    Returned,
    /// A draft thrown away.
    Discarded,
    /// An act taken back.
    TakenBack,
    /// An act that another drafts from now on.
    TakenOver,
    /// An act approved.
    Approved,
    /// A case opened from above, with a reason.
    Opened,
    /// A phrase kept, new or anew.
    PhraseKept,
    /// A phrase out of use.
    PhraseWithdrawn,
    /// A step taken.
    Taken(Kind),
}

#[rustfmt::skip]
const SENTENCES: &[(Flash, &str, &str)] = &[
    (Flash::SignedOut,            "signed_out",            "已退出登录"),
    (Flash::PasswordChanged,      "password_changed",      "密码已经更换，您在其他地方的登录已经退出"),
    (Flash::ApplicationSaved,     "application_saved",     "已保存，可以稍后继续填写"),
    (Flash::ApplicationUnfinished, "application_unfinished", "已保存，这一部分还没有填完"),
    (Flash::ApplicationDiscarded, "application_discarded", "申请草稿已经删除"),
    (Flash::Saved,                "saved",                 "草稿已保存"),
    (Flash::Submitted,            "submitted",             "已提交审批"),
    (Flash::Waiting,              "waiting",               "这一项正在等待审批"),
    (Flash::Before,               "before",                "这份表单已经提交过，已按第一次提交办理，没有重复办理"),
    (Flash::Returned,             "returned",              "已退回经办人修改"),
    (Flash::Discarded,            "discarded",             "草稿已经删除"),
    (Flash::TakenBack,            "taken_back",            "已收回，可以接着修改"),
    (Flash::TakenOver,            "taken_over",            "已接手，现在由您起草"),
    (Flash::Approved,             "approved",              "已批准"),
    (Flash::Opened,               "opened",                "调阅理由已经记录"),
    (Flash::PhraseKept,           "phrase_kept",           "常用语已保存，经办人现在可以使用"),
    (Flash::PhraseWithdrawn,      "phrase_withdrawn",      "常用语已停用，经办人不再看到"),
];

/// What a party or who filed is told of what it handed in.
const HANDED_IN: &[(Kind, &str)] = &[
    (Kind::Hear, "意见已提交，经办人会在核实报告中写明是否采纳"),
    (Kind::TakeEvidence, "证据已提交，经办人会在核实中审查"),
    (Kind::Object, "异议已提交，处理结果会书面反馈"),
    (Kind::WithdrawObjection, "异议已撤回"),
    (Kind::ReportCorrection, "整改报告已提交，等待验收"),
    (Kind::WaiveClarification, "已登记：您不需要澄清说明"),
    (Kind::Withdraw, "申请已撤回"),
];

const COOKIE: &str = "rongcuo_flash";

impl Flash {
    /// Goes to a page of ours and says this there.
    pub fn at(self, href: &str) -> Response {
        (CookieJar::new().add(self.meant_for(href)), Redirect::to(href)).into_response()
    }

    // The path of the cookie keeps two tabs from taking each other's; the page in its value, pages below from taking it.
    fn meant_for(self, href: &str) -> Cookie<'static> {
        Cookie::build((COOKIE, format!("{}@{href}", self.code())))
            .path(href.to_owned())
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::MINUTE)
            .build()
    }

    /// What the last answer left to be said on this page.
    pub fn left(headers: &HeaderMap, path: &str) -> Option<Self> {
        let sent = headers.get_all(header::COOKIE).iter();
        let cookies = sent
            .filter_map(|it| it.to_str().ok())
            .flat_map(Cookie::split_parse_encoded);
        let meant = cookies.filter_map(Result::ok).find_map(|cookie| {
            let (code, page) = cookie.value().split_once('@')?;
            (cookie.name() == COOKIE && page == path).then(|| code.to_owned())
        });
        Self::from_code(&meant?)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Taken(kind) => kind.code(),
            _ => self.sentence().0,
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        let said = SENTENCES.iter().find(|(_, known, _)| *known == code);
        said.map(|(flash, ..)| *flash)
            .or_else(|| Kind::from_code(code).map(Self::Taken))
    }

    /// As the page says it to one of the staff, or to who stands before the body.
    pub fn text(self, staff: bool) -> String {
        let handed_in = HANDED_IN.iter().find(|(kind, _)| self == Self::Taken(*kind));
        match self {
            Self::Taken(_) if !staff && let Some((_, text)) = handed_in => (*text).to_owned(),
            Self::Taken(kind) => format!("已办理：{}", kind.name()),
            _ => self.sentence().1.to_owned(),
        }
    }

    fn sentence(self) -> (&'static str, &'static str) {
        let mut said = SENTENCES.iter().filter(|(flash, ..)| *flash == self);
        let (_, code, text) = said.next().expect("every flash but a step has its row");
        (code, text)
    }
}

/// The cookie that makes what was said on this page forgotten.
pub fn said(path: &str) -> Cookie<'static> {
    let mut cookie = Cookie::build((COOKIE, "")).path(path.to_owned()).build();
    cookie.make_removal();
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::PROCEDURE;

    #[test]
    fn every_sentence_is_said_on_its_page_alone() {
        let steps = PROCEDURE.iter().map(|row| Flash::Taken(row.kind));
        for flash in SENTENCES.iter().map(|(flash, ..)| *flash).chain(steps) {
            let cookie = flash.meant_for("/cases/1");
            let mut headers = HeaderMap::new();
            let sent = format!(
                "a=b; {COOKIE}=saved%40%2Fcases%2F2; {}",
                cookie.encoded().stripped()
            );
            headers.insert(header::COOKIE, sent.parse().expect("a header"));
            assert_eq!(Flash::left(&headers, "/cases/1"), Some(flash));
            assert_eq!(Flash::left(&headers, "/cases/2"), Some(Flash::Saved));
            assert_eq!(Flash::left(&headers, "/cases/1/report"), None);
            assert!(!flash.text(true).is_empty() && !flash.text(false).is_empty());
        }
    }
}
