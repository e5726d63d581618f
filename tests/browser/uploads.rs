//! Files on their way: the page says how far they are, and stays with them where no answer comes.

use crate::accessible::faults;
use crate::reader::Reader;
use crate::server::TestServer;

/// Nothing that is sent leaves the browser, and the other way round.
const HOLD: &str = "window.sends = XMLHttpRequest.prototype.send; \
     XMLHttpRequest.prototype.send = function () { window.held = this; };";
const LET_GO: &str =
    "XMLHttpRequest.prototype.send = window.sends; window.held.dispatchEvent(new ProgressEvent('error'));";
/// A fifth of it is gone.
const ON_ITS_WAY: &str = "window.held.upload.dispatchEvent(new ProgressEvent('progress', \
     { lengthComputable: true, loaded: 25, total: 100 }));";

#[tokio::test(flavor = "multi_thread")]
async fn files_on_their_way_say_how_far_they_are() {
    let server = TestServer::start().await;
    let mut reader = Reader::new(&server).await;
    let runs = async |reader: &Reader<'_>, script: &str| {
        let ran = reader.driver.execute(script, vec![]).await;
        ran.expect("a script that runs").json().clone()
    };
    reader.enter("周予安").await;
    reader.press("开始申请").await;
    reader.press("证明材料").await;
    reader.sees("选择文件").await;
    reader.attach("选择文件", &server.paper("纪要.pdf")).await;
    runs(&reader, HOLD).await;
    reader.press_just("上传").await;
    reader.sees("正在上传：0%").await;
    runs(&reader, ON_ITS_WAY).await;
    reader.sees("正在上传：20%").await;
    let shown = faults(&reader.driver, "a file on its way").await;
    assert!(shown.is_empty(), "{}", shown.join("\n"));
    // No answer comes: the file is still chosen, and is sent again by the same press.
    runs(&reader, LET_GO).await;
    reader.sees("没有收到系统的答复").await;
    reader.press_just("上传").await;
    reader.sees("移除").await;

    // What is wrong is the server's page, with what was typed, and that page is alive.
    let false_paper = server.file("假的.pdf", b"<html><p>not a paper");
    reader.attach("选择文件", &false_paper).await;
    reader.write("材料名称", "第二份材料").await;
    reader.press_just("上传").await;
    reader.sees("内容不是PDF").await;
    let name = runs(&reader, "return document.getElementById('name').value;").await;
    assert_eq!(name.as_str(), Some("第二份材料"));
    assert!(reader.has_scripts().await, "its scripts run");
    reader.attach("选择文件", &server.paper("台账.pdf")).await;
    reader.press_just("上传").await;
    reader.sees("第二份材料").await;
}
