//! 通报相关单位 (A9.1): which units were told, or that none is concerned and why.

use axum::response::Response;

use super::form::{Fields, FormState, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::correction::units_to_tell;
use crate::domain::ids::FileId;
use crate::domain::notice::{Notice, possible_day, tells_who_corrects};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 通报相关单位
    NoticePage = "case/notice.html" { kinds: Vec<Choice> }
}

/// 通报相关单位
pub struct NoticeForm;

impl Fields for NoticeForm {
    type Step = Notice;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Notice, Wrong> {
        let mut form = Reading::new(typed);
        let told = form.choice("kind", "选择是否有需要通报的单位", |it| match it {
            "units" => Some(true),
            "nobody" => Some(false),
            _ => None,
        });
        match told {
            Some(true) => {
                let units = form.text("units", "写明通报了哪些单位");
                if let Some(units) = &units {
                    form.lawful("units", tells_who_corrects(&open.case, units));
                }
                let text = form.text("text", "写明通报的内容");
                let on = form.date("on", "写明通报日期");
                if let Some(on) = on {
                    form.lawful("on", possible_day(&open.case, on, open.today()));
                }
                form.made(|| {
                    Some(Notice::Units {
                        units: units?,
                        text: text?,
                        notified_on: on?,
                    })
                })
            }
            Some(false) => {
                let why = form.text("why", "写明为什么没有需要通报的单位");
                form.lawful("kind", tells_who_corrects(&open.case, ""));
                form.made(|| Some(Notice::Nobody { why_nobody: why? }))
            }
            None => form.made(|| None),
        }
    }
}

impl StepForm for NoticeForm {
    const KIND: Kind = Kind::Notify;

    const PATH: &'static str = "notice";

    const OFFERS_PHRASES: bool = true;

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        if state.typed.0.is_empty() {
            state.typed.set("on", open.today().to_string());
            let units: Vec<_> = units_to_tell(&open.case).collect();
            if !units.is_empty() {
                state.typed.set("kind", "units");
                state.typed.set("units", units.join("\n"));
            }
        }
        let kinds = [
            ("units", "已经通报相关单位", "a"),
            ("nobody", "没有需要通报的单位", "b"),
        ];
        Ok(NoticePage::of(
            state,
            kinds
                .into_iter()
                .map(|(code, text, asks)| Choice::new(code, text).asks(asks))
                .collect(),
        ))
    }
}
