//! How long the other side may keep us waiting: a full stop for so long, or less than the least rate for as long as that
//! takes to add up. What moves earns new patience, up to the same measure.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::platform::bounds::{LEAST_BYTES_A_SECOND, STALL_TIMEOUT};

pub struct Pace {
    patience: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            patience: STALL_TIMEOUT,
            waiting: None,
        }
    }
}

impl Pace {
    /// So many bytes moved.
    pub fn moved(&mut self, bytes: usize) {
        if let Some((since, _)) = self.waiting.take() {
            self.patience = self.patience.saturating_sub(since.elapsed());
        }
        let earned = Duration::from_millis((bytes * 1_000 / LEAST_BYTES_A_SECOND) as u64);
        self.patience = STALL_TIMEOUT.min(self.patience + earned);
    }

    /// Nothing moves: whether that has gone on for too long. The task is woken when it has.
    pub fn too_slow(&mut self, cx: &mut Context<'_>) -> bool {
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| (Instant::now(), Box::pin(sleep(patience))));
        waiting.1.as_mut().poll(cx).is_ready()
    }
}

pub fn gave_up() -> std::io::Error {
    std::io::ErrorKind::TimedOut.into()
}

/// The body of a request, which ends with an error when it comes too slowly. Only the time counts in which it is waited for.
pub struct PacedBody {
    body: Body,
    pace: Pace,
}

impl PacedBody {
    pub fn of(body: Body) -> Body {
        Body::new(Self {
            body,
            pace: Pace::default(),
        })
    }
}

impl HttpBody for PacedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                self.pace.moved(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Pending if self.pace.too_slow(cx) => Poll::Ready(Some(Err(axum::Error::new(gave_up())))),
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn waited(pace: &mut Pace, longest: Duration) -> bool {
        let slow = poll_fn(|cx| match pace.too_slow(cx) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        });
        tokio::time::timeout(longest, slow).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_is_borne_for_a_while_and_a_trickle_for_as_long_in_sum() {
        let second = Duration::from_secs(1);
        let mut stopped = Pace::default();
        stopped.moved(10 * LEAST_BYTES_A_SECOND);
        assert!(!waited(&mut stopped, STALL_TIMEOUT - second).await);
        assert!(waited(&mut stopped, 2 * second).await);

        let (mut trickle, mut least) = (Pace::default(), Pace::default());
        let mut seconds = 0;
        while !waited(&mut trickle, second).await {
            trickle.moved(LEAST_BYTES_A_SECOND / 2);
            seconds += 1;
            assert!(!waited(&mut least, second).await);
            least.moved(LEAST_BYTES_A_SECOND);
        }
        assert!((55..=62).contains(&seconds), "{seconds}");
    }
}
