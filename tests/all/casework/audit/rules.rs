//! What breaks the law is found, also where the history agrees with itself: the guards slept, every row has its event, every
//! act its digest, and the chain holds.

use rongcuo::casework::{self, Answer, Verdict};

use super::{signed_anew, superuser, tamper, verify};
use crate::world::World;

/// Links what was forged as the database would have: the events keep the digests of the acts, events and moves those of each other.
pub const CHAINED: &str = "
    UPDATE events e SET body = jsonb_set(body::jsonb, '{act,digest}', to_jsonb(encode(act_digest(act_id), 'hex')))::text WHERE act_id IS NOT NULL;
    DO $$
    DECLARE
        e events;
        m act_moves;
        before bytea;
    BEGIN
        FOR e IN SELECT * FROM events ORDER BY case_id, seq LOOP
            e.previous := CASE e.seq WHEN 1 THEN sha256(convert_to(e.case_id::text, 'UTF8')) ELSE before END;
            before := event_digest(e);
            UPDATE events SET previous = e.previous, digest = before WHERE case_id = e.case_id AND seq = e.seq;
        END LOOP;
        FOR m IN SELECT * FROM act_moves ORDER BY case_id, seq LOOP
            m.previous := CASE m.seq WHEN 1 THEN sha256(convert_to(m.case_id || ' moves', 'UTF8')) ELSE before END;
            before := move_digest(m);
            UPDATE act_moves SET previous = m.previous, digest = before WHERE act_id = m.act_id AND no = m.no;
        END LOOP;
    END $$;";

/// Changes a text in the events, acts and registers of a kind alike.
fn everywhere(kind: &str, register: &str, column: &str, old: &str, new: &str) -> String {
    let spaced = |text: &str| text.replace(':', ": ").replace(',', ", ");
    let (stored_old, stored_new) = (spaced(old), spaced(new));
    format!(
        "UPDATE events SET body = replace(replace(body, '{old}', '{new}'), '{stored_old}', '{stored_new}') WHERE kind = '{kind}';
         UPDATE {register} SET {column} = replace({column}::text, '{stored_old}', '{stored_new}')::jsonb;
         UPDATE acts SET step = replace(step::text, '{stored_old}', '{stored_new}')::jsonb WHERE kind = '{kind}';
         UPDATE act_moves SET step = replace(step::text, '{stored_old}', '{stored_new}')::jsonb WHERE act_id IN (SELECT id FROM acts WHERE kind = '{kind}');"
    )
}

/// Another approves an act of a kind than did.
fn approved_by(kind: &str, person: &str) -> String {
    format!(
        "UPDATE acts SET approved_by = ({person}) WHERE kind = '{kind}';
         UPDATE act_moves SET user_id = ({person}) WHERE state = 'approved' AND act_id IN (SELECT id FROM acts WHERE kind = '{kind}');
         UPDATE events SET actor_id = ({person}) WHERE kind = '{kind}';"
    )
}

pub(super) fn user(name: &str) -> String {
    format!("SELECT id FROM users WHERE username = '{name}'")
}

/// Forges a history in which everything agrees, and reads what is said of it, line by line.
pub(super) async fn forged(world: &World, sql: &str) -> Vec<String> {
    // What is searched is told by the same forger.
    let copied = "UPDATE case_texts SET said = coalesce(text_of(case_id, source, about), said)";
    tamper(world, &format!("{sql}; {CHAINED}; {copied}")).await;
    signed_anew(world).await;
    let (good, said) = verify(world);
    assert!(!good, "not found: {sql}");
    said.lines().map(str::to_owned).collect()
}

/// Whether exactly this is said, in any order, the total aside. `…` stands for an id.
fn says(lines: &[String], expected: &[&str]) {
    let matches = |line: &String, it: &&str| match it.split_once('…') {
        Some((head, tail)) => line.starts_with(head) && line.ends_with(tail),
        None => line == it,
    };
    let found = lines.split_last().expect("a total").1;
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for it in expected {
        assert!(found.iter().any(|line| matches(line, it)), "{it}: {found:#?}");
    }
}

