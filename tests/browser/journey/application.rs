//! The application (申请), page by page, to its receipt.

use super::{APPLICANT, PERSON, TITLE, UNIT};
use crate::reader::Reader;
use crate::server::TestServer;

const ARGUMENT: &str = "改革方案经过专家论证，报管委会主任办公会研究同意，实施中有台账，有检查，可以查证。";

/// From the applicant's first page to the receipt, with two parties and one file.
const LOADS_MAX: usize = 22;

/// A unit files for itself and for one of its people.
pub async fn the_unit_files(server: &TestServer, reader: &mut Reader<'_>) {
    reader.enter(APPLICANT).await;
    reader.press("开始申请").await;
    reader.press("开始填写：申请人").await;
    reader.press("保存并继续").await;
    reader.sees("需要修改").await;
    reader.look_at("a form with mistakes").await;
    reader.aside(1);
    reader.write("联系电话", "028-0000 0000").await;
    reader.choose("是否同意电子送达", "同意，文书送到").await;
    reader.press("保存并继续").await;

    reader.sees("向哪个管理机构申请").await;
    reader.pick("向哪个管理机构申请", "高新").await;
    reader.press("保存并继续").await;
    names_the_parties(reader).await;
    says_what_happened(server, reader).await;
    argues(reader).await;

    reader.sees("证明材料").await;
    reader.attach("选择文件", &server.paper("纪要.pdf")).await;
    reader.write("材料名称", "主任办公会纪要").await;
    reader.press("上传").await;
    reader.sees("主任办公会纪要").await;
    reader.press("继续：核对并提交").await;

    reader.sees("提交前核对").await;
    reader.tick("我保证所填内容和材料真实").await;
    reader.press("提交申请").await;
    reader.sees("申请已提交").await;
    let loads = reader.effort().all().loads;
    assert!(loads <= LOADS_MAX, "an application takes {loads} pages");
}

async fn names_the_parties(reader: &mut Reader<'_>) {
    reader.press("添加当事单位或者个人").await;
    reader.choose("是单位还是个人", "单位").await;
    reader.write("名称或者姓名", UNIT).await;
    reader.write("身份", "事业单位，由高新区管委会管理").await;
    reader.tick("该当事单位即申请单位").await;
    reader.choose("谁有干部管理权限", "受理机构").await;
    reader.press("保存并继续").await;

    reader.press("添加另一名").await;
    reader.choose("是单位还是个人", "个人").await;
    reader.write("名称或者姓名", PERSON).await;
    reader.write("身份", "贸易便利化科科长").await;
    reader.choose("谁有干部管理权限", "受理机构").await;
    reader.press("保存并继续").await;
    reader.sees(PERSON).await;
    reader.press("继续").await;
}

async fn says_what_happened(server: &TestServer, reader: &mut Reader<'_>) {
    reader.sees("改革事项和经过").await;
    reader.write("改革事项", TITLE).await;
    if reader.has_scripts().await {
        // The counter counts as the server does: neither spaces nor line ends.
        reader.write("事情经过", "　一 二\n三 ").await;
        reader.sees("已写 3 个字，至少还要 17 个字").await;
    }
    reader
        .write(
            "事情经过",
            "去年九月起试行货物到港即放行，十一月发现两票货物申报不符，当天暂停并核查。",
        )
        .await;
    reader.write("后果和影响", "少征税款三万元，已经全部补征。").await;
    reader.press("保存并继续").await;

    reader.sees("正在追责问责的事项").await;
    reader.write("追责问责机关", "成都高新区管委会").await;
    reader
        .write("追责问责事由", "申报不符的两票货物被放行，收到核查通知。")
        .await;
    reader.choose("目前进展", "正在了解核查").await;
    reader.date("开始日期", &server.today()).await;
    reader.press("保存并继续").await;
}

async fn argues(reader: &mut Reader<'_>) {
    for (condition, parts) in [
        ("遵纪守法", &[][..]),
        ("改革创新", &[]),
        ("勤勉尽责", &["主观上没有故意", "在决策实施中已经履职尽责"]),
        ("出于公心", &[]),
        ("程序正当", &["决策过程符合民主集中制原则"]),
        (
            "知错就改",
            &["及时采取纠正措施", "有效避免或者挽回", "没有造成重大损失"],
        ),
    ] {
        reader.sees(&format!("{condition}\n")).await;
        reader.sees("六项条件 · 第").await;
        for part in parts {
            reader.tick(part).await;
        }
        reader.write("说明为什么符合", ARGUMENT).await;
        reader.press("保存并继续").await;
    }
    reader.sees("有哪些情形").await;
    reader.tick("（一）").await;
    reader.write("为什么符合第七条第一项", ARGUMENT).await;
    reader.press("保存并继续").await;
}
