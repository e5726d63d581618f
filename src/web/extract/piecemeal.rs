//! A form with files is given to its reader in small pieces, and only when it can do nothing without the next. Else multer
//! takes whatever has come into one buffer while it looks for the end of a part's head: without limit, and searching all of
//! it again with each piece.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;

use crate::platform::bounds::HEAD_OF_A_FIELD_BYTES_MAX;

const PIECE_BYTES: usize = HEAD_OF_A_FIELD_BYTES_MAX / 4;

/// Lets the pieces through.
#[derive(Default)]
pub struct Tap {
    open: AtomicBool,
    /// What was let through since the reader last had something to show for it.
    given: AtomicUsize,
}

/// The reader has got as much as a head may be long, and has not come to its end.
pub struct TooMuch;

impl Tap {
    /// What the reader comes to next, given no more of the body than it needs for that.
    pub async fn next<T>(&self, reading: impl Future<Output = T>) -> Result<T, TooMuch> {
        let mut reading = pin!(reading);
        self.given.store(0, Relaxed);
        poll_fn(|cx| {
            // What it has got already may be enough.
            for open in [false, true] {
                self.open.store(open, Relaxed);
                if let Poll::Ready(done) = reading.as_mut().poll(cx) {
                    return Poll::Ready(Ok(done));
                }
            }
            if self.given.load(Relaxed) > HEAD_OF_A_FIELD_BYTES_MAX {
                return Poll::Ready(Err(TooMuch));
            }
            if !self.open.load(Relaxed) {
                // A piece was given and was not enough; nothing else wakes this task.
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
    }
}

/// The body behind the tap.
pub struct Piecemeal {
    body: Body,
    rest: Bytes,
    tap: Arc<Tap>,
}

impl Piecemeal {
    pub fn of(body: Body, tap: &Arc<Tap>) -> Body {
        Body::new(Self {
            body,
            rest: Bytes::new(),
            tap: tap.clone(),
        })
    }
}

impl HttpBody for Piecemeal {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if !self.tap.open.load(Relaxed) {
            return Poll::Pending;
        }
        while self.rest.is_empty() {
            let frame = match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => frame,
                other => return other,
            };
            // Trailers say nothing to us.
            self.rest = frame.into_data().unwrap_or_default();
        }
        let length = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(length);
        self.tap.given.fetch_add(length, Relaxed);
        self.tap.open.store(false, Relaxed);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}
