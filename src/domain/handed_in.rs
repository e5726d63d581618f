//! What a side handed in (提交): a statement or its waiver, evidence, an objection, a correction report, the wish to have no
//! clarification. For each there is a receipt (回执). Its number counts what that party handed in of the kind, so that it says
//! nothing of what others did.

use crate::domain::access::Sight;
use crate::domain::case::{Case, Party};
use crate::domain::correction::Responsible;
use crate::domain::dates::day;
use crate::domain::deadline::DeadlineKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{FileId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};

/// Something that was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedIn<'a> {
    pub step: Kind,
    /// The word of the kind in the number of the receipt.
    word: &'static str,
    /// For which party; `None`: who filed without being one.
    pub party: Option<&'a Party>,
    /// Who received it.
    pub receiver: &'a str,
    pub entry: Entry,
    /// Its place among what was handed in of the kind for the party, from 1; `None`: it came with the application, whose
    /// receipt speaks of it.
    no: Option<usize>,
    /// 意见: what it is called.
    pub title: String,
    /// What it says.
    pub words: Vec<(&'static str, String)>,
    pub file: Option<FileId>,
    /// What happens next, and by when.
    pub next: Vec<String>,
}

impl HandedIn<'_> {
    /// The number of the receipt below the case's: 意2-1.
    pub fn number(&self) -> Option<String> {
        Some(format!("{}{}-{}", self.word, self.party_no(), self.no?))
    }

    /// The same as the address has it.
    pub fn code(&self) -> Option<String> {
        Some(format!("{}-{}-{}", self.step.code(), self.party_no(), self.no?))
    }

    /// The party's place in the case; 0: who filed without being one.
    fn party_no(&self) -> i16 {
        self.party.map_or(0, |it| it.no)
    }
}

/// What this side handed in, the newest first.
pub fn by_side<'a>(case: &'a Case, sight: &Sight) -> Vec<HandedIn<'a>> {
    let mut all = statements(case);
    all.extend(evidence(case));
    all.extend(objections(case));
    all.extend(withdrawals(case));
    all.extend(reports(case));
    all.extend(waivers(case));
    all.sort_by_key(|it| it.entry.seq);
    let seen = |it: &HandedIn| sight.sees_from(it.party.map(|it| it.id), it.entry.by, case);
    let mut counted: Vec<HandedIn> = vec![];
    for mut it in all {
        let same = |other: &&HandedIn| other.word == it.word && other.party_no() == it.party_no();
        let before = counted.iter().filter(|it| it.no.is_some()).filter(same).count();
        it.no = (it.entry.seq > 1).then_some(before + 1);
        counted.push(it);
    }
    counted.retain(seen);
    counted.reverse();
    counted
}

/// Something that the party itself handed in, still to be numbered.
fn own<'a, T>(case: &'a Case, it: &Recorded<T>, party: PartyId, step: Kind) -> Option<HandedIn<'a>> {
    let party = case.party(party)?;
    by_its_own_hand(case, party, it.entry.by).then(|| HandedIn {
        step,
        word: "",
        party: Some(party),
        receiver: &case.body.name,
        entry: it.entry,
        no: None,
        title: String::new(),
        words: vec![],
        file: None,
        next: vec![],
    })
}

/// Whether somebody of the party's own side did it, and no officer for it.
fn by_its_own_hand(case: &Case, party: &Party, user: UserId) -> bool {
    party.user == Some(user) || (party.unit.is_some() && party.unit == case.unit_of(user))
}

/// How long the verification takes.
fn verified_within() -> String {
    let days = DeadlineKind::Verification.days();
    format!("调查核实一般自启动容错程序之日起{days}个工作日内完成（第八条第二项）。")
}

fn statements(case: &Case) -> Vec<HandedIn<'_>> {
    let own_words = case.hearings.iter().filter(|it| it.by_party);
    let each = own_words.filter_map(|it| {
        let own = own(case, it, it.party, Kind::Hear)?;
        let words = vec![(it.kind.short(), it.text.to_string())];
        let file = it.file;
        Some(match it.kind {
            HearingKind::Statement | HearingKind::Unreachable => HandedIn {
                word: "意",
                title: "陈述意见".into(),
                words,
                file,
                next: vec![
                    format!("经办人在核实报告中写明是否采纳和理由。{}", verified_within()),
                    "核实完成以前，可以补充意见和证据；已经提交的不能修改。".into(),
                    "作出认定以后，书面认定会送达当事人（第九条第一款）。".into(),
                ],
                ..own
            },
            HearingKind::Waiver => HandedIn {
                word: "弃",
                title: "放弃陈述意见".into(),
                words,
                file,
                next: vec![
                    "经办人不再等待意见，继续核实。核实完成以前，仍然可以陈述意见、提交证据。".into(),
                    "作出认定以后，书面认定会送达当事人（第九条第一款）。".into(),
                ],
                ..own
            },
        })
    });
    each.collect()
}

