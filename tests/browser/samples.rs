//! Every sample of `web::samples`, what no case of a test ever looks like: read by axe-core, and, where RONGCUO_PICTURES is set, left
//! in `samples/` below the target folder with a picture of each, `index.html` first.

use std::fmt::Write;
use std::path::Path;

use thirtyfour::prelude::*;

use crate::accessible::{WIDTHS, faults};
use crate::reader::{KEPT, Reader};
use crate::server::TestServer;

const HEIGHT: &str = "return document.documentElement.scrollHeight;";
/// The height of the window's own frame, and no page higher than a picture can be.
const WINDOW_FRAME: u32 = 150;
const HEIGHT_MAX: u32 = 8_000;

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_is_accessible() {
    let server = TestServer::start().await;
    let reader = Reader::new(&server).await;
    let folder = Path::new(KEPT).join("samples");
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder below the target folder");
    // They are for somebody who looks, and take as long as all the rest.
    let pictures = std::env::var_os("RONGCUO_PICTURES").is_some();
    let (mut wrong, mut index) = (vec![], String::from(INDEX_HEAD));
    for sample in rongcuo::web::samples::all().await {
        let name = sample.name.replace([' ', '/'], "-");
        let page = folder.join(format!("{name}.html"));
        let html = sample
            .html
            .replace("=\"/static/", &format!("=\"{}/static/", server.address));
        std::fs::write(&page, html).expect("a page below the target folder");
        let there = format!("file://{}", page.display());
        reader.driver.goto(there).await.expect("the page loads");
        wrong.extend(faults(&reader.driver, &sample.name).await);
        if !pictures {
            continue;
        }
        write!(index, "<h2>{}</h2>", sample.name).expect("a text grows");
        for width in WIDTHS {
            let image = format!("{name}-{width}.png");
            picture(&reader.driver, width, &folder.join(&image)).await;
            write!(
                index,
                "<a href=\"{image}\"><img src=\"{image}\" loading=\"lazy\"></a>"
            )
            .expect("a text grows");
        }
    }
    if pictures {
        std::fs::write(folder.join("index.html"), index).expect("an index below the target folder");
        eprintln!("samples: {}", folder.join("index.html").display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const INDEX_HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><title>Samples</title><style>img { max-height: 400px; border: 1px solid }</style>";

/// A picture of the whole page at this width.
async fn picture(driver: &WebDriver, width: u32, to: &Path) {
    let resize = async |height: u32| {
        let resized = driver.set_window_rect(0, 0, width, height).await;
        resized.expect("a window to resize");
    };
    resize(900).await;
    let height = driver.execute(HEIGHT, vec![]).await.expect("a height");
    let height = height.json().as_u64().and_then(|it| u32::try_from(it).ok());
    resize(height.unwrap_or(900).saturating_add(WINDOW_FRAME).min(HEIGHT_MAX)).await;
    let image = driver.screenshot_as_png().await.expect("a picture");
    std::fs::write(to, image).expect("a picture below the target folder");
}
