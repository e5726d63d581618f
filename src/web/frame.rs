//! What every page shows round its content: whose system this is, who is here, where they can go, what just happened.
//! Plain data: `session` and the handlers fill it, `templates/base.html` shows it.

use crate::domain::actor::Actor;
use crate::platform::App;

/// The frame of a page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The page's name, in the title of the window. Never a person's name.
    pub title: String,
    /// Whether this is a demo: the banner on top says so.
    pub demo: bool,
    /// The body (管理机构), unit or, signed out, the zone.
    pub body_name: Option<String>,
    /// Name and role: 陈砚秋 · 经办人. Nobody when signed out.
    pub me: Option<String>,
    /// The main navigation: what exists for this person.
    pub nav: Vec<NavItem>,
    /// Where one came from: address and words.
    pub back: Option<(String, String)>,
    /// What was just done, said once.
    pub flash: Option<String>,
    /// The stylesheet, named by its content.
    pub css_href: String,
    /// The script, named by its content.
    pub js_href: String,
    /// Whether a form on this page needs mending: the title begins with 有错误：.
    pub has_errors: bool,
}

/// One entry of the main navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Whether this page belongs to it.
    pub here: bool,
}

impl Frame {
    /// A frame without a person, for pages that need none.
    pub fn plain(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            css_href: super::assets::CSS_HREF.clone(),
            js_href: super::assets::JS_HREF.clone(),
            ..Self::default()
        }
    }

    /// The frame of a page for this person, or for nobody.
    pub fn for_page(app: &App, actor: Option<&Actor>, title: impl Into<String>) -> Self {
        let mut frame = Self {
            demo: app.demo(),
            ..Self::plain(title)
        };
        let Some(actor) = actor else {
            frame.body_name = Some("中国（四川）自由贸易试验区".into());
            frame.nav = nav(&[("/law", "办法"), ("/help", "帮助")]);
            return frame;
        };
        frame.me = Some(format!("{} · {}", actor.name, actor.role()));
        frame.body_name = actor
            .body
            .as_ref()
            .map(|it| it.short_name.clone())
            .or_else(|| actor.unit_name.clone());
        frame.nav = match actor.staff() {
            true => nav(&[
                ("/work", "工作台"),
                ("/cases", "案件"),
                ("/law", "办法"),
                ("/help", "帮助"),
            ]),
            false => nav(&[("/my", "我的案件"), ("/law", "办法"), ("/help", "帮助")]),
        };
        frame
    }

    /// With a way back.
    pub fn back(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.back = Some((href.into(), text.into()));
        self
    }

    /// Under that entry of the navigation.
    pub fn here(mut self, href: &str) -> Self {
        for item in &mut self.nav {
            item.here = item.href == href;
        }
        self
    }

    /// With what was just done.
    pub fn flash(mut self, flash: Option<&str>) -> Self {
        self.flash = flash.map(str::to_owned);
        self
    }

    /// With a form on it that needs mending, or not.
    pub fn errors(mut self, wrong: bool) -> Self {
        self.has_errors = wrong;
        self
    }
}

fn nav(items: &[(&str, &str)]) -> Vec<NavItem> {
    items
        .iter()
        .map(|(href, text)| NavItem {
            href: (*href).into(),
            text: (*text).into(),
            here: false,
        })
        .collect()
}
