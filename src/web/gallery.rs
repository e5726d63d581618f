//! Every component and every page of this folder that has no handler of its own, with samples: what cannot be rendered is found
//! here, and with `RONGCUO_GALLERY=folder` the pages are written there, to be looked at and measured in a browser.

use askama::Template;

use crate::documents::html::{Look, Paper};
use crate::domain::document::{Block, Document, Signature};
use crate::domain::regulation::Article;
use crate::web::account::AccountPage;
use crate::web::ending::EndPage;
use crate::web::form::{Choice, Stamp, Typed, Wrong};
use crate::web::frame::{Frame, NavItem};
use crate::web::help::{Diagram, DiagramMove, DiagramStage, DiagramStatus, HelpPage};
use crate::web::law::LawPage;
use crate::web::paper::PaperPage;
use crate::web::parts::{Chip, ChipKind, Moment, Progress, StepMark};
use crate::web::sign_in::{Identities, Identity, SignInPage};

/// All components on one page.
#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    frame: Frame,
    typed: Typed,
    wrong: Wrong,
    stamp: Stamp,
    chips: Vec<Chip>,
    soon: Chip,
    basis: Option<Article>,
    marks: Vec<StepMark>,
    options: Vec<Choice>,
    follows: Vec<String>,
    moments: Vec<Moment>,
}

fn frame(title: &str) -> Frame {
    let item = |href: &str, text: &str, here| NavItem {
        href: href.into(),
        text: text.into(),
        here,
    };
    Frame {
        title: title.into(),
        demo: true,
        body_name: Some("成都高新技术产业开发区管理委员会".into()),
        me: Some("陈砚秋 · 经办人".into()),
        nav: vec![
            item("/work", "工作台", true),
            item("/cases", "案件", false),
            item("/law", "办法", false),
            item("/help", "帮助", false),
        ],
        back: Some(("/work".into(), "返回工作台".into())),
        flash: None,
        css_href: "/rongcuo.css".into(),
        js_href: "/rongcuo.js".into(),
        has_errors: false,
    }
}

