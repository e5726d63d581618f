//! Each act's form: what is wrong is said beside its field and what was typed stays; what is right goes its way.

use rongcuo::domain::assessment::Part;
use rongcuo::domain::ids::UserId;
use rongcuo::domain::regulation::{Condition, Factor};
use rongcuo::domain::status::Status;

use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::story::Story;

/// Sends a form wrong and right.
struct Trial<'a> {
    who: UserId,
    path: String,
    wrong: &'a [(&'a str, &'a str)],
    says: &'a [&'a str],
    right: Fields,
    done: &'a str,
}

impl Trial<'_> {
    async fn held(self, story: &Story<'_>) {
        let mut desk = Desk::of(story.world, self.who, story.id()).await;
        let page = desk.send(&self.path, &fields(self.wrong)).await;
        assert_eq!(
            page.status.as_u16(),
            422,
            "{}: {}",
            self.path,
            page.header("location")
        );
        page.says(422, "有错误：").says(422, "govuk-error-summary");
        for words in self.says {
            page.says(422, words);
        }
        for (_, kept) in self.wrong.iter().filter(|(_, value)| value.chars().count() > 3) {
            page.says(422, kept);
        }
        desk.does(&self.path, &self.right, self.done).await;
    }
}

const REASON: &str = "材料齐全，拟按照办法第八条第一项办理。";

fn initiation(story: &Story<'_>) -> Fields {
    let body = &story.world.people.body;
    vec![
        ("reason".into(), REASON.into()),
        ("officers".into(), body.officer.user.to_string()),
        ("officers".into(), body.second.user.to_string()),
    ]
}

#[tokio::test]
async fn a_filed_case_is_initiated_declined_or_withdrawn() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().filed().await;
    Trial {
        who: officer,
        path: "/initiation".into(),
        wrong: &[("reason", "理由太短了")],
        says: &["写明为什么认为符合容错情形和条件", "指定至少两名经办人"],
        right: initiation(&story),
        done: "submitted",
    }
    .held(&story)
    .await;

    let story = world.case().filed().await;
    Trial {
        who: officer,
        path: "/refusal".into(),
        wrong: &[("reason", "理由太短了")],
        says: &["选择不予启动的依据", "写明不予启动的理由"],
        right: fields(&[("ground", "no_circumstance"), ("reason", REASON)]),
        done: "submitted",
    }
    .held(&story)
    .await;

    let story = world.case().filed().await;
    Trial {
        who: world.people.applicant.user,
        path: "/withdrawal".into(),
        wrong: &[("reason", " ")],
        says: &["写明撤回的原因"],
        right: fields(&[("reason", "另行处理")]),
        done: "withdraw",
    }
    .held(&story)
    .await;
    assert_eq!(story.case().await.status, Status::Withdrawn);
}

#[tokio::test]
async fn a_party_is_linked_and_heard_and_evidence_is_taken() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let party = story.case().await.parties[1].id;
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/account"),
        wrong: &[("username", "nobody"), ("proof", "当面核对身份证件")],
        says: &["没有这个用户名"],
        right: fields(&[("username", "individual"), ("proof", "当面核对身份证件")]),
        done: "submitted",
    }
    .held(&story)
    .await;
    let (one, two) = (
        people.body.officer.user.to_string(),
        people.body.second.user.to_string(),
    );
    let text = "在座谈中说明了经过";
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/hearing"),
        wrong: &[
            ("kind", "statement"),
            ("text", text),
            ("held_on", "2030-01-01"),
            ("officers", &one),
        ],
        says: &["写今天或者以前的日期", "勾选在场的至少两名经办人"],
        right: fields(&[
            ("kind", "statement"),
            ("text", text),
            ("held_on", &story.today().to_string()),
            ("officers", &one),
            ("officers", &two),
        ]),
        done: "hear",
    }
    .held(&story)
    .await;

    let mut desk = Desk::of(&world, people.body.second.user, story.id()).await;
    let typed = fields(&[
        ("name", "办公会会议纪要"),
        ("kind", "minutes"),
        ("source", "办公室"),
        ("proves", "经过集体决定"),
        ("condition", "due_process"),
        ("taken_on", &story.today().to_string()),
    ]);
    let page = desk.send_file("/evidence", &typed, "<html>").await;
    page.says(422, "不接受这种文件").says(422, "办公会会议纪要");
    let page = desk.send_file("/evidence", &typed, "%PDF-1.7 x").await;
    assert!(page.leads_to().ends_with("?done=take_evidence"));
}

/// The report that finds everything for both parties.
fn report() -> Fields {
    let mut typed = fields(&[
        ("facts", "查明的经过"),
        ("distinctions", "无意过失"),
        ("remedies", "已经补办"),
    ]);
    for no in [1, 2] {
        for condition in Condition::ALL.iter().copied() {
            let field = |what: &str| format!("f-{no}-{}-{what}", condition.code());
            let parts = Part::of(condition);
            typed.extend(parts.iter().map(|part| (field(part.code()), "yes".into())));
            if parts.is_empty() {
                typed.push((field("met"), "yes".into()));
            }
            typed.push((field("reason"), "有据可查".into()));
        }
        typed.push((format!("c-{no}-pilot_task-fits"), "yes".into()));
        typed.push((format!("c-{no}-pilot_task-reason"), "属于试点任务".into()));
        typed.push((format!("s-{no}"), "已经采纳".into()));
    }
    let factor = |it: &Factor| (format!("w-{}", it.code()), "综合考虑".into());
    typed.extend(Factor::ALL.iter().map(factor));
    typed
}

