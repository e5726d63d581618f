//! Documents as the program writes them: what is looked at here is what the law's own code says, and nothing made up beside it.

use time::macros::{date, datetime};
use uuid::Uuid;

use crate::documents::html::{Look, Paper};
use crate::domain::assessment::Part;
use crate::domain::case::{Addressee, Authority, PartyKind};
use crate::domain::correction::Responsible;
use crate::domain::determination::{CorrectionDemand, Lenience, Outcome, PartyDetermination};
use crate::domain::document::{Document, Draft, application, determination, number, receipt};
use crate::domain::filing::{
    Accountability, Applicant, CircumstanceClaimed, ConditionArgued, FiledParty, Filing, Matter, Pursuit,
};
use crate::domain::regulation::{Circumstance, Condition};
use crate::domain::ruling::Moment;
use crate::web::case::sample;
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

fn a_determination() -> Document {
    let mut case = sample::assessed(true);
    let addressee = |number: u128, name: &str| {
        Some(Addressee {
            id: sample::id(number),
            name: name.into(),
            number_word: "示范".into(),
        })
    };
    case.body.superior = addressee(91, "中国（四川）自由贸易试验区成都管理委员会");
    case.body.office = addressee(92, "中国（四川）自由贸易试验区工作办公室");
    let party = &case.parties[0];
    let demand = |what: &str, responsible| CorrectionDemand {
        what: what.into(),
        responsible,
        due: date!(2027 - 01 - 15),
    };
    let determined = PartyDetermination {
        party: party.id,
        lenience: Some(Lenience::Exempt),
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
    };
    let outcome = Outcome::Tolerated;
    numbered(determination::written(
        &case,
        party,
        &case.assessments[0],
        &determined,
        outcome,
        &now(),
    ))
}

fn a_receipt() -> Document {
    let case = sample::case();
    numbered(receipt::receipt(&filing(), &case.body, &case.number, &now()))
}

fn an_application() -> Document {
    let case = sample::case();
    application::application(
        &filing(),
        &case.body.name,
        Some(&case.number),
        Some("2026年11月2日".into()),
    )
}

fn filing() -> Filing {
    let party = |kind, name: &str, position: &str, own| FiledParty {
        kind,
        name: name.into(),
        position: position.into(),
        authority: Authority::Body,
        own,
    };
    let argued = |it: &Condition| ConditionArgued {
        condition: *it,
        parts: Part::of(*it).to_vec(),
        argument: "试点方案经主任办公会集体研究，有会议纪要可以查证。".into(),
    };
    Filing {
        applicant: Applicant {
            kind: PartyKind::Unit,
            name: "甲中心".into(),
            contact: "周予安".into(),
            phone: "028-0000 0000".into(),
            agent: String::new(),
            electronic: true,
        },
        matter: Matter {
            title: sample::case().title,
            story: "试点方案经主任办公会集体研究后施行。\n系统没有设置限额校验，三笔业务超过限额。".into(),
            consequences: "已经全部追回，没有造成损失。".into(),
        },
        accountability: Accountability {
            pursuer: "成都高新区管委会".into(),
            what: "超限额办理业务三笔，收到核查通知。".into(),
            pursuit: Pursuit::Enquiry,
            since: date!(2026 - 10 - 20),
        },
        parties: vec![
            party(PartyKind::Unit, "甲中心", "事业单位", true),
            party(PartyKind::Individual, "当事人乙", "业务科科长", false),
        ],
        conditions: Condition::ALL.iter().map(argued).collect(),
        circumstances: vec![CircumstanceClaimed {
            circumstance: Circumstance::NoPrecedent,
            reason: "此前没有同类业务。".into(),
        }],
        body: sample::id(90),
        files: vec![],
    }
}
