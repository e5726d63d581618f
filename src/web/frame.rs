//! What every page shows round its content: whose system this is, who is here, where they can go, what just happened.
//! Plain data: `session` and the handlers fill it, `templates/base.html` shows it.

use crate::domain::actor::Actor;
use crate::domain::phrase;
use crate::platform::App;
use crate::web::assets;
use crate::web::visitor::Visitor;

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
    /// What it left to be looked at: address and words.
    pub flash_link: Option<(String, String)>,
    pub css_href: String,
    /// The script, named by its content.
    pub js_href: String,
    /// Whether a form on this page needs mending: the title begins with 有错误：.
    pub has_errors: bool,
    /// The steps of a form of many pages.
    pub way: Vec<Stop>,
}

/// A step of a form of many pages.
#[derive(Debug, Clone)]
pub struct Stop {
    pub name: String,
    pub href: String,
    /// Whether it is the one on this page.
    pub here: bool,
    pub done: bool,
}

/// One entry of the main navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    pub href: String,
    pub text: String,
    /// Whether this page belongs to it.
    pub here: bool,
}

impl Frame {
    /// The frame of a page for whoever sent the request. Most handlers are given one and only name the page:
    /// `frame.titled("工作台")`.
    pub fn of(app: &App, visitor: Visitor) -> Self {
        let actor = visitor.session.as_ref().map(|session| &session.actor);
        let mut frame = Self::for_page(app, actor, "");
        let staff = actor.is_some_and(Actor::staff);
        frame.flash = visitor.flash.map(|it| it.text(staff));
        frame.here(&visitor.path)
    }

    /// The frame of a page for this person, or for nobody in particular.
    pub fn for_page(app: &App, actor: Option<&Actor>, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            demo: app.demo() || actor.is_some_and(|actor| actor.demo),
            body_name: Some(actor.map_or("中国（四川）自由贸易试验区".to_owned(), whose)),
            me: actor.map(|actor| format!("{} · {}", actor.name, actor.role())),
            nav: nav(actor),
            css_href: assets::css_href(),
            js_href: assets::js_href(),
            ..Self::default()
        }
    }

    /// Names the page.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Leads back to where one came from.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.back = Some((href.into(), text.into()));
        self
    }

    /// Leads back to the page that one came from, where that is one of ours.
    #[must_use]
    pub fn back_to(mut self, href: Option<String>) -> Self {
        self.back = href.map(|href| (href, "返回刚才的页面".to_owned()));
        self
    }

    /// Says whether a form on this page needs mending.
    #[must_use]
    pub fn errors(mut self, wrong: bool) -> Self {
        self.has_errors = wrong;
        self
    }

    /// Which of the steps stands on this page, from 1.
    pub fn step(&self) -> Option<usize> {
        let here = self.way.iter().position(|it| it.here);
        here.map(|it| it + 1)
    }

    /// Marks the entry of the navigation that this path belongs to.
    #[must_use]
    pub fn here(mut self, path: &str) -> Self {
        for item in &mut self.nav {
            let rest = path.strip_prefix(item.href.as_str());
            item.here = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        }
        self
    }
}

/// What the zone of a body that watches over others is called.
pub fn zone(actor: &Actor) -> Option<&'static str> {
    let body = actor.body.as_ref().filter(|body| !body.below.is_empty())?;
    Some(if body.office {
        "全区总览"
    } else {
        "辖区总览"
    })
}

/// Where a person begins.
pub fn home(actor: &Actor) -> &'static str {
    if actor.staff() { "/work" } else { "/my" }
}

fn whose(actor: &Actor) -> String {
    match (&actor.body, &actor.unit_name) {
        (Some(body), _) => body.short_name.clone(),
        (None, Some(unit)) => unit.clone(),
        (None, None) => "个人".to_owned(),
    }
}

fn nav(actor: Option<&Actor>) -> Vec<NavItem> {
    let own: &[_] = match actor {
        Some(actor) if actor.staff() => &[("/work", "工作台"), ("/cases", "案件")],
        Some(_) => &[("/my", "我的案件")],
        None => &[],
    };
    let watching = actor.and_then(zone).map(|name| ("/zone", name));
    let kept = actor.and_then(phrase::kept_by).map(|_| ("/phrases", "常用语"));
    own.iter()
        .chain(&watching)
        .chain(&kept)
        .chain(&[("/law", "办法"), ("/help", "帮助")])
        .map(|(href, text)| NavItem {
            href: (*href).into(),
            text: (*text).into(),
            here: false,
        })
        .collect()
}
