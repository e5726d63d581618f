//! 追责问责机关 (A3, A9.2): where another organ holds the 干部管理权限 over a party, or has opened a case, that organ decides
//! first. Until it has, the body concludes nothing, whatever the outcome (R3); report and opinion stay possible, and the case is
//! referred to it (`referral`). An organ that left the matter to the body decides it no more.

use crate::domain::case::{Authority, Body, Case, Party};
use crate::domain::check::Check;
use crate::domain::filing::Accountability;
use crate::domain::referral::{self, ReturnGround};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};

/// A9.2 names them: they are no part of the body, even where its name stands before theirs (…管委会纪工委). The database
/// knows the same words: `is_of_the_body`.
const ORGANS: [&str; 5] = ["党", "纪", "监察", "监委", "组织部"];

impl Body {
    /// Whether an organ of that name is the body itself or one of its departments.
    pub fn comprises(&self, organ: &str) -> bool {
        let ours = organ.starts_with(&self.name) || organ.starts_with(&self.short_name);
        ours && !ORGANS.iter().any(|it| organ.contains(it))
    }
}

/// R3: whether the body may conclude the case.
///
/// # Errors
/// An organ elsewhere is to decide first.
pub fn leaves_it_to_the_body(case: &Case) -> Result<(), Refusal> {
    holds_no_authority(case)?;
    has_not_seized(case)
}

/// The organ that is to decide first, with the refusal.
pub fn decides_first(case: &Case) -> Option<(String, Refusal)> {
    let authority = holds_no_authority(case).err().zip(elsewhere(case).next());
    let authority = authority.map(|(refusal, (_, organ))| (organ.to_owned(), refusal));
    let seized = has_not_seized(case).err().zip(seizure(case));
    authority.or_else(|| seized.map(|(refusal, it)| (it.pursuer.clone(), refusal)))
}

fn holds_no_authority(case: &Case) -> Result<(), Refusal> {
    elsewhere(case).next().map_or(Ok(()), |(party, organ)| {
        Err(Refusal::AuthorityElsewhere {
            party: party.name.clone(),
            organ: organ.to_owned(),
            alone: referral::belongs_there(case).is_ok(),
        })
    })
}

fn has_not_seized(case: &Case) -> Result<(), Refusal> {
    seizure(case).map_or(Ok(()), |it| {
        Err(Refusal::OrganSeized {
            organ: it.pursuer.clone(),
            pursuit: it.pursuit.short(),
        })
    })
}

/// The parties over which another organ holds the authority, with the organ.
fn elsewhere(case: &Case) -> impl Iterator<Item = (&Party, &str)> {
    case.taking_part()
        .filter_map(|party| Some((party, decides_over(case, party)?)))
}

/// The organ that decides over a party, where it is another and did not leave the matter to the body.
pub fn decides_over<'a>(case: &Case, party: &'a Party) -> Option<&'a str> {
    match &party.authority {
        Authority::Organ(organ) => Some(organ.as_str()).filter(|it| !left_it(case, it)),
        Authority::Body => None,
    }
}

/// The case of an organ that is not of the body, as the application says.
fn seizure(case: &Case) -> Option<&Accountability> {
    let matter = &case.accountability;
    let theirs = matter.pursuit.seized() && !case.body.comprises(&matter.pursuer);
    (theirs && !left_it(case, &matter.pursuer)).then_some(matter)
}

/// The organ that has opened a case, and did not leave it to the body.
pub fn seized_by(case: &Case) -> Option<&str> {
    seizure(case).map(|it| it.pursuer.as_str())
}

/// Whether an organ, asked, left the matter to the body.
fn left_it(case: &Case, organ: &str) -> bool {
    let answer = case.returned_by(organ);
    answer.is_some_and(|it| it.ground == ReturnGround::LeftToUs)
}

/// Both questions for whoever signs a determination, which they forbid. It rests on what the report found.
pub fn checks(case: &Case) -> [Check; 2] {
    let authority = match left(case).as_slice() {
        [] => format!("经核实，每名当事人的干部管理权限都在本机关{}", named(case)),
        left => format!(
            "经核实，干部管理权限在本机关，或者有权机关已交由本机关处理（{}）",
            left.join("；")
        ),
    };
    let (a9_1, a9_2) = (Basis::Law(Article::A9_1), Basis::Law(Article::A9_2));
    [
        Check::of(authority, a9_1, holds_no_authority(case)),
        Check::of(unseized(case), a9_2, has_not_seized(case)),
    ]
}

