//! The law is asked again of every event: what a sleeping guard let through is named, with its article, though the history agrees
//! with itself.

use rongcuo::domain::evidence::Evidence;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;

use super::rules::{forged, user};
use crate::world::World;

/// In the events of a kind, in the acts that they carry out, and in the submissions of those.
fn otherwise(kind: &str, old: &str, new: &str) -> String {
    let spaced = |text: &str| text.replace("\":", "\": ").replace(',', ", ");
    let (old_kept, new_kept) = (spaced(old), spaced(new));
    format!(
        "UPDATE events SET body = replace(replace(body, '{old}', '{new}'), '{old_kept}', '{new_kept}') WHERE kind = '{kind}';
         UPDATE acts SET step = replace(step::text, '{old_kept}', '{new_kept}')::jsonb WHERE kind = '{kind}';
         UPDATE act_moves SET step = replace(step::text, '{old_kept}', '{new_kept}')::jsonb WHERE act_id IN (SELECT id FROM acts WHERE kind = '{kind}')"
    )
}

/// A field of every fact of a kind.
fn field(fact: &str, field: &str, value: &str) -> String {
    format!(
        "UPDATE events SET body = jsonb_set(body::jsonb, '{{facts}}', (
             SELECT jsonb_agg(CASE f ->> 'fact' WHEN '{fact}' THEN f || jsonb_build_object('{field}', {value}) ELSE f END ORDER BY n)
             FROM jsonb_array_elements(body::jsonb -> 'facts') WITH ORDINALITY t (f, n)))::text
         WHERE body::jsonb -> 'facts' @> '[{{\"fact\": \"{fact}\"}}]'"
    )
}

fn by(kind: &str, username: &str) -> String {
    format!(
        "UPDATE events SET actor_id = ({}) WHERE kind = '{kind}'",
        user(username)
    )
}

/// Somebody else drafted the acts of a kind, and submitted them.
fn drafted_by(kind: &str, username: &str) -> String {
    let person = user(username);
    format!(
        "UPDATE acts SET drafted_by = ({person}), drafters = ARRAY[({person})] WHERE kind = '{kind}';
         UPDATE act_moves SET user_id = ({person}) WHERE state = 'waiting' AND act_id IN (SELECT id FROM acts WHERE kind = '{kind}');
         UPDATE events SET body = jsonb_set(body::jsonb, '{{act,drafted_by}}', to_jsonb(({person})))::text WHERE kind = '{kind}'"
    )
}

/// Forges all of it at once; each must be named.
async fn finds(world: &World, forgeries: &[(String, &str)]) {
    let all: Vec<_> = forgeries.iter().map(|(sql, _)| sql.as_str()).collect();
    let lines = forged(world, &all.join(";\n")).await;
    for (sql, named) in forgeries {
        let said = lines.iter().any(|line| line.contains(named));
        assert!(said, "{named}: {sql}\n{}", lines.join("\n"));
    }
}

