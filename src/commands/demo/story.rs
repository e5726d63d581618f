//! How far each case of the demo has come, in working days before today. Most go the usual way and stop somewhere; what is
//! special about one is written beside it. Some are near their deadline, some past it.

use super::demo_case::StoryStep;
use super::matters::{Matter, chengdu, chuannan, gaoxin};
use super::people::{CHENGDU, CHUANNAN, GAOXIN, LIN, TANG, ZHOU};
use super::roles::{LeadsTo, Role, lin, own, person, unit};
use super::runner::End::{self, Approved, Drafted, Returned, Waiting};
use crate::domain::determination::Lenience::{Exempt, Lighter, Mitigated, Waived};
use crate::domain::hearing::HearingKind::{Unreachable, Waiver};
use crate::domain::regulation::Condition::{Diligent, DueProcess, SelfCorrecting};

/// A case's story.
pub struct Story {
    /// The body where it is filed, by code.
    pub body: &'static str,
    /// Who files it, by user name.
    pub filer: &'static str,
    pub matter: &'static Matter,
    /// Who is party to it.
    pub roles: Vec<Role>,
    /// What happens so many working days before today, in order.
    pub story_steps: Vec<(u16, StoryStep)>,
}

const TOLERATED: LeadsTo = LeadsTo::Tolerated(Exempt);
const ORGAN: &str = "市委组织部";

/// The usual way: what happens so many working days after the filing.
const USUAL: &[(u16, StoryStep)] = &[
    (0, StoryStep::File),
    (2, StoryStep::Initiate(Approved)),
    (2, StoryStep::Serve),
    (4, StoryStep::Evidence),
    (6, StoryStep::HearFirst),
    (7, StoryStep::HearRest),
    (9, StoryStep::Report(Approved)),
    (12, StoryStep::Determine(Approved)),
    (13, StoryStep::Serve),
    (13, StoryStep::Notify),
    (17, StoryStep::Clarify(Approved)),
    (20, StoryStep::Correct),
    (22, StoryStep::Verify(Approved)),
    (23, StoryStep::Close(Approved)),
];

fn story(body: &'static str, filer: &'static str, matter: &'static Matter, roles: Vec<Role>) -> Story {
    let story_steps = vec![];
    Story {
        body,
        filer,
        matter,
        roles,
        story_steps,
    }
}

impl Story {
    /// Filed so many days ago, and gone the usual way up to this step, and with it.
    fn usual(mut self, filed: u16, last: StoryStep) -> Self {
        // Serving happens twice: the last of the kind counts.
        let end = USUAL
            .iter()
            .rposition(|(_, story_step)| *story_step == last)
            .unwrap_or(0);
        let way = USUAL.iter().take(end + 1);
        self.story_steps
            .extend(way.map(|(after, story_step)| (filed.saturating_sub(*after), *story_step)));
        self
    }

    /// And then, so many days ago.
    fn then(mut self, ago: u16, story_step: StoryStep) -> Self {
        self.story_steps.push((ago, story_step));
        self
    }

    /// With something that happens on the way.
    fn meanwhile(self, ago: u16, story_step: StoryStep) -> Self {
        let mut it = self.then(ago, story_step);
        it.story_steps.sort_by_key(|(ago, _)| std::cmp::Reverse(*ago));
        it
    }
}

const RETURNED_DECLINING: End = Returned("理由只引用了申请书的一句话，请补充核对主任办公会记录后再报。");
const RETURNED_REPORT: End =
    Returned("“程序正当”一项只引用了一件证据，请补充会议记录并写明经过；综合考虑中“挽回损失”写明金额。");

