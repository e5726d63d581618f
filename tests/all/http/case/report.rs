//! The verification report by HTTP: a page for each task, all of them in one draft; what is wrong is said on its page and kept;
//! what can be quoted is put into the field; and nothing is sent that was not checked.

use rongcuo::domain::assessment::{Duty, Part};
use rongcuo::domain::regulation::{Condition, Factor};
use rongcuo::domain::samples::steps;
use rongcuo::domain::status::Status;

use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::browser::Page;
use crate::world::paper;
use crate::world::story::Story;

impl Desk {
    /// Opens the page of a task, fills it in and presses a button.
    async fn writes(&mut self, path: &str, typed: &Fields, button: (&str, &str)) -> Page {
        let opened = self.open(path).await;
        self.writes_from(&opened, path, typed, button).await
    }

    /// The same with a page that was opened before.
    async fn writes_from(&mut self, opened: &Page, path: &str, typed: &Fields, button: (&str, &str)) -> Page {
        let seen = opened.hidden("seen");
        let own = fields(&[("seen", &seen), button]);
        self.send_from(opened, path, &[own, typed.clone()].concat()).await
    }

    /// Checks the draft and puts it before an approver.
    async fn hands_in(&mut self) -> Page {
        let checked = self.open("/report/check").await;
        self.writes_from(&checked, "/report", &vec![], ("do", "submit"))
            .await
    }
}

const NEXT: (&str, &str) = ("do", "next");
const SAVE: (&str, &str) = ("do", "save");

/// The report's pages in their order, filled in: everything is found for all but the second party, who acted for itself.
async fn pages(story: &Story<'_>) -> Vec<(String, Fields)> {
    let case = story.case().await;
    let evidence = case.evidence[0].id.to_string();
    let mut pages = vec![(
        "facts".into(),
        fields(&[("facts", "查明的经过"), ("remedies", "已经补办")]),
    )];
    for party in case.taking_part() {
        let no = party.no;
        for condition in Condition::ALL.iter().copied() {
            let field = |what: &str| format!("f-{no}-{}-{what}", condition.code());
            let met = if no == 2 && condition == Condition::PublicSpirit {
                "no"
            } else {
                "yes"
            };
            let parts = Part::of(condition);
            let mut typed: Fields = parts
                .iter()
                .map(|part| (field(part.code()), "yes".into()))
                .collect();
            if parts.is_empty() {
                typed.push((field("met"), met.into()));
            }
            typed.push((field("reason"), format!("关于{condition}，有据可查")));
            typed.push((field("evidence"), evidence.clone()));
            pages.push((format!("parties/{no}/conditions/{}", condition.number()), typed));
        }
        let fits = [
            (format!("c-{no}-pilot_task-fits"), "yes".into()),
            (format!("c-{no}-pilot_task-reason"), "属于试点任务".into()),
        ];
        pages.push((format!("parties/{no}/circumstances"), fits.into()));
        let statement = [
            (format!("s-{no}"), "已经采纳".into()),
            (format!("a-{no}-holder"), "body".into()),
            (format!("a-{no}-basis"), "任免通知".into()),
        ];
        pages.push((format!("parties/{no}/statement"), statement.into()));
    }
    pages.push(("distinctions".into(), fields(&[("distinctions", "无意过失")])));
    let factor = |it: &Factor| (format!("w-{}", it.code()), "综合考虑".into());
    pages.push(("opinion".into(), Factor::ALL.iter().map(factor).collect()));
    pages
}

async fn written(desk: &mut Desk, story: &Story<'_>) {
    for (path, typed) in pages(story).await {
        let page = desk.writes(&format!("/report/{path}"), &typed, SAVE).await;
        assert_eq!(page.done(), "saved", "{path}");
    }
}

async fn officer(story: &Story<'_>) -> Desk {
    Desk::of(story.world, story.world.people.body.officer.user, story.id()).await
}

