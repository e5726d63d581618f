//! Passwords as argon2id digests, each of one account's: copied to another it matches nothing. A digest takes tens of milliseconds and 19 MB, so it is made off the async threads,
//! and only as many at once as there are processors: a crowd at the door waits, and does not fill the memory.

use argon2::password_hash::phc::PasswordHash;
use std::sync::Arc;

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Makes and compares password digests.
pub struct Passwords(Arc<Semaphore>);

/// A password could not be made into a digest: the operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("no password digest: {0}")]
pub struct NoDigest(argon2::password_hash::Error);

// Compared against where there is no account, so that the answer takes the same time. Nobody's password gives it.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Default for Passwords {
    fn default() -> Self {
        let at_once = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Semaphore::new(at_once)))
    }
}

impl Passwords {
    /// The digest of a password of this account, in PHC format, salted anew each time.
    pub async fn digest(&self, account: Uuid, password: String) -> Result<String, NoDigest> {
        self.aside(move || {
            Argon2::default()
                .hash_password(of(account, &password).as_bytes())
                .map(|digest| digest.to_string())
                .map_err(NoDigest)
        })
        .await
    }

    /// Whether the password gives the digest of this account. Takes as long where there is none to compare with.
    pub async fn matches(&self, password: String, known: Option<(Uuid, String)>) -> bool {
        self.aside(move || {
            let (account, digest) = known.unzip();
            let parsed = digest
                .as_deref()
                .and_then(|digest| PasswordHash::new(digest).ok());
            let known = parsed.is_some();
            let against =
                parsed.unwrap_or_else(|| PasswordHash::new(NOBODYS).expect("the constant is well formed"));
            Argon2::default()
                .verify_password(of(account.unwrap_or_default(), &password).as_bytes(), &against)
                .is_ok()
                && known
        })
        .await
    }

    /// Whether a digest that matched was made with other parameters than today's: then it is made anew.
    pub fn outdated(digest: &str) -> bool {
        let made_with = PasswordHash::new(digest)
            .ok()
            .and_then(|it| Params::try_from(&it).ok());
        made_with.is_none_or(|it| cost(&it) != cost(&Params::default()))
    }

    // The turn goes with the work: who hangs up does not make room for another while the work goes on.
    async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.0.clone().acquire_owned().await;
        let turn = turn.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .expect("argon2 does not panic")
    }
}

/// What is digested.
fn of(account: Uuid, password: &str) -> String {
    format!("{account} {password}")
}

fn cost(it: &Params) -> (u32, u32, u32) {
    (it.m_cost(), it.t_cost(), it.p_cost())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_hangs_up_makes_no_room_while_the_work_goes_on() {
        let passwords = Passwords(Arc::new(Semaphore::new(1)));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        {
            let work = passwords.aside(move || wait.recv().ok());
            let gone = tokio::time::timeout(std::time::Duration::from_millis(50), work).await;
            assert!(gone.is_err(), "the work goes on");
        }
        assert_eq!(passwords.0.available_permits(), 0);
        go.send(()).expect("the work waits");
        passwords.aside(|| ()).await;
    }

    #[test]
    fn a_digest_of_lesser_cost_is_outdated() {
        let of = |params: &str| {
            format!("$argon2id$v=19${params}$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        };
        assert!(Passwords::outdated(&of("m=8192,t=1,p=1")));
        assert!(!Passwords::outdated(&of("m=19456,t=2,p=1")));
    }

    #[tokio::test]
    async fn only_the_right_password_matches_and_nobodys_never_does() {
        let passwords = Passwords::default();
        let (account, another) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let digest = passwords
            .digest(account, "一个好密码 2026".into())
            .await
            .expect("a digest");
        assert!(
            digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "the dummy must cost the same: {digest}"
        );
        assert!(
            passwords
                .matches("一个好密码 2026".into(), Some((account, digest.clone())))
                .await
        );
        let copied = Some((another, digest.clone()));
        assert!(!passwords.matches("一个好密码 2026".into(), copied).await);
        let wrong = passwords.matches("一个好密码 2027".into(), Some((account, digest)));
        assert!(!wrong.await);
        assert!(!passwords.matches(String::new(), None).await);
        assert!(
            !passwords
                .matches(String::new(), Some((account, "!".into())))
                .await
        );
    }
}
