//! An issued document (文书) as a page that prints: the paper itself, and above it when it was issued and its digest.

use askama::Template;
use askama_web::WebTemplate;

use crate::documents::html::{Look, Paper};
use crate::domain::document::{Block, Document, Signature};
use crate::web::frame::Frame;
use crate::web::samples::{self, Sample};

/// A document on its page.
#[derive(Template, WebTemplate)]
#[template(path = "paper.html")]
pub struct PaperPage {
    /// The frame.
    pub frame: Frame,
    /// The paper.
    pub paper: Paper,
    /// 2026年11月23日印发, or why it is not issued yet.
    pub issued: String,
    /// The digest it was stored with; none for a draft.
    pub digest: Option<String>,
}

/// A document that went out, and a form.
pub fn samples() -> Vec<Sample> {
    let page = |document, look| PaperPage {
        frame: samples::frame("容错认定书").back("/cases/1", "返回案件"),
        paper: Paper {
            document,
            look,
            demo: true,
            within: false,
        },
        issued: "2026年11月23日印发".into(),
        digest: Some("5c1e".repeat(16)),
    };
    vec![
        Sample::of("paper official", &page(determination(), Look::Official)),
        Sample::of("paper form", &page(receipt(), Look::Form)),
    ]
}

fn determination() -> Document {
    let para = |text: &str| Block::Para(text.into());
    Document {
        issuer: "成都高新技术产业开发区管理委员会".into(),
        number: Some("成高管容错认〔2026〕9号".into()),
        title: "容错认定书".into(),
        to: Some("成都高新区××中心".into()),
        blocks: vec![
            para(
                "你单位于2026年10月26日提出的容错申请，本机关于2026年10月30日启动容错程序。经调查核实，并充分听取你单位意见，现认定如下：",
            ),
            Block::Heading("一、认定的事实".into()),
            para(
                "你单位在跨境支付便利化试点中超限额办理业务，属于在制度创新、服务优化中，因无先例可循、经验缺乏出现的失误，符合《中国（四川）自由贸易试验区容错纠错工作办法》第七条第三项规定的情形。",
            ),
            Block::Heading("二、六项条件".into()),
            para("经逐项核实，第六条规定的六项条件全部具备。"),
            Block::Item("（一）遵纪守法。没有违反禁止性规定。".into()),
            Block::Item("（二）改革创新。以制度创新为核心，形成的做法可以复制推广。".into()),
            Block::Heading("三、认定结果".into()),
            para("决定予以容错，免予追责问责。"),
            Block::Heading("四、纠错要求".into()),
            para(
                "你单位应当于2027年1月15日前完成下列纠错要求：修订试点业务限额管理细则，建立超限额预警，并报本机关备案。",
            ),
            para(
                "不认可本认定的，可以向中国（四川）自由贸易试验区成都管理委员会或者中国（四川）自由贸易试验区工作办公室提出异议。",
            ),
        ],
        signature: Signature {
            name: "成都高新技术产业开发区管理委员会".into(),
            date: "2026年11月23日".into(),
        },
        copies: Some("成都高新区××局，成都高新区××中心主管部门".into()),
    }
}

fn receipt() -> Document {
    let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    Document {
        number: Some("高新容〔2026〕16号".into()),
        title: "收件回执".into(),
        to: None,
        blocks: vec![
            Block::Table(vec![
                row("申请人", "成都高新区××局"),
                row("事项", "综合保税区“一线径予放行”改革"),
                row("收到时间", "2026年11月2日（周一）15:11"),
                row("材料", "容错申请书 1 份\n会议纪要 1 份"),
            ]),
            Block::Para(
                "符合容错情形和条件的，本机关应当在5个工作日内启动容错程序，即2026年11月9日（周一）前。"
                    .into(),
            ),
        ],
        copies: None,
        ..determination()
    }
}
