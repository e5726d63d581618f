//! What every record bears that the program wrote: a digest over the one before it and all it says, the signature of that, and
//! the time at which the database wrote it, beside the one at which it says that it happened.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::keys::{Keys, Signature};
use crate::platform::known::Known;
use crate::platform::signing::Record;
use crate::store::configuration::Past;
use crate::store::integrity;

/// What is written now is dated now (`is_now` in the migrations); it may then wait for a lock.
const LATE_MAX: Duration = Duration::minutes(10);
const EARLY_MAX: Duration = Duration::minutes(2);

/// A record as it was written.
pub(super) struct Written<'a> {
    pub what: Record,
    /// As it should be, reckoned here.
    pub digest: &'a [u8],
    pub signature: Option<Signature<'a>>,
    /// When it happened, as it says.
    pub at: OffsetDateTime,
    /// When it was written, by the database's clock.
    pub recorded_at: OffsetDateTime,
    /// Whether a story was told meanwhile.
    pub story: bool,
}

/// What records are held against.
pub(super) struct Ground {
    /// Which keys count.
    pub keys: Keys,
    /// Who was what.
    pub past: Past,
    /// What was read before.
    pub known: Known,
    real_since: Option<OffsetDateTime>,
}

impl Ground {
    /// Reads it.
    pub(super) async fn of(db: &mut PgConnection, keys: Keys, past: Past) -> sqlx::Result<Self> {
        let real_since = integrity::real_since(db).await?;
        Ok(Self {
            keys,
            past,
            known: Known::default(),
            real_since,
        })
    }

    /// What speaks against a record.
    pub(super) fn doubts(&self, it: Written<'_>) -> impl Iterator<Item = String> {
        let untimely = self.untimely(&it);
        let unsigned = self.keys.doubt(it.what, it.digest, it.recorded_at, it.signature);
        unsigned.into_iter().chain(untimely)
    }

    /// A story is told before any real work, or not at all.
    fn untimely(&self, it: &Written<'_>) -> Option<String> {
        if it.story {
            let too_late = self.real_since.is_some_and(|real| real < it.recorded_at);
            return too_late.then(|| "写于演示故事之中，而此前已有实际办理的事件".to_owned());
        }
        let waited = it.recorded_at - it.at;
        let apart = waited > LATE_MAX || waited < -EARLY_MAX;
        apart.then(|| {
            let minutes = waited.as_seconds_f64().abs() / 60.0;
            format!("所记的时间与写入数据库的时间相差 {minutes:.0} 分钟")
        })
    }
}
