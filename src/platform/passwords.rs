//! Passwords as argon2id digests. A digest takes tens of milliseconds and 19 MB, so it is made off the async threads,
//! and only as many at once as there are processors: a crowd at the door waits, and does not fill the memory.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Makes and compares password digests.
pub struct Passwords(Semaphore);

/// A password could not be made into a digest: the operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("no password digest: {0}")]
pub struct NoDigest(argon2::password_hash::Error);

// Compared against where there is no account, so that the answer takes the same time. Nobody's password gives it.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Default for Passwords {
    fn default() -> Self {
        Self(Semaphore::new(
            std::thread::available_parallelism().map_or(2, usize::from),
        ))
    }
}

impl Passwords {
    /// The digest of a password, in PHC format, salted anew each time.
    pub async fn digest(&self, password: String) -> Result<String, NoDigest> {
        self.aside(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|digest| digest.to_string())
                .map_err(NoDigest)
        })
        .await
    }

    /// Whether the password gives this digest. Takes as long where there is none to compare with.
    pub async fn matches(&self, password: String, digest: Option<String>) -> bool {
        self.aside(move || {
            let parsed = digest
                .as_deref()
                .and_then(|digest| PasswordHash::new(digest).ok());
            let known = parsed.is_some();
            let against =
                parsed.unwrap_or_else(|| PasswordHash::new(NOBODYS).expect("the constant is well formed"));
            Argon2::default()
                .verify_password(password.as_bytes(), &against)
                .is_ok()
                && known
        })
        .await
    }

    async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.0.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(work)
            .await
            .expect("argon2 does not panic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches_and_nobodys_never_does() {
        let passwords = Passwords::default();
        let digest = passwords
            .digest("一个好密码 2026".into())
            .await
            .expect("a digest");
        assert!(
            digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "the dummy must cost the same: {digest}"
        );
        assert!(
            passwords
                .matches("一个好密码 2026".into(), Some(digest.clone()))
                .await
        );
        assert!(!passwords.matches("一个好密码 2027".into(), Some(digest)).await);
        assert!(!passwords.matches(String::new(), None).await);
        assert!(!passwords.matches(String::new(), Some("!".into())).await);
    }
}
