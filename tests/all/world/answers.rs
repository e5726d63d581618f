//! What an applicant answers, page by page.

use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::BodyId;
use uuid::Uuid;

/// An argument of more than twenty characters.
pub const ARGUMENT: &str = "依据省里印发的改革试点方案开展，事前经过合法性审查，没有违反禁止性规定。";

/// What is typed on one page.
pub type Fields = Vec<(&'static str, String)>;

/// All pages with right answers.
pub fn everything(body: BodyId, actor: &Actor) -> Vec<(String, Fields)> {
    let party = |fields: Fields| (format!("parties/{}", Uuid::now_v7()), fields);
    let mut pages = vec![
        ("applicant".to_owned(), applicant(actor)),
        ("body".to_owned(), vec![("body", body.to_string())]),
        party(own_party(actor)),
        party(other_party()),
        ("matter".to_owned(), matter()),
        ("accountability".to_owned(), accountability()),
    ];
    pages.extend((1..=6).map(|number| (format!("conditions/{number}"), condition(number))));
    pages.push(("circumstances".to_owned(), circumstances()));
    pages
}

/// The applicant's page.
pub fn applicant(actor: &Actor) -> Fields {
    vec![
        ("name", actor.name.clone()),
        ("contact", actor.name.clone()),
        ("phone", "028-0000 0000".into()),
        ("agent", String::new()),
        ("electronic", "yes".into()),
    ]
}

/// The applicant itself as a party.
pub fn own_party(actor: &Actor) -> Fields {
    let (kind, name) = match &actor.unit_name {
        Some(unit) => ("unit", unit),
        None => ("individual", &actor.name),
    };
    vec![
        ("kind", kind.into()),
        ("name", name.clone()),
        ("position", "由管委会管理".into()),
        ("own", "yes".into()),
        ("authority", "body".into()),
    ]
}

/// Somebody else as a party.
pub fn other_party() -> Fields {
    vec![
        ("kind", "individual".into()),
        ("name", "许南乔".into()),
        ("position", "贸易便利化科科员".into()),
        ("authority", "organ".into()),
        ("organ", "某市委组织部".into()),
    ]
}

/// The matter.
pub fn matter() -> Fields {
    vec![
        ("title", "跨境电商试点系统延期上线".into()),
        ("story", ARGUMENT.into()),
        ("consequences", "通关时间平均延长三天。".into()),
    ]
}

/// The accountability matter.
pub fn accountability() -> Fields {
    vec![
        ("pursuer", "某管委会".into()),
        ("what", "系统延期上线".into()),
        ("pursuit", "enquiry".into()),
        ("since", "2026-02-10".into()),
    ]
}

/// One of the six conditions.
pub fn condition(number: u8) -> Fields {
    let mut fields = vec![("argument", ARGUMENT.to_owned())];
    match number {
        3 => fields.extend([("parts", "no_intent".into()), ("parts", "duty_done".into())]),
        5 => fields.extend([
            ("parts", "emergency_reported".into()),
            ("reported", "2026-02-11".into()),
        ]),
        6 => fields.extend(["corrected", "loss_reduced", "no_grave_loss"].map(|part| ("parts", part.into()))),
        _ => {}
    }
    fields
}

/// Two circumstances, the seventh among them.
pub fn circumstances() -> Fields {
    vec![
        ("circumstance", "pilot_task".into()),
        ("circumstance", "other".into()),
        ("reason-pilot_task", ARGUMENT.into()),
        ("reason-other", ARGUMENT.into()),
        ("beyond", ARGUMENT.into()),
    ]
}

/// The fields but one.
pub fn without(mut fields: Fields, name: &str) -> Fields {
    fields.retain(|(field, _)| *field != name);
    fields
}

/// The fields with another answer in one.
pub fn with(fields: Fields, name: &'static str, value: &str) -> Fields {
    let mut fields = without(fields, name);
    fields.push((name, value.to_owned()));
    fields
}
