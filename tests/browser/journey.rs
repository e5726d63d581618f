//! One case from filing to closure, and through a second round to closure again, by people who know only what the screen shows them.

mod after;
mod again;
mod application;
mod inquiry;

use thirtyfour::Key;

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

/// How high the page of a closed case is at most, in px; and that of one with a second round, which is another report, another
/// determination and another service to read.
const CLOSED_MAX: u64 = 3_500;
const CLOSED_AGAIN_MAX: u64 = 4_200;

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
    is_within_its_aims(&reader);
    after::everybody_reads_it(&mut reader, OFFICER, CLOSED_MAX).await;

    server.next_day();
    again::the_individual_objects_anew_and_is_right(&mut reader).await;
    again::others_are_named(&mut reader).await;
    server.next_day();
    again::the_individual_is_verified_again(&mut reader).await;
    again::the_individual_is_tolerated_now(&mut reader).await;
    again::everything_is_done_again(&server, &mut reader).await;
    after::the_case_is_closed(&mut reader, NEW_OFFICER).await;
    after::everybody_reads_it(&mut reader, NEW_OFFICER, CLOSED_AGAIN_MAX).await;

    // On the way every page was looked at, too.
    if let Some(watch) = &reader.watch {
        watch.found_nothing(KINDS_OF_PAGES);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_filed_with_scripts_off_and_initiated_by_keyboard() {
    let server = TestServer::start().await;
    let mut reader = Reader::with(&server, false).await;
    application::the_unit_files(&server, &mut reader).await;
    assert!(!reader.has_scripts().await, "scripts are off");
    inquiry::initiation_is_drafted(&mut reader).await;
    approves_by_keyboard(&mut reader, APPROVER, inquiry::INITIATION).await;
}

/// What the straight path may cost at most, with two parties, one act returned and one objection: a page or a press more is a
/// page or a press in the life of everybody who works with it.
fn is_within_its_aims(reader: &Reader<'_>) {
    let effort = reader.effort();
    eprintln!("{effort}");
    let all = effort.all();
    assert!(all.loads <= 120, "{} pages are loaded", all.loads);
    assert!(all.clicks <= 135, "{} clicks", all.clicks);
    assert!(all.form.0 <= 2_700, "a form of {} px: {}", all.form.0, all.form.1);
    for who in [APPROVER, OFFICE_APPROVER] {
        let it = effort.of(who);
        let decisions = it.loads - it.sittings;
        assert!(
            decisions <= 2 * it.decisions,
            "{who} loads {decisions} pages for {} decisions",
            it.decisions
        );
    }
}

/// Somebody signs in and opens the case from where that person begins.
async fn opens(reader: &mut Reader<'_>, who: &str) {
    reader.enter(who).await;
    reader.press_just(TITLE).await;
    reader.sees("可办事项").await;
}

/// Somebody signs in and goes straight to a thing that waits for it: the list it begins at leads there.
async fn begins(reader: &mut Reader<'_>, who: &str, what: &str) {
    reader.enter(who).await;
    reader.press(what).await;
}

/// The act that waits is approved by somebody.
async fn approves(reader: &mut Reader<'_>, who: &str, what: &str) {
    begins(reader, who, what).await;
    reader.sees("批准后的结果").await;
    reader.choose("审批意见", "同意").await;
    decides(reader).await;
}

/// The same with the keyboard alone, from the door to the next thing.
async fn approves_by_keyboard(reader: &mut Reader<'_>, who: &str, what: &str) {
    reader.leave().await;
    reader.tabs_to(who).await;
    reader.strikes(Key::Enter + "").await;
    reader.sees("退出").await;
    reader.tabs_to(what).await;
    reader.strikes(Key::Enter + "").await;
    reader.sees("批准后的结果").await;
    reader.tabs_to("同意").await;
    reader.strikes(" ").await;
    reader.tabs_to("意见").await;
    reader.strikes("材料齐全。").await;
    reader.tabs_to("提交审批意见").await;
    reader.strikes(Key::Enter + "").await;
    reader.sees("操作成功").await;
}

/// The act that waits is returned by somebody, who says why.
async fn returns(reader: &mut Reader<'_>, who: &str, what: &str, why: &str) {
    begins(reader, who, what).await;
    reader.sees("批准后的结果").await;
    reader.choose("审批意见", "退回修改").await;
    reader.write("意见", why).await;
    decides(reader).await;
}

async fn decides(reader: &Reader<'_>) {
    reader.press("提交审批意见").await;
    reader.sees("操作成功").await;
    reader.effort().own().decisions += 1;
}
