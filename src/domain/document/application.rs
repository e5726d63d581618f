//! 容错申请书 (A8.1 书面申请): the application on paper, to be signed or stamped by the applicant, and as it was filed.

use crate::domain::case::Authority;
use crate::domain::chinese::numeral;
use crate::domain::dates::day;
use crate::domain::document::{Block, Document, Signature, first_cited};
use crate::domain::filing::Filing;
use crate::domain::regulation::Article;

/// The application to a body; with its number and day once it is filed.
pub fn application(filing: &Filing, body: &str, number: Option<&str>, filed_on: Option<String>) -> Document {
    let mut blocks = vec![
        Block::Para(format!(
            "申请人根据{}，申请启动容错程序，请求对下列单位和个人予以容错。",
            first_cited(Article::A8_1)
        )),
        Block::Table(about(filing)),
        Block::Heading("一、当事单位和个人".into()),
    ];
    blocks.extend(parties(filing, body));
    blocks.extend(matter(filing));
    blocks.push(Block::Heading("四、符合《办法》第六条规定的条件".into()));
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
    blocks.push(Block::Heading("五、符合《办法》第七条规定的情形".into()));
    for it in &filing.circumstances {
        let no = numeral(it.circumstance.number());
        blocks.push(Block::Para(format!("第{no}项：{}", it.circumstance.text())));
        blocks.extend(lines(&format!("理由：{}", it.reason)));
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

/// Who holds the authority over a party is what the applicant says: nobody verified it yet.
fn parties<'a>(filing: &'a Filing, body: &'a str) -> impl Iterator<Item = Block> + 'a {
    filing.parties.iter().zip(1_u8..).map(move |(party, no)| {
        let authority = match &party.authority {
            Authority::Body => body,
            Authority::Organ(organ) => organ,
        };
        Block::Item(format!(
            "（{}）{}（{}），{}。干部管理权限（申请人填写）：{authority}。",
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
    let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    blocks.push(Block::Heading("三、追责问责事项".into()));
    blocks.push(Block::Table(vec![
        row("追责问责机关", &pursued.pursuer),
        row("事由", &pursued.what),
        row("目前进展", &pursued.pursuit.to_string()),
        row("开始日期", &day(pursued.since)),
    ]));
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
