//! 移送 (A9.2, A3): the organ that holds the 干部管理权限, or has opened a case, decides first; a 容错建议 may go along, which is no
//! conclusion. Until its decision is recorded nothing is concluded (R3). What comes back from it (退回) leads the case to where it
//! was. Who has to decide, `organ` says.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank::{Written, written};
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::document;
use crate::domain::document::DocumentKind;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::EvidenceId;
use crate::domain::organ;
use crate::domain::owed::{Due, Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

pub mod begun;

/// 移送追责问责机关
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// To whom.
    pub organ: Written,
    /// Why it is to decide; the organ reads it.
    pub reason: Written,
    /// 容错建议, for the organ alone; empty where none is made.
    pub proposal: String,
    /// When the body asks how far it is (practice).
    pub follow_up: Date,
}

coded! {
    /// Why an organ gives a case back.
    ReturnGround {
        /// It is not the organ's to decide, or it leaves the matter to the body.
        LeftToUs = "left_to_us", "不属于其权限，或者交由本机关处理";
        /// It asks for more first; the body refers again.
        Incomplete = "incomplete", "退回补充，补充以后再移送";
    }
}

/// 登记机关退回
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganReturn {
    pub ground: ReturnGround,
    /// The number of its letter (来函文号).
    pub number: Written,
    /// The date of the letter.
    pub dated: Date,
    /// The letter, as it lies in the file.
    pub letter: EvidenceId,
    /// What it says.
    pub said: Written,
}

impl Referral {
    /// Whether a 容错建议函 goes along.
    pub fn proposes(&self) -> bool {
        written(&self.proposal)
    }
}

impl Case {
    /// The referral that waits for an answer.
    pub fn referred(&self) -> Option<&Recorded<Referral>> {
        self.referrals.last().filter(|_| self.status == Status::Referred)
    }

    /// What an organ last answered to a referral.
    pub fn returned_by(&self, organ: &str) -> Option<&Recorded<OrganReturn>> {
        let sent_to = |it: &&Recorded<OrganReturn>| {
            let mut before = self.referrals.iter();
            let referral = before.rfind(|referral| referral.entry.seq < it.entry.seq);
            referral.is_some_and(|referral| &*referral.organ == organ)
        };
        self.organ_returns.iter().rfind(sent_to)
    }

    /// What the officers put into the file since the referral: the organ's letter is among it.
    pub fn since_the_referral(&self) -> impl Iterator<Item = &Recorded<EvidenceTaken>> {
        let since = self.referred().map_or(i32::MAX, |it| it.entry.seq);
        let ours = move |it: &&Recorded<EvidenceTaken>| it.entry.seq > since && it.by_party.is_none();
        self.evidence.iter().filter(ours)
    }
}

/// R3: whether a step concludes something, and so waits for the organ.
pub fn concludes(step: Kind) -> bool {
    matches!(
        step,
        Kind::Determine | Kind::Notify | Kind::Clarify | Kind::WaiveClarification | Kind::Close
    )
}

/// R3: nothing that concludes while the organ decides; a determination of another round is not served meanwhile either.
///
/// # Errors
/// The organ has the case.
pub fn locks(case: &Case, step: &'static str) -> Result<(), Refusal> {
    case.referred().map_or(Ok(()), |it| {
        Err(Refusal::OrganDecides {
            organ: it.organ.to_string(),
            step,
        })
    })
}

/// Whether a letter of this kind is one of those that R3 keeps back.
pub fn keeps_back(kind: DocumentKind) -> bool {
    kind == DocumentKind::Determination
}

/// A9.2: the whole matter goes to who has opened a case; else to the one organ that holds the authority over all who take part.
///
/// # Errors
/// Nobody is to be asked, or they do not belong to one organ: the case is to be split first.
pub fn belongs_there(case: &Case) -> Result<(), Refusal> {
    if organ::seized_by(case).is_some() {
        return Ok(());
    }
    let organ = |party: &Party| organ::decides_over(case, party).map(str::to_owned);
    let Some(first) = case.taking_part().find_map(organ) else {
        return Err(Refusal::NothingToRefer);
    };
    let Some(other) = case.taking_part().find(|it| organ(it).as_ref() != Some(&first)) else {
        return Ok(());
    };
    Err(Refusal::NotAllBelongThere {
        organ: first,
        party: other.name.clone(),
        theirs: organ(other).unwrap_or_else(|| "本机关".into()),
    })
}

