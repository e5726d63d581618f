//! Whoever was given a right for a moment, or had none, is named; so is what does not follow in the pasts of people and bodies.

use serde_json::json;
use time::OffsetDateTime;

use super::{audit, tamper, verify};
use crate::database::attack::{Forged, done};
use crate::world::World;

#[tokio::test]
async fn a_past_that_was_changed_is_found_and_named() {
    let world = World::new().await;
    let approver = world.people.body.approver.user;
    done(
        &world,
        &format!("UPDATE users SET officer = true WHERE id = '{approver}'"),
    )
    .await;
    done(
        &world,
        &format!("UPDATE users SET position = '副主任' WHERE id = '{approver}'"),
    )
    .await;
    assert!(verify(&world).0);
    for (change, named, undo) in [
        (
            "UPDATE users SET approver = true WHERE username = 'gx.officer'",
            "账号 gx.officer：approver 与最后一次变动的记载不符",
            "UPDATE users SET approver = false WHERE username = 'gx.officer'",
        ),
        (
            "UPDATE bodies SET number_word = 'x' WHERE code = 'TF-GX'",
            "机构 成都高新技术产业开发区管理委员会：number_word 与最后一次变动的记载不符",
            "UPDATE bodies SET number_word = '成高管' WHERE code = 'TF-GX'",
        ),
        (
            "UPDATE changes SET state = state || '{\"approver\": false}' WHERE seq = 2",
            "账号 gx.approver 第 2 次变动：内容与摘要不符，写入后被改动",
            "UPDATE changes SET state = state || '{\"approver\": true}' WHERE seq = 2",
        ),
        (
            "UPDATE changes SET role = 'x' WHERE seq = 3",
            "账号 gx.approver 第 3 次变动：内容与摘要不符",
            "UPDATE changes SET role = 'rongcuo' WHERE seq = 3",
        ),
        (
            "CREATE TABLE kept AS SELECT * FROM changes WHERE seq = 2; DELETE FROM changes WHERE seq = 2",
            "账号 gx.approver 第 3 次变动：前一次变动缺失",
            "INSERT INTO changes SELECT * FROM kept; DROP TABLE kept",
        ),
        (
            "CREATE TABLE kept AS SELECT * FROM changes WHERE kind = 'units'; DELETE FROM changes WHERE kind = 'units'",
            "单位 蓉港供应链服务有限公司：body_id、id、name 与最后一次变动的记载不符",
            "INSERT INTO changes SELECT * FROM kept; DROP TABLE kept",
        ),
    ] {
        tamper(&world, change).await;
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{change}: {said}");
        tamper(&world, undo).await;
    }
    let (good, said) = verify(&world);
    assert!(good, "{said}");
}

/// A world of real work, with a case that was filed just now.
async fn filed(world: &World) -> Forged<'static> {
    world.database.is_real().await;
    world.app.clock.set(OffsetDateTime::now_utc());
    let case = Box::leak(Box::new(world.case().filed().await.case().await));
    let withdrawn = Forged::of(case, "withdraw").to("withdrawn").by(case.filer.user);
    withdrawn.fact("withdrawn", json!({"reason": "理由"})).clocks()
}

#[tokio::test]
async fn who_is_given_the_right_in_the_transaction_that_uses_it_is_named() {
    let world = World::new().await;
    let withdrawn = filed(&world).await.sql();
    let user = world.people.applicant.user;
    done(
        &world,
        &format!("UPDATE users SET disabled_at = now() WHERE id = '{user}'"),
    )
    .await;
    done(
        &world,
        &format!("UPDATE users SET disabled_at = NULL WHERE id = '{user}'; {withdrawn}"),
    )
    .await;
    let (good, said) = verify(&world);
    let named = "第 2 号事件：沈望舒的账号、权限是在办理的同一次事务里给的";
    assert!(!good && said.contains(named), "{said}");
}

#[tokio::test]
async fn whose_account_was_closed_is_named_though_it_was_opened_for_a_moment_behind_the_guards() {
    let world = World::new().await;
    let withdrawn = filed(&world).await.sql();
    let user = world.people.applicant.user;
    done(
        &world,
        &format!("UPDATE users SET disabled_at = now() WHERE id = '{user}'"),
    )
    .await;
    let moment = |set: &str, sql: &str| {
        format!("ALTER TABLE users DISABLE TRIGGER users_past; UPDATE users SET disabled_at = {set} WHERE id = '{user}';
                 ALTER TABLE users ENABLE TRIGGER users_past; {sql}")
    };
    let closed = format!(
        "(SELECT (state ->> 'disabled_at')::timestamptz FROM changes WHERE id = '{user}' ORDER BY seq DESC LIMIT 1)"
    );
    done(&world, &moment("NULL", &withdrawn)).await;
    done(&world, &moment(&closed, "")).await;
    let (good, said) = verify(&world);
    let named = "第 2 号事件：撤回申请的账号当时不存在，或者已经停用";
    assert!(!good && said.contains(named), "{said}");
}

/// The past of somebody as if they had never been what they are, chained anew.
fn never(change: &str, whom: &str) -> String {
    format!(
        "UPDATE changes SET state = state || '{change}' WHERE {whom}; UPDATE changes c SET digest = change_digest(c) WHERE {whom}"
    )
}

#[tokio::test]
async fn who_was_not_what_an_act_needs_is_named() {
    let is = |name: &str| format!("state ->> 'username' = '{name}'");
    let code = |code: &str| format!("state ->> 'code' = '{code}'");
    for (change, whom, named) in [
        (
            "{\"approver\": false}",
            is("gx.approver"),
            "第 2 号事件：依法不能启动容错程序：审批应当由本机关负责人办理",
        ),
        (
            "{\"approves_determinations\": false}",
            is("gx.approver"),
            "第 8 号事件：依法不能作出容错认定",
        ),
        (
            "{\"body_id\": null}",
            is("gx.officer"),
            "送审时依法不能启动容错程序",
        ),
        (
            "{\"disabled_at\": \"2026-01-02T00:00:00+00:00\"}",
            is("gx.officer"),
            "起草人的账号当时不存在，或者已经停用",
        ),
        (
            "{\"created_at\": \"2026-04-01T00:00:00+00:00\"}",
            is("gx.officer"),
            "起草人的账号当时不存在，或者已经停用",
        ),
        (
            "{\"number_word\": \"某\"}",
            code("TF-GX"),
            "案号依法应为 某容〔2026〕1号",
        ),
        (
            "{\"superior_confirmed\": false}",
            code("TF-GX"),
            "依法不能提出异议",
        ),
    ] {
        let world = World::new().await;
        world.case().upheld().await;
        tamper(&world, &never(change, &whom)).await;
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{named}: {said}");
    }
}

#[tokio::test]
async fn every_change_is_listed_with_who_made_it() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    done(
        &world,
        &format!("UPDATE users SET approver = true, password_digest = 'x' WHERE id = '{officer}'"),
    )
    .await;
    done(
        &world,
        "UPDATE bodies SET superior_id = NULL, superior_confirmed = false WHERE code = 'TF-SL'",
    )
    .await;
    let (good, said) = audit(&world, &["changes"]);
    let lines = [
        "账号 gx.officer 由 rongcuo：建立（",
        "账号 gx.officer 由 rongcuo：approver false → true，password",
        "机构 成都市双流区人民政府 由 rongcuo：superior_id \"00000000-0000-7000-8000-000000000003\" → null",
    ];
    for line in lines {
        assert!(good && said.contains(line), "{line}: {said}");
    }
}