#[tokio::test]
async fn each_page_leads_to_the_next_and_the_last_to_the_check() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    let page = desk.open("/report").await;
    page.says(200, "已完成 0 项，共 19 项")
        .says(200, "尚不能得出")
        .says(200, "未开始");
    let pages = pages(&story).await;
    let mut at = format!("/cases/{}/report/facts", story.id());
    for (path, typed) in &pages {
        assert!(at.ends_with(&format!("/report/{path}")), "{at} is not {path}");
        let page = desk.writes(&format!("/report/{path}"), typed, NEXT).await;
        at = page.leads_to().to_owned();
    }
    assert!(at.ends_with("/report/check"), "{at}");
    let page = desk.open("/report").await;
    page.says(200, "都已填完").says(200, "不具备：出于公心");
    let checked = desk.open("/report/check").await;
    checked
        .says(200, "应当予以容错")
        .says(200, "不能予以容错")
        .says(200, "程序核对");

    let page = desk.hands_in().await;
    assert_eq!(page.done(), "submitted");
    assert_eq!(desk.open("/report/check").await.done(), "waiting");
    assert_eq!(desk.open("/report/facts").await.done(), "waiting");
    let late = desk
        .writes_from(&checked, "/report/facts", &pages[0].1, SAVE)
        .await;
    late.says(422, "查明的经过");
}

