//! The kept files themselves: each is read from end to end.

use std::io::ErrorKind;

use sqlx::PgConnection;

use super::Count;
use super::keys::{Keys, Signature};
use crate::platform::blobs::{BlobFailure, Blobs, Sha256Name};
use crate::platform::signing::{Record, file_signed};
use crate::store::integrity::{self, StoredFile};

/// All files that there are at this moment.
pub(super) async fn listed(moment: &mut PgConnection) -> anyhow::Result<Vec<StoredFile>> {
    let mut all: Vec<StoredFile> = vec![];
    loop {
        let page = integrity::files(moment, all.last().map(|it| it.id)).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// Names every file that is gone, damaged, not the one that was brought, or said by no server of ours to be this person's. It takes hours where there are many, so no transaction
/// is held meanwhile; what was swept since is not asked about any more.
pub(super) async fn compare(
    db: &mut PgConnection,
    files: &[StoredFile],
    kept: Option<&Blobs>,
    keys: &Keys,
    count: &mut Count,
) -> anyhow::Result<()> {
    for it in files {
        count.files += 1;
        let wrong = [unsigned(keys, it), damage(kept, it).await];
        let wrong = wrong.into_iter().flatten().collect::<Vec<_>>().join("；");
        if wrong.is_empty() {
            continue;
        }
        match integrity::file_stands(db, it.id).await? {
            true => count.wrong(&format!("材料 {}（{}）：{wrong}", it.name, it.id)),
            false => count.files -= 1,
        }
    }
    Ok(())
}

fn unsigned(keys: &Keys, it: &StoredFile) -> Option<String> {
    let sha256 = it.sha256.as_slice().try_into().ok()?;
    let brought = file_signed(it.id.as_bytes(), sha256, it.uploaded_by.as_bytes());
    let signature = Signature::of(it.public_key.as_ref(), it.signature.as_ref());
    keys.doubt(Record::File, &brought, it.uploaded_at, signature)
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
