//! From initiation (启动) to determination (认定): what the body does with the case.

use super::{APPROVER, OFFICER, PERSON, SECOND_OFFICER, UNIT, approves, begins, opens, returns};
use crate::reader::Reader;
use crate::server::TestServer;

pub const INITIATION: &str = "启动容错程序";
pub const REPORT: &str = "核实报告和初步意见";

/// Initiation, by two persons.
pub async fn the_body_initiates(reader: &mut Reader<'_>) {
    initiation_is_drafted(reader).await;
    approves(reader, APPROVER, INITIATION).await;
}

pub async fn initiation_is_drafted(reader: &mut Reader<'_>) {
    begins(reader, OFFICER, "作出是否启动的决定").await;
    reader
        .write(
            "认为符合的理由",
            "申请对六项条件逐项作了说明，符合第七条第一项，应当启动。",
        )
        .await;
    reader.tick(OFFICER).await;
    reader.tick(SECOND_OFFICER).await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
}

/// The individual shows its papers, and its account is linked to the case.
pub async fn the_individual_gets_an_account(reader: &mut Reader<'_>) {
    opens(reader, OFFICER).await;
    reader.press(&format!("绑定账号：{PERSON}")).await;
    reader.write("当事人的用户名", "linzhiyuan").await;
    reader
        .write("身份核验方式", "当面核对身份证和工作证，留存复印件")
        .await;
    reader.tick("当事人书面同意电子送达").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "绑定当事人账号").await;
    // What was issued before is served by an officer.
    begins(reader, OFFICER, &format!("送达启动容错程序通知书：{PERSON}")).await;
    reader.choose("送达方式", "电子送达").await;
    reader.press("登记送达").await;
    reader.sees("操作成功").await;
}

/// A piece of evidence with its file.
pub async fn evidence_is_taken(server: &TestServer, reader: &mut Reader<'_>) {
    opens(reader, OFFICER).await;
    reader.press("个工作日").await;
    reader.sees("期限计算说明").await;
    reader.press("返回").await;
    reader.sees("可办事项").await;
    reader.aside(2);
    reader.press("收集证据").await;
    reader.write("材料名称", "主任办公会纪要原件").await;
    reader.choose("证据类型", "会议记录或者纪要").await;
    reader.write("来源", "管委会办公室档案").await;
    reader.write("证明目的", "方案经集体研究决定。").await;
    reader.pick("证明哪一项条件", "程序正当").await;
    reader.attach("证据文件", &server.paper("原件.pdf")).await;
    reader.press("登记证据").await;
    reader.sees("证据 2：主任办公会纪要原件").await;
}

/// One is heard by the officers, one writes its own statement.
pub async fn both_are_heard(server: &TestServer, reader: &mut Reader<'_>) {
    reader.press(&format!("听取意见：{UNIT}")).await;
    reader.choose("听取意见情况", "陈述意见").await;
    reader
        .write(
            "意见内容或者情况说明",
            "单位认为方案经过集体研究，发现问题后当天暂停。",
        )
        .await;
    reader.date("日期", &server.today()).await;
    reader.tick(OFFICER).await;
    reader.tick(SECOND_OFFICER).await;
    reader.attach("笔录扫描件", &server.paper("笔录.pdf")).await;
    reader.press("登记听取情况").await;
    reader.sees("操作成功").await;
    reader.unfold().await;
    reader.sees("单位认为方案经过集体研究").await;

    begins(reader, PERSON, "陈述意见").await;
    reader.choose("陈述或者放弃", "陈述意见").await;
    reader
        .write("我的意见", "放行是我按照方案作出的，没有谋取任何利益。")
        .await;
    reader.press("陈述我的意见").await;
    reader.sees("放行是我按照方案作出的").await;
}

/// The verification report (核实报告) with the preliminary opinion (初步意见).
pub async fn the_report_is_approved(reader: &mut Reader<'_>) {
    reader.enter(OFFICER).await;
    let facts = "去年九月试行，十一月发现两票货物申报不符，当天暂停，税款已补征。";
    reports(reader, facts, &[(UNIT, true), (PERSON, false)]).await;
    returns(reader, APPROVER, REPORT, "补救措施写明补征税款的日期。").await;

    begins(reader, OFFICER, REPORT).await;
    reader.sees("补救措施写明补征税款的日期").await;
    reader.press("查明的事实和补救措施").await;
    reader
        .write("采取补救措施的情况", "当天暂停，十一月二十日补征全部税款。")
        .await;
    reader.press("保存，去核对").await;
    reader.sees("得出的结论").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, REPORT).await;
}

