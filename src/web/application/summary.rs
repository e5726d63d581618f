//! All answers of an application in a few groups, each with the way to change it: what the check page shows.

use super::draft::Draft;
use super::section::Section;
use crate::domain::case::Authority;
use crate::domain::dates::full_day;
use crate::domain::filing::{FiledFile, FiledParty, Filing};

/// Some answers under a heading.
pub struct Group {
    pub title: &'static str,
    pub rows: Vec<Row>,
}

/// An answer, with the page that changes it; several of one page lead there once.
pub struct Row {
    pub key: String,
    pub value: String,
    pub href: String,
}

impl Group {
    fn of(title: &'static str, mut rows: Vec<Row>) -> Self {
        for at in (1..rows.len()).rev() {
            if rows[at].href == rows[at - 1].href {
                rows[at].href.clear();
            }
        }
        Self { title, rows }
    }
}

/// The groups in the order of the task list.
pub fn groups(draft: &Draft, filing: &Filing, body: &str) -> Vec<Group> {
    vec![
        Group::of("申请人和受理机构", applicant(draft, filing, body)),
        Group::of("当事单位和个人", parties(draft, &filing.parties)),
        Group::of("事项", matter(draft, filing)),
        Group::of("六项条件（第六条）", conditions(draft, filing)),
        Group::of("符合的情形（第七条）", circumstances(draft, filing)),
        Group::of("证明材料", files(draft, &filing.files)),
    ]
}

fn row(draft: &Draft, key: impl Into<String>, value: impl Into<String>, path: &str) -> Row {
    Row {
        key: key.into(),
        value: value.into(),
        href: draft.href(path),
    }
}

fn applicant(draft: &Draft, filing: &Filing, body: &str) -> Vec<Row> {
    let it = &filing.applicant;
    let path = Section::Applicant.path();
    let electronic = if it.electronic { "同意" } else { "不同意" };
    let agent = if it.agent.is_empty() { "没有" } else { &it.agent };
    vec![
        row(draft, "申请人", format!("{}（{}）", it.name, it.kind), &path),
        row(draft, "联系人", format!("{}，{}", it.contact, it.phone), &path),
        row(draft, "代理人", agent, &path),
        row(draft, "电子送达", electronic, &path),
        row(draft, "受理机构", body, &Section::Body.path()),
    ]
}

fn parties(draft: &Draft, parties: &[FiledParty]) -> Vec<Row> {
    let keys = draft.answers.parties();
    let named = parties.iter().zip(keys).zip(1..);
    let party = |((party, key), no): ((&FiledParty, uuid::Uuid), usize)| {
        let authority = match &party.authority {
            Authority::Body => "受理机构",
            Authority::Organ(organ) => organ,
        };
        let own = if party.own { "，申请人本身" } else { "" };
        let value = format!(
            "{}（{}{own}）\n{}\n干部管理权限：{authority}",
            party.name, party.kind, party.position
        );
        row(draft, format!("第 {no} 名"), value, &Section::Party(key).path())
    };
    named.map(party).collect()
}

fn matter(draft: &Draft, filing: &Filing) -> Vec<Row> {
    let (matter, pursued) = (&filing.matter, &filing.accountability);
    let path = Section::Matter.path();
    let pursuit = format!(
        "{}，{}，自{}\n{}",
        pursued.pursuer,
        pursued.pursuit,
        full_day(pursued.since),
        pursued.what
    );
    vec![
        row(draft, "改革事项", matter.title.as_str(), &path),
        row(draft, "事情经过", matter.story.as_str(), &path),
        row(draft, "后果和影响", matter.consequences.as_str(), &path),
        row(draft, "追责问责事项", pursuit, &Section::Accountability.path()),
    ]
}

fn conditions(draft: &Draft, filing: &Filing) -> Vec<Row> {
    let argued = filing.conditions.iter().map(|it| {
        let parts = it.parts.iter().map(|part| format!("✓ {}\n", part.text()));
        row(
            draft,
            format!("{} {}", it.condition.number(), it.condition),
            parts.collect::<String>() + it.argument.as_str(),
            &Section::Condition(it.condition).path(),
        )
    });
    argued.collect()
}

fn circumstances(draft: &Draft, filing: &Filing) -> Vec<Row> {
    let path = Section::Circumstances.path();
    let claimed = filing.circumstances.iter().map(|it| {
        let key = format!("{} {}", it.circumstance.number(), it.circumstance);
        row(draft, key, it.reason.as_str(), &path)
    });
    claimed.collect()
}

fn files(draft: &Draft, files: &[FiledFile]) -> Vec<Row> {
    if files.is_empty() {
        return vec![row(draft, "材料", "没有，提交后也可以补充", "files")];
    }
    let named = files.iter().zip(1..).map(|(file, no): (_, usize)| {
        let signed = if file.signed {
            "（签字盖章的申请书）"
        } else {
            ""
        };
        row(
            draft,
            format!("材料 {no}"),
            format!("{}{signed}", file.name),
            "files",
        )
    });
    named.collect()
}
