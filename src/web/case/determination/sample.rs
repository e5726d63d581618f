//! A determination as somebody would draft it on the sample case: the first party is tolerated and has to put right
//! something in every way there is, the second is not.

use time::macros::date;

use super::super::sample::id;
use crate::domain::correction::Responsible;
use crate::domain::determination::{
    CorrectionDemand, Deliberation, Determination, Lenience, PartyDetermination,
};

pub fn determination() -> Determination {
    let demand = |responsible| CorrectionDemand {
        what: "修订细则".into(),
        responsible,
        due: date!(2027 - 01 - 15),
    };
    let about = |party: u128, lenience, corrections| PartyDetermination {
        party: id(party),
        lenience,
        provision: lenience.map(|_| "某条例第一条，可以免予".into()),
        reasons: "理由".into(),
        corrections,
    };
    let all = vec![
        demand(Responsible::Party(id(101))),
        demand(Responsible::Unit("丙单位".into())),
        demand(Responsible::Body),
    ];
    Determination {
        parties: vec![about(101, Some(Lenience::Exempt), all), about(102, None, vec![])],
        deliberation: Some(Deliberation {
            meeting: "主任办公会".into(),
            held_on: date!(2026 - 11 - 20),
            present: "甲、乙".into(),
            absent: "无".into(),
            recused: "无".into(),
            views: "一致同意".into(),
            minutes: "纪要〔2026〕3号".into(),
        }),
    }
}
