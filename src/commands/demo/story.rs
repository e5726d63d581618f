//! How far each case of the demo has come, in working days before today. Most go the usual way and stop somewhere; what is
//! special about one is written beside it. Some are near their deadline, some past it.

use super::matters::{Matter, chengdu, chuannan, gaoxin};
use super::people::{CHENGDU, CHUANNAN, GAOXIN, LIN, TANG, ZHOU};
use super::roles::{Fate, Role, lin, own, person, unit};
use super::scene::Beat;
use super::stage::End::{self, Approved, Drafted, Returned, Waiting};
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
    pub beats: Vec<(u16, Beat)>,
}

const TOLERATED: Fate = Fate::Tolerated(Exempt);
const ORGAN: &str = "市委组织部";

/// The usual way: what happens so many working days after the filing.
const USUAL: &[(u16, Beat)] = &[
    (0, Beat::File),
    (2, Beat::Initiate(Approved)),
    (2, Beat::Serve),
    (4, Beat::Evidence),
    (6, Beat::HearFirst),
    (7, Beat::HearRest),
    (9, Beat::Report(Approved)),
    (12, Beat::Determine(Approved)),
    (13, Beat::Serve),
    (13, Beat::Notify),
    (17, Beat::Clarify(Approved)),
    (20, Beat::Correct),
    (22, Beat::Verify(Approved)),
    (23, Beat::Close(Approved)),
];

fn story(body: &'static str, filer: &'static str, matter: &'static Matter, roles: Vec<Role>) -> Story {
    let beats = vec![];
    Story {
        body,
        filer,
        matter,
        roles,
        beats,
    }
}

impl Story {
    /// Filed so many days ago, and gone the usual way up to this beat, and with it.
    fn usual(mut self, filed: u16, last: Beat) -> Self {
        // Serving happens twice: the last of the kind counts.
        let end = USUAL.iter().rposition(|(_, beat)| *beat == last).unwrap_or(0);
        let way = USUAL.iter().take(end + 1);
        self.beats
            .extend(way.map(|(after, beat)| (filed.saturating_sub(*after), *beat)));
        self
    }

    /// And then, so many days ago.
    fn then(mut self, ago: u16, beat: Beat) -> Self {
        self.beats.push((ago, beat));
        self
    }

    /// With something that happens on the way.
    fn meanwhile(self, ago: u16, beat: Beat) -> Self {
        let mut it = self.then(ago, beat);
        it.beats.sort_by_key(|(ago, _)| std::cmp::Reverse(*ago));
        it
    }
}

const RETURNED_DECLINING: End = Returned("理由只引用了申请书的一句话，请补充核对主任办公会记录后再报。");
const RETURNED_REPORT: End =
    Returned("“程序正当”一项只引用了一件证据，请补充会议记录并写明经过；综合考虑中“挽回损失”写明金额。");

pub fn stories() -> Vec<Story> {
    [
        gaoxin_early(),
        gaoxin_later(),
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
        high_tech(ZHOU, &m::BONDED, [own(TOLERATED), lin(Fate::Not(Diligent))]).usual(1, Beat::File),
        high_tech(ZHOU, &m::ADDRESSES, [unit("成都高新区企业服务中心", TOLERATED)])
            .usual(4, Beat::File)
            .then(1, Beat::Initiate(Waiting)),
        high_tech(
            ZHOU,
            &m::INCUBATOR,
            [person("白屿", "离岸创新中心副主任", Fate::Not(DueProcess))],
        )
        .usual(5, Beat::File)
        .then(1, Beat::Decline(RETURNED_DECLINING)),
        high_tech(LIN, &m::TALENT, [own(Fate::Tolerated(Waived))])
            .usual(8, Beat::File)
            .then(1, Beat::Initiate(Drafted)),
        high_tech(
            ZHOU,
            &m::DATA,
            [
                own(TOLERATED),
                person("何清晏", "数据安全科副科长", TOLERATED).under(ORGAN),
            ],
        )
        .usual(5, Beat::Evidence),
        high_tech(ZHOU, &m::PAYMENT, [own(TOLERATED), lin(Fate::Tolerated(Lighter))])
            .usual(14, Beat::HearFirst)
            .meanwhile(11, Beat::Link)
            .meanwhile(9, Beat::OwnEvidence)
            .then(1, Beat::Extend(Waiting)),
        high_tech(
            ZHOU,
            &m::BIO,
            [
                unit("成都高新区生物产业服务中心", TOLERATED),
                person("陆知行", "原审评科科长", TOLERATED).heard_by(Unreachable),
            ],
        )
        .usual(17, Beat::HearRest)
        .meanwhile(4, Beat::Extend(Approved))
        .then(2, Beat::Report(RETURNED_REPORT))
        .then(1, Beat::Report(Waiting)),
    ]
}