/// Every case of the demo, each up to where its story ends.
pub fn stories() -> Vec<Story> {
    [
        gaoxin_early(),
        gaoxin_later(),
        gaoxin_objected(),
        chengdu_stories(),
        chuannan_stories(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn high_tech<const N: usize>(filer: &'static str, matter: &'static Matter, roles: [Role; N]) -> Story {
    story(GAOXIN, filer, matter, roles.to_vec())
}

fn gaoxin_early() -> Vec<Story> {
    use gaoxin as m;
    vec![
        // Untouched: for whoever wants to take a case with two parties the whole way.
        high_tech(ZHOU, &m::BONDED, [own(TOLERATED), lin(LeadsTo::Not(Diligent))]).usual(1, StoryStep::File),
        high_tech(ZHOU, &m::ADDRESSES, [unit("成都高新区企业服务中心", TOLERATED)])
            .usual(4, StoryStep::File)
            .then(1, StoryStep::Initiate(Waiting)),
        high_tech(
            ZHOU,
            &m::INCUBATOR,
            [person("白屿", "离岸创新中心副主任", LeadsTo::Not(DueProcess))],
        )
        .usual(5, StoryStep::File)
        .then(1, StoryStep::Decline(RETURNED_DECLINING)),
        high_tech(LIN, &m::TALENT, [own(LeadsTo::Tolerated(Waived))])
            .usual(8, StoryStep::File)
            .then(1, StoryStep::Initiate(Drafted)),
        high_tech(
            ZHOU,
            &m::DATA,
            [
                own(TOLERATED),
                person("何清晏", "数据安全科副科长", TOLERATED).under(ORGAN),
                lin(TOLERATED),
            ],
        )
        .usual(5, StoryStep::Evidence)
        .then(1, StoryStep::Link(Waiting)),
        high_tech(
            ZHOU,
            &m::PAYMENT,
            [own(TOLERATED), lin(LeadsTo::Tolerated(Lighter))],
        )
        .usual(14, StoryStep::HearFirst)
        .meanwhile(11, StoryStep::Link(Approved))
        .meanwhile(9, StoryStep::OwnEvidence)
        .then(1, StoryStep::Extend(Waiting)),
        high_tech(
            ZHOU,
            &m::BIO,
            [
                unit("成都高新区生物产业服务中心", TOLERATED),
                person("陆知行", "原审评科科长", TOLERATED).heard_by(Unreachable),
            ],
        )
        .usual(17, StoryStep::HearRest)
        .meanwhile(4, StoryStep::Extend(Approved))
        .then(2, StoryStep::Report(RETURNED_REPORT))
        .then(1, StoryStep::Report(Waiting)),
    ]
}

fn gaoxin_later() -> Vec<Story> {
    use gaoxin as m;
    vec![
        high_tech(ZHOU, &m::PATENTS, [own(TOLERATED)])
            .usual(20, StoryStep::HearRest)
            .meanwhile(8, StoryStep::Replace)
            .then(2, StoryStep::Report(RETURNED_REPORT)),
        // An organ elsewhere decides: the case was referred to it (R3).
        high_tech(
            LIN,
            &m::SANDBOX,
            [
                own(LeadsTo::Tolerated(Waived)).under(ORGAN),
                person("程素问", "智慧城市处处长", TOLERATED).under(ORGAN),
            ],
        )
        .usual(15, StoryStep::Report(Approved))
        .then(4, StoryStep::Refer(Approved))
        .then(4, StoryStep::Serve),
        high_tech(
            ZHOU,
            &m::LAND,
            [
                unit("成都高新区土地事务中心", TOLERATED),
                lin(LeadsTo::Not(DueProcess)),
            ],
        )
        .usual(22, StoryStep::Report(Approved))
        .then(1, StoryStep::Determine(Waiting))
        .then(1, StoryStep::Link(Waiting)),
        high_tech(
            ZHOU,
            &m::DRONES,
            [
                own(LeadsTo::Tolerated(Waived)),
                person("宁远舟", "低空试点专班现场指挥", TOLERATED),
            ],
        )
        .usual(16, StoryStep::Determine(Approved)),
    ]
}

fn gaoxin_objected() -> Vec<Story> {
    use gaoxin as m;
    vec![
        high_tech(
            ZHOU,
            &m::FUND,
            [own(LeadsTo::Tolerated(Mitigated)), lin(LeadsTo::Not(Diligent))],
        )
        .usual(24, StoryStep::Notify)
        .meanwhile(19, StoryStep::Link(Approved))
        .then(6, StoryStep::ObjectAbove)
        .then(2, StoryStep::Decide(Drafted)),
        // Two parties object at once: one determination falls and is made anew, the others stand.
        high_tech(
            ZHOU,
            &m::EQUIPMENT,
            [
                own(TOLERATED),
                lin(LeadsTo::Not(Diligent)),
                person("顾书遥", "投资促进处副处长", TOLERATED),
            ],
        )
        .usual(52, StoryStep::Verify(Approved))
        .meanwhile(48, StoryStep::Link(Approved))
        .then(27, StoryStep::ObjectAbove)
        .then(25, StoryStep::ObjectToOffice)
        .then(14, StoryStep::SetAside(Approved))
        .then(12, StoryStep::Decide(Approved))
        .then(11, StoryStep::Serve)
        .then(10, StoryStep::Assign)
        .then(9, StoryStep::Serve),
        high_tech(
            ZHOU,
            &m::DELIVERY,
            [own(TOLERATED), lin(LeadsTo::Tolerated(Waived))],
        )
        .usual(38, StoryStep::Close(Approved))
        .meanwhile(35, StoryStep::Link(Approved)),
    ]
}

fn chengdu_stories() -> Vec<Story> {
    use chengdu as m;
    fn at<const N: usize>(filer: &'static str, matter: &'static Matter, roles: [Role; N]) -> Story {
        story(CHENGDU, filer, matter, roles.to_vec())
    }
    vec![
        at(ZHOU, &m::TRAIN, [unit("成都国际班列服务中心", TOLERATED)]).usual(3, StoryStep::File),
        at(
            LIN,
            &m::MULTIMODAL,
            [
                own(LeadsTo::Tolerated(Waived)),
                unit("成都多式联运协调中心", TOLERATED),
            ],
        )
        .usual(10, StoryStep::Evidence)
        .then(4, StoryStep::OwnEvidence)
        .then(2, StoryStep::Suspend(Approved)),
        at(
            ZHOU,
            &m::ECOMMERCE,
            [
                own(TOLERATED),
                person("纪云舒", "信息化处副处长", LeadsTo::Tolerated(Lighter)),
            ],
        )
        .usual(33, StoryStep::Close(Approved)),
        at(
            ZHOU,
            &m::RAIL_BILL,
            [
                unit("成都陆港金融服务中心", TOLERATED),
                person("谢临风", "原风控部部长", LeadsTo::Not(SelfCorrecting)),
            ],
        )
        .usual(30, StoryStep::Notify)
        .then(15, StoryStep::ObjectAbove)
        .then(1, StoryStep::Decide(Waiting)),
        at(LIN, &m::REPAIR, [own(LeadsTo::Not(DueProcess))])
            .usual(11, StoryStep::File)
            .then(8, StoryStep::Decline(Approved))
            .then(7, StoryStep::Serve),
        at(ZHOU, &m::CREDIT, [own(LeadsTo::Tolerated(Waived))])
            .usual(26, StoryStep::Notify)
            .then(3, StoryStep::Correct),
    ]
}

fn chuannan_stories() -> Vec<Story> {
    use chuannan as m;
    fn at<const N: usize>(filer: &'static str, matter: &'static Matter, roles: [Role; N]) -> Story {
        story(CHUANNAN, filer, matter, roles.to_vec())
    }
    vec![
        at(TANG, &m::LICENCES, [own(TOLERATED)])
            .usual(6, StoryStep::File)
            .then(4, StoryStep::Withdraw),
        at(TANG, &m::CREW, [own(TOLERATED)]).usual(2, StoryStep::File),
        at(
            TANG,
            &m::LIQUOR,
            [
                own(TOLERATED),
                person("庄晚晴", "检验监管科副科长", TOLERATED).heard_by(Waiver),
            ],
        )
        .usual(19, StoryStep::HearRest)
        .then(11, StoryStep::Suspend(Approved))
        .then(6, StoryStep::Resume(Approved)),
        // The organ left it to the body.
        at(TANG, &m::BARGE, [own(LeadsTo::Tolerated(Waived)).under(ORGAN)])
            .usual(23, StoryStep::Report(Approved))
            .then(12, StoryStep::Refer(Approved))
            .then(12, StoryStep::Serve)
            .then(5, StoryStep::OrganLetter)
            .then(4, StoryStep::OrganReturns(Approved))
            .then(4, StoryStep::Serve)
            .then(1, StoryStep::Determine(Drafted)),
        at(TANG, &m::GREEN, [own(TOLERATED)])
            .usual(23, StoryStep::Notify)
            .then(8, StoryStep::WaiveClarification)
            .then(4, StoryStep::Correct)
            .then(1, StoryStep::Verify(Waiting)),
        at(
            TANG,
            &m::DEPARTURE_PORT,
            [
                own(TOLERATED),
                person("温照野", "单证科科长", LeadsTo::Tolerated(Lighter)),
            ],
        )
        .usual(36, StoryStep::Notify)
        .then(20, StoryStep::ObjectToOffice)
        .then(12, StoryStep::Decide(Approved))
        .then(11, StoryStep::Serve)
        .then(10, StoryStep::Clarify(Approved))
        .then(8, StoryStep::Correct)
        .then(6, StoryStep::Verify(Approved))
        .then(5, StoryStep::Close(Approved)),
        at(
            TANG,
            &m::INSPECTION,
            [
                own(LeadsTo::Tolerated(Waived)),
                person("顾惜年", "查验协调科科长", LeadsTo::Not(Diligent)),
            ],
        )
        .usual(34, StoryStep::Notify)
        .then(18, StoryStep::ObjectToOffice),
    ]
}
