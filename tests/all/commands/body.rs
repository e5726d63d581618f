//! A body whose official name is not confirmed takes no cases, and is named until it is.

use super::Shell;
use crate::database::attack::refused;
use crate::world::World;

#[tokio::test]
async fn a_body_takes_cases_when_its_name_is_confirmed() {
    let world = World::new().await;
    let shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    let line = |said: String| {
        let mut lines = said.lines().filter(|it| it.contains("机构名称："));
        lines.next().expect("a line about names").to_owned()
    };
    assert!(line(shell.runs("doctor").out).contains("宜宾先行区 XQ-YB"));
    let takes = "UPDATE bodies SET takes_cases = true WHERE code = 'XQ-YB'";
    refused(&world, "unconfirmed_take_no_cases", takes).await;
    for (line, words) in [
        (
            "body confirm XQ-NN --name 某市管委会 --word 某管",
            "没有代码为「XQ-NN」",
        ),
        (
            "body confirm TF-GX --name 某市管委会 --word 某管",
            "没有代码为「TF-GX」",
        ),
        (
            "body confirm XQ-YB --name 某市管委会 --word 成高管",
            "已由成都高新技术产业开发区管理委员会使用",
        ),
        (
            "body confirm XQ-YB --name 某\u{202E}委会 --word 某管",
            "看不见的控制字符",
        ),
    ] {
        let said = shell.runs(line);
        assert_eq!(said.code, 1, "{line}: {}", said.out);
        assert!(said.err.contains(words), "{line}: {}", said.err);
    }
    let said = shell.runs("body confirm XQ-YB --name 某市先行区管委会 --word 某先管");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!line(shell.runs("doctor").out).contains("XQ-YB"));
}