fn gaoxin_later() -> Vec<Story> {
    use gaoxin as m;
    vec![
        high_tech(ZHOU, &m::PATENTS, [own(TOLERATED)])
            .usual(20, Beat::HearRest)
            .meanwhile(8, Beat::Replace)
            .then(2, Beat::Report(RETURNED_REPORT)),
        // It stands: an organ elsewhere decides first (R3).
        high_tech(
            LIN,
            &m::SANDBOX,
            [
                own(Fate::Tolerated(Waived)),
                person("程素问", "智慧城市处处长", TOLERATED).under(ORGAN),
            ],
        )
        .usual(15, Beat::Report(Approved)),
        high_tech(ZHOU, &m::LAND, [unit("成都高新区土地事务中心", TOLERATED)])
            .usual(22, Beat::Report(Approved))
            .then(1, Beat::Determine(Waiting)),
        high_tech(
            ZHOU,
            &m::DRONES,
            [
                own(Fate::Tolerated(Waived)),
                person("宁远舟", "低空试点专班现场指挥", TOLERATED),
            ],
        )
        .usual(16, Beat::Determine(Approved))
        .then(3, Beat::ServeFirst),
        high_tech(
            ZHOU,
            &m::FUND,
            [own(Fate::Tolerated(Mitigated)), lin(Fate::Not(Diligent))],
        )
        .usual(24, Beat::Notify)
        .meanwhile(19, Beat::Link)
        .then(6, Beat::ObjectAbove)
        .then(2, Beat::Decide(Drafted)),
        // Two parties object at once: one determination falls and is made anew, the others stand.
        high_tech(
            ZHOU,
            &m::EQUIPMENT,
            [
                own(TOLERATED),
                lin(Fate::Not(Diligent)),
                person("顾书遥", "投资促进处副处长", TOLERATED),
            ],
        )
        .usual(52, Beat::Verify(Approved))
        .meanwhile(48, Beat::Link)
        .then(27, Beat::ObjectAbove)
        .then(25, Beat::ObjectToOffice)
        .then(14, Beat::SetAside(Approved))
        .then(12, Beat::Decide(Approved))
        .then(11, Beat::Serve)
        .then(10, Beat::Assign)
        .then(9, Beat::Serve),
        high_tech(ZHOU, &m::DELIVERY, [own(TOLERATED), lin(Fate::Tolerated(Waived))])
            .usual(38, Beat::Close(Approved))
            .meanwhile(35, Beat::Link),
    ]
}

fn chengdu_stories() -> Vec<Story> {
    use chengdu as m;
    fn at<const N: usize>(filer: &'static str, matter: &'static Matter, roles: [Role; N]) -> Story {
        story(CHENGDU, filer, matter, roles.to_vec())
    }
    vec![
        at(ZHOU, &m::TRAIN, [unit("成都国际班列服务中心", TOLERATED)]).usual(3, Beat::File),
        at(
            LIN,
            &m::MULTIMODAL,
            [
                own(Fate::Tolerated(Waived)),
                unit("成都多式联运协调中心", TOLERATED),
            ],
        )
        .usual(10, Beat::Evidence)
        .then(4, Beat::OwnEvidence)
        .then(2, Beat::Suspend(Approved)),
        at(
            ZHOU,
            &m::ECOMMERCE,
            [
                own(TOLERATED),
                person("纪云舒", "信息化处副处长", Fate::Tolerated(Lighter)),
            ],
        )
        .usual(33, Beat::Close(Approved)),
        at(
            ZHOU,
            &m::RAIL_BILL,
            [
                unit("成都陆港金融服务中心", TOLERATED),
                person("谢临风", "原风控部部长", Fate::Not(SelfCorrecting)),
            ],
        )
        .usual(30, Beat::Notify)
        .then(15, Beat::ObjectAbove)
        .then(1, Beat::Decide(Waiting)),
        at(LIN, &m::REPAIR, [own(Fate::Not(DueProcess))])
            .usual(11, Beat::File)
            .then(8, Beat::Decline(Approved))
            .then(7, Beat::Serve),
        at(ZHOU, &m::CREDIT, [own(Fate::Tolerated(Waived))])
            .usual(26, Beat::Notify)
            .then(3, Beat::Correct),
    ]
}

fn chuannan_stories() -> Vec<Story> {
    use chuannan as m;
    fn at<const N: usize>(filer: &'static str, matter: &'static Matter, roles: [Role; N]) -> Story {
        story(CHUANNAN, filer, matter, roles.to_vec())
    }
    vec![
        at(TANG, &m::LICENCES, [own(TOLERATED)])
            .usual(6, Beat::File)
            .then(4, Beat::Withdraw),
        at(TANG, &m::CREW, [own(TOLERATED)]).usual(2, Beat::File),
        at(
            TANG,
            &m::LIQUOR,
            [
                own(TOLERATED),
                person("庄晚晴", "检验监管科副科长", TOLERATED).heard_by(Waiver),
            ],
        )
        .usual(19, Beat::HearRest)
        .then(11, Beat::Suspend(Approved))
        .then(6, Beat::Resume(Approved)),
        at(TANG, &m::BARGE, [own(Fate::Tolerated(Waived))])
            .usual(13, Beat::Report(Approved))
            .then(1, Beat::Determine(Drafted)),
        at(TANG, &m::GREEN, [own(TOLERATED)])
            .usual(23, Beat::Notify)
            .then(8, Beat::WaiveClarification)
            .then(4, Beat::Correct)
            .then(1, Beat::Verify(Waiting)),
        at(
            TANG,
            &m::DEPARTURE_PORT,
            [
                own(TOLERATED),
                person("温照野", "单证科科长", Fate::Tolerated(Lighter)),
            ],
        )
        .usual(36, Beat::Notify)
        .then(20, Beat::ObjectToOffice)
        .then(12, Beat::Decide(Approved))
        .then(11, Beat::Serve)
        .then(10, Beat::Clarify(Approved))
        .then(8, Beat::Correct)
        .then(6, Beat::Verify(Approved))
        .then(5, Beat::Close(Approved)),
        at(
            TANG,
            &m::INSPECTION,
            [
                own(Fate::Tolerated(Waived)),
                person("顾惜年", "查验协调科科长", Fate::Not(Diligent)),
            ],
        )
        .usual(34, Beat::Notify)
        .then(18, Beat::ObjectToOffice),
    ]
}