#[tokio::test]
async fn 谁办理_何时办理_依据什么() {
    let world = World::new().await;
    world.case().closed().await;
    let lone = "jsonb_build_array(f -> 'officers' -> 0)";
    finds(
        &world,
        &[
            (
                by("take_evidence", "cd.officer"),
                "第 3 号事件：依法不能收集证据：您不是本案的经办人（参照）",
            ),
            (field("heard", "officers", lone), "号事件：依法不能听取意见："),
            (
                otherwise("initiate", "\"days\":15", "\"days\":60"),
                "号事件：启动容错程序依法应有的结果与记载的不符：期限变动的 cause",
            ),
            (
                by("report_correction", "individual"),
                "号事件：依法不能报告整改情况：",
            ),
            (
                otherwise("clarify", "\"made_on\":\"2026-", "\"made_on\":\"2027-"),
                "号事件：依法不能作出澄清说明：",
            ),
            (
                field("served", "served_on", "'2026-01-05'"),
                "号事件：依法不能送达文书：2026年1月5日不可能：",
            ),
            (
                otherwise("verify_correction", "\"verified\":true", "\"verified\":false"),
                "号事件：依法不能办结案件：",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn 认定书所写的不是所认定的() {
    let world = World::new().await;
    world.case().determined().await;
    let other = "UPDATE documents SET content = replace(content, '不予容错', '予以容错'), digest = sha256(convert_to(replace(content, '不予容错', '予以容错'), 'UTF8')) WHERE kind = 'determination';
        UPDATE events e SET body = jsonb_set(body::jsonb, '{documents}', (
            SELECT jsonb_agg(t.d || jsonb_build_object('digest', (SELECT encode(digest, 'hex') FROM documents WHERE id::text = t.d ->> 'id')) ORDER BY n)
            FROM jsonb_array_elements(body::jsonb -> 'documents') WITH ORDINALITY t (d, n)))::text WHERE kind = 'determine'";
    let named = "第 8 号事件：作出容错认定依法应有的结果与记载的不符：文书 成高管容错认〔2026〕2号 的 digest";
    finds(&world, &[(other.to_owned(), named)]).await;
}

#[tokio::test]
async fn 送审的内容和起草的人() {
    let world = World::new().await;
    world.case().reported().await;
    let nothing = "UPDATE acts SET step = jsonb_set(step, '{step,facts}', '\"\"') WHERE kind = 'report';
        UPDATE act_moves m SET step = a.step FROM acts a WHERE a.id = m.act_id AND a.kind = 'report' AND m.state = 'waiting'";
    let staff = "UPDATE users SET unit_id = NULL, officer = true, body_id = (SELECT id FROM bodies WHERE code = 'ZMB') WHERE username = 'individual'";
    finds(
        &world,
        &[
            (drafted_by("initiate", "gx.deputy"), "审批件 启动容错程序（"),
            (
                drafted_by("initiate", "gx.deputy"),
                "送审时依法不能启动容错程序：您不是本案的经办人（参照）",
            ),
            (
                nothing.to_owned(),
                "第 7 号事件：依法不能提交核实报告和初步意见：缺少查明的事实（第八条第二项）",
            ),
            (
                staff.to_owned(),
                "账号 individual：body_id、officer 与最后一次变动的记载不符",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn 更换以后的经办人不能起草_停用的账号不能审批() {
    let world = World::new().await;
    world.case().determined().await;
    let closed = "UPDATE users SET disabled_at = (SELECT at FROM events WHERE kind = 'determine') - interval '1 minute' WHERE id = (SELECT actor_id FROM events WHERE kind = 'determine')";
    finds(
        &world,
        &[
            (
                drafted_by("report", "gx.spare"),
                "送审时依法不能提交核实报告和初步意见：您不是本案的经办人（参照）",
            ),
            (
                closed.to_owned(),
                "账号 gx.approver：disabled_at 与最后一次变动的记载不符",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn 管理权限在其他机关的_不能认定() {
    let world = World::new().await;
    world.case().determined().await;
    let elsewhere = field("assessed", "authority", "'{\"organ\": \"市纪委监委\"}'::jsonb");
    let due = otherwise("determine", "\"due\":\"2026-", "\"due\":\"2025-");
    finds(
        &world,
        &[
            (elsewhere, "第 8 号事件：依法不能作出容错认定："),
            (due, "送审时依法不能作出容错认定："),
        ],
    )
    .await;
}

#[tokio::test]
async fn 异议向谁提出_由谁提出_何时决定() {
    let world = World::new().await;
    world.case().upheld().await;
    let own = "(SELECT to_jsonb(id) FROM bodies WHERE code = 'TF-GX')";
    finds(
        &world,
        &[
            (field("objected", "addressee", own), "号事件：依法不能提出异议："),
            (
                field("objection_decided", "decided_on", "'2026-03-01'"),
                "号事件：依法不能作出异议处理决定",
            ),
        ],
    )
    .await;
    let world = World::new().await;
    world.case().upheld().await;
    finds(
        &world,
        &[
            (by("object", "unit.applicant"), "号事件：依法不能提出异议："),
            (
                field("objection_decided", "decided_on", "'2026-03-01'"),
                "号事件：作出异议处理决定依法应有的结果与记载的不符：异议处理决定的 decided_on",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn 文书一份不少_编号由字号年份序号组成() {
    let world = World::new().await;
    world.case().declined().await;
    world.case().initiated().await;
    let untold = "DELETE FROM case_texts WHERE source = 'document'; DELETE FROM documents WHERE kind = 'decline_notice'; UPDATE events SET body = jsonb_set(body::jsonb, '{documents}', '[]')::text WHERE kind = 'decline'";
    let word = "UPDATE documents SET number = replace(number, '成高管', '川自贸办') WHERE kind = 'initiation_notice';
        UPDATE events SET body = replace(body, '\"number\":\"成高管容错启', '\"number\":\"川自贸办容错启') WHERE kind = 'initiate'";
    let case = "UPDATE cases SET number = '成高管容〔2026〕特1号' WHERE serial = 1;
        UPDATE events SET body = replace(body, '\"number\":\"成高管容〔2026〕1号', '\"number\":\"成高管容〔2026〕特1号') WHERE kind = 'file'";
    finds(
        &world,
        &[
            (untold.to_owned(), "；应有文书 1 份"),
            (
                field("declined", "reason", "'另一个理由'"),
                "不予启动依法应有的结果与记载的不符：不予启动的 reason",
            ),
            (
                word.to_owned(),
                "启动容错程序依法应有的结果与记载的不符：文书 川自贸办容错启〔2026〕1号 的 number",
            ),
            (case.to_owned(), "第 1 号事件：案号依法应为 成高管容〔2026〕1号"),
        ],
    )
    .await;
}

#[tokio::test]
async fn 事件说出所办理的内容_当事人提交的是当事人的_材料都记载摘要() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let applicant = &world.people.applicant;
    let own = Evidence {
        file: world.file_of(applicant).await,
        ..steps::minutes(None, story.today())
    };
    story.takes(applicant, Step::TakeEvidence(own)).await;
    story.officer_takes_evidence().await;
    let of_an_officer = format!(
        "kind = 'take_evidence' AND actor_id <> ({})",
        user("unit.applicant")
    );
    let untold = format!(
        "UPDATE events SET body = jsonb_set(body::jsonb, '{{files}}', '[]')::text WHERE {of_an_officer}"
    );
    finds(
        &world,
        &[
            (
                field("evidence_taken", "by_party", "NULL::text"),
                "收集证据依法应有的结果与记载的不符：证据的 by_party",
            ),
            (untold, "所记载的材料不是其内容所引用的"),
        ],
    )
    .await;
    let nothing = format!(
        "UPDATE events SET body = jsonb_set(body::jsonb, '{{facts}}', '[]')::text WHERE {of_an_officer}"
    );
    finds(&world, &[(nothing, "收集证据没有说明所办理的内容")]).await;
}

#[tokio::test]
async fn 启动而没有结束启动期限() {
    let world = World::new().await;
    world.case().initiated().await;
    let runs_on = "UPDATE events SET body = jsonb_set(body::jsonb, '{facts}', (SELECT jsonb_agg(f ORDER BY n) FROM jsonb_array_elements(body::jsonb -> 'facts') WITH ORDINALITY t (f, n)
        WHERE f #>> '{cause,cause}' IS DISTINCT FROM 'met'))::text WHERE kind = 'initiate'";
    finds(
        &world,
        &[(
            runs_on.to_owned(),
            "启动容错程序依法应有的结果与记载的不符：缺少期限变动",
        )],
    )
    .await;
}

#[tokio::test]
async fn 暂估的届满日也是日历推得的() {
    let world = World::new().await;
    world.case().filed().await;
    let estimate = |day: &str| {
        let due = field("clock_moved", "due", day);
        format!("{due}; {}", field("clock_moved", "provisional", "true"))
    };
    let named = "第 1 号事件：期限 启动 的届满日不是按日历推得的";
    finds(&world, &[(estimate("'2027-03-10'"), named)]).await;
    finds(&world, &[(estimate("'2026-03-31'"), named)]).await;
}
