//! What every page shows round its content: whose system this is, who is here, where they can go, what just happened.
//! Plain data: `session` and the handlers fill it, `templates/base.html` shows it.

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