/// The same for whoever signs an earlier act, which they do not forbid: nothing but the applicant's word is there yet.
pub fn noted(case: &Case) -> [Check; 2] {
    let authority = format!("申请人填写（未经核实）的干部管理权限都在本机关{}", named(case));
    let basis = Basis::Law(Article::A9_2);
    [
        Check::noted(authority, basis, holds_no_authority(case).is_ok()),
        Check::noted(unseized(case), basis, has_not_seized(case).is_ok()),
    ]
}

/// Over whom an organ holds the authority, and which.
fn named(case: &Case) -> String {
    let each = elsewhere(case).map(|(party, organ)| format!("{}：{organ}", party.name));
    match each.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        named => format!("（{}）", named.join("、")),
    }
}

/// Who takes part and belongs to an organ that left the matter to the body, with its letter.
fn left(case: &Case) -> Vec<String> {
    let each = case.taking_part().filter_map(|party| match &party.authority {
        Authority::Organ(organ) if left_it(case, organ) => {
            let letter = case.returned_by(organ)?;
            Some(format!("{}：{organ}，{}", party.name, letter.number))
        }
        Authority::Organ(_) | Authority::Body => None,
    });
    each.collect()
}

/// It rests on what the applicant wrote, and says so.
fn unseized(case: &Case) -> String {
    let matter = &case.accountability;
    if let Some(letter) = case.returned_by(&matter.pursuer)
        && left_it(case, &matter.pursuer)
    {
        let (organ, pursuit) = (&matter.pursuer, matter.pursuit.short());
        return format!(
            "申请时{organ}{pursuit}，该机关已交由本机关处理（{}）",
            letter.number
        );
    }
    let opened = seizure(case).map_or_else(String::new, |it| {
        format!("（{}：{}）", it.pursuer, it.pursuit.short())
    });
    format!("申请时没有其他机关立案或者提出处理意见{opened}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::check::Held;
    use crate::domain::filing::Pursuit;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::{Step, Unavailable};

    fn pursued(sample: &mut SampleCase, pursuer: &str, pursuit: Pursuit) {
        let matter = &mut sample.case.accountability;
        (matter.pursuer, matter.pursuit) = (pursuer.into(), pursuit);
    }

    /// Whether the determination is refused, and by the case page and the approver's checks just so.
    fn determines(sample: &SampleCase) -> Result<(), Refusal> {
        let step = Step::Determine(steps::determination(&sample.case, sample.today()));
        let answer = sample.asks(&step, TakenBy::One(&s::officer_a())).map(drop);
        let stands = sample.available(step.kind(), None, &s::officer_a());
        assert_eq!(stands.map_err(Unavailable::refusal), answer);
        let asked = sample.checks(&step);
        assert_eq!(
            asked.iter().find_map(Check::against).cloned(),
            answer.clone().err()
        );
        answer
    }

    #[test]
    fn 干部管理权限在其他机关的_容错和不予容错都不能认定_核实报告可以作出() {
        for tolerable in [1, 0] {
            for (parties, alone) in [(1, true), (2, false)] {
                let mut sample = SampleCase::heard(parties);
                let last = sample.case.parties.last_mut().expect("a party");
                last.authority = Authority::Organ("某机关".into());
                let party = last.name.clone();
                let report = steps::report(&sample.case, |_| tolerable == 1);
                sample.does(&Step::Report(report));
                let refused = determines(&sample).expect_err("the organ decides first");
                let organ = "某机关".into();
                assert_eq!(refused, Refusal::AuthorityElsewhere { party, organ, alone });
                assert_eq!(refused.basis(), Basis::Law(Article::A9_2));
                let said = refused.to_string();
                assert!(said.contains("第三条、第九条第二款"), "{said}");
                assert_eq!(said.contains("其他当事人"), !alone, "{said}");
            }
        }
    }

    #[test]
    fn 以核实报告查明的干部管理权限为准_申请人所写的不算() {
        let organ = || Authority::Organ("某机关".into());
        for (claimed, found, may) in [
            (Authority::Body, organ(), false),
            (organ(), Authority::Body, true),
        ] {
            let mut sample = SampleCase::heard(1);
            sample.case.parties[0].authority = claimed;
            let mut report = steps::report(&sample.case, |_| true);
            report.parties[0].authority = found.clone();
            assert!(sample.case.authority_found(sample.party(1)).is_none());
            sample.does(&Step::Report(report));
            assert_eq!(sample.case.parties[0].authority, found);
            let basis = sample.case.authority_found(sample.party(1));
            assert_eq!(basis.map(|it| it.authority_basis.as_str()), Some("任免通知"));
            assert_eq!(determines(&sample).is_ok(), may, "{found:?}");
            if may {
                let step = Step::Determine(steps::determination(&sample.case, sample.today()));
                let checks = sample.checks(&step);
                let said = checks
                    .iter()
                    .find(|it| it.what.starts_with("经核实，每名当事人的干部管理权限"));
                assert_eq!(said.map(|it| it.basis), Some(Basis::Law(Article::A9_1)));
            }
        }
    }

    #[test]
    fn 报告不写明干部管理权限和依据的不能提交() {
        let sample = SampleCase::heard(1);
        let asks = |authority: Authority, basis: &str| {
            let mut report = steps::report(&sample.case, |_| true);
            (report.parties[0].authority, report.parties[0].authority_basis) = (authority, basis.into());
            sample
                .asks(&Step::Report(report), TakenBy::One(&s::officer_a()))
                .map(drop)
        };
        let missing = |what| {
            let basis = Basis::Law(Article::A9_1);
            Err(Refusal::Missing { what, basis })
        };
        assert_eq!(asks(Authority::Body, "任免通知"), Ok(()));
        assert_eq!(asks(Authority::Body, " "), missing("干部管理权限的依据"));
        assert_eq!(
            asks(Authority::Organ(" ".into()), "任免通知"),
            missing("有干部管理权限的机关")
        );
    }

    #[test]
    fn 其他机关已经立案的不能认定_本机关自己的案件不算() {
        let ours = s::body().name;
        let department = format!("{}督查室", s::body().short_name);
        let discipline = format!("{ours}纪工委");
        let elsewhere = format!("某市派驻{ours}工作组");
        #[rustfmt::skip]
        let table = [
            // who pursues            may come, asks,  opened, proposed
            ("某机关",                [true,    true,  false,  false]),
            (discipline.as_str(),     [true,    true,  false,  false]),
            (elsewhere.as_str(),      [true,    true,  false,  false]),
            (ours.as_str(),           [true,    true,  true,   true]),
            (department.as_str(),     [true,    true,  true,   true]),
        ];
        for (pursuer, may) in table {
            for (pursuit, may) in Pursuit::ALL.iter().copied().zip(may) {
                let mut sample = SampleCase::reported(1, 1);
                pursued(&mut sample, pursuer, pursuit);
                let expected = Err(Refusal::OrganSeized {
                    organ: pursuer.into(),
                    pursuit: pursuit.short(),
                });
                let expected = if may { Ok(()) } else { expected };
                assert_eq!(determines(&sample), expected, "{pursuer} {pursuit}");
            }
        }
    }

    #[test]
    fn 启动时只提示_不禁止() {
        let mut sample = SampleCase::filed(2);
        let initiate = steps::initiate(&[s::officer_a(), s::officer_b()]);
        let held = |sample: &SampleCase| {
            let checks = sample.checks(&initiate);
            let organs = checks
                .into_iter()
                .filter(|it| it.basis == Basis::Law(Article::A9_2));
            organs.map(|it| it.held).collect::<Vec<_>>()
        };
        assert_eq!(held(&sample), [Held::Yes, Held::Yes]);
        sample.case.parties[1].authority = Authority::Organ("某机关".into());
        pursued(&mut sample, "某机关", Pursuit::Opened);
        assert_eq!(held(&sample), [Held::Noted, Held::Noted]);
        sample.does(&initiate);
    }
}
