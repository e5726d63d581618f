//! What `doctor` sees of the machine and of the program itself: fonts, the data folder, the calendar's years.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use super::Finding;

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