#[tokio::test]
async fn what_the_check_says_is_what_the_report_finds_and_the_determination_follows() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    written(&mut desk, &story).await;
    let checked = desk.open("/report/check").await.main();
    assert_eq!(desk.hands_in().await.done(), "submitted");
    let act = story.case().await.acts.last().expect("it waits").id;
    let mut approver = Desk::of(&world, world.people.body.approver.user, story.id()).await;
    let approval = format!("/acts/{act}/approval");
    let page = approver.open(&approval).await;
    page.says(200, "id=\"finding-1-law_abiding\"")
        .says(200, "id=\"finding-2-self_correcting\"");
    let approved = fields(&[("verdict", "approve"), ("note", "")]);
    approver.does(&approval, &approved, "approved").await;
    let case = story.case().await;
    assert_eq!(case.status, Status::Determining);
    for party in case.taking_part() {
        let duty = case.assessment_of(party.id).expect("it is reported on").duty();
        let word = match duty {
            Duty::MustTolerate => "✓应当予以容错",
            Duty::CannotTolerate => "✗不能予以容错",
        };
        let said = format!("{}：{word}", party.name);
        assert!(
            checked.replace(char::is_whitespace, "").contains(&said),
            "{said}\n{checked}"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_on_its_page_and_kept_in_the_draft() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    for (path, typed, says) in [
        (
            "facts",
            fields(&[("facts", "只写了查明的经过")]),
            "写明采取补救措施的情况",
        ),
        (
            "parties/1/conditions/1",
            fields(&[("f-1-law_abiding-reason", "没有违反禁止性规定")]),
            "选择蓉港供应链服务有限公司是否具备“遵纪守法”",
        ),
        (
            "parties/1/conditions/5",
            fields(&[("f-1-due_process-reason", "有会议纪要")]),
            "决策过程符合民主集中制原则",
        ),
        (
            "parties/2/conditions/6",
            fields(&[("f-2-self_correcting-reason", "当天就停了")]),
            "勾选至少一件证据",
        ),
        (
            "parties/2/circumstances",
            fields(&[("c-2-other-reason", "属于其他探索")]),
            "或者删去写的理由",
        ),
        (
            "parties/2/circumstances",
            fields(&[("c-2-other-fits", "yes"), ("c-2-none", "yes")]),
            "写明怎样符合第五条的各项原则",
        ),
        (
            "parties/2/statement",
            fields(&[("s-2", "　")]),
            "写明陆见微的意见是否采纳和理由",
        ),
        (
            "parties/2/statement",
            fields(&[("a-2-holder", "organ"), ("a-2-basis", "任免通知在组织部门")]),
            "写明有干部管理权限的机关",
        ),
        (
            "distinctions",
            fields(&[("distinctions", " ")]),
            "写明“三个区分开来”的分析",
        ),
        (
            "opinion",
            fields(&[("w-motive", "没有谋取私利")]),
            "写明“客观条件”的考虑",
        ),
    ] {
        let path = format!("/report/{path}");
        let page = desk.writes(&path, &typed, NEXT).await;
        page.says(422, "有错误：")
            .says(422, "govuk-error-summary")
            .says(422, says);
        let again = desk.open(&path).await;
        for (_, text) in typed.iter().filter(|(_, text)| text.chars().count() > 3) {
            page.says(422, text);
            again.says(200, text);
        }
    }
    let page = desk.open("/report").await;
    page.says(200, "未完成").says(200, "还有 19 项没有完成");
    let page = desk.open("/report/check").await;
    page.says(200, "处需要填写或者修改")
        .is_silent_on("提交审批</button>");
    let fault = page.link("写明采取补救措施的情况");
    assert!(fault.ends_with("/report/facts#remedies"), "{fault}");
    let page = desk.hands_in().await;
    page.says(422, "处需要填写或者修改");
    for path in [
        "/report/parties/3/statement",
        "/report/parties/1/conditions/7",
        "/report/parties/0/opinion",
    ] {
        desk.open(path).await.says(404, "没有");
    }
}

#[tokio::test]
async fn two_tabs_never_overwrite_each_other_unseen() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    let (one, two) = (desk.open("/report/facts").await, desk.open("/report/facts").await);
    let other = desk.open("/report/distinctions").await;
    let mine = fields(&[("facts", "第一个窗口写的"), ("remedies", "")]);
    let theirs = fields(&[("facts", "第二个窗口写的"), ("remedies", "")]);
    let page = desk.writes_from(&one, "/report/facts", &mine, SAVE).await;
    assert_eq!(page.done(), "saved");
    // Another page of the same draft is not what was overwritten.
    let more = fields(&[("distinctions", "无意过失")]);
    let page = desk
        .writes_from(&other, "/report/distinctions", &more, SAVE)
        .await;
    assert_eq!(page.done(), "saved");
    let conflict = desk.writes_from(&two, "/report/facts", &theirs, SAVE).await;
    conflict
        .says(409, "第一个窗口写的")
        .says(409, "第二个窗口写的")
        .says(409, "查明的事实");
    desk.open("/report/facts").await.says(200, "第一个窗口写的");
    // The very same text is no conflict, and whoever has seen both may replace it.
    let page = desk.writes_from(&two, "/report/facts", &mine, SAVE).await;
    assert_eq!(page.done(), "saved");
    // Back, typed on and sent again: the same form with other words.
    let more = fields(&[("facts", "返回以后接着写的"), ("remedies", "")]);
    let again = desk.writes_from(&one, "/report/facts", &more, SAVE).await;
    again.says(409, "返回以后接着写的").says(409, "第一个窗口写的");
    let page = desk.writes_from(&conflict, "/report/facts", &theirs, SAVE).await;
    assert_eq!(page.done(), "saved");
    desk.open("/report/facts")
        .await
        .says(200, "第二个窗口写的")
        .is_silent_on("第一个窗口写的");
    desk.open("/report/distinctions").await.says(200, "无意过失");

    written(&mut desk, &story).await;
    let checked = desk.open("/report/check").await;
    let page = desk.writes("/report/facts", &mine, SAVE).await;
    assert_eq!(page.done(), "saved");
    let page = desk
        .writes_from(&checked, "/report", &vec![], ("do", "submit"))
        .await;
    page.says(422, "写明采取补救措施的情况");
    let whole = fields(&[("facts", "改过的事实"), ("remedies", "已经补办")]);
    desk.writes("/report/facts", &whole, SAVE).await;
    let page = desk
        .writes_from(&checked, "/report", &vec![], ("do", "submit"))
        .await;
    page.says(409, "您核对以后").says(409, "改过的事实");
    assert_eq!(
        story.case().await.acts.last().map(|it| it.state.amendable()),
        Some(true)
    );
}

