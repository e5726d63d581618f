//! The sections of an application: what is asked on one page, under which names it is kept, and what each field is called.

use uuid::Uuid;

use crate::domain::regulation::Condition;

/// What is asked on one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// 申请人
    Applicant,
    /// 受理机构
    Body,
    /// One of the 当事单位和个人, by the key its page was opened with.
    Party(Uuid),
    /// 改革事项和经过
    Matter,
    /// 追责问责事项
    Accountability,
    /// One of the six conditions (A6).
    Condition(Condition),
    /// 符合的情形 (A7)
    Circumstances,
}

/// A field's name in the form and what people call it.
pub type Field = (&'static str, &'static str);

const APPLICANT: &[Field] = &[
    ("name", "申请人名称"),
    ("contact", "联系人"),
    ("phone", "联系电话"),
    ("agent", "代理人"),
    ("electronic", "电子送达"),
];
const BODY: &[Field] = &[("body", "受理机构")];
const PARTY: &[Field] = &[
    ("kind", "单位或者个人"),
    ("name", "名称或者姓名"),
    ("position", "身份"),
    ("own", "就是申请人本身"),
    ("authority", "干部管理权限"),
    ("organ", "有管理权限的机关"),
];
const MATTER: &[Field] = &[
    ("title", "改革事项"),
    ("story", "事情经过"),
    ("consequences", "后果和影响"),
];
const ACCOUNTABILITY: &[Field] = &[
    ("pursuer", "追责问责的机关"),
    ("what", "追责问责的事项"),
    ("pursuit", "进展"),
    ("since", "开始日期"),
];
const CONDITION: &[Field] = &[
    ("parts", "具体要求"),
    ("argument", "说明"),
    ("reported", "事后报告日期"),
];
const CIRCUMSTANCES: &[Field] = &[
    ("circumstance", "符合的情形"),
    ("reason-pilot_task", "第一项的理由"),
    ("reason-unclear_policy", "第二项的理由"),
    ("reason-no_precedent", "第三项的理由"),
    ("reason-prudent_supervision", "第四项的理由"),
    ("reason-policy_change", "第五项的理由"),
    ("reason-hard_task", "第六项的理由"),
    ("reason-other", "第七项的理由"),
    ("beyond", "第七项的补充说明"),
];

impl Section {
    /// What its answers' names begin with where the whole application is kept.
    pub fn prefix(self) -> String {
        match self {
            Self::Applicant => "applicant-".into(),
            Self::Body => "body-".into(),
            Self::Party(key) => format!("party-{key}-"),
            Self::Matter => "matter-".into(),
            Self::Accountability => "accountability-".into(),
            Self::Condition(it) => format!("condition-{it}-", it = it.code()),
            Self::Circumstances => "circumstances-".into(),
        }
    }

    /// Its fields, in the order of the page.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Applicant => APPLICANT,
            Self::Body => BODY,
            Self::Party(_) => PARTY,
            Self::Matter => MATTER,
            Self::Accountability => ACCOUNTABILITY,
            Self::Condition(_) => CONDITION,
            Self::Circumstances => CIRCUMSTANCES,
        }
    }

    /// Its page below the application's own address.
    pub fn path(self) -> String {
        match self {
            Self::Applicant => "applicant".into(),
            Self::Body => "body".into(),
            Self::Party(key) => format!("parties/{key}"),
            Self::Matter => "matter".into(),
            Self::Accountability => "accountability".into(),
            Self::Condition(it) => format!("conditions/{}", it.number()),
            Self::Circumstances => "circumstances".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::regulation::Circumstance;

    #[test]
    fn each_circumstance_has_a_field_for_its_reason() {
        let named = |it: &Circumstance| {
            let name = format!("reason-{}", it.code());
            CIRCUMSTANCES.iter().any(|(field, _)| *field == name)
        };
        assert!(Circumstance::ALL.iter().all(named));
    }
}
