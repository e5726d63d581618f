//! What `doctor` sees of the machine and of the program itself: fonts, the data folder, the calendar's years.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use time::Date;

use super::Finding;
use crate::domain::calendar::WorkCalendar;

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

/// The folder for files can be written.
pub fn data_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    let shown = folder.display();
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| File::create(&probe))
        .and_then(|_| std::fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::good("数据文件夹", format!("{shown} 可以写入")),
        Err(error) => Finding::bad(
            "数据文件夹",
            format!("{shown} 不能写入（{error}）：请换一个 RONGCUO_DATA，或者修改权限。"),
        ),
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
