//! A determination is set aside (撤销重办): other officers verify its party again, the other party's stands.

use super::inquiry::{REPORT, reports};
use super::{
    APPROVER, NEW_OFFICER, OFFICER, PERSON, SECOND_NEW_OFFICER, SUPERIOR_APPROVER, SUPERIOR_OFFICER, UNIT,
    approves, begins, opens,
};
use crate::reader::Reader;
use crate::server::TestServer;

/// An objection with something new, to the superior body, which sets the determination aside and feeds that back.
pub async fn the_individual_objects_anew_and_is_right(reader: &mut Reader<'_>) {
    begins(reader, PERSON, "提出异议").await;
    reader.choose("向哪个机关提出", "成都").await;
    reader.write("异议事项", "程序正当不具备的结论。").await;
    reader.write("理由", "有值班室的原始记录。").await;
    reader.write("新的事实", "值班室原始记录，时间在放行以前。").await;
    reader.press("提出异议").await;
    reader.sees("异议处理中").await;

    begins(reader, SUPERIOR_OFFICER, &format!("起草异议处理决定：{PERSON}")).await;
    reader
        .write("调查核实的情况", "调取值班室原始记录，报告在放行以前。")
        .await;
    reader
        .write("理由", "原核实没有收集这份记录，认定的事实不清。")
        .await;
    reader.choose("处理结果", "撤销原认定").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, SUPERIOR_APPROVER, "作出异议处理决定").await;
    opens(reader, PERSON).await;
    reader.sees("已被撤销").await;
}

/// The approver names two who took no part before; who did does not see the case any more.
pub async fn others_are_named(reader: &mut Reader<'_>) {
    opens(reader, APPROVER).await;
    reader.sees(&format!("{PERSON}的认定已被撤销")).await;
    reader.look_at("a round without officers").await;
    reader.press("指定第 2 轮经办人").await;
    reader.tick(NEW_OFFICER).await;
    reader.tick(SECOND_NEW_OFFICER).await;
    reader.press("指定本轮经办人").await;
    reader.sees("操作成功").await;
    reader.enter(OFFICER).await;
    reader.press("案件").await;
    reader.sees("非本人承办，仅显示台账信息").await;
}

/// It is heard again, and the report finds anew about it alone.
pub async fn the_individual_is_verified_again(reader: &mut Reader<'_>) {
    opens(reader, PERSON).await;
    reader.sees("已被撤销").await;
    reader.look_at("a party that is verified again").await;
    reader.press("陈述意见").await;
    reader.choose("陈述或者放弃", "陈述意见").await;
    reader.write("我的意见", "放行以前已经报告，有值班室记录。").await;
    reader.press("陈述我的意见").await;
    reader.sees("有值班室记录").await;

    opens(reader, NEW_OFFICER).await;
    reader.sees("各当事人所处轮次").await;
    reader.look_at("a second round").await;
    reports(reader, "放行以前已经口头报告，值班室有记录。", &[(PERSON, true)]).await;
    approves(reader, APPROVER, REPORT).await;
}

/// The determination speaks of it alone, and of why it is made again.
pub async fn the_individual_is_tolerated_now(reader: &mut Reader<'_>) {
    begins(reader, NEW_OFFICER, "起草容错认定").await;
    reader.on_sheet(PERSON);
    reader.choose("处理方式", "免予追责问责").await;
    reader
        .write(
            "依据的条款和幅度",
            "《公职人员政务处分法》第十二条，可以免予处分。",
        )
        .await;
    reader
        .write("认定的事实和理由", "放行以前已经报告，六项条件全部具备。")
        .await;
    reader.in_group(PERSON, "第 1 条");
    reader.write("纠错要求内容", "书面补记值班记录").await;
    reader.pick("责任主体", PERSON).await;
    reader.date("完成时限", "2026-04-30").await;
    reader.anywhere();
    let page = reader.text().await;
    assert!(!page.contains(&format!("{UNIT}：")), "the other's stands");
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "作出容错认定").await;
}

/// Notice, correction and clarification, of this round.
pub async fn everything_is_done_again(server: &TestServer, reader: &mut Reader<'_>) {
    begins(reader, NEW_OFFICER, "通报相关单位").await;
    reader.choose("通报", "没有需要通报的单位").await;
    reader.write("理由", "上一轮已经通报，本轮没有其他单位。").await;
    reader.press("登记通报情况").await;
    reader.sees("操作成功").await;

    begins(reader, PERSON, "报告整改").await;
    reader.write("原因剖析", "报告以后没有及时补记。").await;
    reader.write("整改措施和完成情况", "已经补记。").await;
    reader.date("完成日期", &server.today()).await;
    reader.press("报告整改情况").await;
    reader.sees("操作成功").await;

    begins(reader, NEW_OFFICER, "验收整改").await;
    reader.choose("验收结果", "验收通过").await;
    reader.write("验收情况", "核对了值班记录。").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "验收整改情况").await;

    begins(reader, NEW_OFFICER, &format!("为{PERSON}作澄清说明")).await;
    reader.write("由哪个单位作出", "成都高新区管委会").await;
    reader.choose("形式", "会议").await;
    reader.write("范围", "季度工作会，全体中层干部").await;
    reader.date("日期", &server.today()).await;
    reader.write("内容", "重新核实以后，已经认定予以容错。").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "作出澄清说明").await;
}
