//! The private database while we serve: whatever kills it, it is there again within seconds, and until then pages say 503.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::platform::private_postgres::Keeper;

/// How often we look: it costs one connection to a socket.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// After a start that failed: whatever is in its way may take longer to go.
const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// Looks until we are asked to end. A start that is under way then is awaited: who stops the server comes after it.
pub async fn keep(keeper: Option<Keeper>, mut ending: watch::Receiver<bool>) {
    let Some(keeper) = keeper else { return };
    let mut pause = LOOK_EVERY;
    loop {
        tokio::select! {
            _ = ending.wait_for(|ending| *ending) => return,
            () = sleep(pause) => (),
        }
        pause = LOOK_EVERY;
        if !keeper.gone().await {
            continue;
        }
        tracing::error!("the private PostgreSQL is gone: starting it again");
        let starting = keeper.clone();
        match spawn_blocking(move || starting.start()).await {
            Ok(Ok(())) => tracing::warn!("the private PostgreSQL is there again"),
            Ok(Err(why)) => {
                tracing::error!("{why}");
                pause = AGAIN_AFTER;
            }
            Err(panic) => {
                tracing::error!("{panic}");
                pause = AGAIN_AFTER;
            }
        }
    }
}
