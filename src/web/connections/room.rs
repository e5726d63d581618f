//! For how many connections there is room on this machine.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::platform::bounds::{CONNECTIONS_MAX, CONNECTIONS_OF_AN_ADDRESS_MAX, OPEN_FILES_LEFT};

#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub all: usize,
    pub of_an_address: usize,
}

impl Room {
    /// What the bounds say, or less where the machine lets us open fewer files. Behind a proxy of ours everybody comes from one
    /// address, and the proxy counts.
    pub fn here(behind_proxy: bool) -> Self {
        let files = raised_open_files();
        let all = CONNECTIONS_MAX.min(files.saturating_sub(OPEN_FILES_LEFT).max(1));
        if all < CONNECTIONS_MAX {
            tracing::warn!(
                files,
                connections = all,
                "the limit of open files leaves less room for connections"
            );
        }
        Self {
            all,
            of_an_address: if behind_proxy {
                all
            } else {
                CONNECTIONS_OF_AN_ADDRESS_MAX
            },
        }
    }
}

/// As many open files as this process may have: the usual soft limit of 1,024 is from a time of fewer.
fn raised_open_files() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    let now = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    now.map_or(usize::MAX, |it| usize::try_from(it).unwrap_or(usize::MAX))
}
