//! `rongcuo user`: closed accounts, and what may be a name.

use super::Shell;
use crate::world::database::TestDatabase;

#[tokio::test]
async fn a_closed_account_is_named_as_such_and_opened_again() {
    let database = TestDatabase::new().await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    for (line, code, words) in [
        ("user add lin_zy 林知远 --individual", 0, "lin_zy 的一次性密码"),
        ("user enable lin_zy", 0, "lin_zy 没有停用，没有改动"),
        ("user disable lin_zy", 0, "已停用 lin_zy"),
        ("user disable lin_zy", 0, "lin_zy 已经停用，没有改动"),
        (
            "user reset lin_zy",
            1,
            "lin_zy 已经停用，不能登录，没有重置密码：请先运行 rongcuo user enable lin_zy",
        ),
        ("user enable lin_zy", 0, "已启用 lin_zy"),
        ("user reset lin_zy", 0, "lin_zy 的一次性密码"),
        ("user enable nobody", 1, "没有用户名为「nobody」的账号"),
    ] {
        let said = shell.runs(line);
        assert_eq!(said.code, code, "{line}: {}{}", said.out, said.err);
        assert!(
            format!("{}{}", said.out, said.err).contains(words),
            "{line}: {}{}",
            said.out,
            said.err
        );
    }
}

#[tokio::test]
async fn names_hide_nothing_and_the_help_says_what_a_user_name_may_contain() {
    let database = TestDatabase::new().await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    for (line, words) in [
        (
            "user add lin 林\u{202E}知远 --individual",
            "姓名里有看不见的控制字符",
        ),
        (
            "user add lin 林知远 --position 主\u{200B}任 --individual",
            "职务里有看不见的控制字符",
        ),
        (
            "user add lin 林知远 --unit 某\u{2066}局 --under ZMB",
            "单位名称里有看不见的控制字符",
        ),
        ("user add Lin 林知远 --individual", "下划线"),
    ] {
        let said = shell.runs(line);
        assert_eq!(said.code, 1, "{line}: {}", said.out);
        assert!(said.err.contains(words), "{line}: {}", said.err);
    }
    let help = shell.runs("user add --help").out;
    for word in ["小写字母", "数字", "点", "下划线", "横线"] {
        assert!(help.contains(word), "{help}");
    }
}
