//! One case from filing to closure, by seven people who know only what the screen shows them.

use crate::house::House;
use crate::reader::Reader;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_runs_from_filing_to_closure() {
    let house = House::open().await;
    let mut reader = Reader::new(&house).await;
    reader.enter("周予安").await;
    reader.sees("我的案件").await;
}
