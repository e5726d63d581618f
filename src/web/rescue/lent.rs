//! The body of a form, lent to a handler. Who could not do anything with it gives back what it read.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use tokio::time::Instant;

use crate::platform::bounds::FORM_BYTES_MAX;

/// A body that is lent to a handler: taken back if nobody has begun to read it, and its beginning kept while it is read.
#[derive(Clone)]
pub(super) struct Sent(Arc<Mutex<Read>>);

struct Read {
    unread: Option<Body>,
    seen: Vec<Bytes>,
    /// Whether it was read to its end.
    whole: bool,
    last: Instant,
}

impl Sent {
    pub(super) fn of(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Read {
            unread: Some(body),
            seen: vec![],
            whole: false,
            last: Instant::now(),
        })))
    }

    /// The body as a handler reads it.
    pub(super) fn lent(&self) -> Lent {
        let sent = self.clone();
        Lent { sent, reading: None }
    }

    fn lock(&self) -> MutexGuard<'_, Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn unread(&self) -> Option<Body> {
        self.lock().unread.take()
    }

    /// What was read, up to the most that a form's words may be.
    pub(super) fn seen(&self) -> Body {
        Body::from(self.lock().seen.concat())
    }

    pub(super) fn whole(&self) -> bool {
        self.lock().whole
    }

    /// Ends when nothing has come for so long.
    pub(super) async fn silence(&self, patience: Duration) {
        loop {
            let until = self.lock().last + patience;
            if until <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }

    fn saw(&self, data: &Bytes) {
        let mut read = self.lock();
        read.last = Instant::now();
        let size: usize = read.seen.iter().map(Bytes::len).sum();
        let room = FORM_BYTES_MAX.saturating_sub(size).min(data.len());
        if room > 0 {
            read.seen.push(data.slice(..room));
        }
    }
}

pub(super) struct Lent {
    sent: Sent,
    reading: Option<Body>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        if self.reading.is_none() {
            self.reading = self.sent.unread();
        }
        let polled = match &mut self.reading {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        };
        match &polled {
            Poll::Ready(Some(Ok(frame))) => frame.data_ref().into_iter().for_each(|it| self.sent.saw(it)),
            Poll::Ready(None) => self.sent.lock().whole = true,
            Poll::Ready(Some(Err(_))) | Poll::Pending => {}
        }
        polled
    }
}