/// The register and the act of the report say what its event says, in the order in which the database keeps the fields.
const AGREED: &str = "
    UPDATE assessments a SET findings = t.fact -> 'findings' FROM events e, jsonb_array_elements(e.body::jsonb -> 'facts') AS t (fact)
        WHERE e.kind = 'report' AND t.fact ->> 'fact' = 'assessed' AND t.fact ->> 'party' = a.party::text;
    UPDATE acts SET step = jsonb_set(step, '{step,parties}', (
        SELECT jsonb_agg(p || jsonb_build_object('findings', (SELECT findings FROM assessments WHERE party::text = p ->> 'party')) ORDER BY n)
        FROM jsonb_array_elements(step #> '{step,parties}') WITH ORDINALITY t (p, n))) WHERE kind = 'report';
    UPDATE act_moves m SET step = a.step FROM acts a WHERE a.id = m.act_id AND a.kind = 'report' AND m.step IS NOT NULL";

/// What the report finds, otherwise in its event, and in everything that follows from it.
fn found_otherwise(old: &str, new: &str) -> String {
    let spaced = |text: &str| text.replace(':', ": ").replace(',', ", ");
    format!(
        "UPDATE events SET body = replace(replace(body, '{old}', '{new}'), '{}', '{}') WHERE kind = 'report'; {AGREED}",
        spaced(old),
        spaced(new)
    )
}

#[tokio::test]
async fn 第六条第七条_认定与核实报告的结论不符() {
    for (old, new, expected) in [
        (
            "\"met\":true,\"parts\":[]",
            "\"met\":false,\"parts\":[]",
            "成高管容〔2026〕1号 第 8 号事件：依法不能作出容错认定：蓉港供应链服务有限公司不具备全部条件或者没有符合的情形，不能予以容错，不能选择处理方式（第六条）",
        ),
        (
            "\"met\":false",
            "\"met\":true",
            "成高管容〔2026〕1号 第 8 号事件：依法不能作出容错认定：陆见微",
        ),
    ] {
        let world = World::new().await;
        world.case().determined().await;
        let lines = forged(&world, &found_otherwise(old, new)).await;
        let opined = "成高管容〔2026〕1号 第 7 号事件：提交核实报告和初步意见依法应有的结果与记载的不符：初步意见的 tolerate";
        for named in [opined, expected] {
            assert!(
                lines.iter().any(|line| line.starts_with(named)),
                "{named}: {lines:#?}"
            );
        }
    }
}

#[tokio::test]
async fn 第七条第七项_没有说明() {
    let world = World::new().await;
    world.case().reported().await;
    let other = "ALTER TABLE assessments DROP CONSTRAINT a7_7_explained;".to_owned()
        + &everywhere(
            "report",
            "assessments",
            "fits",
            "\"circumstance\":\"pilot_task\"",
            "\"circumstance\":\"other\"",
        );
    let lines = forged(&world, &other).await;
    let named = "成高管容〔2026〕1号 第 7 号事件：依法不能提交核实报告和初步意见：蓉港供应链服务有限公司适用第七条第七项的，须说明理由、怎样符合第五条的原则，以及为什么不适用第一项至第六项（第七条第七项）";
    assert!(lines.iter().any(|line| line == named), "{lines:#?}");
}

#[tokio::test]
async fn 第七条第七项_与其他各项并用() {
    let world = World::new().await;
    world.case().reported().await;
    let added = "jsonb_build_array('{\"circumstance\": \"other\", \"reason\": \"x\", \"seventh\": {\"principles\": \"x\", \"others\": \"x\"}}'::jsonb)";
    let parties = |of: &str| {
        format!(
            "(SELECT jsonb_agg(p || jsonb_build_object('fits', p -> 'fits' || {added}) ORDER BY n) FROM jsonb_array_elements({of}) WITH ORDINALITY t (p, n))"
        )
    };
    let beside = format!(
        "ALTER TABLE assessments DROP CONSTRAINT a7_7_alone; UPDATE assessments SET fits = fits || {added};
         UPDATE events SET body = jsonb_set(body::jsonb, '{{facts}}', (SELECT jsonb_agg(CASE f ->> 'fact' WHEN 'assessed'
             THEN f || jsonb_build_object('fits', f -> 'fits' || {added}) ELSE f END ORDER BY n) FROM jsonb_array_elements(body::jsonb -> 'facts') WITH ORDINALITY t (f, n)))::text WHERE kind = 'report';
         UPDATE acts SET step = jsonb_set(step, '{{step,parties}}', {0}) WHERE kind = 'report';
         UPDATE act_moves SET step = jsonb_set(step, '{{step,parties}}', {0}) WHERE step IS NOT NULL AND act_id IN (SELECT id FROM acts WHERE kind = 'report')",
        parties("step #> '{step,parties}'")
    );
    let lines = forged(&world, &beside).await;
    let named = "成高管容〔2026〕1号 第 7 号事件：依法不能提交核实报告和初步意见：蓉港供应链服务有限公司适用第七条第七项的，不能同时适用第一项至第六项";
    assert!(lines.iter().any(|line| line.starts_with(named)), "{lines:#?}");
}

#[tokio::test]
async fn 第八条第二项_送审以后收到的意见没有退回补充() {
    let world = World::new().await;
    world.case().reported().await;
    let earlier =
        "UPDATE act_moves SET recorded_at = (SELECT min(recorded_at) + interval '1 microsecond' FROM events)
        WHERE state = 'waiting' AND act_id IN (SELECT id FROM acts WHERE kind = 'report')";
    let lines = forged(&world, earlier).await;
    let named = "：送审以后收到当事人的意见或者证据，没有退回补充（第八条第二项）";
    assert!(lines.iter().any(|line| line.ends_with(named)), "{lines:#?}");
}

/// The facts of an event without those of a kind; their places are those of the registers' rows.
const RENUMBERED: &str = "
    UPDATE events SET body = jsonb_set(body::jsonb, '{facts}', (SELECT jsonb_agg(f ORDER BY f ->> 'fact' = 'clock_moved', n) FROM jsonb_array_elements(body::jsonb -> 'facts') WITH ORDINALITY t (f, n)
        WHERE f ->> 'fact' <> 'correction_required'))::text WHERE kind = 'determine';
    UPDATE clock_moves k SET fact_no = t.n FROM events e, jsonb_array_elements(e.body::jsonb -> 'facts') WITH ORDINALITY t (f, n)
        WHERE e.kind = 'determine' AND e.case_id = k.case_id AND e.seq = k.seq AND f ->> 'deadline' = k.deadline::text;
    UPDATE determinations d SET fact_no = t.n FROM events e, jsonb_array_elements(e.body::jsonb -> 'facts') WITH ORDINALITY t (f, n)
        WHERE e.kind = 'determine' AND e.case_id = d.case_id AND e.seq = d.seq AND f ->> 'id' = d.id::text";

#[tokio::test]
async fn 第十二条_予以容错而没有整改要求() {
    let world = World::new().await;
    world.case().determined().await;
    let without = format!(
        "ALTER TABLE clock_moves DROP CONSTRAINT clock_moves_pkey; ALTER TABLE determinations DROP CONSTRAINT determinations_pkey; DELETE FROM corrections; DELETE FROM tasks WHERE step = 'report_correction'; {RENUMBERED}"
    );
    let lines = forged(&world, &without).await;
    let named = "成高管容〔2026〕1号 第 8 号事件：作出容错认定依法应有的结果与记载的不符：缺少整改要求";
    assert!(lines.iter().any(|line| line == named), "{lines:#?}");
    assert!(
        !lines
            .iter()
            .any(|line| line.contains("的记载不符") || line.contains("缺失") && !line.contains("约束")),
        "the rest agrees: {lines:#?}"
    );
}

#[tokio::test]
async fn 第八条第二项_没有听取意见() {
    let world = World::new().await;
    world.case().determined().await;
    let (first, second) = (
        "(SELECT id FROM parties WHERE no = 1)",
        "(SELECT id FROM parties WHERE no = 2)",
    );
    let twice = format!(
        "UPDATE events SET body = replace(body, {second}::text, {first}::text) WHERE kind = 'hear'; UPDATE hearings SET party = {first}"
    );
    let unheard = "陆见微的意见尚未听取，也没有放弃或者无法联系的记录（第八条第二项）";
    says(
        &forged(&world, &twice).await,
        &[
            &format!(
                "成高管容〔2026〕1号 审批件 提交核实报告和初步意见（…）：送审时依法不能提交核实报告和初步意见：{unheard}"
            ),
            &format!("成高管容〔2026〕1号 第 7 号事件：依法不能提交核实报告和初步意见：{unheard}"),
            &format!("成高管容〔2026〕1号 审批件 作出容错认定（…）：送审时依法不能作出容错认定：{unheard}"),
            &format!("成高管容〔2026〕1号 第 8 号事件：依法不能作出容错认定：{unheard}"),
        ],
    );
}

#[tokio::test]
async fn 四眼原则_谁审批了什么() {
    let linked = "UPDATE links SET \"user\" = (SELECT id FROM users WHERE username = 'gx.deputy');
        UPDATE events SET body = replace(body, (SELECT id FROM users WHERE username = 'individual')::text, (SELECT id FROM users WHERE username = 'gx.deputy')::text);
        UPDATE acts SET step = replace(step::text, (SELECT id FROM users WHERE username = 'individual')::text, (SELECT id FROM users WHERE username = 'gx.deputy')::text)::jsonb;
        UPDATE act_moves SET step = replace(step::text, (SELECT id FROM users WHERE username = 'individual')::text, (SELECT id FROM users WHERE username = 'gx.deputy')::text)::jsonb;";
    let itself = "ALTER TABLE acts DROP CONSTRAINT r5_four_eyes;".to_owned();
    for (forgery, named) in [
        (
            itself + &approved_by("link", &user("gx.officer")),
            "审批件 绑定当事人账号（…）：起草人和审批人是同一人（须由另一人审批）",
        ),
        (
            approved_by("report", &user("gx.second")),
            "审批件 提交核实报告和初步意见（…）：审批人是或者当过本案经办人（经办人不审批本案）",
        ),
        (
            linked.to_owned() + &approved_by("report", &user("gx.deputy")),
            "审批件 提交核实报告和初步意见（…）：起草人或者审批人是本案的申请人、当事人（应当回避）",
        ),
        (
            approved_by("report", &user("cd.approver")),
            "审批件 提交核实报告和初步意见（…）：起草人或者审批人不是该机关的工作人员",
        ),
        (
            "UPDATE acts SET body_id = (SELECT id FROM bodies WHERE code = 'ZMB') WHERE kind = 'report'"
                .into(),
            "审批件 提交核实报告和初步意见（…）：不是有权办理的机关作出的（第八条第四项）",
        ),
        (
            approved_by("decide_objection", &user("gx.approver")),
            "审批件 作出异议处理决定（…）：起草人或者审批人参加过原案的办理（第八条第四项）",
        ),
    ] {
        let world = World::new().await;
        world.case().upheld().await;
        let lines = forged(&world, &forgery).await;
        let (head, tail) = named.split_once('…').expect("an id");
        let said = |line: &String| line.contains(head) && line.ends_with(tail);
        assert!(lines.iter().any(said), "{named}: {lines:#?}");
    }
}

#[tokio::test]
async fn an_event_that_no_step_leads_to_or_nobody_approved_is_found() {
    for (forgery, named) in [
        (
            "UPDATE events SET act_id = NULL, body = jsonb_set(body::jsonb, '{act}', 'null')::text WHERE kind = 'link'",
            "该事项须由一人起草、另一人审批，却没有审批件",
        ),
        (
            "UPDATE events SET kind = 'decline' WHERE kind = 'initiate'; UPDATE acts SET kind = 'decline' WHERE kind = 'initiate'",
            "该事项不能从起始状态到达这一状态",
        ),
        (
            "UPDATE events SET kind = 'pardon' WHERE kind = 'take_evidence'",
            "没有这样的办理事项",
        ),
        (
            "UPDATE events SET at = at + interval '1 year' WHERE kind = 'link'",
            "时间早于前一事件",
        ),
        (
            "UPDATE events SET actor_id = (SELECT id FROM users WHERE username = 'gx.deputy') WHERE kind = 'report'",
            "事项、审批人或者时间与执行它的事件不符",
        ),
    ] {
        let world = World::new().await;
        world.case().reported().await;
        let lines = forged(&world, forgery).await;
        assert!(
            lines.iter().any(|line| line.contains(named)),
            "{named}: {lines:#?}"
        );
    }
}

#[tokio::test]
async fn what_is_carried_out_otherwise_than_it_was_approved_is_found() {
    let world = World::new().await;
    world.case().determined().await;
    let kinder = "UPDATE determinations SET lenience = 'waived' WHERE lenience = 'exempt';
        UPDATE events SET body = replace(body, '\"lenience\":\"exempt\"', '\"lenience\":\"waived\"') WHERE kind = 'determine'";
    says(
        &forged(&world, kinder).await,
        &[
            "成高管容〔2026〕1号 第 8 号事件：作出容错认定依法应有的结果与记载的不符：认定的 lenience",
            "成高管容〔2026〕1号 认定 8.1：事件的记载与所批准的内容不符",
        ],
    );
}

#[tokio::test]
async fn a_fact_that_its_step_does_not_tell_is_found() {
    let world = World::new().await;
    world.case().initiated().await.evidence().await;
    let story = world.case().heard().await;
    let heard = format!(
        "kind = 'hear' AND case_id = '{}' AND seq = (SELECT max(seq) FROM events WHERE case_id = '{0}')",
        story.id()
    );
    let elsewhere = format!("UPDATE events SET kind = 'take_evidence' WHERE {heard}");
    let lines = forged(&world, &elsewhere).await;
    let named = "听取意见 6.1：记载它的事件不是有权这样记载的办理事项";
    assert!(lines.iter().any(|line| line.contains(named)), "{lines:#?}");
}

#[tokio::test]
async fn an_act_under_way_says_what_was_submitted() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let other = "UPDATE acts SET step = jsonb_set(step, '{step,reason}', '\"另一个理由\"')";
    let mut db = superuser(&world).await;
    super::run(&mut db, other).await;
    let named = |state: &str| {
        format!("成高管容〔2026〕1号 审批件 启动容错程序（{act}）：{state}的内容与提交时的不符")
    };
    assert!(
        verify(&world).1.contains(&named("待审批")),
        "{}",
        verify(&world).1
    );
    super::run(&mut db, "UPDATE acts SET step = (SELECT step FROM act_moves)").await;
    let verdict = Verdict::Return("请补充理由".into());
    let approver = &world.people.body.approver;
    let returned = casework::decide(
        &world.app,
        approver,
        story.id(),
        act,
        story.stamp().await,
        verdict,
    )
    .await;
    assert!(matches!(returned, Ok(Answer::Done(_))));
    assert!(verify(&world).0);
    super::run(&mut db, other).await;
    assert!(
        verify(&world).1.contains(&named("已退回")),
        "{}",
        verify(&world).1
    );
}
