//! 程序核对: what must hold before an act is signed, question by question. A step's own rule asks these very questions and
//! refuses at the first that fails, so whoever signs never reads a line that decides nothing.

use time::Date;

use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::approval;
use crate::domain::case::{Case, Clock};
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, Light};
use crate::domain::ids::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::{self, Moment, Ruling};
use crate::domain::step::{Asked, Step};

/// A question of procedure with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What must hold, as a sentence.
    pub what: String,
    /// On which basis.
    pub basis: Basis,
    /// Whether it does.
    pub held: Held,
    /// The field of the form that it asks about; `None`: no single one.
    pub field: Option<&'static str>,
}

/// Whether what must hold holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// It does.
    Yes,
    /// It does not, and whoever signs should know; but it forbids nothing.
    Noted,
    /// It does not: the act cannot be approved.
    No(Refusal),
}

impl Check {
    /// A question, with the answer that a rule gave. Where that is a refusal, it says more exactly what it rests on.
    pub fn of<T>(what: impl Into<String>, basis: Basis, answer: Result<T, Refusal>) -> Self {
        let what = what.into();
        match answer {
            Ok(_) => Self {
                what,
                basis,
                held: Held::Yes,
                field: None,
            },
            Err(refusal) => Self {
                what,
                basis: refusal.basis(),
                held: Held::No(refusal),
                field: None,
            },
        }
    }

    /// A question whether a text says something; `missing` names it where it does not.
    pub fn written(what: &str, basis: Basis, text: &str, missing: &'static str) -> Self {
        Self::of(what, basis, Refusal::unless_written(text, missing, basis))
    }

    /// A question whether something is there that the form asks for; `missing` names it where it is not.
    pub fn there<T>(what: &str, basis: Basis, it: Option<T>, missing: &'static str) -> Self {
        Self::of(what, basis, it.ok_or(Refusal::Missing { what: missing, basis }))
    }

    /// A question of being in time, which never forbids anything.
    pub fn in_time(what: impl Into<String>, basis: Basis, late: bool) -> Self {
        Self::noted(what, basis, !late)
    }

    /// A question whose answer whoever signs should know, but which never forbids anything.
    pub fn noted(what: impl Into<String>, basis: Basis, holds: bool) -> Self {
        Self {
            what: what.into(),
            basis,
            held: if holds { Held::Yes } else { Held::Noted },
            field: None,
        }
    }

    /// The question is about this field: what stands against it is said there.
    pub fn at(self, field: &'static str) -> Self {
        let field = Some(field);
        Self { field, ..self }
    }

    /// What stands against the act.
    pub fn against(&self) -> Option<&Refusal> {
        match &self.held {
            Held::No(refusal) => Some(refusal),
            Held::Yes | Held::Noted => None,
        }
    }
}

/// Whether everything that must hold does.
///
/// # Errors
/// The first thing that does not.
pub fn all_hold(checks: &[Check]) -> Result<(), Refusal> {
    let first = checks.iter().find_map(Check::against);
    first.map_or(Ok(()), |refusal| Err(refusal.clone()))
}

/// Everything that whoever is to sign an act should see answered: who takes it, what the step's own rules ask, and
/// how the deadlines stand that it would meet.
pub fn of_act(
    case: &Case,
    step: &Step,
    drafters: &[UserId],
    approver: &Actor,
    now: &Moment<'_>,
) -> Vec<Check> {
    let row = step.kind().row();
    let mut checks = approval::checks(case, row, step.subject(), drafters, approver);
    let taken_by = TakenBy::Two { drafters, approver };
    let asked = Asked { case, taken_by, now };
    checks.extend(step.checks(asked));
    match ruling::preview(step, asked) {
        Ok(ruling) => checks.extend(times(case, &ruling)),
        Err(asked) if checks.iter().any(|it| it.against() == Some(&asked)) => {}
        Err(unasked) => {
            let (what, basis) = (format!("案件现在可以{}", row.name), unasked.basis());
            checks.push(Check::of(what, basis, Err::<(), _>(unasked)));
        }
    }
    checks
}

/// How the deadlines stand that a ruling would meet.
fn times(case: &Case, ruling: &Ruling) -> Vec<Check> {
    let met = ruling.clocks.iter().filter_map(|it| {
        let Cause::Met { on } = it.cause else { return None };
        Some((case.clock(it.id)?, on))
    });
    met.filter_map(|(clock, on)| time(case, clock, on)).collect()
}

