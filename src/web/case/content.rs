//! What a step says, section by section, as an approver or a later reader sees it: in the case's own words, with the names
//! of parties, evidence and officers put in.

use crate::domain::account::AccountLink;
use crate::domain::assessment::{Duty, Finding, Fit, Seventh};
use crate::domain::case::Case;
use crate::domain::clarification::Clarification;
use crate::domain::correction::{CorrectionVerdict, Responsible};
use crate::domain::dates::day;
use crate::domain::determination::{Deliberation, PartyDetermination};
use crate::domain::ids::{EvidenceId, FileId, PartyId, UserId};
use crate::domain::objection::Raised;
use crate::domain::procedure::Kind;
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;

/// A part of what is said.
pub struct Section {
    pub title: String,
    /// Name and value, in order.
    pub rows: Vec<(String, String)>,
    /// What to read with it: what a link says, and where it leads.
    pub files: Vec<(&'static str, String)>,
}

impl Section {
    fn new(title: impl Into<String>, rows: Vec<(&str, String)>) -> Self {
        let rows = rows
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self {
            title: title.into(),
            rows,
            files: vec![],
        }
    }

    fn with(mut self, what: &'static str, file: Option<FileId>, case: &Case) -> Self {
        let link = file.map(|file| (what, format!("/cases/{}/files/{file}", case.id)));
        self.files.extend(link);
        self
    }
}

/// What a step says.
pub fn sections(step: &Step, case: &Case) -> Vec<Section> {
    let one = |rows| vec![Section::new(step.kind().name(), rows)];
    match step {
        Step::Initiate(it) => one(vec![
            ("理由", it.reason.clone()),
            ("经办人", people(&it.officers, case)),
        ]),
        Step::Decline(it) => one(vec![
            ("依据", format!("{}（{}）", it.ground.text(), it.ground.article())),
            ("理由", it.reason.clone()),
        ]),
        Step::Link(it) => one(link(it, case)),
        Step::Report(it) => report(it, case),
        Step::Determine(it) => {
            let parties = it.parties.iter().map(|it| determination(it, case));
            parties
                .chain(it.deliberation.as_ref().map(deliberation))
                .collect()
        }
        Step::DecideObjection(it) => {
            let raised = case.objection(it.objection);
            let decided = vec![
                ("调查核实", it.investigation.clone()),
                ("理由", it.reasons.clone()),
                ("处理结果", it.result.short().to_owned()),
            ];
            raised
                .map(|it| objection(it, case))
                .into_iter()
                .chain(one(decided))
                .collect()
        }
        Step::VerifyCorrection(it) => vec![verdict(it, case)],
        Step::Clarify(it) => one(clarification(it, case)),
        Step::Close(it) => one(vec![("备考", it.remark.clone())]),
        // Taken by one person: never put before an approver.
        Step::Withdraw(_)
        | Step::Replace(_)
        | Step::TakeEvidence(_)
        | Step::Hear(_)
        | Step::Serve(_)
        | Step::Notify(_)
        | Step::Object(_)
        | Step::ReportCorrection(_)
        | Step::WaiveClarification(_) => vec![],
    }
}

/// Name and value, in order.
type Rows = Vec<(&'static str, String)>;

fn link(it: &AccountLink, case: &Case) -> Rows {
    vec![
        ("当事人", name(it.party, case)),
        ("账户", format!("{}（{}）", it.account.username, it.account.name)),
        ("核对身份", it.proof.clone()),
        ("电子送达", yes(it.electronic, "同意", "没有同意")),
    ]
}

/// What the objector says, for whoever answers it.
fn objection(it: &Raised, case: &Case) -> Section {
    let rows = vec![
        ("异议人", name(it.party, case)),
        ("针对", it.contested.clone()),
        ("理由", it.grounds.clone()),
        ("新的事实", written_or_none(&it.new_facts)),
    ];
    Section::new("提出的异议", rows).with("异议附件", it.file, case)
}

fn written_or_none(text: &str) -> String {
    if text.trim().is_empty() {
        "没有".to_owned()
    } else {
        text.to_owned()
    }
}

fn verdict(it: &CorrectionVerdict, case: &Case) -> Section {
    let correction = case.correction(it.correction);
    let mut rows = vec![
        (
            "纠错要求",
            correction.map_or_else(|_| String::new(), |it| it.what.clone()),
        ),
        ("结果", yes(it.verified, "验收通过", "退回再改")),
        ("验收情况", it.remark.clone()),
    ];
    let report = case.report_on(it.correction);
    rows.extend(report.into_iter().flat_map(|report| {
        [
            ("报告的原因剖析", report.causes.clone()),
            ("报告的措施和完成情况", report.measures.clone()),
            ("报告的完成日期", day(report.done_on)),
        ]
    }));
    let proof = report.and_then(|it| it.file);
    Section::new(Kind::VerifyCorrection.name(), rows).with("整改佐证材料", proof, case)
}

fn clarification(it: &Clarification, case: &Case) -> Rows {
    vec![
        ("当事人", name(it.party, case)),
        ("作出单位", it.by.clone()),
        ("形式", it.form.short().to_owned()),
        ("范围", it.audience.clone()),
        ("日期", day(it.made_on)),
        ("内容", it.text.clone()),
    ]
}

fn name(id: PartyId, case: &Case) -> String {
    case.party(id)
        .map_or_else(String::new, |party| party.name.clone())
}

fn people(users: &[UserId], case: &Case) -> String {
    let names: Vec<_> = users.iter().map(|it| case.name_of(*it)).collect();
    names.join("、")
}

fn yes(it: bool, yes: &str, no: &str) -> String {
    if it { yes.to_owned() } else { no.to_owned() }
}

fn report(it: &VerificationReport, case: &Case) -> Vec<Section> {
    let mut sections = vec![Section::new(
        "查明的情况",
        vec![
            ("查明的事实", it.facts.clone()),
            ("三个区分", it.distinctions.clone()),
            ("补救措施", it.remedies.clone()),
        ],
    )];
    sections.extend(it.parties.iter().map(|about| party_report(about, case)));
    let mut factors: Vec<_> = it
        .factors
        .iter()
        .map(|(factor, text)| (factor.short(), text.clone()))
        .collect();
    if !it.other.trim().is_empty() {
        factors.push(("其他情况", it.other.clone()));
    }
    sections.push(Section::new("初步意见：综合考虑", factors));
    sections
}

fn party_report(it: &PartyReport, case: &Case) -> Section {
    let mut rows: Vec<_> = it
        .findings
        .iter()
        .map(|finding| (finding.condition.short(), finding_text(finding, case)))
        .collect();
    rows.extend(it.fits.iter().map(|fit| ("符合的情形", fit_text(fit))));
    if it.fits.is_empty() {
        rows.push(("符合的情形", "没有".to_owned()));
    }
    rows.push(("意见采纳情况", it.statement_taken_up.clone()));
    rows.push(("初步意见", duty(it.duty()).to_owned()));
    Section::new(case.party(it.party).map_or("", |party| party.name.as_str()), rows)
}

/// R1 in words.
pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::MustTolerate => "应当予以容错",
        Duty::CannotTolerate => "不能予以容错",
    }
}

