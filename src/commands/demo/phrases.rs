//! What the bodies of the demo keep as phrases (常用语): a few that any body would, and of each some of its own.

use anyhow::{Context, ensure};
use time::Duration;

use super::people::{CHENGDU, CHUANNAN, DemoPeople, GAOXIN, OFFICE};
use crate::domain::blank::Written;
use crate::domain::phrase::{Family, Phrase, kept_by};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::people::body_by_code;
use crate::store::phrases::{self, Version, Writing};

/// A phrase: what it is for, its title, its text.
type Said = (Family, &'static str, &'static str);

/// What every body keeps.
const COMMON: [Said; 6] = [
    (
        Family::Provision,
        "政务处分法：从轻或者减轻",
        "《中华人民共和国公职人员政务处分法》第十一条第四项：公职人员主动采取措施，有效避免、挽回损失或者消除不良影响的，可以从轻或者减轻给予政务处分。",
    ),
    (
        Family::Provision,
        "政务处分法：免予或者不予",
        "《中华人民共和国公职人员政务处分法》第十二条第一款：公职人员违法行为情节轻微，且具有第十一条规定的情形之一的，可以对其进行谈话提醒、批评教育、责令检查或者予以诫勉，免予或者不予政务处分。",
    ),
    (
        Family::Reasons,
        "出于公心的写法",
        "经核实，【待填写：当事人】在该项工作中没有为个人、他人或者单位谋取不正当利益，未收受相关企业财物，决策和执行均为推动改革。",
    ),
    (
        Family::Opinion,
        "同意送审意见",
        "同意。请经办人按期办理后续事项。",
    ),
    (
        Family::Notice,
        "认定结果和纠错要求",
        "本案认定结果和纠错要求，请结合本单位职责做好相关工作。",
    ),
    (
        Family::Demand,
        "完善制度",
        "自认定书送达之日起，修订【待填写：制度名称】，补上本案暴露的缺口，并将修订稿报本机关备案。",
    ),
];

/// What a body keeps besides, by its code.
const OWN: [(&str, &[Said]); 4] = [
    (
        GAOXIN,
        &[
            (
                Family::Facts,
                "集体研究的经过",
                "【待填写：日期】，【待填写：单位】召开会议集体研究该事项，形成会议纪要（【待填写：文号】）。会前征求了法务、财务意见，会上没有不同意见。",
            ),
            (
                Family::Weighing,
                "挽回损失",
                "问题发现后立即停止做法、通知相关企业，没有造成不可挽回的损失，没有发生舆情和信访。",
            ),
            (
                Family::Cause,
                "等待第三方结论",
                "须等待【待填写：机构】出具的【待填写：结论名称】，在此以前无法查明关键事实。",
            ),
        ],
    ),
    (
        CHENGDU,
        &[(
            Family::Facts,
            "调阅原案材料",
            "本机关调阅了原案全部材料，于【待填写：日期】听取了异议人和原机关的意见。",
        )],
    ),
    (
        CHUANNAN,
        &[(
            Family::Facts,
            "口岸部门的书面说明",
            "经向【待填写：口岸部门】发函核实，该部门于【待填写：日期】书面说明，该做法未影响口岸监管。",
        )],
    ),
    (
        OFFICE,
        &[(
            Family::Reasons,
            "新的事实的审查",
            "异议提出的新的事实，原认定时没有掌握，对【待填写：条件】的认定有影响，应当重新核实。",
        )],
    ),
];

/// Lets one who leads each body keep them.
pub async fn keep(app: &App, people: &DemoPeople) -> anyhow::Result<()> {
    let mut db = app.pool.begin().await?;
    let at = app.clock.now();
    for (code, own) in OWN {
        let body = body_by_code(&mut db, code)
            .await?
            .context("the migrations name the bodies")?;
        let staff = people.of_body(body);
        let mut leaders = staff.approvers.into_iter();
        let leader = leaders
            .find(|it| kept_by(it).is_some())
            .context("somebody leads it")?;
        for ((family, title, text), nth) in COMMON.iter().chain(own).zip(0..) {
            // They stand in the order of their ids, which is that of their time.
            let at = at + Duration::milliseconds(nth);
            let phrase = Phrase {
                family: *family,
                title: Written::own(*title),
                text: Written::own(*text),
            };
            let first = Version {
                id: new_id(at),
                seen: 0,
                phrase: &phrase,
                withdrawn: false,
            };
            let done = phrases::write(&mut db, body, leader.user, &first, at).await?;
            ensure!(done == Writing::Done, "{title} is kept once");
        }
    }
    db.commit().await?;
    Ok(())
}