/// The organ that a referral goes to, as far as the case tells.
pub fn proposed_organ(case: &Case) -> Option<&str> {
    let held = || {
        case.taking_part()
            .find_map(|party| organ::decides_over(case, party))
    };
    organ::seized_by(case).or_else(held)
}

/// The day on which the body asks is still to come (practice).
///
/// # Errors
/// It is not.
pub fn possible_follow_up(on: Date, today: Date) -> Result<(), Refusal> {
    match on > today {
        true => Ok(()),
        false => Err(Refusal::FollowUpNotLater),
    }
}

/// The organ writes after it has the case.
///
/// # Errors
/// The day is before the referral, or still to come.
pub fn possible_letter(case: &Case, on: Date, today: Date) -> Result<(), Refusal> {
    let first = case.referred().map_or(today, |it| it.entry.on());
    Refusal::unless_possible("来函日期", on, ("移送之日", first), today)
}

/// While the organ has the case, the body asks it, and records its answer once that lies in the file.
pub fn owed(case: &Case) -> Option<Owed> {
    let referral = case.referred()?;
    let due = Some(Due::reminder(referral.follow_up));
    let owed = |step, todo: String| Owed::new(Turn::Officer, step, todo).due(due);
    let organ = &referral.organ;
    Some(match case.since_the_referral().next() {
        None => owed(
            Kind::TakeEvidence,
            format!("向{organ}了解进展，收到来函后收入案卷"),
        ),
        Some(_) => owed(Kind::RecordReturn, format!("登记{organ}的来函")),
    })
}

impl LegalStep for Referral {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        belongs_there(asked.case).map_err(|why| match why {
            Refusal::NothingToRefer => Unavailable::Settled(why),
            _ => Unavailable::NotNow(why),
        })
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, law) = (asked.case, Basis::Law(Article::A9_2));
        let another = match proposed_organ(case) {
            _ if case.body.comprises(&self.organ) => Err(Refusal::OrganIsOurs {
                organ: self.organ.to_string(),
            }),
            Some(organ) if organ != &*self.organ => Err(Refusal::AnotherOrganDecides {
                organ: organ.to_owned(),
            }),
            Some(_) | None => Ok(()),
        };
        let later = possible_follow_up(self.follow_up, asked.now.today());
        vec![
            Check::of(
                "本轮当事人都由同一个机关决定，不留下由本机关认定的",
                law,
                belongs_there(case),
            ),
            Check::of("移送给有权决定的机关，不是本机关的内设部门", law, another).at("organ"),
            Check::of("跟进日期晚于今天", Basis::Practice, later).at("follow_up"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let notices = case
            .taking_part()
            .map(|party| document::referral::notice(case, party, self, now));
        let ruling = notices.fold(Ruling::on(Kind::Refer).fact(self.clone()), Ruling::issues);
        let ruling = ruling.issues(document::referral::letter(case, self, now));
        let ruling = match self.proposes() {
            true => ruling.issues(document::referral::proposal(case, self, now)),
            false => ruling,
        };
        Ok(ruling.stands_still(case, Status::Referred.name(), now.today()))
    }
}

impl LegalStep for OrganReturn {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        let organ = asked.case.referred().map_or("", |it| &it.organ).to_owned();
        let mut letters = asked.case.since_the_referral();
        let there = letters
            .next()
            .map(drop)
            .ok_or(Refusal::OrganLetterMissing { organ });
        there.map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let organ = case.referred().map_or("", |it| &it.organ).to_owned();
        let there = case.since_the_referral().any(|it| it.id == self.letter);
        let letter = match there {
            true => Ok(()),
            false => Err(Refusal::OrganLetterMissing { organ }),
        };
        let dated = possible_letter(case, self.dated, asked.now.today());
        vec![
            Check::of("来函在移送以后收入了案卷", practice, letter).at("letter"),
            Check::of("来函日期在移送以后，不晚于今天", practice, dated).at("dated"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let notices = case
            .taking_part()
            .map(|party| document::referral::returned(case, party, self, now));
        let ruling = Ruling::on(Kind::RecordReturn).fact(self.clone());
        Ok(notices.fold(ruling, Ruling::issues).goes_on(case, now.today()))
    }
}

impl LegalFact for Referral {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.referrals.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        let along = if self.proposes() {
            "，附容错建议函"
        } else {
            ""
        };
        Said::about(self.organ.to_string()).with(format!("移送{}{along}", self.organ))
    }
}

impl LegalFact for OrganReturn {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.organ_returns.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::line(format!("{}：{}。{}", self.number, self.ground, self.said))
    }
}

#[cfg(test)]
mod tests;
