//! What follows a determination: service, notice, objection, correction, clarification, closure.

use super::{
    APPLICANT, APPROVER, OFFICE_APPROVER, OFFICE_OFFICER, OFFICER, PERSON, TITLE, UNIT, approves, begins,
    opens,
};
use crate::reader::Reader;
use crate::server::TestServer;

/// Both agreed to electronic service, and have been served with the approval; another unit is told.
pub async fn others_are_told(server: &TestServer, reader: &mut Reader<'_>) {
    reader.enter(OFFICER).await;
    let page = reader.text().await;
    assert!(!page.contains("送达容错认定书："), "nothing is left to serve");
    reader.press("通报相关单位").await;
    reader.choose("通报", "已经通报相关单位").await;
    reader.write("通报的单位", "成都海关").await;
    reader.write("通报的内容", "本案认定结果和纠错要求。").await;
    reader.date("通报日期", &server.today()).await;
    reader.press("登记通报情况").await;
    reader.sees("操作成功").await;
}

/// An objection (异议) to the Office, which upholds; the decision is fed back with its approval.
pub async fn the_individual_objects_in_vain(reader: &mut Reader<'_>) {
    begins(reader, PERSON, "提出异议").await;
    reader.choose("向哪个机关提出", "工作办公室").await;
    reader.write("异议事项", "程序正当不具备的结论。").await;
    reader
        .write("理由", "放行以前已经口头报告分管领导，有通话记录。")
        .await;
    reader.press("提出异议").await;
    reader.sees("异议处理中").await;

    begins(reader, OFFICE_OFFICER, &format!("起草异议处理决定：{PERSON}")).await;
    reader
        .write("调查核实的情况", "查阅通话记录，向分管领导核实，报告在放行以后。")
        .await;
    reader.write("理由", "报告在放行以后，不符合程序要求。").await;
    reader.choose("处理结果", "维持原认定").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, OFFICE_APPROVER, "作出异议处理决定").await;
}

/// The correction (纠错) is reported by the one responsible and verified.
pub async fn the_unit_corrects(server: &TestServer, reader: &mut Reader<'_>) {
    begins(reader, APPLICANT, "报告整改").await;
    reader.write("原因剖析", "放行规则没有设置抽查比例。").await;
    reader
        .write("整改措施和完成情况", "细则已经修订，抽查比例定为百分之五。")
        .await;
    reader.date("完成日期", &server.today()).await;
    reader.press("报告整改情况").await;
    reader.sees("操作成功").await;

    begins(reader, OFFICER, "验收整改").await;
    reader.choose("验收结果", "验收通过").await;
    reader.write("验收情况", "核对了新的细则和抽查台账。").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "验收整改情况").await;
}

/// The clarification (澄清说明) for the one who was exempted.
pub async fn the_unit_is_cleared(server: &TestServer, reader: &mut Reader<'_>) {
    begins(reader, OFFICER, &format!("为{UNIT}作澄清说明")).await;
    reader.write("由哪个单位作出", "成都高新区管委会").await;
    reader.choose("形式", "会议").await;
    reader.write("范围", "季度工作会，全体中层干部").await;
    reader.date("日期", &server.today()).await;
    reader
        .write("内容", "本案属于先行先试中的失误，已经认定予以容错。")
        .await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "作出澄清说明").await;
}

/// Closure (办结).
pub async fn the_case_is_closed(reader: &mut Reader<'_>, officer: &str) {
    begins(reader, officer, "办结案件").await;
    reader.press("提交审批").await;
    reader.sees("操作成功").await;
    approves(reader, APPROVER, "办结案件").await;
}

/// A closed case is read by all of its people; it is no higher than so many px.
pub async fn everybody_reads_it(reader: &mut Reader<'_>, officer: &str, most: u64) {
    reader.enter(officer).await;
    reader.press("案件").await;
    reader.press(TITLE).await;
    reader.sees("已办结").await;
    let height = reader.height().await;
    eprintln!("a closed case: {height} px");
    assert!(height <= most, "a closed case of {height} px");
    reader.look_at("a closed case from inside").await;
    for who in [APPLICANT, PERSON] {
        opens(reader, who).await;
        reader.sees("已办结").await;
        reader.look_at("a closed case from outside").await;
        reader.press("容错认定书").await;
        reader.sees("演示文书，没有效力").await;
        reader.look().await;
    }
}