#[tokio::test]
async fn the_other_officer_reads_every_page_and_takes_the_report_over() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let (body, path) = (&world.people.body, "/report/facts");
    let mut first = officer(&story).await;
    let mut second = Desk::of(&world, body.second.user, story.id()).await;
    let opened = second.open(path).await;
    let first_opened = first.open("/report/distinctions").await;
    let typed = |facts: &str| fields(&[("facts", facts), ("remedies", "已经补办")]);
    first.writes(path, &typed("甲写的"), SAVE).await;
    let theirs = format!("{}正在起草", body.officer.name);
    for path in ["/report", path, "/report/parties/1/conditions/1", "/report/check"] {
        second
            .open(path)
            .await
            .says(200, &theirs)
            .says(200, "接手起草</button>")
            .is_silent_on("提交审批</button>")
            .is_silent_on("value=\"save\">保存草稿");
    }
    // What was typed before that was seen is not lost, and takes it over once both were seen.
    let conflict = second.writes_from(&opened, path, &typed("乙写的"), SAVE).await;
    conflict
        .says(409, "甲写的")
        .says(409, "乙写的")
        .says(409, "由您起草");
    let blind = second.writes_from(&conflict, path, &typed("乙写的"), SAVE).await;
    blind.says(409, "由您起草");
    let mut takes_over = typed("乙写的");
    takes_over.push(("take_over".into(), conflict.hidden("take_over")));
    let page = second.writes_from(&blind, path, &takes_over, SAVE).await;
    assert_eq!(page.done(), "saved");
    assert_eq!(story.case().await.acts[0].drafted_by, body.second.user);
    // Whose it was goes on typing on another page: it is told, and takes it back there by a press.
    let more = fields(&[("distinctions", "无意过失")]);
    let told = first
        .writes_from(&first_opened, "/report/distinctions", &more, SAVE)
        .await;
    told.says(409, "无意过失").says(409, "由您起草");
    let read = first.open("/report").await;
    let act = story.case().await.acts[0].id;
    let taken = first
        .send_from(&read, &format!("/acts/{act}/takeover"), &vec![])
        .await;
    assert_eq!(taken.done(), "taken_over");
    first.open(path).await.says(200, "乙写的");
}

#[tokio::test]
async fn a_page_that_saves_itself_stays_and_is_told_when_somebody_was_faster() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    let path = "/report/distinctions";
    let (one, two) = (desk.open(path).await, desk.open(path).await);
    let itself = ("do", "autosave");
    let half = fields(&[("distinctions", "写到一半")]);
    let answer = desk.writes_from(&one, path, &half, itself).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let seen = desk.open(path).await.hidden("seen");
    answer
        .says(200, &format!("\"seen\":\"{seen}\""))
        .says(200, "\"saved\":\"");
    let other = fields(&[("distinctions", "另一处")]);
    desk.writes_from(&two, path, &other, itself)
        .await
        .says(409, "写到一半");
}