/// Whoever stands on the case reports the facts and, of each party, whether its procedure was lawful, a page for each; it is
/// checked and sent to be approved.
pub async fn reports(reader: &mut Reader<'_>, facts: &str, found: &[(&str, bool)]) {
    reader.press(REPORT).await;
    reader.look_at("the list of a report").await;
    reader.press("查明的事实和补救措施").await;
    reader.write("查明的事实", facts).await;
    reader
        .write("采取补救措施的情况", "当天暂停，一周内补征全部税款。")
        .await;
    reader.press("保存，下一项").await;
    for (name, lawful) in found {
        finds(reader, name, *lawful).await;
    }
    reader
        .write("“三个区分开来”的分析", "属于先行先试中缺乏经验出现的失误。")
        .await;
    reader.press("保存，下一项").await;
    for factor in [
        "动机态度",
        "客观条件",
        "程序方法",
        "性质程度",
        "后果影响",
        "挽回损失",
    ] {
        reader.write(factor, "已经考虑，没有加重的情况。").await;
    }
    reader.press("保存，去核对").await;
    reader.sees("得出的结论").await;
    reader.look_at("a report to be checked").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
}

async fn finds(reader: &mut Reader<'_>, name: &str, lawful: bool) {
    let process = if lawful { "是" } else { "否" };
    let asked: [(&str, &[(&str, &str)]); 6] = [
        ("遵纪守法", &[("结论", "具备")]),
        ("改革创新", &[("结论", "具备")]),
        ("勤勉尽责", &[("没有故意", "是"), ("履职尽责", "是")]),
        ("出于公心", &[("结论", "具备")]),
        ("程序正当", &[("民主集中制", process), ("紧急情况", "否")]),
        (
            "知错就改",
            &[("纠正措施", "是"), ("避免或者挽回", "是"), ("重大损失", "是")],
        ),
    ];
    for (condition, parts) in asked {
        reader.sees(&format!("核实报告 · {name}")).await;
        reader.sees(condition).await;
        for (part, answer) in parts {
            reader.choose(part, answer).await;
        }
        reader.write("事实和理由", "查证属实。").await;
        quotes(reader).await;
        reader.press("保存，下一项").await;
    }
    reader.tick("（一）").await;
    reader.write("第一项的理由", "没有先例可以参照。").await;
    reader.press("保存，下一项").await;
    reader
        .write("当事人的意见是否采纳和理由", "采纳，与查明的事实一致。")
        .await;
    reader.choose("干部管理权限", "本机关").await;
    reader.write("依据", "任免通知。").await;
    reader.press("保存，下一项").await;
}

/// 引用: with scripts at once, without them by a page that comes back.
async fn quotes(reader: &mut Reader<'_>) {
    reader.press("引用：证据 1").await;
    reader.quoted();
    reader.sees("已引用").await;
    reader.tick("证据 1").await;
}

/// The determination follows from the findings; no one chooses it.
pub async fn one_is_tolerated_and_one_is_not(reader: &mut Reader<'_>) {
    begins(reader, OFFICER, "起草容错认定").await;
    reader.on_sheet(UNIT);
    reader.choose("处理方式", "免予追责问责").await;
    reader
        .write(
            "依据的条款和幅度",
            "《中国共产党问责条例》第十七条，可以免予问责。",
        )
        .await;
    // The document beside the form follows what is typed.
    reader.sees("【待填写：完成时限】（含当日）").await;
    reader
        .sees("处理的依据和幅度：《中国共产党问责条例》第十七条，可以免予问责。")
        .await;
    reader
        .write("认定的事实和理由", "六项条件全部具备，符合第七条第一项。")
        .await;
    reader.in_group(UNIT, "第 1 条");
    reader.write("纠错要求内容", "修订放行细则，增加抽查").await;
    reader.pick("责任主体", UNIT).await;
    reader.date("完成时限", "2026-04-30").await;
    reader.on_sheet(PERSON);
    reader
        .write("认定的事实和理由", "没有按照程序报告，程序正当不具备。")
        .await;
    reader.anywhere();
    reader.sees("✓ 应当予以容错").await;
    reader.sees("✗ 不能予以容错").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "作出容错认定").await;
}