fn evidence(case: &Case) -> Vec<HandedIn<'_>> {
    let each = case.evidence.iter().filter_map(|it| {
        let by = it.entry.by;
        let of_the_filer = it.by_party.is_none() && case.filer.includes(by, case.unit_of(by));
        let party = it.by_party.and_then(|id| case.party(id));
        (party.is_some() || of_the_filer).then(|| HandedIn {
            step: Kind::TakeEvidence,
            word: "证",
            party,
            receiver: &case.body.name,
            entry: it.entry,
            no: None,
            title: format!("证据：{}", it.name),
            words: vec![
                ("证据", format!("{}（{}）", it.name, it.kind)),
                ("证明目的", it.proves.to_string()),
                ("来源", it.source.to_string()),
            ],
            file: Some(it.file),
            next: vec![
                format!(
                    "经办人审查以后，在核实报告中写明依据哪些证据认定。{}",
                    verified_within()
                ),
                "核实完成以前，可以继续提交证据；已经提交的不能修改。".into(),
            ],
        })
    });
    each.collect()
}

fn objections(case: &Case) -> Vec<HandedIn<'_>> {
    let each = case.objections.iter().filter_map(|it| {
        let own = own(case, &it.raised, it.party, Kind::Object)?;
        let addressee = case.addressee_name(it.addressee);
        let mut words = vec![
            ("向谁提出", addressee.to_owned()),
            ("针对", it.contested.to_string()),
            ("理由", it.grounds.to_string()),
        ];
        if !it.new_facts.is_empty() {
            words.push(("新的事实", it.new_facts.clone()));
        }
        Some(HandedIn {
            word: "异",
            receiver: addressee,
            title: "异议".into(),
            words,
            file: it.file,
            next: vec![
                format!("{addressee}调查核实以后作出处理，并将处理结果书面反馈（第八条第四项）。办法要求及时处理，没有规定天数。"),
                "处理期间，原认定的效力不停止（参照）。".into(),
            ],
            ..own
        })
    });
    each.collect()
}

fn withdrawals(case: &Case) -> Vec<HandedIn<'_>> {
    let each = case.objections.iter().filter_map(|it| {
        let withdrawn = it.withdrawn.as_ref()?;
        let own = own(case, withdrawn, it.party, Kind::WithdrawObjection)?;
        Some(HandedIn {
            word: "撤",
            receiver: case.addressee_name(it.addressee),
            title: "撤回异议".into(),
            words: vec![
                ("撤回的异议", it.contested.to_string()),
                ("原因", withdrawn.reason.to_string()),
            ],
            file: withdrawn.file,
            next: vec![
                "不再作出异议处理决定，原认定继续有效。以后仍然不认可的，可以重新提出异议（参照）。".into(),
            ],
            ..own
        })
    });
    each.collect()
}

fn reports(case: &Case) -> Vec<HandedIn<'_>> {
    let each = case.correction_reports.iter().filter_map(|it| {
        let correction = case.correction(it.correction).ok()?;
        let Responsible::Party(party) = correction.responsible else {
            return None;
        };
        let own = own(case, it, party, Kind::ReportCorrection)?;
        Some(HandedIn {
            word: "改",
            title: "整改报告".into(),
            words: vec![
                ("纠错要求", correction.what.clone()),
                ("原因剖析", it.causes.to_string()),
                ("措施和完成情况", it.measures.to_string()),
                ("完成日期", day(it.done_on)),
            ],
            file: it.file,
            next: vec![
                "办理机构核对以后作出验收意见（第十二条第三款）。".into(),
                "没有通过的，会写明理由退回，需要继续整改、重新报告。".into(),
            ],
            ..own
        })
    });
    each.collect()
}

fn waivers(case: &Case) -> Vec<HandedIn<'_>> {
    let each = case.clarification_waivers.iter().filter_map(|it| {
        let own = own(case, it, it.party, Kind::WaiveClarification)?;
        Some(HandedIn {
            word: "澄",
            title: "不需要澄清的表示".into(),
            words: vec![("表示", it.text.to_string())],
            file: it.file,
            next: vec!["办理机构不再就本案作澄清说明，其他事项照常办理。".into()],
            ..own
        })
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::Step;

    #[test]
    fn 每名当事人各自编号_别人提交了什么看不出来() {
        let mut sample = SampleCase::initiated(2);
        sample.does(&steps::link(sample.party(2), &s::individual()));
        for (party, by) in [(1, s::applicant()), (2, s::individual()), (1, s::applicant())] {
            let own = Step::Hear(steps::hearing(sample.party(party), &[], sample.today()));
            sample.takes(&own, &by).expect("it writes its own statement");
        }
        let numbers = |sight: &Sight| {
            let all = by_side(&sample.case, sight);
            let numbers: Vec<_> = all.iter().filter_map(HandedIn::number).collect();
            let codes: Vec<_> = all.iter().filter_map(HandedIn::code).collect();
            (numbers, codes)
        };
        let own = |no| Sight::party(sample.party(no));
        let codes = vec!["hear-1-2".to_owned(), "hear-1-1".into()];
        assert_eq!(numbers(&own(1)), (vec!["意1-2".into(), "意1-1".into()], codes));
        assert_eq!(numbers(&own(2)), (vec!["意2-1".into()], vec!["hear-2-1".into()]));
        assert_eq!(numbers(&Sight::Body).0, ["意1-2", "意2-1", "意1-1"]);
        assert_eq!(numbers(&Sight::Nothing).0, [""; 0]);
    }

    #[test]
    fn 经办人代记的不是当事人提交的() {
        let sample = SampleCase::heard(2);
        let handed_in = by_side(&sample.case, &Sight::Body);
        assert!(handed_in.iter().all(|it| it.step != Kind::Hear), "{handed_in:?}");
    }
}