/// As it stands on the day the thing is done, whenever that is recorded.
fn time(case: &Case, clock: &Clock, on: Date) -> Option<Check> {
    let deadline = clock.deadline()?;
    let light = deadline.light(on, case.calendar());
    let chip = deadline.chip(on, case.calendar());
    let due = deadline.due(case.calendar());
    let until = due.map_or_else(String::new, |due| format!("{}届满，", day(due)));
    let estimated = if chip.provisional { "（暂估）" } else { "" };
    let what = format!("{}期限：{until}{}{estimated}", clock.kind.name(), chip.text);
    let late = matches!(light, Light::Late { .. });
    Some(Check::in_time(what, clock.kind.basis(), late))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::determination::Lenience;
    use crate::domain::initiation::Initiation;
    use crate::domain::procedure::Kind;
    use crate::domain::referral::ReturnGround;
    use crate::domain::regulation::Article;
    use crate::domain::samples::{self as s, SampleCase, steps};

    fn read(sample: &SampleCase, step: &Step, approver: &Actor) -> Vec<Check> {
        sample.at_this_moment(|now| of_act(&sample.case, step, &[s::officer_a().user], approver, now))
    }

    fn failing(checks: &[Check]) -> Vec<(&str, &Refusal)> {
        let failed = checks
            .iter()
            .filter_map(|it| Some((it.what.as_str(), it.against()?)));
        failed.collect()
    }

    /// Every kind of act at a moment when it can be approved, with who drafts and who approves it.
    fn acts() -> Vec<(SampleCase, Step, Actor, Actor)> {
        let own = |sample: SampleCase, step: Step| (sample, step, s::officer_a(), s::chief());
        let initiate = steps::initiate(&[s::officer_a(), s::officer_b()]);
        let initiated = SampleCase::initiated(2);
        let link = steps::link(initiated.party(2), &s::individual());
        let heard = SampleCase::heard(2);
        let report = Step::Report(steps::report(&heard.case, |_| true));
        let mut suspended = SampleCase::initiated(2);
        suspended.does(&steps::suspend());
        let reported = SampleCase::reported(2, 1);
        let determine = Step::Determine(steps::determination(&reported.case, reported.today()));
        let waits = SampleCase::for_an_organ(2);
        let refer = steps::refer(s::ORGAN, waits.today());
        let mut answered = SampleCase::referred(2);
        answered.letter_came();
        let left = steps::record_return(&answered.case, ReturnGround::LeftToUs, answered.today());
        let mut objected = SampleCase::determined(1, 0);
        let uphold = steps::uphold(objected.objects(1, s::SUPERIOR));
        let mut corrected = SampleCase::determined(1, 1);
        corrected.served();
        let correction = corrected.case.corrections[0].id;
        corrected
            .takes(&steps::correction_report(correction), &s::applicant())
            .expect("the unit reports");
        let cleared = SampleCase::determined(1, 1);
        let clarify = steps::clarification(cleared.party(1), cleared.today());
        let [officer, approver] = s::superiors();
        vec![
            own(SampleCase::filed(2), initiate),
            own(SampleCase::filed(2), steps::decline()),
            own(initiated, link),
            own(heard, report),
            own(SampleCase::initiated(2), steps::suspend()),
            own(suspended, steps::resume()),
            own(SampleCase::initiated(2), steps::extend(5)),
            own(waits, refer),
            own(answered, left),
            own(reported, determine),
            (objected, uphold, officer, approver),
            own(corrected, steps::verdict(correction, true)),
            own(cleared, clarify),
            own(SampleCase::settled(2, 1), steps::close()),
        ]
    }

    #[test]
    fn 每一种需要审批的事项都有自己的核对_齐备时没有一条不符() {
        let kinds: Vec<_> = acts().iter().map(|(_, step, ..)| step.kind()).collect();
        let need = crate::domain::procedure::PROCEDURE
            .iter()
            .filter(|row| row.who.needs_approval());
        for row in need {
            assert!(kinds.contains(&row.kind), "{} has no sample here", row.name);
        }
        for (sample, step, drafter, approver) in acts() {
            let kind = step.kind();
            // What only has to say why asks nothing more.
            let reason_alone = matches!(kind, Kind::Decline | Kind::Resume);
            let own = sample.checks(&step);
            assert_eq!(own.is_empty(), reason_alone, "{}", kind.name());
            let all =
                sample.at_this_moment(|now| of_act(&sample.case, &step, &[drafter.user], &approver, now));
            assert!(all.len() >= 3, "{}: {all:?}", kind.name());
            assert_eq!(failing(&all), [], "{}", kind.name());
            let mut said: Vec<_> = all.iter().map(|it| &it.what).collect();
            said.sort_unstable();
            said.dedup();
            assert_eq!(said.len(), all.len(), "{} asks twice", kind.name());
        }
    }

    #[test]
    fn 未听取意见_没有报告的事实_逐条指出() {
        let sample = SampleCase::initiated(2);
        let mut report = steps::report(&sample.case, |_| true);
        report.facts = " ".into();
        report.parties[1].findings.pop();
        let checks = read(&sample, &Step::Report(report), &s::chief());
        let refusals: Vec<_> = failing(&checks).iter().map(|(_, it)| it.to_string()).collect();
        assert_eq!(
            refusals,
            [
                "甲单位的意见尚未听取，也没有放弃或者无法联系的记录",
                "案卷里还没有证据。核实结论须以证据为依据，先收集证据",
                "缺少查明的事实",
                "核实报告须对当事人2的六项条件逐项作出结论",
                "甲单位“遵纪守法”的结论没有引用证据，至少引用一件",
            ]
        );
        let law = |article| Basis::Law(article);
        let bases: Vec<_> = checks
            .iter()
            .filter(|it| it.against().is_some())
            .map(|it| it.basis)
            .collect();
        let a8_2 = law(Article::A8_2);
        assert_eq!(bases, [a8_2, a8_2, a8_2, law(Article::A6), a8_2]);
    }

    #[test]
    fn 认定违反第六条第七条_缺少纠错要求_各有一条() {
        let sample = SampleCase::reported(2, 1);
        let mut it = steps::determination(&sample.case, sample.today());
        it.parties[0].corrections.clear();
        it.parties[1].lenience = Some(Lenience::Lighter);
        let checks = read(&sample, &Step::Determine(it), &s::chief());
        let refusals: Vec<_> = failing(&checks).iter().map(|(_, it)| (*it).clone()).collect();
        assert_eq!(
            refusals,
            [
                Refusal::CannotTolerate {
                    against: Article::A6,
                    party: "当事人2".into()
                },
                Refusal::ProvisionMissing {
                    party: "当事人2".into()
                },
                Refusal::CorrectionMissing {
                    party: "甲单位".into()
                },
            ]
        );
    }

    #[test]
    fn 起草人_经办人_没有认定权限的人_各看到自己的一条() {
        let sample = SampleCase::reported(1, 1);
        let step = Step::Determine(steps::determination(&sample.case, sample.today()));
        for (who, refusal) in [
            (s::officer_a(), Refusal::OwnDraft),
            (s::deputy(), Refusal::MayNotApproveDeterminations),
            (s::applicant(), Refusal::PartyToTheCase),
        ] {
            let checks = read(&sample, &step, &who);
            assert!(
                failing(&checks).iter().any(|(_, it)| **it == refusal),
                "{refusal}: {checks:?}"
            );
        }
    }

    #[test]
    fn 逾期不妨碍审批_但是写明() {
        let mut sample = SampleCase::filed(1);
        let step = steps::initiate(&[s::officer_a(), s::officer_b()]);
        let time = |sample: &SampleCase| {
            let checks = read(sample, &step, &s::chief());
            checks.last().cloned().expect("the initiation has five days")
        };
        let early = time(&sample);
        assert_eq!(early.held, Held::Yes);
        assert_eq!(early.basis, Basis::Law(Article::A8_1));
        assert!(early.what.contains("届满，剩余 5 个工作日"), "{}", early.what);
        sample.later(24 * 20);
        let late = time(&sample);
        assert_eq!(late.held, Held::Noted);
        assert!(late.what.contains("逾期"), "{}", late.what);
        assert!(sample.acts(&step, &s::officer_a(), &s::chief()).is_ok());
    }

    #[test]
    fn 期限按办成之日核对_不按登记之日() {
        let mut sample = SampleCase::determined(1, 1);
        let (party, made_on) = (sample.party(1), sample.today());
        sample.later(24 * 40);
        for (on, held) in [(made_on, Held::Yes), (sample.today(), Held::Noted)] {
            let checks = read(&sample, &steps::clarification(party, on), &s::chief());
            let time = checks.last().expect("a clarification has ten days");
            assert_eq!((&time.held, failing(&checks).len()), (&held, 0), "{}", time.what);
        }
    }

    #[test]
    fn 案件已经前进的_写明不能再办() {
        let sample = SampleCase::initiated(1);
        let step = Step::Initiate(Initiation {
            reason: "符合".into(),
            officers: vec![s::officer_a().user, s::officer_b().user],
        });
        let checks = read(&sample, &step, &s::chief());
        let last = checks.last().expect("there are checks");
        assert!(matches!(last.against(), Some(Refusal::NotInThisStatus { .. })));
    }
}
