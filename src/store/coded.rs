//! Codes and ids as rows have them: `status AS "status: Status"` reads a `Status`, `party_id AS "party_id: PartyId"` an id of
//! that kind. A code that nobody knows is an error of the stored value, never one of the others.

use sqlx::error::BoxDynError;
use sqlx::postgres::{PgTypeInfo, PgValueRef};
use sqlx::{Decode, Postgres, Type};
use uuid::Uuid;

use crate::domain::act::ActState;
use crate::domain::calendar::CalendarName;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::evidence::EvidenceKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{ActId, BodyId, CaseId, CorrectionId, DocumentId, FileId, PartyId, UnitId, UserId};
use crate::domain::opening::Ground;
use crate::domain::phrase::Family;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Condition;
use crate::domain::status::Status;

macro_rules! read_by_code {
    ($($name:ty),+ $(,)?) => {$(
        impl Type<Postgres> for $name {
            fn type_info() -> PgTypeInfo {
                <str as Type<Postgres>>::type_info()
            }
        }

        impl<'r> Decode<'r, Postgres> for $name {
            fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
                let code = <&str as Decode<Postgres>>::decode(value)?;
                Self::from_code(code).ok_or_else(|| format!("no {} has the code {code}", stringify!($name)).into())
            }
        }
    )+};
}

macro_rules! read_as_uuid {
    ($($name:ty),+ $(,)?) => {$(
        impl Type<Postgres> for $name {
            fn type_info() -> PgTypeInfo {
                <Uuid as Type<Postgres>>::type_info()
            }
        }

        impl<'r> Decode<'r, Postgres> for $name {
            fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
                <Uuid as Decode<Postgres>>::decode(value).map(Self)
            }
        }
    )+};
}

read_by_code!(
    ActState,
    CalendarName,
    Condition,
    DeadlineKind,
    DocumentKind,
    EvidenceKind,
    Family,
    Ground,
    HearingKind,
    Kind,
    Status,
);
read_as_uuid!(
    ActId,
    BodyId,
    CaseId,
    CorrectionId,
    DocumentId,
    FileId,
    PartyId,
    UnitId,
    UserId,
);
