//! One case from filing to closure, and through a second round to closure again, by people who know only what the screen shows them.

mod after;
mod again;
mod application;
mod inquiry;

use crate::accessible::Watch;
use crate::reader::Reader;
use crate::server::TestServer;

const TITLE: &str = "综合保税区“一线径予放行”改革";
const UNIT: &str = "成都高新区数字贸易促进中心";
const PERSON: &str = "林知远";

const APPLICANT: &str = "周予安";
const OFFICER: &str = "陈砚秋";
const SECOND_OFFICER: &str = "许南乔";
const APPROVER: &str = "罗一鸣";
const OFFICE_OFFICER: &str = "沈听澜";
const OFFICE_APPROVER: &str = "顾清和";
const SUPERIOR_OFFICER: &str = "叶知遥";
const SUPERIOR_APPROVER: &str = "韩青岚";
const NEW_OFFICER: &str = "叶清和";
const SECOND_NEW_OFFICER: &str = "梁知夏";

/// How many kinds of pages the journey leads over at least.
const KINDS_OF_PAGES: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_runs_from_filing_to_closure() {
    let server = TestServer::start().await;
    let mut reader = Reader::new(&server).await;
    reader.watch = Some(Watch::default());

    application::the_unit_files(&server, &mut reader).await;
    assert!(reader.has_scripts().await, "scripts are on");

    inquiry::the_body_initiates(&mut reader).await;
    inquiry::the_individual_gets_an_account(&mut reader).await;
    server.next_day();
    inquiry::evidence_is_taken(&server, &mut reader).await;
    inquiry::both_are_heard(&server, &mut reader).await;
    server.next_day();
    inquiry::the_report_is_approved(&mut reader).await;
    inquiry::one_is_tolerated_and_one_is_not(&mut reader).await;

    server.next_day();
    after::others_are_told(&server, &mut reader).await;
    after::the_individual_objects_in_vain(&mut reader).await;
    server.next_day();
    after::the_unit_corrects(&server, &mut reader).await;
    after::the_unit_is_cleared(&server, &mut reader).await;
    after::the_case_is_closed(&mut reader, OFFICER).await;
    eprintln!("{}", reader.effort());

    server.next_day();
    again::the_individual_objects_anew_and_is_right(&mut reader).await;
    again::others_are_named(&mut reader).await;
    server.next_day();
    again::the_individual_is_verified_again(&mut reader).await;
    again::the_individual_is_tolerated_now(&mut reader).await;
    again::everything_is_done_again(&server, &mut reader).await;
    after::the_case_is_closed(&mut reader, NEW_OFFICER).await;

    // On the way every page was looked at, too.
    if let Some(watch) = &reader.watch {
        watch.found_nothing(KINDS_OF_PAGES);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_filed_and_initiated_with_scripts_off() {
    let server = TestServer::start().await;
    let mut reader = Reader::with(&server, false).await;
    application::the_unit_files(&server, &mut reader).await;
    assert!(!reader.has_scripts().await, "scripts are off");
    inquiry::the_body_initiates(&mut reader).await;
}

/// Somebody signs in and opens the case from a list.
async fn opens(reader: &mut Reader<'_>, who: &str) {
    reader.enter(who).await;
    reader.press("案件").await;
    reader.press(TITLE).await;
    reader.sees("可办事项").await;
}

/// The act under way is approved by somebody.
async fn approves(reader: &mut Reader<'_>, who: &str, what: &str) {
    opens(reader, who).await;
    reader.press(&format!("审批：{what}")).await;
    reader.sees("批准后的结果").await;
    reader.choose("审批意见", "同意").await;
    reader.press("提交审批意见").await;
    reader.sees("操作成功").await;
}
