//! From what was typed to the filing that the law rules on, or to what is missing and where. The only place that knows
//! what an answer means; pages ask it what is wrong with theirs, the task list what is done.

use time::Date;
use uuid::Uuid;

use super::answers::Answers;
use super::section::Section;
use crate::domain::actor::Actor;
use crate::domain::assessment::{Part, one_part_suffices};
use crate::domain::blank::{Written, written};
use crate::domain::case::{Authority, PartyKind};
use crate::domain::dates::day;
use crate::domain::filing::{
    Accountability, Applicant, CircumstanceClaimed, ConditionArgued, FiledFile, FiledParty, Filing, Matter,
    PARTIES_MAX, Pursuit,
};
use crate::domain::ids::BodyId;
use crate::domain::regulation::{Circumstance, Condition};
use crate::store::applications::Attached;
use crate::web::form::{Reading, Typed, Wrong};

/// An argument or a reason shorter than this says nothing yet.
pub const ARGUMENT_CHARS_MIN: usize = 20;

/// Who writes, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    pub actor: &'a Actor,
    pub today: Date,
}

impl Writer<'_> {
    /// Whether a unit or a person applies.
    pub fn kind(&self) -> PartyKind {
        match self.actor.unit {
            Some(_) => PartyKind::Unit,
            None => PartyKind::Individual,
        }
    }

    /// The applicant page before anything was typed on it: who is signed in.
    pub fn applicant(&self) -> Typed {
        let name = self.actor.unit_name.as_ref().unwrap_or(&self.actor.name);
        Typed::from([("name", name.as_str()), ("contact", self.actor.name.as_str())])
    }
}

/// What is wrong with the answers of one page.
pub fn wrong(section: Section, answers: &Answers, writer: Writer<'_>) -> Wrong {
    let typed = answers.section(section);
    let wrong = match section {
        Section::Applicant => applicant(&typed, writer).err(),
        Section::Body => body(&typed).err(),
        Section::Party(key) => party(answers, key, writer).err(),
        Section::Matter => matter(&typed).err(),
        Section::Accountability => accountability(&typed, writer).err(),
        Section::Condition(it) => condition(it, &typed, writer).err(),
        Section::Circumstances => circumstances(&typed).err(),
    };
    wrong.unwrap_or_default()
}

/// The filing, when everything is answered.
///
/// # Errors
/// The first page that is not finished; `None` when no party is named yet, or too many are.
pub fn filing(answers: &Answers, files: &[Attached], writer: Writer<'_>) -> Result<Filing, Option<Section>> {
    let of = |section| answers.section(section);
    let at = |section| move |_: Wrong| Some(section);
    Ok(Filing {
        applicant: applicant(&of(Section::Applicant), writer).map_err(at(Section::Applicant))?,
        body: body(&of(Section::Body)).map_err(at(Section::Body))?,
        parties: parties(answers, writer)?,
        matter: matter(&of(Section::Matter)).map_err(at(Section::Matter))?,
        accountability: accountability(&of(Section::Accountability), writer)
            .map_err(at(Section::Accountability))?,
        conditions: Condition::ALL
            .iter()
            .map(|it| Section::Condition(*it))
            .zip(Condition::ALL)
            .map(|(section, it)| condition(*it, &of(section), writer).map_err(at(section)))
            .collect::<Result<_, _>>()?,
        circumstances: circumstances(&of(Section::Circumstances)).map_err(at(Section::Circumstances))?,
        files: files.iter().map(filed).collect(),
    })
}

fn filed(it: &Attached) -> FiledFile {
    FiledFile {
        file: it.file_id,
        name: Written::try_from(it.name.clone()).unwrap_or_else(|_| Written::own("申请材料")),
        signed: it.signed,
    }
}

/// 申请人. A unit's name is the one its account belongs to, whatever was typed.
fn applicant(typed: &Typed, writer: Writer<'_>) -> Result<Applicant, Wrong> {
    let mut reading = Reading::new(typed);
    let name = match &writer.actor.unit_name {
        Some(unit) => unit.clone(),
        None => reading.line("name", "写明申请人的姓名"),
    };
    let contact = reading.line("contact", "写明联系人的姓名");
    let phone = reading.line("phone", "写明联系电话");
    if !phone.is_empty() && phone.chars().filter(char::is_ascii_digit).count() < 7 {
        reading.wrong("phone", "写明完整的联系电话，固定电话加区号");
    }
    let agent = reading.optional_line("agent");
    let electronic = reading.choice("electronic", "选择是否同意电子送达", yes_or_no);
    let kind = writer.kind();
    reading.made(|| {
        Some(Applicant {
            kind,
            name,
            contact,
            phone,
            agent,
            electronic: electronic?,
        })
    })
}

