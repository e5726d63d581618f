//! Samples: pages as they look empty, full, with the longest names and with errors. Each page's own file makes them of plain
//! data beside its struct; a test renders them all, and the browser looks at the same ones. Nothing serves them.

use askama::DynTemplate;
use axum::response::Response;

use crate::web::assets;
use crate::web::frame::{Frame, NavItem};
use crate::web::{account, case, cases, ending, help, law, phrases, sign_in, work};

mod components;
mod papers;

/// A page that nobody asked for.
pub struct Sample {
    /// Which page, and in which state.
    pub name: String,
    pub html: String,
}

impl Sample {
    /// A page rendered.
    ///
    /// # Panics
    /// A template of plain data cannot fail.
    pub fn of(name: impl Into<String>, page: &dyn DynTemplate) -> Self {
        let html = page.dyn_render().expect("a template of plain data");
        Self {
            name: name.into(),
            html,
        }
    }

    /// An answer read to its end.
    ///
    /// # Panics
    /// A page is text in memory.
    pub async fn read(name: impl Into<String>, response: Response) -> Self {
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        let html = String::from_utf8(body.expect("a page in memory").to_vec());
        Self {
            name: name.into(),
            html: html.expect("a page is text"),
        }
    }
}

pub async fn all() -> Vec<Sample> {
    let mut all = components::samples();
    all.extend(sign_in::samples());
    all.extend(account::samples());
    all.extend(ending::samples());
    all.extend(help::samples());
    all.extend(law::samples());
    all.extend(papers::samples());
    all.extend(phrases::samples());
    all.extend(work::together::samples());
    all.extend(cases::samples());
    all.extend(case::samples().await);
    all
}

/// The frame of an officer's page.
pub fn frame(title: &str) -> Frame {
    let item = |href: &str, text: &str, here| NavItem {
        href: href.into(),
        text: text.into(),
        here,
    };
    Frame {
        title: title.into(),
        demo: true,
        body_name: Some("成都高新技术产业开发区管理委员会".into()),
        me: Some("陈砚秋 · 经办人".into()),
        nav: vec![
            item("/work", "工作台", true),
            item("/cases", "案件", false),
            item("/law", "办法", false),
            item("/help", "帮助", false),
        ],
        back: Some(("/work".into(), "返回工作台".into())),
        css_href: assets::css_href(),
        js_href: assets::js_href(),
        ..Frame::default()
    }
}

/// The frame of a page for whoever has not signed in.
pub fn signed_out(title: &str) -> Frame {
    Frame {
        me: None,
        nav: vec![],
        back: None,
        body_name: Some("中国（四川）自由贸易试验区".into()),
        ..frame(title)
    }
}

/// The longest text that a line of a form takes.
pub fn longest() -> String {
    let line = "中国（四川）自由贸易试验区成都高新技术产业开发区跨境贸易与投资便利化改革试点联合服务中心";
    line.chars().cycle().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attributes of that name in a page, in order.
    fn each<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        let from = format!(" {attribute}=\"");
        let found = html.split(from.as_str()).skip(1);
        found.filter_map(|it| it.split('"').next()).collect()
    }

    fn faults(it: &Sample) -> Vec<String> {
        let html = &it.html;
        let mut faults = vec![];
        let mut fault = |what: String| faults.push(format!("{}: {what}", it.name));
        if html.matches("<h1").count() != 1 {
            fault("one h1".into());
        }
        if html.contains(" style=\"") {
            fault("an inline style is refused by the content security policy".into());
        }
        let ids = each(html, "id");
        for (at, id) in ids.iter().enumerate() {
            if ids[..at].contains(id) {
                fault(format!("{id} stands twice"));
            }
        }
        for target in each(html, "aria-describedby").iter().flat_map(|it| it.split(' ')) {
            if !ids.contains(&target) {
                fault(format!("nothing is described by {target}"));
            }
        }
        let labels = each(html, "for");
        let fields = ["<input", "<textarea", "<select"];
        let tags = fields.iter().flat_map(|tag| html.split(tag).skip(1));
        let tags = tags.filter_map(|it| it.split('>').next());
        for tag in tags.filter(|tag| !tag.contains("type=\"hidden\"")) {
            match each(tag, "id").first() {
                Some(id) if labels.contains(id) => {}
                other => fault(format!("no label for {other:?}")),
            }
        }
        for link in each(html, "href").iter().filter_map(|it| it.strip_prefix('#')) {
            if !ids.contains(&link) {
                fault(format!("a link leads to {link}, which is not there"));
            }
        }
        faults
    }

    #[tokio::test]
    async fn every_sample_has_one_heading_and_a_label_for_each_field() {
        let all = all().await;
        let faults: Vec<_> = all.iter().flat_map(faults).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        let mut names: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len(), "a name for each: {names:?}");
        assert!(all.len() > 50, "{} samples", all.len());
    }
}