#[tokio::test]
async fn a_report_and_a_determination_are_drafted() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().heard().await;
    Trial {
        who: officer,
        path: "/report".into(),
        wrong: &[("facts", "只写了查明的经过")],
        says: &["写明“三个区分开来”的分析", "写明采取补救措施的情况"],
        right: report(),
        done: "submitted",
    }
    .held(&story)
    .await;

    let story = world.case().reported().await;
    let due = (story.today() + time::Duration::days(30)).to_string();
    let first = story.case().await.parties[0].id.to_string();
    Trial {
        who: officer,
        path: "/determination".into(),
        wrong: &[("d-1-reasons", "只写了第一名的理由")],
        says: &["的认定事实和理由"],
        right: fields(&[
            ("d-1-lenience", "exempt"),
            ("d-1-reasons", "理由一"),
            ("d-1-1-what", "修订细则"),
            ("d-1-1-who", &first),
            ("d-1-1-due", &due),
            ("d-2-reasons", "理由二"),
        ]),
        done: "submitted",
    }
    .held(&story)
    .await;
}

#[tokio::test]
async fn documents_are_served_and_others_told() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().determined().await;
    let case = story.case().await;
    let unserved = case
        .documents
        .iter()
        .find(|it| it.served_on.is_none() && it.kind.is_served());
    let document = unserved.expect("the determinations are not served yet").id;
    Trial {
        who: officer,
        path: format!("/documents/{document}/service"),
        wrong: &[("means", "direct"), ("place", "当事单位办公室")],
        says: &["写明送达日期", "写明签收人或者见证人", "上传送达回证"],
        right: fields(&[("means", "electronic")]),
        done: "serve",
    }
    .held(&story)
    .await;
    Trial {
        who: officer,
        path: "/notice".into(),
        wrong: &[("kind", "units"), ("text", "通报认定的结论")],
        says: &["写明通报了哪些单位", "写明通报日期"],
        right: fields(&[("kind", "nobody"), ("why", "没有其他相关单位")]),
        done: "notify",
    }
    .held(&story)
    .await;
}

#[tokio::test]
async fn a_party_objects_and_the_addressee_decides() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let party = story.case().await.parties[1].id;
    let superior = people.superior.id.to_string();
    Trial {
        who: people.individual.user,
        path: format!("/parties/{party}/objection"),
        wrong: &[("contested", "出于公心一项"), ("grounds", "理由太短")],
        says: &["选择向哪个机关提出", "写明异议的理由"],
        right: fields(&[
            ("addressee", &superior),
            ("contested", "出于公心一项"),
            ("grounds", "没有谋取任何私利，有账目可以证明。"),
        ]),
        done: "object",
    }
    .held(&story)
    .await;
    let objection = story.case().await.objections[0].id;
    Trial {
        who: people.superior.officer.user,
        path: format!("/objections/{objection}/decision"),
        wrong: &[("investigation", "太短的调查"), ("reasons", "太短的理由")],
        says: &["写明本机关怎样调查核实", "逐个争点写明理由"],
        right: fields(&[
            ("investigation", "调阅了全部证据，并向当事人核实。"),
            ("reasons", "账目显示存在不当往来，异议不成立。"),
        ]),
        done: "submitted",
    }
    .held(&story)
    .await;
}

#[tokio::test]
async fn what_is_owed_is_corrected_clarified_and_the_case_closed() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let case = story.case().await;
    let (correction, party) = (case.corrections[0].id, case.parties[0].id);
    let today = story.today().to_string();
    Trial {
        who: people.applicant.user,
        path: format!("/corrections/{correction}/report"),
        wrong: &[("causes", "台账制度不完善")],
        says: &["写明采取了哪些措施", "写明完成日期"],
        right: fields(&[
            ("causes", "台账制度不完善"),
            ("measures", "修订制度"),
            ("done_on", &today),
        ]),
        done: "report_correction",
    }
    .held(&story)
    .await;
    Trial {
        who: people.body.officer.user,
        path: format!("/corrections/{correction}/verdict"),
        wrong: &[("remark", "现场查验过台账")],
        says: &["选择验收结果"],
        right: fields(&[("verified", "yes"), ("remark", "现场查验过台账")]),
        done: "submitted",
    }
    .held(&story)
    .await;
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/clarification"),
        wrong: &[("by", "成都高新区管委会")],
        says: &["选择澄清的形式", "写明澄清说明的内容"],
        right: fields(&[
            ("by", "成都高新区管委会"),
            ("form", "meeting"),
            ("audience", "全体职工"),
            ("made_on", &today),
            ("text", "该事项已经认定容错"),
        ]),
        done: "submitted",
    }
    .held(&story)
    .await;
    let mut desk = Desk::of(&world, people.body.officer.user, story.id()).await;
    let page = desk
        .send("/closure", &fields(&[("remark", "附记留在这里")]))
        .await;
    page.says(422, "附记留在这里").says(422, "纠错要求");

    let waiving = world.case().served().await;
    let party = waiving.case().await.parties[0].id;
    Trial {
        who: people.applicant.user,
        path: format!("/parties/{party}/clarification/waiver"),
        wrong: &[("text", "")],
        says: &["写明不需要作澄清说明"],
        right: fields(&[("text", "本单位不需要澄清说明")]),
        done: "waive_clarification",
    }
    .held(&waiving)
    .await;
    let ready = world.case().corrected().await.clarified().await;
    let mut desk = Desk::of(&world, people.body.officer.user, ready.id()).await;
    desk.does("/closure", &fields(&[("remark", "")]), "submitted")
        .await;
}