fn yes_or_no(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// 受理机构. That it takes cases is looked up when the application is filed.
fn body(typed: &Typed) -> Result<BodyId, Wrong> {
    let mut reading = Reading::new(typed);
    let body = reading.parsed("body", "选择受理机构");
    reading.made(|| body)
}

fn parties(answers: &Answers, writer: Writer<'_>) -> Result<Vec<FiledParty>, Option<Section>> {
    let keys = answers.parties();
    if keys.is_empty() || keys.len() > PARTIES_MAX {
        return Err(None);
    }
    let read = |key| party(answers, key, writer).map_err(|_| Some(Section::Party(key)));
    keys.into_iter().map(read).collect()
}

/// One of the 当事单位和个人.
fn party(answers: &Answers, key: Uuid, writer: Writer<'_>) -> Result<FiledParty, Wrong> {
    let typed = answers.section(Section::Party(key));
    let mut reading = Reading::new(&typed);
    let kind = reading.choice("kind", "选择是单位还是个人", PartyKind::from_code);
    let name = reading.line("name", "写明单位的全称或者个人的姓名");
    let position = reading.required("position", "写明单位的性质，或者个人的单位和职务");
    let own = reading.ticked("own");
    if own {
        own_party(&mut reading, answers, key, writer, kind, &name);
    }
    let authority = match reading.choice("authority", "选择谁有干部管理权限", |code| {
        Some(code.to_owned())
    }) {
        Some(code) if code == "body" => Some(Authority::Body),
        Some(code) if code == "organ" => Some(Authority::Organ(
            reading.line("organ", "写明有干部管理权限的机关的名称"),
        )),
        _ => {
            reading.wrong("authority", "选择谁有干部管理权限");
            None
        }
    };
    reading.made(|| {
        Some(FiledParty {
            kind: kind?,
            name,
            position,
            authority: authority?,
            own,
        })
    })
}

/// The applicant itself is one party at most, of the applicant's kind and name: its account becomes that party's.
fn own_party(
    reading: &mut Reading<'_>,
    answers: &Answers,
    key: Uuid,
    writer: Writer<'_>,
    kind: Option<PartyKind>,
    name: &str,
) {
    if kind.is_some_and(|kind| kind != writer.kind()) {
        reading.wrong("own", format!("申请人是{}，与所选的不一致", writer.kind()));
    }
    let typed = match answers.begun(Section::Applicant) {
        true => answers.section(Section::Applicant),
        false => writer.applicant(),
    };
    let unit = writer.actor.unit_name.as_deref();
    let applicant = unit.unwrap_or_else(|| typed.text("name").trim());
    if !name.is_empty() && name != applicant {
        reading.wrong("own", format!("名称应当与申请人一致：{applicant}"));
    }
    let another = |other: &Uuid| *other != key && answers.section(Section::Party(*other)).has("own", "yes");
    if answers.parties().iter().any(another) {
        reading.wrong("own", "另一名当事单位或者个人已经选为申请人本身");
    }
}

/// 改革事项和经过
fn matter(typed: &Typed) -> Result<Matter, Wrong> {
    let mut reading = Reading::new(typed);
    let matter = Matter {
        title: reading.line("title", "用一句话写明改革事项"),
        story: reading.at_least("story", ARGUMENT_CHARS_MIN, "写明事情的经过"),
        consequences: reading.required("consequences", "写明造成的后果和影响；没有的，写“无”并说明"),
    };
    reading.done(matter)
}

/// 追责问责事项 (A8.1 予以责任追究时)
fn accountability(typed: &Typed, writer: Writer<'_>) -> Result<Accountability, Wrong> {
    let mut reading = Reading::new(typed);
    let pursuer = reading.line("pursuer", "写明追责问责机关");
    let what = reading.required("what", "写明追责问责事由");
    let pursuit = reading.choice("pursuit", "选择追责问责目前进展", Pursuit::from_code);
    let since = reading.date("since", "写明开始日期");
    if since.is_some_and(|since| since > writer.today) {
        reading.wrong("since", "开始日期不能晚于今天");
    }
    reading.made(|| {
        Some(Accountability {
            pursuer,
            what,
            pursuit: pursuit?,
            since: since?,
        })
    })
}

/// One of the six conditions (A6), with what the text asks inside it.
fn condition(it: Condition, typed: &Typed, writer: Writer<'_>) -> Result<ConditionArgued, Wrong> {
    let mut reading = Reading::new(typed);
    let asked = Part::of(it);
    let from_code = |code: &str| asked.iter().copied().find(|part| part.code() == code);
    let parts = match one_part_suffices(it) {
        true => reading.choices("parts", 1, "选择属于哪一种", from_code),
        false => reading.choices("parts", asked.len(), "各点都要具备，请逐点确认", from_code),
    };
    let mut argument = reading.at_least("argument", ARGUMENT_CHARS_MIN, "说明为什么符合");
    if parts.contains(&Part::EmergencyReported) {
        let on = reading.date("reported", "写明事后报告的日期");
        if on.is_some_and(|on| on > writer.today) {
            reading.wrong("reported", "事后报告的日期不能晚于今天");
        }
        argument.push_str(&on.map_or_else(String::new, |on| format!("\n事后报告日期：{}。", day(on))));
    }
    reading.done(ConditionArgued {
        condition: it,
        parts,
        argument,
    })
}

/// 符合的情形 (A7); 第七项 also says why the others do not fit and how the principles of A5 are kept.
fn circumstances(typed: &Typed) -> Result<Vec<CircumstanceClaimed>, Wrong> {
    let mut reading = Reading::new(typed);
    let chosen = reading.choices("circumstance", 1, "至少选择一种情形", Circumstance::from_code);
    let mut claimed = Vec::new();
    for circumstance in chosen {
        let name = format!("reason-{}", circumstance.code());
        let ask = format!("说明为什么符合{}", circumstance.article());
        let mut reason = reading.at_least(&name, ARGUMENT_CHARS_MIN, &ask);
        if circumstance == Circumstance::Other {
            let ask = "说明为什么不适用第一项至第六项、怎样符合第五条的原则";
            let beyond = reading.at_least("beyond", ARGUMENT_CHARS_MIN, ask);
            reason.push('\n');
            reason.push_str(&beyond);
        }
        claimed.push(CircumstanceClaimed { circumstance, reason });
    }
    let unclaimed = |it: &&Circumstance| claimed.iter().all(|claim| claim.circumstance != **it);
    for circumstance in Circumstance::ALL.iter().filter(unclaimed) {
        let name = format!("reason-{}", circumstance.code());
        if written(typed.text(&name)) {
            reading.wrong(&name, "写了理由但没有勾选这一种情形：勾选它，或者删去理由");
        }
    }
    reading.done(claimed)
}
