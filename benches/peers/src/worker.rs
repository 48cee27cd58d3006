//! A thread that an extractor runs on, so that one that hangs can be left behind.

use std::io;
use std::panic::catch_unwind;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::clock;
use crate::extractors::Extractor;

/// Some peers recurse over the page's tree.
const STACK_BYTES: usize = 1 << 30;

/// What came of a page, and how long it took.
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) time: Duration,
}

/// What came of a page.
pub(crate) enum Outcome {
    /// The main content; it may be empty.
    Text(String),
    /// The extractor says that it cannot, and why.
    Refused(String),
    /// The extractor panicked.
    Panicked,
    /// The extractor was given up.
    TimedOut,
}

/// A thread that waits for pages.
pub(crate) struct Worker {
    extractor: &'static Extractor,
    pages: Sender<String>,
    answers: Receiver<Answer>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// If the system refuses it.
    pub(crate) fn start(extractor: &'static Extractor) -> io::Result<Self> {
        let (pages, waiting) = channel::<String>();
        let (sender, answers) = channel();
        let extract = extractor.extract;
        thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
            for html in waiting {
                let start = clock::now();
                let outcome = match catch_unwind(|| extract(&html)) {
                    Ok(Ok(text)) => Outcome::Text(text),
                    Ok(Err(why)) => Outcome::Refused(why),
                    Err(_) => Outcome::Panicked,
                };
                let time = clock::now().saturating_sub(start);
                if sender.send(Answer { outcome, time }).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { extractor, pages, answers })
    }

    /// Extracts a page; the clock runs in the thread, so passing the page about is not counted.
    ///
    /// A thread that does not answer in time goes on in the background, and its CPU time is part of what follows: name
    /// its page to `--skip` and run again where times matter.
    ///
    /// # Errors
    ///
    /// If a new thread is needed and the system refuses it.
    pub(crate) fn extract(&mut self, html: &str, timeout: Duration) -> io::Result<Answer> {
        // A thread that is gone shows below, as a lack of an answer.
        let _ = self.pages.send(html.to_owned());
        match self.answers.recv_timeout(timeout) {
            Ok(answer) => Ok(answer),
            Err(gone) => {
                *self = Self::start(self.extractor)?;
                Ok(match gone {
                    RecvTimeoutError::Timeout => Answer { outcome: Outcome::TimedOut, time: timeout },
                    RecvTimeoutError::Disconnected => Answer { outcome: Outcome::Panicked, time: Duration::ZERO },
                })
            }
        }
    }
}
