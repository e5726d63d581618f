//! What `doctor` sees of the machine and of the program itself: fonts, the data folder, the calendar's years.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use time::Date;

use super::Finding;
use crate::domain::calendar::WorkCalendar;
use crate::platform::clamd::Clamd;
use crate::platform::keys::SigningKey;
use crate::platform::signing::Signer;

/// A Chinese font, for what is printed.
pub fn fonts() -> Finding {
    let found = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    match found {
        Ok(list) if !list.stdout.is_empty() => {
            let families = String::from_utf8_lossy(&list.stdout).lines().count();
            Finding::good("字体", format!("有 {families} 种中文字体"))
        }
        _ => Finding::bad(
            "字体",
            "没有中文字体：请运行 apt-get install fontconfig fonts-noto-cjk。",
        ),
    }
}

/// The data folder can be written, or made. Looking makes nothing that stays.
pub fn data_folder(folder: &Path) -> Finding {
    let shown = folder.display();
    // A path of one word has the empty one as its parent: the present folder.
    let ancestors = folder
        .ancestors()
        .map(|it| if it == "" { Path::new(".") } else { it });
    let there = ancestors.clone().find(|it| it.exists()).unwrap_or(folder);
    match (written(there), there == folder) {
        (Ok(()), true) => Finding::good("数据文件夹", format!("{shown} 可以写入")),
        (Ok(()), false) => Finding::good("数据文件夹", format!("{shown} 还没有，启动服务时建立")),
        (Err(error), _) => Finding::bad(
            "数据文件夹",
            format!("{shown} 不能写入（{error}）：请换一个 RONGCUO_DATA，或者修改权限。"),
        ),
    }
}

fn written(folder: &Path) -> io::Result<()> {
    let probe = folder.join(".doctor");
    File::create(&probe).and_then(|_| fs::remove_file(&probe))
}

/// Who is asked about files that come in, is there.
pub async fn scanner(clamd: Option<&Clamd>) -> Finding {
    let what = "病毒查杀";
    let Some(clamd) = clamd else {
        return Finding::good(what, "没有设置（RONGCUO_CLAMD），上传的文件不经查杀");
    };
    match clamd.there().await {
        Ok(()) => Finding::good(what, format!("clamd（{clamd}）有应答")),
        Err(error) => Finding::bad(
            what,
            format!(
                "clamd（{clamd}）没有应答（{error}），在此之前上传的文件一律不收：请启动 clamav-daemon，或者检查 RONGCUO_CLAMD。"
            ),
        ),
    }
}

/// The kept files are where they are looked for: as many as are registered lie there, or none yet.
pub fn kept_files(data: &Path, registered: i64) -> Finding {
    let folder = data.join("files");
    let shown = folder.display();
    if registered > 0 && !folder.is_dir() {
        let mending = "请检查 RONGCUO_DATA，或者从备份恢复";
        return Finding::bad(
            "材料文件夹",
            format!("找不到 {shown}，数据库里却登记着 {registered} 份材料：{mending}。"),
        );
    }
    if folder.is_dir()
        && let Err(error) = written(&folder)
    {
        return Finding::bad("材料文件夹", format!("{shown} 不能写入（{error}）：请修改权限。"));
    }
    Finding::good("材料文件夹", format!("登记了 {registered} 份材料"))
}

/// The key that signs is there or will be made, and nobody else on the machine reads it.
pub fn signing_key(data: &Path) -> Finding {
    let file = Signer::file(data);
    let Ok(kept) = fs::metadata(&file) else {
        return Finding::good("签名密钥", "还没有，启动服务时建立");
    };
    match SigningKey::kept(&file) {
        Err(failure) => Finding::bad("签名密钥", format!("{failure}。")),
        Ok(_) if kept.permissions().mode() & 0o077 != 0 => Finding::bad(
            "签名密钥",
            format!(
                "{0} 别人也能读取：请运行 chmod 600 {0}，再用 rongcuo key rotate 更换。",
                file.display()
            ),
        ),
        Ok(key) => Finding::good("签名密钥", key.public().to_string()),
    }
}

/// This year's notice on holidays is compiled in. The next year's comes late in the year: until then days are estimated.
pub fn calendar_years(today: Date) -> Finding {
    let calendar = WorkCalendar::national();
    let year = today.year();
    let missing =
        |year: i32| Date::from_ordinal_date(year, 1).map_or(true, |first| calendar.provisional(first));
    if missing(year) {
        let mending = "请更新程序，或者把国务院办公厅的放假通知补入工作日历";
        return Finding::bad(
            "工作日历",
            format!("没有 {year} 年的放假通知，期限只能暂估：{mending}。"),
        );
    }
    let next = if missing(year + 1) {
        "暂估，通知发布后请更新程序"
    } else {
        "已有通知"
    };
    Finding::good("工作日历", format!("{year} 年已有通知，{} 年{next}", year + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_at_a_folder_that_is_not_there_makes_nothing() {
        let place = tempfile::tempdir().expect("a folder of our own");
        let data = place.path().join("a/b");
        assert!(data_folder(&data).found.is_ok());
        assert!(signing_key(&data).found.is_ok());
        assert!(kept_files(&data, 0).found.is_ok());
        assert!(
            kept_files(&data, 2)
                .found
                .is_err_and(|it| it.contains("2 份材料"))
        );
        let left = fs::read_dir(place.path()).expect("it is still there").count();
        assert_eq!(left, 0);
    }

    #[test]
    fn a_key_that_others_can_read_is_named() {
        let place = tempfile::tempdir().expect("a folder of our own");
        let file = Signer::file(place.path());
        Signer::below(place.path(), "rongcuo").expect("a key");
        assert!(signing_key(place.path()).found.is_ok());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("it is ours");
        assert!(
            signing_key(place.path())
                .found
                .is_err_and(|it| it.contains("chmod 600"))
        );
        fs::write(&file, "x").expect("it is ours");
        assert!(signing_key(place.path()).found.is_err());
    }
}
