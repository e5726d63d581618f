//! What can be quoted beside a field of the report (可以引用的材料): what the applicant argued, what the party said, the evidence,
//! and of the opinion the report's own findings. One press puts it into the field, with its source.

use super::read::citable;
use super::standing::found;
use super::task::Task;
use super::{factor_field, finding_field, fit_field, own_factor_field, statement_field};
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::dates::short_day;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::filing::Filing;
use crate::domain::hearing::{Heard, HearingKind};
use crate::domain::recorded::Recorded;
use crate::domain::regulation::{Condition, Factor};
use crate::web::form::Typed;
use crate::web::quote::Quote;

/// Something to be read beside a field.
pub struct Source {
    /// What the press of its button sends.
    pub key: String,
    pub title: String,
    pub text: String,
    /// Where it stands.
    pub note: String,
    /// Where it is read whole.
    pub href: String,
    /// `None`: it says nothing that could be quoted.
    pub quote: Option<Quote>,
    /// So many characters of it are shown at once.
    shown: usize,
}

/// So much of a text is shown at once; less of a finding, which was read before.
const SHOWN_CHARS: usize = 120;
const SHOWN_CHARS_OF_FINDING: usize = 40;

impl Source {
    /// How its text begins, where it is too long to be shown at once.
    pub fn beginning(&self) -> Option<String> {
        let long = self.text.chars().nth(self.shown + self.shown / 2).is_some();
        long.then(|| self.text.chars().take(self.shown).collect::<String>() + "……")
    }

    fn into_field(mut self, field: impl Into<String>) -> Self {
        let text = format!("{}：{}", self.title, self.text.trim());
        self.quote = Some(Quote::into_field(field, text));
        self
    }

    fn ticks(mut self, name: String, value: String) -> Self {
        if let Some(quote) = &mut self.quote {
            quote.tick = Some((name, value));
        }
        self
    }
}

/// Everything that can be quoted on the page of a task.
pub struct Desk<'a> {
    pub case: &'a Case,
    pub filing: Option<&'a Filing>,
    pub typed: &'a Typed,
    pub today: time::Date,
}

