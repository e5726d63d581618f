//! The kept files themselves: each is read from end to end.

use std::io::ErrorKind;

use sqlx::PgConnection;

use super::Count;
use crate::platform::blobs::{BlobFailure, Blobs, Sha256Name};
use crate::store::integrity::{self, StoredFile};

/// Names every file that is gone, damaged, or not the one that was brought.
pub(super) async fn compare(
    db: &mut PgConnection,
    kept: Option<&Blobs>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = integrity::files(db, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for it in &page {
            count.files += 1;
            if let Some(wrong) = damage(kept, it).await {
                count.wrong(&format!("材料 {}（{}）：{wrong}", it.name, it.id));
            }
        }
    }
    Ok(())
}

async fn damage(kept: Option<&Blobs>, it: &StoredFile) -> Option<String> {
    let Some(kept) = kept else {
        return Some("原件缺失".to_owned());
    };
    let Ok(sha256) = <[u8; 32]>::try_from(&it.sha256[..]) else {
        return Some("登记的摘要不是 SHA-256".to_owned());
    };
    match kept.open(Sha256Name(sha256)).await {
        Ok(kept) if i64::try_from(kept.size) == Ok(it.size) => None,
        Ok(_) => Some("登记的大小与原件不符".to_owned()),
        Err(BlobFailure::Damaged(_)) => Some("原件与摘要不符，存入后被改动".to_owned()),
        Err(BlobFailure::Store(error)) if error.kind() == ErrorKind::NotFound => Some("原件缺失".to_owned()),
        Err(failure) => Some(format!("原件无法读取（{failure}）")),
    }
}
