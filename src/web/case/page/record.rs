//! What lies in a case, line by line: evidence, hearings, documents.

use crate::domain::access::Bringer;
use crate::domain::case::Issued;
use crate::domain::dates::{moment, short_day};
use crate::domain::regulation::Condition;
use crate::store::record::{EvidenceRow, HearingRow};
use crate::web::case::open::OpenCase;
use crate::web::size::size;

pub struct Exhibit {
    pub no: i32,
    pub name: String,
    pub href: String,
    pub kind: &'static str,
    pub size: String,
    pub digest: String,
    pub proves: String,
    pub condition: &'static str,
    pub about: String,
    pub source: String,
}

/// What was said by a party, or recorded of it.
pub struct HearingLine {
    pub party: String,
    pub kind: &'static str,
    pub text: String,
    pub who: String,
    pub absent: String,
    pub file: Option<String>,
}

/// An issued document.
pub struct DocumentLine {
    pub href: String,
    pub title: &'static str,
    pub number: String,
    pub to: String,
    pub on: String,
    pub served: Option<String>,
    /// The signed receipt, for those inside.
    pub proof: Option<String>,
    pub needs_service: bool,
}

pub fn exhibit(open: &OpenCase, it: &EvidenceRow) -> Exhibit {
    let brought = bringer(it);
    let by = match brought.party.and_then(|id| open.case.party(id)) {
        Some(party) => format!("{}提交", party.name),
        None if open.case.filer.includes(brought.user, brought.unit) => format!("申请人{}提交", it.by_name),
        None => format!("经办人{}收集", it.by_name),
    };
    Exhibit {
        no: it.no,
        name: it.name.clone(),
        href: open.file(it.file_id),
        kind: it.kind.short(),
        size: size(it.size),
        digest: it.digest.chars().take(8).collect(),
        proves: it.proves.clone(),
        condition: it.condition.map_or("全案", Condition::short),
        about: it
            .party_id
            .and_then(|id| open.case.party(id))
            .map_or_else(String::new, |party| party.name.clone()),
        source: format!("{} · {by} · {}", it.source, short_day(it.taken_on, open.today())),
    }
}

pub fn bringer(it: &EvidenceRow) -> Bringer {
    Bringer {
        party: it.by_party,
        user: it.by_user,
        unit: it.by_unit,
    }
}

pub fn hearing(open: &OpenCase, it: &HearingRow) -> HearingLine {
    let party = open.case.party(it.party_id);
    let how = if it.by_party { "书面提交" } else { "记录" };
    let present = it
        .present
        .as_ref()
        .map_or_else(String::new, |it| format!(" · 在场 {it}"));
    HearingLine {
        party: party.map_or_else(String::new, |party| party.name.clone()),
        kind: it.kind.short(),
        text: it.text.clone(),
        who: format!(
            "{}{how}{present} · {}",
            it.by_name,
            short_day(it.held_on, open.today())
        ),
        absent: it.absent.clone(),
        file: it.file_id.map(|file| open.file(file)),
    }
}

/// The documents that this person may read.
pub fn documents(open: &OpenCase) -> Vec<DocumentLine> {
    let case = &open.case;
    let read = case.documents.iter().filter(|it| open.sight.reads(it));
    let line = |it: &Issued| DocumentLine {
        href: format!("{}/documents/{}", open.href(), it.id),
        title: it.kind.short(),
        number: it.number.clone(),
        to: case.addressee_of(it).to_owned(),
        on: moment(it.issued_at),
        needs_service: it.kind.is_served(),
        served: it.served_on.map(|on| short_day(on, open.today())),
        proof: it
            .proof
            .filter(|_| open.sight.inside())
            .map(|file| open.file(file)),
    };
    read.map(line).collect()
}