impl Desk<'_> {
    /// In the order in which it is shown.
    pub fn sources(&self, task: Task) -> Vec<Source> {
        match (task, task.party(self.case)) {
            (Task::Facts, _) => self.of_facts(),
            (Task::Distinctions, _) => {
                self.argued_into(&[Condition::Diligent, Condition::PublicSpirit], "distinctions")
            }
            (Task::Opinion, _) => self.of_opinion(),
            (Task::Finding(_, condition), Some(party)) => self.of_finding(party, condition),
            (Task::Fits(_), Some(party)) => self.of_fits(party),
            (Task::Statement(_), Some(party)) => self.said(party, &statement_field(party)),
            (Task::Factors(_), Some(party)) => {
                self.weighed(party, &party.name, |it| own_factor_field(party, it))
            }
            (Task::Finding(..) | Task::Fits(_) | Task::Statement(_) | Task::Factors(_), None) => vec![],
        }
    }

    fn of_facts(&self) -> Vec<Source> {
        let mut all = vec![];
        if let Some(filing) = self.filing {
            let matter = [
                ("story", "申请人陈述的经过", &filing.matter.story),
                (
                    "consequences",
                    "申请人陈述的后果和影响",
                    &filing.matter.consequences,
                ),
                ("accountability", "追责问责事项", &filing.accountability.what),
            ];
            let matter = matter.map(|(key, title, text)| {
                self.filed(key.into(), title.into(), text.clone())
                    .into_field("facts")
            });
            all.extend(matter);
        }
        all.extend(self.argued_into(&[Condition::SelfCorrecting], "remedies"));
        let heard = self.case.taking_part().flat_map(|it| self.said(it, "facts"));
        all.extend(heard);
        let general = self.case.evidence.iter().filter(|it| it.condition.is_none());
        all.extend(general.map(|it| self.exhibit(it, "facts".into())));
        all
    }

    fn of_finding(&self, party: &Party, condition: Condition) -> Vec<Source> {
        let field = |what: &str| finding_field(party, condition, what);
        let mut all = self.argued_into(&[condition], &field("reason"));
        all.extend(self.said(party, &field("reason")));
        let about = |it: &&Recorded<EvidenceTaken>| it.condition.is_none_or(|of| of == condition);
        let mut taken: Vec<_> = citable(self.case, party).filter(about).collect();
        taken.sort_by_key(|it| it.condition.is_none());
        all.extend(taken.into_iter().map(|it| {
            self.exhibit(it, field("reason"))
                .ticks(field("evidence"), it.id.to_string())
        }));
        all
    }

    fn of_fits(&self, party: &Party) -> Vec<Source> {
        let claimed = self.filing.into_iter().flat_map(|it| &it.circumstances);
        let source = |it: &crate::domain::filing::CircumstanceClaimed| {
            let item = numeral(it.circumstance.number());
            let field = |what: &str| fit_field(party, it.circumstance, what);
            let title = format!("申请人主张第{item}项");
            self.filed(it.circumstance.code().into(), title, it.reason.clone())
                .into_field(field("reason"))
                .ticks(field("fits"), "yes".into())
        };
        claimed.map(source).collect()
    }

    /// The findings of the draft from which the factors are weighed; of a few parties, that one page can hold.
    fn of_opinion(&self) -> Vec<Source> {
        if super::apart(self.case, self.typed) || self.case.taking_part().nth(3).is_some() {
            return vec![];
        }
        let parties = self.case.taking_part();
        parties
            .flat_map(|it| self.weighed(it, &it.name, factor_field))
            .collect()
    }

    fn weighed(&self, party: &Party, whose: &str, field: impl Fn(Factor) -> String) -> Vec<Source> {
        let from = [
            (Condition::PublicSpirit, Factor::Motive),
            (Condition::Reforming, Factor::Conditions),
            (Condition::DueProcess, Factor::Method),
            (Condition::Diligent, Factor::Gravity),
            (Condition::SelfCorrecting, Factor::Recovery),
        ];
        let written = |(condition, factor): (Condition, Factor)| {
            let text = self.typed.text(&finding_field(party, condition, "reason"));
            let word = match found(party, condition, self.typed)? {
                true => "具备",
                false => "不具备",
            };
            let task = Task::Finding(party.no, condition);
            let source = Source {
                key: format!("{}-{}", party.no, condition.code()),
                title: format!("{whose}“{condition}”"),
                text: text.trim().to_owned(),
                note: format!("本报告的结论：{word}，引入“{factor}”"),
                href: format!("/cases/{}/report/{}", self.case.id, task.path()),
                quote: None,
                shown: SHOWN_CHARS_OF_FINDING,
            };
            (!source.text.is_empty()).then(|| source.into_field(field(factor)))
        };
        from.into_iter().filter_map(written).collect()
    }

    /// What the applicant argued on these conditions.
    fn argued_into(&self, conditions: &[Condition], field: &str) -> Vec<Source> {
        let argued = self.filing.into_iter().flat_map(|it| &it.conditions);
        let about = argued.filter(|it| conditions.contains(&it.condition));
        let source = |it: &crate::domain::filing::ConditionArgued| {
            let title = format!("申请人的说明（{}）", it.condition);
            self.filed(it.condition.code().into(), title, it.argument.clone())
                .into_field(field)
        };
        about.map(source).collect()
    }

    fn filed(&self, key: String, title: String, text: String) -> Source {
        Source {
            key,
            title,
            text,
            note: "申请书".into(),
            href: format!("/cases/{}/filing", self.case.id),
            quote: None,
            shown: SHOWN_CHARS,
        }
    }

    /// What a party said in this round.
    fn said(&self, party: &Party, field: &str) -> Vec<Source> {
        let heard = self.case.hearings.iter();
        let own = heard.filter(|it| it.party == party.id && it.entry.round == self.case.round);
        own.map(|it| self.hearing(party, it, field)).collect()
    }

    fn hearing(&self, party: &Party, it: &Recorded<Heard>, field: &str) -> Source {
        let (name, how) = (&party.name, it.kind.short());
        let source = Source {
            key: format!("heard-{}", it.id),
            title: match it.kind {
                HearingKind::Statement => format!("{name}的陈述"),
                HearingKind::Waiver | HearingKind::Unreachable => format!("{name}：{how}"),
            },
            text: it.text.to_string(),
            note: format!("{how} · {}", short_day(it.held_on, self.today)),
            href: format!("/cases/{}#hearings", self.case.id),
            quote: None,
            shown: SHOWN_CHARS,
        };
        source.into_field(field)
    }

    fn exhibit(&self, it: &Recorded<EvidenceTaken>, field: String) -> Source {
        let no = self.case.evidence_no(it.id).unwrap_or_default();
        let aim = match it.condition {
            Some(condition) => format!("证明“{condition}”"),
            None => "证明全案事实".into(),
        };
        let source = Source {
            key: format!("evidence-{no}"),
            title: format!("证据 {no}《{}》", it.name),
            text: it.proves.to_string(),
            note: format!("{} · {aim}", it.kind),
            href: format!("/cases/{}/files/{}", self.case.id, it.file),
            quote: None,
            shown: SHOWN_CHARS,
        };
        source.into_field(field)
    }
}