#[tokio::test]
async fn a_press_quotes_the_application_a_statement_and_evidence_without_scripts() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let case = story.case().await;
    let mut desk = officer(&story).await;
    let path = "/report/parties/2/conditions/5";
    let opened = desk.open(path).await;
    opened
        .says(200, "申请人的说明（程序正当）")
        .says(200, "陆见微的陈述")
        .says(200, "证据 1《");
    let heard = case.hearings.iter().find(|it| it.party == case.parties[1].id);
    let heard = format!("heard-{}", heard.expect("it was heard").id);
    let typed = fields(&[
        ("f-2-due_process-democratic", "no"),
        ("f-2-due_process-reason", "经核实，"),
    ]);
    let page = desk.writes_from(&opened, path, &typed, ("quote", &heard)).await;
    let field = format!("/cases/{}{path}#f-2-due_process-reason", story.id());
    assert_eq!(page.leads_to(), field);
    let again = desk.open(path).await;
    again.says(200, "经核实，\n陆见微的陈述：").says(200, "已引用");
    let mut form = again.form(&format!("/cases/{}{path}", story.id())).fields;
    form.retain(|(name, _)| name.starts_with("f-2"));
    assert!(form.contains(&("f-2-due_process-democratic".into(), "no".into())));
    let page = desk
        .writes_from(&again, path, &form, ("quote", "evidence-1"))
        .await;
    assert_eq!(page.leads_to(), field);
    let again = desk.open(path).await;
    let form = again.form(&format!("/cases/{}{path}", story.id())).fields;
    let evidence = (
        "f-2-due_process-evidence".to_owned(),
        case.evidence[0].id.to_string(),
    );
    assert!(form.contains(&evidence), "what is quoted is cited: {form:?}");
    again.says(200, "\n证据 1《");

    let claimed = "/report/parties/1/circumstances";
    let page = desk.writes(claimed, &vec![], ("quote", "pilot_task")).await;
    assert!(page.leads_to().ends_with("#c-1-pilot_task-reason"));
    let form = desk
        .open(claimed)
        .await
        .form(&format!("/cases/{}{claimed}", story.id()))
        .fields;
    assert!(
        form.contains(&("c-1-pilot_task-fits".into(), "yes".into())),
        "{form:?}"
    );
}

#[tokio::test]
async fn three_parties_are_found_on_and_weighed_each_for_itself() {
    let world = World::new().await;
    let three = steps::filing(3);
    let mut filing = paper::application(world.people.body.id, world.case().today());
    filing.parties.push(three.parties[2].clone());
    let story = world
        .case()
        .filed_by(&world.people.applicant, &filing)
        .await
        .heard()
        .await;
    let mut desk = officer(&story).await;
    written(&mut desk, &story).await;
    desk.open("/report")
        .await
        .says(200, "共 27 项")
        .says(200, "都已填完");
    let apart = fields(&[("apart", "yes"), ("other", "")]);
    let page = desk.writes("/report/opinion", &apart, NEXT).await;
    assert!(page.leads_to().ends_with("/report/parties/1/opinion"));
    desk.open("/report").await.says(200, "已完成 27 项，共 30 项");
    for no in 1..=3 {
        let path = format!("/report/parties/{no}/opinion");
        let opened = desk.open(&path).await;
        // What was weighed for all is where each begins.
        opened.says(200, "综合考虑</textarea>");
        let wrong = fields(&[(&format!("v-{no}-motive"), "只写了动机")]);
        desk.writes_from(&opened, &path, &wrong, NEXT)
            .await
            .says(422, "只写了动机");
        let own = |it: &Factor| (format!("v-{no}-{}", it.code()), format!("第{no}人的{it}"));
        let own = Factor::ALL.iter().map(own).collect();
        let page = desk.writes(&path, &own, SAVE).await;
        assert_eq!(page.done(), "saved");
    }
    let page = desk.open("/report/check").await;
    page.says(200, "第1人的后果影响").says(200, "第3人的后果影响");
    assert_eq!(desk.hands_in().await.done(), "submitted");
    let case = story.case().await;
    let act = case.acts.last().expect("it waits").id;
    desk.open(&format!("/acts/{act}"))
        .await
        .says(200, "第3人的动机态度")
        .says(200, "finding-3-public_spirit");
}

