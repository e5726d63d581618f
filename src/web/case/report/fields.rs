//! The fields on the page of a task, as its template shows them.

use super::read::citable;
use super::task::Task;
use super::write::authority as authority_typed;
use super::{
    APART, OTHERS, PRINCIPLES, apart, authority_field, factor_field, finding_field, fit_field, none_field,
    own_factor_field, statement_field,
};
use crate::domain::assessment::{Part, one_part_suffices};
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::{Article, Circumstance, Condition, Distinction, Factor};
use crate::web::form::{Choice, Typed};

/// What is asked on a page.
pub enum Fields {
    Facts {
        remedies: Article,
    },
    Finding(FindingFields),
    Fits {
        circumstances: Vec<FitFields>,
        none: String,
    },
    Statement {
        field: String,
        authority: AuthorityFields,
    },
    Factors {
        factors: Vec<(String, &'static str)>,
    },
    Distinctions {
        texts: Vec<&'static str>,
    },
    Opinion(OpinionFields),
}

/// The fields about one condition; `met` is asked only where it has no parts.
pub struct FindingFields {
    pub demand: &'static str,
    pub article: Article,
    pub parts: Vec<(String, &'static str)>,
    pub rule: &'static str,
    pub met: String,
    pub reason: String,
    pub evidence: String,
    /// What was taken for the condition or for the case as a whole.
    pub exhibits: Vec<Choice>,
    /// What was taken for another condition.
    pub others: Vec<Choice>,
    /// Whether one of those is ticked.
    pub others_cited: bool,
    pub answers: Vec<Choice>,
}

/// The fields about one circumstance.
pub struct FitFields {
    pub title: String,
    pub text: &'static str,
    pub fits: String,
    pub reason: String,
    pub label: String,
    /// What (七) asks besides.
    pub seventh: Option<[String; 2]>,
    /// Whether its fields stand open: it is ticked, or something is written in them.
    pub open: bool,
}

/// The fields about who holds 干部管理权限.
pub struct AuthorityFields {
    pub holder: String,
    pub organ: String,
    pub basis: String,
    pub holders: Vec<Choice>,
    /// What was known before, and from where.
    pub known: String,
    pub lenience: Article,
    pub elsewhere: Article,
}

/// The fields of the opinion.
pub struct OpinionFields {
    /// Whether the parties can be weighed apart: there are several.
    pub several: bool,
    pub apart: bool,
    pub field: &'static str,
    pub factors: Vec<(String, &'static str)>,
    /// Where each party is weighed: its name and page.
    pub pages: Vec<(String, String)>,
}

/// So many pieces of evidence stand in one list, whatever they were taken for.
const ONE_LIST_MAX: usize = 6;

impl Fields {
    pub fn of(task: Task, case: &Case, typed: &Typed) -> Option<Self> {
        Some(match task {
            Task::Facts => Self::Facts {
                remedies: Article::A12_2,
            },
            Task::Finding(_, condition) => {
                Self::Finding(FindingFields::of(case, task.party(case)?, condition, typed))
            }
            Task::Fits(_) => fits(task.party(case)?, typed),
            Task::Statement(_) => {
                let party = task.party(case)?;
                Self::Statement {
                    field: statement_field(party),
                    authority: AuthorityFields::of(case, party),
                }
            }
            Task::Factors(_) => {
                let party = task.party(case)?;
                Self::Factors {
                    factors: factors(|it| own_factor_field(party, it)),
                }
            }
            Task::Distinctions => Self::Distinctions {
                texts: Distinction::ALL.iter().map(|it| it.text()).collect(),
            },
            Task::Opinion => Self::Opinion(OpinionFields::of(case, typed)),
        })
    }
}

/// What stands in the fields of a page before anything was saved there: the evidence that was taken for the condition and the
/// party need not be ticked again, and what was weighed for all is where a party's own begins.
pub fn begun_with(task: Task, case: &Case, typed: &Typed) -> Typed {
    let mut part = task.of(typed);
    let Some(party) = task.party(case).filter(|_| part.0.is_empty()) else {
        return part;
    };
    match task {
        Task::Finding(_, condition) => {
            let taken = citable(case, party).filter(|it| it.condition == Some(condition));
            let field = finding_field(party, condition, "evidence");
            part.0.extend(taken.map(|it| (field.clone(), it.id.to_string())));
        }
        Task::Factors(_) => {
            let common = |it: &Factor| {
                (
                    own_factor_field(party, *it),
                    typed.text(&factor_field(*it)).to_owned(),
                )
            };
            part.0.extend(Factor::ALL.iter().map(common));
        }
        // What the applicant wrote is where it begins; that it is so, and by which paper, is for the officer to say.
        Task::Statement(_) => {
            let known = authority_typed(party, &party.authority);
            let basis = case
                .authority_found(party.id)
                .map(|it| it.authority_basis.clone());
            let basis = basis.map(|it| (authority_field(party, "basis"), it));
            part.0.extend(known.into_iter().chain(basis));
        }
        Task::Facts | Task::Fits(_) | Task::Distinctions | Task::Opinion => {}
    }
    part
}

fn factors(field: impl Fn(Factor) -> String) -> Vec<(String, &'static str)> {
    let all = Factor::ALL.iter();
    all.map(|it| (field(*it), it.short())).collect()
}

impl FindingFields {
    fn of(case: &Case, party: &Party, condition: Condition, typed: &Typed) -> Self {
        let field = |what: &str| finding_field(party, condition, what);
        let evidence = field("evidence");
        let choice = |it: &Recorded<EvidenceTaken>| {
            let no = case.evidence_no(it.id).unwrap_or_default();
            Choice::new(it.id.to_string(), format!("证据 {no}：{}", it.name))
        };
        let all: Vec<_> = citable(case, party).collect();
        let few = all.len() <= ONE_LIST_MAX;
        let near = |it: &&Recorded<EvidenceTaken>| few || it.condition.is_none_or(|of| of == condition);
        let (near, far): (Vec<_>, Vec<_>) = all.into_iter().partition(near);
        // Where nothing was taken for the condition, what there is stands open.
        let (near, far) = if near.is_empty() { (far, near) } else { (near, far) };
        let asked = Part::of(condition);
        let others: Vec<_> = far.into_iter().map(choice).collect();
        Self {
            demand: condition.demand(),
            article: condition.article(),
            parts: asked.iter().map(|it| (field(it.code()), it.text())).collect(),
            rule: match one_part_suffices(condition) {
                true => "有一项为“是”的，即为具备。",
                false => "各项都为“是”的，才为具备。",
            },
            met: field("met"),
            reason: field("reason"),
            exhibits: near.into_iter().map(choice).collect(),
            others_cited: others.iter().any(|it| typed.has(&evidence, &it.value)),
            others,
            evidence,
            answers: match asked {
                [] => vec![Choice::new("yes", "具备"), Choice::new("no", "不具备")],
                _ => vec![Choice::new("yes", "是"), Choice::new("no", "否")],
            },
        }
    }
}

fn fits(party: &Party, typed: &Typed) -> Fields {
    let fields = |it: &Circumstance| {
        let field = |what: &str| fit_field(party, *it, what);
        let number = numeral(it.number());
        let seventh = (*it == Circumstance::Other).then(|| [PRINCIPLES, OTHERS].map(field));
        let written = |name: &String| !typed.text(name).trim().is_empty();
        let open = typed.has(&field("fits"), "yes")
            || written(&field("reason"))
            || seventh.iter().flatten().any(written);
        FitFields {
            title: format!("（{number}）{it}"),
            text: it.text(),
            fits: field("fits"),
            reason: field("reason"),
            label: format!("符合第{number}项的理由"),
            seventh,
            open,
        }
    };
    Fields::Fits {
        circumstances: Circumstance::ALL.iter().map(fields).collect(),
        none: none_field(party),
    }
}

impl AuthorityFields {
    fn of(case: &Case, party: &Party) -> Self {
        let field = |what: &str| authority_field(party, what);
        let said = party.authority.holder("本机关");
        Self {
            holder: field("holder"),
            organ: field("organ"),
            basis: field("basis"),
            holders: vec![
                Choice::new("body", format!("本机关（{}）", case.body.short_name)),
                Choice::new("organ", "其他机关").asks("a"),
            ],
            known: match case.authority_found(party.id) {
                Some(_) => format!("上一轮核实报告：{said}"),
                None => format!("申请人填写，未经核实：{said}"),
            },
            lenience: Article::A9_1,
            elsewhere: Article::A9_2,
        }
    }
}

impl OpinionFields {
    fn of(case: &Case, typed: &Typed) -> Self {
        let page = |it: &Party| {
            let path = Task::Factors(it.no).path();
            (it.name.clone(), format!("/cases/{}/report/{path}", case.id))
        };
        Self {
            several: case.taking_part().nth(1).is_some(),
            apart: apart(case, typed),
            field: APART,
            factors: factors(factor_field),
            pages: case.taking_part().map(page).collect(),
        }
    }
}
