//! How far a crawl is, on the terminal: [`Progress`].

use std::io;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::journal::{Plan, Start};

/// Time between two looks at the rates: slow enough to read.
const REFRESH: Duration = Duration::from_millis(500);

/// A bar of the bytes of all files, the rates of this run, and the time left. Drawn only on a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Bytes of all files before each.
    before: Vec<u64>,
    begun: Instant,
    shown: Instant,
    pages: u64,
    bytes: u64,
}

impl Progress {
    pub(crate) fn new(plan: &Plan, start: Start) -> io::Result<Self> {
        let mut total = 0;
        let mut before = Vec::with_capacity(plan.inputs.len() + 1);
        for input in &plan.inputs {
            before.push(total);
            total += input.bytes;
        }
        before.push(total);
        let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {eta} left");
        let bar = ProgressBar::new(total).with_style(style.map_err(io::Error::other)?);
        bar.set_position(before.get(start.input).unwrap_or(&total) + start.place.offset);
        bar.reset_eta();
        let now = Instant::now();
        Ok(Self { bar, before, begun: now, shown: now, pages: 0, bytes: 0 })
    }

    /// A page is done; where it stood, and how many bytes of HTML it had.
    pub(crate) fn page(&mut self, input: usize, offset: u64, bytes: u64) {
        self.pages += 1;
        self.bytes += bytes;
        self.bar.set_position(self.before.get(input).unwrap_or(&0) + offset);
        if self.shown.elapsed() >= REFRESH {
            self.shown = Instant::now();
            self.bar.set_message(self.rates());
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Pages and megabytes of HTML a second, of this run alone.
    pub(crate) fn rates(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64().max(f64::EPSILON);
        let (pages, megabytes) = (self.pages as f64 / seconds, self.bytes as f64 / 1e6 / seconds);
        format!("{pages:.0} pages/s, {megabytes:.1} MB/s")
    }
}
