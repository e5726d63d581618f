//! Who is connected. When there is no room for a new one, the one that has been silent longest gives way: of its own address
//! where that has too many, else of all. Nobody gives way in the middle of a request that is being worked on.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::Room;
use crate::platform::bounds::SILENT_AFTER;

pub struct Clients {
    room: Room,
    here: Mutex<Vec<Weak<Client>>>,
}

/// One connection; its place is free when nobody holds this any more.
pub struct Client {
    /// Of IPv6 the network: who has one address there has all of it.
    from: IpAddr,
    moved: Mutex<Instant>,
    asking: AtomicBool,
    leave: Notify,
}

impl Clients {
    pub fn new(room: Room) -> Self {
        Self {
            room,
            here: Mutex::default(),
        }
    }

    /// A place for a new connection, if there is one or somebody gives way.
    pub fn admit(&self, from: IpAddr) -> Option<Arc<Client>> {
        let from = network(from);
        let mut here = lock(&self.here);
        let mut clients: Vec<_> = here.iter().filter_map(Weak::upgrade).collect();
        let neighbours = clients.iter().filter(|it| it.from == from).count();
        if neighbours >= self.room.of_an_address {
            give_way(&mut clients, |it| it.from == from)?;
        } else if clients.len() >= self.room.all {
            give_way(&mut clients, |_| true)?;
        }
        let client = Arc::new(Client {
            from,
            moved: Mutex::new(Instant::now()),
            asking: AtomicBool::new(false),
            leave: Notify::new(),
        });
        *here = clients.iter().chain([&client]).map(Arc::downgrade).collect();
        Some(client)
    }
}

fn give_way(clients: &mut Vec<Arc<Client>>, among: impl Fn(&Client) -> bool) -> Option<()> {
    let silent = clients.iter().enumerate().filter(|(_, it)| among(it));
    let silent = silent.filter_map(|(at, it)| Some((at, it.silent()?)));
    let (longest, _) = silent.max_by_key(|(_, silence)| *silence)?;
    clients.swap_remove(longest).leave.notify_one();
    Some(())
}

impl Client {
    /// Something came from the other side, or went there.
    pub fn moved(&self) {
        *lock(&self.moved) = Instant::now();
    }

    /// A request is worked on, as long as this is held.
    pub fn asking(&self) -> Asking<'_> {
        self.asking.store(true, Relaxed);
        Asking(self)
    }

    pub async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }

    fn silent(&self) -> Option<Duration> {
        let silence = lock(&self.moved).elapsed();
        let may_leave = silence >= SILENT_AFTER && !self.asking.load(Relaxed);
        may_leave.then_some(silence)
    }
}

/// A request that is worked on.
pub struct Asking<'a>(&'a Client);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.moved();
        self.0.asking.store(false, Relaxed);
    }
}

fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(it) => Ipv6Addr::from_bits(it.to_bits() >> 80 << 80).into(),
        it @ IpAddr::V4(_) => it,
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_was_silent_longest_gives_way_and_who_asks_does_not() {
        let clients = Clients::new(Room {
            all: 3,
            of_an_address: 2,
        });
        let from = |last| IpAddr::V4(Ipv4Addr::new(127, 0, 0, last));
        let asks = clients.admit(from(1)).expect("there is room");
        let _asking = asks.asking();
        let silent = clients.admit(from(1)).expect("there is room");
        assert!(clients.admit(from(1)).is_none(), "nobody was silent for long");
        let other = clients.admit(from(2)).expect("there is room for another address");
        assert!(
            clients.admit(from(3)).is_none(),
            "it is full, and nobody was silent for long"
        );

        tokio::time::advance(SILENT_AFTER).await;
        other.moved();
        let _next = clients.admit(from(3)).expect("somebody gives way");
        silent.asked_to_leave().await;
        drop(other);
        let _after = clients.admit(from(3)).expect("who is gone leaves a place");
    }

    #[test]
    fn a_network_is_one_address() {
        let same = |one: &str, other: &str| network(one.parse().unwrap()) == network(other.parse().unwrap());
        assert!(same("2001:db8::1", "2001:db8::ffff:2"));
        assert!(
            same("2001:db8::1", "2001:db8:0:1::1"),
            "one line has many of them"
        );
        assert!(!same("2001:db8::1", "2001:db8:1::1"));
        assert!(same("::ffff:10.0.0.1", "10.0.0.1"));
        assert!(!same("10.0.0.1", "10.0.0.2"));
    }
}