#[tokio::test]
async fn a_returned_report_opens_on_its_list_with_the_reason_and_is_amended() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    written(&mut desk, &story).await;
    desk.hands_in().await;
    let act = story.case().await.acts.last().expect("it waits").id;
    let mut approver = Desk::of(&world, world.people.body.approver.user, story.id()).await;
    let approval = format!("/acts/{act}/approval");
    let returned = fields(&[("verdict", "return"), ("note", "请逐人写明六个方面")]);
    approver.does(&approval, &returned, "returned").await;
    desk.open("/report")
        .await
        .says(200, "请逐人写明六个方面")
        .says(200, "都已填完");
    let mended = fields(&[
        ("s-2", "部分采纳，理由见会议纪要"),
        ("a-2-holder", "body"),
        ("a-2-basis", "任免通知"),
    ]);
    desk.writes("/report/parties/2/statement", &mended, SAVE).await;
    assert_eq!(desk.hands_in().await.done(), "submitted");
    approver.open(&approval).await.says(200, "与退回稿对照（1 处）");
}

#[tokio::test]
async fn the_pages_are_the_officers_of_the_case_alone() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let people = &world.people;
    for (user, status) in [
        (people.applicant.user, 403),
        (people.individual.user, 403),
        (people.body.approver.user, 403),
        (people.body.spare.user, 404),
        (people.superior.officer.user, 404),
    ] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        let typed = fields(&[
            ("version", "0"),
            ("seen", ""),
            ("facts", "别人写的"),
            ("do", "save"),
        ]);
        let typed: Vec<_> = typed
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        for path in [
            "/report/facts",
            "/report/parties/1/conditions/1",
            "/report/check",
            "/report",
        ] {
            assert_eq!(desk.open(path).await.status.as_u16(), status, "{path}");
        }
        for path in ["/report/facts", "/report/parties/1/statement", "/report"] {
            let href = format!("/cases/{}{path}", story.id());
            assert_eq!(
                desk.browser.post(&href, &typed).await.status.as_u16(),
                status,
                "{path}"
            );
        }
    }
    assert!(story.case().await.acts.is_empty(), "nothing came of it");
}

#[tokio::test]
async fn while_the_verification_is_suspended_every_page_is_closed_and_what_was_written_is_shown() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    written(&mut desk, &story).await;
    story.approved(steps::suspend()).await;
    for path in ["/report", "/report/facts", "/report/check"] {
        desk.open(path)
            .await
            .says(409, "该事项暂不能办理")
            .says(409, "查明的经过");
    }
}

/// What the applicant wrote of it is shown as that until the report finds who holds 干部管理权限; then the determination rests on
/// what was found, whatever was written.
#[tokio::test]
async fn who_holds_the_authority_over_a_party_is_found_and_not_believed() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let mut desk = officer(&story).await;
    let path = "/report/parties/2/statement";
    desk.open("").await.says(200, "本机关（申请人填写，未经核实）");
    let opened = desk.open(path).await;
    opened.says(200, "申请人填写，未经核实：本机关");
    written(&mut desk, &story).await;
    let found = fields(&[
        ("s-2", "已经采纳"),
        ("a-2-holder", "organ"),
        ("a-2-organ", "某市委组织部"),
        ("a-2-basis", "任免通知第3号"),
    ]);
    desk.writes(path, &found, SAVE).await;
    desk.open("/report/check")
        .await
        .says(200, "某市委组织部。依据：任免通知第3号");
    assert_eq!(desk.hands_in().await.done(), "submitted");
    let act = story.case().await.acts.last().expect("it waits").id;
    let mut approver = Desk::of(&world, world.people.body.approver.user, story.id()).await;
    let approval = format!("/acts/{act}/approval");
    let page = approver.open(&approval).await;
    page.says(200, "经核实，在某市委组织部。依据：任免通知第3号")
        .says(200, "查明了每名当事人的干部管理权限在哪个机关，并写明了依据");
    let approved = fields(&[("verdict", "approve"), ("note", "")]);
    approver.does(&approval, &approved, "approved").await;
    desk.open("")
        .await
        .says(200, "某市委组织部（经核实）")
        .is_silent_on("本机关（申请人填写，未经核实）");
    desk.open("/determination")
        .await
        .says(409, "陆见微的干部管理权限在某市委组织部");
}
