//! How much may be between the reader and the writer: [`InFlight`].

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of pages that are read and not yet written, with an upper bound.
#[derive(Debug)]
pub(crate) struct InFlight {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// The share of one page; given back when dropped.
#[derive(Debug)]
pub(crate) struct Share {
    of: Arc<InFlight>,
    bytes: usize,
}

impl InFlight {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, used: Mutex::new(0), freed: Condvar::new() })
    }

    fn used(&self) -> MutexGuard<'_, usize> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room. A page that is larger than all the room is let in when it is alone.
    pub(crate) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let full = |used: &mut usize| *used > 0 && *used + bytes > self.limit;
        let used = self.freed.wait_while(self.used(), full);
        *used.unwrap_or_else(PoisonError::into_inner) += bytes;
        Share { of: Arc::clone(self), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.of.used() -= self.bytes;
        self.of.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::InFlight;

    #[test]
    fn never_more_than_the_limit_is_under_way() {
        let room = InFlight::new(100);
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let share = room.take(30);
                        most.fetch_max(now.fetch_add(30, Ordering::SeqCst) + 30, Ordering::SeqCst);
                        thread::yield_now();
                        now.fetch_sub(30, Ordering::SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 100);
    }

    #[test]
    fn a_page_larger_than_the_limit_waits_until_it_is_alone() {
        let room = InFlight::new(100);
        let small = room.take(1);
        let other = Arc::clone(&room);
        let large = thread::spawn(move || drop(other.take(1000)));
        assert_eq!(*room.used(), 1);
        drop(small);
        large.join().unwrap();
        assert_eq!(*room.used(), 0);
    }
}
