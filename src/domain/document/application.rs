//! 容错申请书 (A8.1 书面申请): the application on paper, to be signed or stamped by the applicant, and as it was filed.

use crate::domain::case::Authority;
use crate::domain::chinese::numeral;
use crate::domain::dates::day;
use crate::domain::document::{Block, Document, Signature};
use crate::domain::filing::Filing;

/// The application to a body; with its number and day once it is filed.
pub fn application(filing: &Filing, body: &str, number: Option<&str>, filed_on: Option<String>) -> Document {
    let mut blocks = vec![
        Block::Table(about(filing)),
        Block::Heading("一、当事单位和个人".into()),
    ];
    blocks.extend(parties(filing));
    blocks.extend(matter(filing));
    blocks.push(Block::Heading("四、符合第六条规定的条件".into()));
    for it in &filing.conditions {
        let no = numeral(it.condition.number());
        let parts: Vec<_> = it.parts.iter().map(|part| part.text()).collect();
        let parts = match parts.is_empty() {
            true => String::new(),
            false => format!("{}。", parts.join("；")),
        };
        let text = format!("（{no}）{}。{parts}{}", it.condition, it.argument);
        blocks.extend(lines(&text));
    }
    blocks.push(Block::Heading("五、符合第七条规定的情形".into()));
    for it in &filing.circumstances {
        let no = numeral(it.circumstance.number());
        blocks.extend(lines(&format!("第{no}项（{}）。{}", it.circumstance, it.reason)));
    }
    blocks.extend(files(filing));
    blocks.push(Block::Para("申请人保证所填内容和材料真实，不含国家秘密。".into()));
    Document {
        issuer: filing.applicant.name.clone(),
        number: number.map(str::to_owned),
        title: "容错申请书".into(),
        to: Some(body.to_owned()),
        blocks,
        signature: Signature {
            name: filing.applicant.name.clone(),
            date: filed_on.unwrap_or_else(|| "　　年　　月　　日".into()),
        },
        copies: None,
    }
}

/// Each line that somebody typed is a paragraph of its own.
fn lines(text: &str) -> impl Iterator<Item = Block> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Block::Para(line.to_owned()))
}

fn about(filing: &Filing) -> Vec<(String, String)> {
    let it = &filing.applicant;
    let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut rows = vec![
        row("改革事项", &filing.matter.title),
        row("申请人", &format!("{}（{}）", it.name, it.kind)),
        row("联系人", &it.contact),
        row("联系电话", &it.phone),
    ];
    if !it.agent.is_empty() {
        rows.push(row("代理人", &it.agent));
    }
    rows.push(row("电子送达", if it.electronic { "同意" } else { "不同意" }));
    rows
}

fn parties(filing: &Filing) -> impl Iterator<Item = Block> {
    filing.parties.iter().zip(1_u8..).map(|(party, no)| {
        let authority = match &party.authority {
            Authority::Body => "受理机构",
            Authority::Organ(organ) => organ,
        };
        Block::Item(format!(
            "（{}）{}（{}），{}。干部管理权限：{authority}。",
            numeral(no),
            party.name,
            party.kind,
            party.position
        ))
    })
}

fn matter(filing: &Filing) -> Vec<Block> {
    let (matter, pursued) = (&filing.matter, &filing.accountability);
    let mut blocks = vec![Block::Heading("二、事情经过、后果和影响".into())];
    blocks.extend(lines(&matter.story));
    blocks.extend(lines(&format!("后果和影响：{}", matter.consequences)));
    blocks.push(Block::Heading("三、追责问责事项".into()));
    blocks.extend(lines(&format!(
        "{}自{}起：{}。{}",
        pursued.pursuer,
        day(pursued.since),
        pursued.pursuit,
        pursued.what
    )));
    blocks
}

fn files(filing: &Filing) -> Vec<Block> {
    if filing.files.is_empty() {
        return vec![];
    }
    let named = filing.files.iter().zip(1_usize..);
    let item = named.map(|(file, no)| Block::Item(format!("{no}. {}", file.name)));
    std::iter::once(Block::Heading("六、材料".into()))
        .chain(item)
        .collect()
}
