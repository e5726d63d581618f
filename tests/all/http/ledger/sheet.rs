//! The list as a sheet: read back, cell by cell.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use rongcuo::domain::dates::shanghai_day;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::asking;
use crate::world::World;
use crate::world::browser::Page;

fn read(page: &Page) -> Range<Data> {
    assert_eq!(page.status.as_u16(), 200, "{}", page.main());
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(page.bytes.clone())).expect("a workbook");
    book.worksheet_range("案件").expect("its sheet")
}

fn numbers(sheet: &Range<Data>) -> Vec<String> {
    let rows = sheet.rows().skip(1);
    rows.map(|row| row[0].to_string()).collect()
}

/// So many cases more, as rows of the list and nothing else.
pub async fn many(world: &World, count: i32) {
    let mut db = PgConnection::connect_with(&world.database.options("postgres"))
        .await
        .expect("the superuser");
    let sql = format!(
        "SET session_replication_role = replica;
         INSERT INTO cases (id, number, body_id, year, serial, title, status, received_at, filed_by, filer_name, party_names, todo)
         SELECT gen_random_uuid(), format('成高管容〔2026〕%s号', last + i), body_id, year, last + i, title, status, received_at - i * interval '1 second', filed_by,
                filer_name, party_names, todo
         FROM cases, (SELECT max(serial) AS last FROM cases) l, generate_series(1, {count}) i WHERE serial = 1;
         INSERT INTO case_texts (case_id, source, about, said) SELECT id, 'case', '', searchable(title) FROM cases
         WHERE id NOT IN (SELECT case_id FROM case_texts)"
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut db)
        .await
        .expect("rows");
}

#[tokio::test]
async fn a_sheet_has_the_rows_of_the_list_with_days_and_numbers_as_such() {
    let world = World::new().await;
    let received = shanghai_day(world.app.clock.now());
    let story = world.case().determined().await;
    let case = story.case().await;
    let mut approver = world.as_user(world.people.body.approver.user).await;
    let list = approver.get("/cases").await;
    let page = approver.get(&list.link("导出表格")).await;
    assert!(page.header("content-type").contains("spreadsheetml.sheet"));
    assert!(
        page.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''%E6%A1%88%E4%BB%B6")
    );
    let sheet = read(&page);
    let cell = |row, column| sheet.get((row, column)).cloned().unwrap_or_default();
    let head: Vec<_> = (0..13).map(|column| cell(0, column).to_string()).collect();
    assert_eq!(&head[..5], ["案号", "事项", "当事人", "管理机构", "收件日期"]);
    assert_eq!(
        &head[5..],
        [
            "环节",
            "状态",
            "认定结果",
            "经办人",
            "轮次",
            "待办事项",
            "期限届满",
            "期限工作日数"
        ]
    );
    for (column, text) in [
        (0, case.number.as_str()),
        (1, &case.title),
        (2, "蓉港供应链服务有限公司、陆见微"),
        (3, "成都高新区管委会"),
        (5, "认定"),
        (6, "已认定"),
        (7, "予以容错、不予容错"),
        (8, "林知远、周明谦"),
    ] {
        assert_eq!(cell(1, column), Data::String(text.to_owned()), "{}", head[column]);
    }
    let day = cell(1, 4);
    assert!(matches!(day, Data::DateTime(_)), "{day:?}");
    assert_eq!(day.to_string(), excel_day(received).to_string());
    assert_eq!(cell(1, 9).as_f64(), Some(1.0));
    assert!(matches!(cell(1, 11), Data::DateTime(_)), "{:?}", cell(1, 11));
    assert!(cell(1, 12).as_f64().is_some_and(|it| it > 0.0));
    assert_eq!(sheet.height(), 2);
}

/// Days since 1899-12-30.
fn excel_day(day: time::Date) -> i32 {
    day.to_julian_day() - time::macros::date!(1899 - 12 - 30).to_julian_day()
}

#[tokio::test]
async fn what_is_filtered_is_taken_out_in_its_order_and_who_took_it_is_recorded() {
    let world = World::new().await;
    super::filed(&world, 3).await;
    world.case().filed().await.withdrawn().await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let href = asking(&[("stage", "启动"), ("sort", "newest"), ("q", "蓉港")]);
    let list = officer.get(&href).await;
    let sheet = read(&officer.get(&list.link("导出表格")).await);
    let serials: Vec<_> = numbers(&sheet)
        .iter()
        .map(|it| it.replace("成高管容〔2026〕", ""))
        .collect();
    assert_eq!(serials, ["3号", "2号", "1号"]);
    let taken: Vec<(uuid::Uuid, String, i64)> = sqlx::query_as(
        "SELECT user_id, detail ->> 'asked', (detail -> 'rows')::bigint FROM audit WHERE what = 'export'",
    )
    .fetch_all(&world.database.owner)
    .await
    .expect("the record");
    let [(who, asked, rows)] = taken.as_slice() else {
        panic!("{taken:?}")
    };
    assert_eq!((*who, *rows), (world.people.body.officer.user.0, 3));
    let again = officer.get(asked).await;
    assert_eq!(super::serials(&again), [3, 2, 1], "{asked}");
}

#[tokio::test]
async fn a_long_sheet_has_every_row_once() {
    let world = World::new().await;
    world.case().filed().await;
    many(&world, 1_249).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    for sort in ["due", "newest", "oldest"] {
        let sheet = read(&officer.get(&format!("/cases.xlsx?sort={sort}")).await);
        let mut all = numbers(&sheet);
        all.sort_unstable();
        all.dedup();
        assert_eq!((all.len(), sheet.height()), (1_250, 1_251), "{sort}");
    }
}

#[tokio::test]
async fn a_sheet_tells_nobody_more_than_the_list_does() {
    let world = World::new().await;
    world.case().determined().await;
    let people = &world.people;
    let mut spare = world.as_user(people.body.spare.user).await;
    let sheet = read(&spare.get("/cases.xlsx").await);
    assert_eq!(sheet.get((1, 7)).cloned().unwrap_or_default().to_string(), "");
    let mut above = world.as_user(people.superior.officer.user).await;
    let row = read(&above.get("/cases.xlsx").await);
    assert_eq!(row.height(), 2, "its head, and the row of a case below");
    for person in ["蓉港", "陆见微", "林知远"] {
        assert!(!format!("{row:?}").contains(person), "{person}");
    }
    for user in [people.applicant.user, people.individual.user] {
        world
            .as_user(user)
            .await
            .get("/cases.xlsx")
            .await
            .says(403, "工作人员");
    }
    world.browser().get("/cases.xlsx").await.leads_to();
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM audit WHERE what = 'export'")
        .fetch_one(&world.database.owner)
        .await
        .expect("the record");
    assert_eq!(kept, 2);
}