fn finding_text(it: &Finding, case: &Case) -> String {
    let parts: Vec<_> = it
        .parts
        .iter()
        .map(|(part, holds)| format!("{}{}", yes(*holds, "✓ ", "✗ "), part.text()))
        .collect();
    let exhibits: Vec<_> = it.evidence.iter().filter_map(|id| exhibit(*id, case)).collect();
    let mut text = format!("{} {}", yes(it.met, "✓ 具备。", "✗ 不具备。"), it.reason);
    for more in [parts.join("；"), exhibits.join("、")] {
        if !more.is_empty() {
            text = format!("{text}\n{more}");
        }
    }
    text
}

fn fit_text(it: &Fit) -> String {
    let (article, name) = (it.circumstance.article(), it.circumstance.short());
    let text = format!("{article} {name}：{}", it.reason);
    match &it.seventh {
        Some(Seventh { principles, others }) => {
            format!("{text}\n怎样符合第五条的原则：{principles}\n为什么不属于第一项至第六项：{others}")
        }
        None => text,
    }
}

fn exhibit(id: EvidenceId, case: &Case) -> Option<String> {
    let no = case.evidence_no(id)?;
    Some(format!("证据 {no}《{}》", case.evidence[no - 1].name))
}

fn determination(it: &PartyDetermination, case: &Case) -> Section {
    let assessment = case.assessment_of(it.party);
    let mut rows = vec![
        ("认定", assessment.map_or("", |it| duty(it.duty())).to_owned()),
        (
            "处理方式",
            it.lenience.map_or("—", |form| form.short()).to_owned(),
        ),
        (
            "依据的条款和幅度",
            it.provision.clone().unwrap_or_else(|| "—".into()),
        ),
        ("事实和理由", it.reasons.clone()),
    ];
    for demand in &it.corrections {
        let who = match &demand.responsible {
            Responsible::Party(party) => case.party(*party).map_or("", |party| party.name.as_str()),
            Responsible::Unit(name) => name,
            Responsible::Body => "本机关",
        };
        rows.push((
            "纠错要求",
            format!("{}（{who}，{}前）", demand.what, day(demand.due)),
        ));
    }
    Section::new(case.party(it.party).map_or("", |party| party.name.as_str()), rows)
}

fn deliberation(it: &Deliberation) -> Section {
    Section::new(
        "集体研究",
        vec![
            ("会议", format!("{}，{}", it.meeting, day(it.held_on))),
            ("出席", it.present.clone()),
            ("缺席", it.absent.clone()),
            ("回避", it.recused.clone()),
            ("每人意见", it.views.clone()),
            ("纪要", it.minutes.clone()),
        ],
    )
}
