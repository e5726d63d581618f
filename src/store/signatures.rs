//! Signatures of events and moves, the keys that made them, and what a root key says of those.

use sqlx::PgConnection;

use crate::platform::signing::Signer;

/// Keeps signatures of these digests.
pub(super) async fn add(
    db: &mut PgConnection,
    public_key: &[u8],
    digests: &[Vec<u8>],
    signatures: &[Vec<u8>],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO signatures (digest, public_key, signature)
        SELECT digest, $1, signature FROM unnest($2::bytea[], $3::bytea[]) AS made (digest, signature)
        "#,
        public_key,
        digests,
        signatures,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Makes a public key known, as signed notes name it.
pub async fn register(db: &mut PgConnection, public_key: &[u8], name: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO signing_keys (public_key, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        public_key,
        name
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Makes the key of this server known before it signs anything.
pub(super) async fn make_known(db: &mut PgConnection, signer: &Signer) -> sqlx::Result<()> {
    if !signer.registered() {
        let public = signer.key().public();
        register(db, public.bytes(), public.name()).await?;
    }
    Ok(())
}

/// Keeps what a root key says of a public key. `false`: it was kept before.
pub async fn certify(db: &mut PgConnection, public_key: &[u8], note: &str) -> sqlx::Result<bool> {
    let added = sqlx::query!(
        "INSERT INTO key_certificates (public_key, note) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        public_key,
        note
    );
    Ok(added.execute(db).await?.rows_affected() == 1)
}

/// A registered key.
pub struct Registered {
    pub public_key: Vec<u8>,
    pub name: String,
    /// What root keys said of it, whoever has those.
    pub notes: Vec<String>,
}

/// Every registered key.
pub async fn keys(db: &mut PgConnection) -> sqlx::Result<Vec<Registered>> {
    sqlx::query_as!(
        Registered,
        r#"
        SELECT k.public_key, k.name, ARRAY(SELECT note FROM public.key_certificates c WHERE c.public_key = k.public_key) AS "notes!"
        FROM public.signing_keys k ORDER BY k.begun_at
        "#
    )
    .fetch_all(db)
    .await
}

/// How many signatures are of nothing that is there.
pub async fn of_nothing(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        SELECT count(*) AS "many!" FROM public.signatures s
        WHERE NOT EXISTS (SELECT FROM events e WHERE e.digest = s.digest) AND NOT EXISTS (SELECT FROM act_moves m WHERE m.digest = s.digest)
        "#
    )
    .fetch_one(db)
    .await
}
