//! Documents as the program writes them: what is looked at here is what the law's own code says, and nothing made up beside it.

use time::macros::{date, datetime};
use uuid::Uuid;

use crate::documents::html::{Look, Paper};
use crate::domain::assessment::Part;
use crate::domain::case::Body;
use crate::domain::correction::Responsible;
use crate::domain::determination::{CorrectionDemand, Outcome, PartyDetermination};
use crate::domain::document::{Document, Draft, application, determination, number, receipt};
use crate::domain::filing::{Accountability, Filing, Matter};
use crate::domain::ruling::Moment;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::web::paper::PaperPage;
use crate::web::samples::{Sample, frame};

/// A letter of the body, a receipt and an application, each written by the code that writes the real ones.
pub fn samples() -> Vec<Sample> {
    let page = |document: Document, look| PaperPage {
        frame: frame(&document.title).back("/cases/1", "返回案件"),
        paper: Paper {
            document,
            look,
            demo: true,
            within: false,
        },
        issued: "2026年11月23日印发".into(),
        digest: Some("5c1e".repeat(16)),
    };
    vec![
        Sample::of("paper official", &page(a_determination(), Look::Official)),
        Sample::of("paper receipt", &page(a_receipt(), Look::Receipt)),
        Sample::of("paper form", &page(an_application(), Look::Form)),
    ]
}

fn now() -> Moment<'static> {
    Moment {
        at: datetime!(2026-11-23 02:00 UTC),
        new_id: &Uuid::nil,
    }
}

fn numbered(draft: Draft) -> Document {
    Document {
        number: Some(number("成高管", draft.kind, 2026, 9)),
        ..draft.document
    }
}

/// The names are as long as in life.
fn body() -> Body {
    let mut body = s::body();
    body.name = "成都高新技术产业开发区管理委员会".into();
    body.number_word = "高新容".into();
    if let Some(superior) = &mut body.superior {
        superior.name = "中国（四川）自由贸易试验区成都管理委员会".into();
    }
    if let Some(office) = &mut body.office {
        office.name = "中国（四川）自由贸易试验区工作办公室".into();
    }
    body
}

fn a_determination() -> Document {
    let sample = SampleCase::reported(2, 2);
    let mut case = sample.case.clone();
    case.body = body();
    let party = &case.parties[0];
    let demand = |what: &str, responsible| CorrectionDemand {
        what: what.into(),
        responsible,
        due: date!(2027 - 01 - 15),
    };
    let whole = steps::determination(&case, sample.today());
    let right = whole.parties[0].clone();
    let determined = PartyDetermination {
        provision: Some("主动采取措施挽回损失、消除影响的，可以免予问责".into()),
        reasons: "你单位在跨境支付便利化试点中超限额办理业务三笔，系因系统没有设置限额校验。试点方案经主任办公会集体研究，\
                  没有先例可循；发现当日即停止办理，已经全部追回，没有造成损失。"
            .into(),
        corrections: vec![
            demand(
                "修订试点业务限额管理细则，建立超限额预警，并报本机关备案",
                Responsible::Party(party.id),
            ),
            demand("核对试点以来的全部业务", Responsible::Body),
        ],
        ..right
    };
    let outcome = Outcome::Tolerated;
    numbered(determination::written(
        &case,
        (party, &case.assessments[0]),
        (&whole, &determined),
        outcome,
        &now(),
    ))
}

const NUMBER: &str = "高新容〔2026〕16号";

fn a_receipt() -> Document {
    numbered(receipt::receipt(&filing(), &body(), NUMBER, &now()))
}

fn an_application() -> Document {
    let received = Some("2026年11月2日".into());
    application::application(&filing(), &body().name, Some(NUMBER), received)
}

fn filing() -> Filing {
    let filing = steps::filing(2);
    let mut conditions = filing.conditions;
    for it in &mut conditions {
        it.parts = Part::of(it.condition).to_vec();
        it.argument = "试点方案经主任办公会集体研究，有会议纪要可以查证。".into();
    }
    let mut circumstances = filing.circumstances;
    circumstances[0].reason = "此前没有同类业务。".into();
    Filing {
        matter: Matter {
            story: "试点方案经主任办公会集体研究后施行。\n系统没有设置限额校验，三笔业务超过限额。".into(),
            consequences: "已经全部追回，没有造成损失。".into(),
            ..filing.matter
        },
        accountability: Accountability {
            pursuer: "成都高新区管委会".into(),
            what: "超限额办理业务三笔，收到核查通知。".into(),
            ..filing.accountability
        },
        conditions,
        circumstances,
        ..filing
    }
}