fn signed_out(title: &str) -> Frame {
    let zone = Some("中国（四川）自由贸易试验区".into());
    Frame {
        me: None,
        nav: vec![],
        back: None,
        body_name: zone,
        ..frame(title)
    }
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    let mut typed = Typed::default();
    typed.0.extend(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    typed
}

fn gallery() -> Gallery {
    let chip = |kind, text: &str, provisional| Chip {
        kind,
        text: text.into(),
        href: Some("/deadlines/1".into()),
        provisional,
    };
    let mark = |name: &str, note: &str, progress| StepMark {
        name: name.into(),
        note: note.into(),
        progress,
    };
    let choice = |value: &str, text: &str, hint: &str| Choice {
        value: value.into(),
        text: text.into(),
        hint: hint.into(),
    };
    let moment = |what: &str, who: &str, formal: bool| Moment {
        what: what.into(),
        href: None,
        notes: vec![],
        who: who.into(),
        basis: formal.then_some(Article::A8_2),
        formal,
    };
    let wrong = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Gallery {
        frame: Frame {
            has_errors: true,
            flash: Some("已送负责人审批".into()),
            ..frame("案件")
        },
        typed: typed(&[
            ("title", "一线径予放行"),
            ("argument", "10月8日系统故障，当晚先行放行 3 票。"),
            ("kind", "b"),
            ("circumstances", "a"),
        ]),
        wrong: Wrong {
            fields: vec![
                wrong("contact", "写明联系电话"),
                wrong("reported", "写明事后报告的日期"),
                wrong("argument", "请说明决策经过了哪些程序，至少 20 个字"),
                wrong("kind", "选择属于哪一种"),
                wrong("circumstances", "至少选择一种情形"),
                wrong("body", "选择受理机构"),
                wrong("scan", "这不是 PDF 或者图片"),
                wrong("truth", "请确认材料真实"),
            ],
            refusal: None,
        },
        stamp: Stamp {
            version: 3,
            once: uuid::Uuid::nil(),
        },
        soon: chip(ChipKind::Soon, "核实剩余 2 个工作日", false),
        basis: Some(Article::A8_2),
        chips: vec![
            chip(ChipKind::Late, "逾期 1 个工作日", false),
            chip(ChipKind::Soon, "核实剩余 2 个工作日", false),
            chip(ChipKind::Calm, "剩余 9 个工作日", true),
            chip(ChipKind::Stopped, "停止计算", false),
            chip(ChipKind::Met, "按期完成", false),
        ],
        marks: vec![
            mark("启动", "11月4日，第 2 个工作日", Progress::Done),
            mark("核实", "11月25日（周三）前", Progress::Now),
            mark("认定", "", Progress::Ahead),
            mark("异议", "认定后可以提出", Progress::Ahead),
            mark("办结", "", Progress::Ahead),
        ],
        options: vec![
            choice("a", "按程序决策", ""),
            choice("b", "紧急情况临机处置", "须在事后及时报告。"),
        ],
        follows: vec![
            "编文号，生成容错认定书，不能再改".into(),
            "通知 2 名当事人，开始送达".into(),
        ],
        moments: vec![
            moment(
                "启动容错程序，核实期限 15 个工作日",
                "经办 陈砚秋，审批 罗一鸣 · 11月4日（周三）09:20",
                true,
            ),
            moment(
                "林知远通过系统提交 1 件证据",
                "林知远 · 11月20日（周五）16:42",
                false,
            ),
        ],
    }
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

fn paper(document: Document, look: Look) -> PaperPage {
    PaperPage {
        frame: Frame {
            back: Some(("/cases/1".into(), "返回案件".into())),
            ..frame("容错认定书")
        },
        paper: Paper {
            document,
            look,
            demo: true,
            within: false,
        },
        issued: "2026年11月23日印发".into(),
        digest: Some("5c1e".repeat(16)),
    }
}

fn sign_in() -> SignInPage {
    let person = |id: &str, role: &str, name: &str| Identity {
        id: id.into(),
        role: role.into(),
        name: name.into(),
    };
    let group = |name: &str, people| Identities {
        name: name.into(),
        people,
    };
    SignInPage {
        frame: signed_out("登录"),
        typed: typed(&[]),
        wrong: Wrong::default(),
        next: None,
        kept: None,
        demo: vec![
            group(
                "申请人",
                vec![
                    person("1", "单位申请人", "周予安，高新区××局"),
                    person("2", "个人", "林知远"),
                ],
            ),
            group(
                "成都高新技术产业开发区管理委员会",
                vec![
                    person("3", "经办人", "陈砚秋"),
                    person("4", "经办人", "许南乔"),
                    person("5", "负责人", "罗一鸣"),
                ],
            ),
        ],
    }
}

fn account() -> AccountPage {
    AccountPage {
        frame: Frame {
            has_errors: true,
            ..frame("我的账户")
        },
        typed: typed(&[]),
        wrong: Wrong {
            fields: vec![("old".into(), "现在的口令不对".into())],
            ..Wrong::default()
        },
        name: "陈砚秋".into(),
        username: "chenyanqiu".into(),
        roles: vec!["成都高新区管委会 · 经办人".into()],
        must_change: true,
        demo: false,
    }
}

fn ending() -> EndPage {
    EndPage {
        frame: frame("没有找到"),
        status: 404,
        title: "这里没有您要找的页面".into(),
        advice: vec!["地址可能写错了，或者这件案件不在您可以查看的范围内。".into()],
        number: Some("0193-7c2e".into()),
        links: vec![
            ("/".into(), "回到首页".into()),
            ("/help".into(), "使用帮助".into()),
        ],
    }
}

fn help() -> HelpPage {
    let step = |step: &str, to: Option<&str>, basis: &str| DiagramMove {
        step: step.into(),
        to: to.map(Into::into),
        who: "经办人起草，负责人审批".into(),
        basis: basis.into(),
    };
    let status = |name: &str, moves| DiagramStatus {
        name: name.into(),
        moves,
    };
    let stage = |name: &str, statuses| DiagramStage {
        name: name.into(),
        statuses,
    };
    HelpPage::new(
        frame("使用帮助"),
        Diagram {
            columns: vec![
                stage(
                    "启动",
                    vec![status(
                        "待启动",
                        vec![
                            step("启动", Some("核实中"), "第八条第一项"),
                            step("不予启动", Some("不予启动"), "第八条第一项"),
                        ],
                    )],
                ),
                stage(
                    "核实",
                    vec![status("核实中", vec![step("听取意见", None, "第八条第二项")])],
                ),
                stage(
                    "认定",
                    vec![status("认定中", vec![step("作出认定", Some("已认定"), "第九条")])],
                ),
                stage(
                    "异议",
                    vec![status(
                        "异议处理中",
                        vec![step("维持", Some("已认定"), "第八条第四项")],
                    )],
                ),
                stage("办结", vec![status("不予启动", vec![])]),
            ],
        },
    )
}

/// Name, page: all that is rendered here.
fn pages() -> Vec<(&'static str, String)> {
    let html = |page: &dyn askama::DynTemplate| page.dyn_render().expect("a template of plain data");
    vec![
        ("gallery", html(&gallery())),
        ("sign_in", html(&sign_in())),
        ("account", html(&account())),
        ("ending", html(&ending())),
        ("paper", html(&paper(determination(), Look::Official))),
        ("form", html(&paper(receipt(), Look::Form))),
        ("help", html(&help())),
        ("law", html(&LawPage::new(frame("办法全文")))),
    ]
}

#[test]
fn every_page_has_one_heading_and_a_label_for_each_field() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(
            !html.contains("style=\""),
            "{name}: an inline style is refused by the content security policy"
        );
        for field in html
            .split("<input")
            .skip(1)
            .filter(|field| !field.contains("type=\"hidden\" name"))
        {
            let id = field
                .split("id=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let id = id.expect("a visible field has an id");
            assert!(
                html.contains(&format!("for=\"{id}\"")),
                "{name}: no label for {id}"
            );
        }
        if let Ok(folder) = std::env::var("RONGCUO_GALLERY") {
            std::fs::write(format!("{folder}/{name}.html"), html).expect("the folder named is there");
        }
    }
}
