//! How often a password may be guessed. Who guesses at somebody's account shuts neither its owner out nor the office behind one
//! address: failures are counted where they come from, and a browser in which somebody has signed in before has a count of its
//! own. An account as a whole is slowed down only after so many that they come from many places.

use std::net::IpAddr;

use time::{Duration, OffsetDateTime};

use super::slowdown::{Slowdown, Try};

/// A password may be mistyped this often in one place before it is slowed down.
const FREE: u32 = 5;
/// A whole office may stand behind one network, and mistypes at nine o'clock.
const NETWORK_FREE: u32 = 30;
/// Far more than anybody mistypes.
const ACCOUNT_FREE: u32 = 100;
/// Whoever else is in the network waits no longer, for behind a proxy that names nobody it is everybody's; guessing at one account
/// is bounded by its own count.
const NETWORK_WAIT_MAX: Duration = Duration::seconds(5);
/// Its owner waits no longer in a browser that is new.
const ACCOUNT_WAIT_MAX: Duration = Duration::seconds(10);
/// So many sign in at once from one network, or are guessed at in one account.
const AT_ONCE: u32 = 64;

/// Where somebody comes from who gives a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A browser in which that account has signed in before, or signed in now.
    Known(String),
    /// Another one of this network, as far as we know.
    Network(Option<IpAddr>),
}

/// Counts the failures of everybody.
pub struct Guesses {
    known: Slowdown,
    pairs: Slowdown,
    networks: Slowdown,
    accounts: Slowdown,
}

/// A guess that was let through.
pub struct Guess<'a> {
    /// In the account, from the place.
    own: Try<'a>,
    /// What it shares with others' guesses.
    shared: Vec<Try<'a>>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            known: Slowdown::after(FREE, FREE),
            pairs: Slowdown::after(FREE, FREE),
            networks: Slowdown::after(NETWORK_FREE, AT_ONCE).shared(NETWORK_WAIT_MAX),
            accounts: Slowdown::after(ACCOUNT_FREE, AT_ONCE).shared(ACCOUNT_WAIT_MAX),
        }
    }
}

impl Guesses {
    /// Lets a guess through.
    ///
    /// # Errors
    /// It comes too early: so long is still to wait.
    pub fn attempt(&self, account: &str, place: &Place, at: OffsetDateTime) -> Result<Guess<'_>, Duration> {
        let from = match place {
            Place::Known(browser) => {
                let own = self.known.attempt(&format!("{browser} {account}"), at)?;
                return Ok(Guess { own, shared: vec![] });
            }
            Place::Network(from) => network(*from),
        };
        Ok(Guess {
            own: self.pairs.attempt(&format!("{from} {account}"), at)?,
            shared: vec![
                self.networks.attempt(&from, at)?,
                self.accounts.attempt(account, at)?,
            ],
        })
    }
}

impl Guess<'_> {
    /// It was wrong.
    pub fn failed(self) {
        self.own.failed();
        self.shared.into_iter().for_each(Try::failed);
    }

    /// It was right, which makes up for one mistake of somebody beside it.
    pub fn succeeded(self) {
        self.own.forgives();
        self.shared.into_iter().for_each(Try::makes_up_for_one);
    }
}

/// What one household or office is given: changing the address within it is free.
fn network(from: Option<IpAddr>) -> String {
    match from.map(|it| it.to_canonical()) {
        Some(IpAddr::V4(it)) => {
            let [a, b, c, _] = it.octets();
            format!("{a}.{b}.{c}")
        }
        Some(IpAddr::V6(it)) => {
            let [a, b, c, ..] = it.segments();
            format!("{a:x}:{b:x}:{c:x}")
        }
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NINE: OffsetDateTime = datetime!(2026-12-01 9:00 UTC);

    fn from(address: &str) -> Place {
        Place::Network(Some(address.parse().expect("an address")))
    }

    fn wrong(guesses: &Guesses, account: &str, place: &Place) -> bool {
        guesses.attempt(account, place, NINE).map(Guess::failed).is_ok()
    }

    #[test]
    fn one_network_guesses_so_often_and_the_owner_gets_in_from_elsewhere() {
        let guesses = Guesses::default();
        for host in 0..FREE {
            assert!(wrong(&guesses, "lin", &from(&format!("203.0.113.{host}"))));
        }
        assert!(!wrong(&guesses, "lin", &from("203.0.113.99")), "one network");
        assert!(wrong(&guesses, "lin", &from("198.51.100.1")));
        assert!(wrong(&guesses, "wang", &from("203.0.113.99")));
        for host in 0..FREE {
            assert!(wrong(&guesses, "lin", &from(&format!("2001:db8:1:{host}::2"))));
        }
        assert!(
            !wrong(&guesses, "lin", &from("2001:db8:1:2:ffff::9")),
            "one network"
        );
        assert!(wrong(&guesses, "lin", &from("2001:db8:2:1::9")));
    }

    #[test]
    fn many_networks_at_one_account_slow_down_all_but_its_own_browsers() {
        let guesses = Guesses::default();
        let mut let_through = 0;
        for net in 0..200 {
            let_through += u32::from(wrong(&guesses, "lin", &from(&format!("10.0.{net}.1"))));
        }
        assert_eq!(let_through, ACCOUNT_FREE);
        let own = Place::Known("browser".into());
        assert!(guesses.attempt("lin", &own, NINE).is_ok());
        for _ in 0..FREE {
            assert!(wrong(&guesses, "lin", &own));
        }
        assert!(
            !wrong(&guesses, "lin", &own),
            "a browser that was stolen guesses no better"
        );
    }

    #[test]
    fn one_network_at_many_accounts_is_slowed_down() {
        let guesses = Guesses::default();
        let tries = (0..100).filter(|n| wrong(&guesses, &format!("guess{n}"), &from("203.0.113.7")));
        assert_eq!(tries.count(), NETWORK_FREE as usize);
    }
}
