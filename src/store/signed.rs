//! A transaction in which events and moves of acts are written: what they came to is signed when it is committed, all in one
//! statement. They are written through it alone, so that none is left unsigned.

use std::mem::take;
use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use super::signatures;
use crate::platform::signing::{Record, Signer};

pub struct SignedTx<'a> {
    tx: Transaction<'static, Postgres>,
    signer: &'a Signer,
    digests: Vec<Vec<u8>>,
    signatures: Vec<Vec<u8>>,
    sealed: bool,
}

impl<'a> SignedTx<'a> {
    pub async fn begin(pool: &PgPool, signer: &'a Signer) -> sqlx::Result<Self> {
        Ok(Self {
            tx: pool.begin().await?,
            signer,
            digests: vec![],
            signatures: vec![],
            sealed: false,
        })
    }

    /// Signs a record that was just written, by the digest that the database reckoned.
    pub(super) fn sign(&mut self, what: Record, digest: Vec<u8>) {
        self.signatures.push(self.signer.sign(what, &digest));
        self.digests.push(digest);
    }

    /// Keeps the signatures made so far.
    pub async fn seal(&mut self) -> sqlx::Result<()> {
        let (digests, made) = (take(&mut self.digests), take(&mut self.signatures));
        if digests.is_empty() {
            return Ok(());
        }
        self.sealed = true;
        signatures::make_known(&mut self.tx, self.signer).await?;
        signatures::add(&mut self.tx, self.signer.key().public().bytes(), &digests, &made).await
    }

    pub async fn commit(mut self) -> sqlx::Result<()> {
        self.seal().await?;
        self.tx.commit().await?;
        if self.sealed {
            self.signer.set_registered();
        }
        Ok(())
    }
}

impl Deref for SignedTx<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for SignedTx<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
