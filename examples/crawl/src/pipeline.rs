//! One thread reads, several extract, one writes, in the order of the files: [`crawl`].

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use crossbeam_channel::Receiver as Queue;
use mainbody::Extractor;

use crate::archive::{Archive, Place};
use crate::in_flight::{InFlight, Share};
use crate::journal::{Counts, Entry, Failure, Journal, Plan, Start, named};
use crate::part::Part;
use crate::progress::Progress;
use crate::response::Response;
use crate::row::Row;

/// Pages for each worker that may be ahead of the one whose row is written next: enough that a slow page keeps no core
/// waiting, and few enough that what was just read is still in a cache when it is extracted.
const PAGES_AHEAD: usize = 24;

/// Bytes that those pages may have together. Their rows and the part that is being written come on top.
const BYTES_AHEAD: usize = 128 << 20;

/// What the reader tells the writer, in the order of the files.
enum Step {
    /// A page; its row follows from a worker.
    Page {
        offset: u64,
        row: Receiver<Result<Row, Failure>>,
        share: Share,
    },
    Failure(Failure),
    /// Everything since the last such step is a part.
    EndOfPart {
        input: usize,
        from: Place,
        to: Place,
        last: bool,
        records: u64,
    },
}

/// A page on its way to a worker.
struct Job {
    offset: u64,
    response: Response,
    row: Sender<Result<Row, Failure>>,
}

/// Crawls what the journal has not got yet.
pub(crate) fn crawl(
    plan: &Plan,
    extractor: &Extractor,
    jobs: usize,
    journal: &mut Journal,
    progress: &mut Progress,
) -> io::Result<()> {
    let start = journal.start();
    thread::scope(|scope| {
        let (step_sender, steps) = mpsc::sync_channel(PAGES_AHEAD * jobs);
        let (job_sender, queue) = crossbeam_channel::bounded(PAGES_AHEAD * jobs);
        let reader = scope.spawn(move || {
            let room = InFlight::new(BYTES_AHEAD);
            Reader { plan, room, steps: step_sender, jobs: job_sender }.read_all(start)
        });
        for _ in 0..jobs {
            let queue = queue.clone();
            scope.spawn(move || work(extractor, plan.with_html, &queue));
        }
        drop(queue);
        // An error here drops the receiving end of the steps, which ends the reader, which ends the workers.
        write(plan, steps, journal, progress)?;
        reader.join().map_err(|_| io::Error::other("the reader of the files panicked; this is a bug"))?
    })
}

/// Turns pages into rows until there are none left.
fn work(extractor: &Extractor, with_html: bool, queue: &Queue<Job>) {
    for Job { offset, mut response, row } in queue {
        let url = response.url.clone();
        let failure = |error| Failure { offset, url: Some(url), error };
        // A bug that one page in a billion meets must not end the crawl, and end it again each time it goes on.
        let extract = || Row::extract(extractor, std::mem::take(&mut response), with_html);
        let outcome = catch_unwind(AssertUnwindSafe(extract));
        let outcome = outcome.unwrap_or_else(|_| Err("the extractor panicked; this is a bug".to_owned()));
        // A row that nobody waits for any more is one of a crawl that failed.
        drop(row.send(outcome.map_err(failure)));
    }
}

/// Reads the files and cuts them into parts, by what stands in them alone: the same parts on every run.
struct Reader<'a> {
    plan: &'a Plan,
    room: Arc<InFlight>,
    steps: SyncSender<Step>,
    jobs: crossbeam_channel::Sender<Job>,
}

/// Why the reader stopped early: nobody takes its steps any more.
struct Closed;

impl Reader<'_> {
    fn read_all(&self, start: Start) -> io::Result<()> {
        for (index, input) in self.plan.inputs.iter().enumerate().skip(start.input) {
            let place = if index == start.input { start.place } else { Place::default() };
            let failed = |error| named("cannot read", &input.path, &error);
            let archive = Archive::open(&input.path, place).map_err(failed)?;
            if self.read(index, archive).is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn read(&self, input: usize, mut archive: Archive) -> Result<(), Closed> {
        let (mut from, mut records, mut steps) = (archive.place(), 0, 0);
        while let Some(record) = archive.next(Response::read) {
            let to = archive.place();
            let offset = to.offset;
            records += u64::from(record.is_ok());
            let sound = match &record {
                Ok(page) => !page.as_ref().is_err_and(|page| page.damaged),
                Err(_) => false,
            };
            let step = match record {
                Ok(Ok(None)) => None,
                Ok(Ok(Some(response))) => Some(self.hand_out(offset, response)?),
                Ok(Err(page)) => {
                    archive.know_damage(page.damaged);
                    Some(Step::Failure(Failure { offset, url: Some(page.url), error: page.message }))
                }
                Err(damage) => Some(Step::Failure(Failure { offset: damage.offset, url: None, error: damage.message })),
            };
            if let Some(step) = step {
                self.send(step)?;
                steps += 1;
            }
            // Never behind damage: where reading goes on is not known before something is found there.
            if sound && steps >= self.plan.part_pages {
                self.send(Step::EndOfPart { input, from, to, last: false, records })?;
                (from, records, steps) = (to, 0, 0);
            }
        }
        self.send(Step::EndOfPart { input, from, to: archive.place(), last: true, records })
    }

    fn hand_out(&self, offset: u64, response: Response) -> Result<Step, Closed> {
        let share = self.room.take(response.size());
        let (sender, row) = mpsc::channel();
        self.jobs.send(Job { offset, response, row: sender }).map_err(|_| Closed)?;
        Ok(Step::Page { offset, row, share })
    }

    fn send(&self, step: Step) -> Result<(), Closed> {
        self.steps.send(step).map_err(|_| Closed)
    }
}

/// Writes part by part, and each into the journal when it is on the disk.
fn write(plan: &Plan, steps: Receiver<Step>, journal: &mut Journal, progress: &mut Progress) -> io::Result<()> {
    let mut part = None;
    let (mut counts, mut failures) = (Counts::default(), Vec::new());
    for step in steps {
        let path = journal.directory().join(plan.format.file_name(journal.start().part));
        let failed = |error| named("cannot write", &path, &error);
        if part.is_none() {
            part = Some(Part::create(path.clone(), plan.format, plan.with_html).map_err(failed)?);
        }
        match step {
            Step::Page { offset, row, share } => {
                let row = row.recv().map_err(|_| io::Error::other("a worker panicked; this is a bug"))?;
                counts.pages += 1;
                let bytes = row.as_ref().map_or(0, |row| row.bytes);
                counts.bytes += bytes;
                match row {
                    Ok(row) if row.confidence() < plan.min_confidence => counts.below += 1,
                    Ok(row) => {
                        counts.rows += 1;
                        if let Some(part) = &mut part {
                            part.push(row).map_err(failed)?;
                        }
                    }
                    Err(failure) => failures.push(failure),
                }
                drop(share);
                progress.page(journal.start().input, offset, bytes);
            }
            Step::Failure(failure) => failures.push(failure),
            Step::EndOfPart { input, from, to, last, records } => {
                part.take().map_or(Ok(()), Part::finish).map_err(failed)?;
                let number = journal.start().part;
                let counts = Counts { records, ..std::mem::take(&mut counts) };
                let failures = std::mem::take(&mut failures);
                journal.append(&Entry { part: number, input, from, to, last, counts, failures })?;
            }
        }
    }
    Ok(())
}
