//! WARC files as a sequence of records: [`Archive`].

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use fastwarc::stream_io::gzip::GzipReader;
use fastwarc::stream_io::traits::{IntoWarcReader, WarcRead};
use fastwarc::warc::iter::ArchiveIterator;
use fastwarc::warc::record::{SharedWarcRecord, WarcRecord};
use memchr::memmem;
use serde::{Deserialize, Serialize};

/// Bytes read from a file at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// What a gzip member starts with: two magic bytes and the only compression method there is (RFC 1952, 2.3).
const GZIP_START: &[u8] = b"\x1f\x8b\x08";

/// What a record starts with (WARC 1.1, 4), and the line break before it.
const RECORD_START: &[u8] = b"\nWARC/";

/// A place between two records: the start of a gzip member, or of a record in a plain file, and how many records from
/// there on lie before the place.
///
/// Records of well-made files have a member each, so that no more than one is ever read again; in a file that was
/// compressed as a whole the records before the place are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Bytes from the start of the file.
    pub(crate) offset: u64,
    /// Records.
    pub(crate) records: u64,
}

/// Something in a file that is no readable record.
#[derive(Debug)]
pub(crate) struct Damage {
    /// Bytes from the start of the file: no readable record lies between here and where reading goes on.
    pub(crate) offset: u64,
    pub(crate) message: String,
}

/// A WARC file, plain or gzipped, read record by record.
pub(crate) struct Archive {
    file: File,
    length: u64,
    gzipped: bool,
    records: Option<ArchiveIterator>,
    /// Behind the last record that was read.
    place: Place,
    /// Where the reader was last set to.
    opened: u64,
    /// Whether the last thing found was damage, which is reported once however many tries it takes to get past it.
    damaged: bool,
}

impl Archive {
    /// Opens a file at a place that [`Self::place`] gave, or at its start.
    pub(crate) fn open(path: &Path, place: Place) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut start = Vec::new();
        file.by_ref().take(GZIP_START.len() as u64).read_to_end(&mut start)?;
        let gzipped = start == GZIP_START;
        let mut archive = Self { file, length, gzipped, records: None, place, opened: 0, damaged: false };
        archive.seek(place.offset)?;
        archive.skip(place)?;
        Ok(archive)
    }

    /// Behind the last record that [`Self::next`] gave.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Takes note that the last record was found to be damaged, so that what follows from that is not reported again.
    pub(crate) fn know_damage(&mut self, damaged: bool) {
        self.damaged |= damaged;
    }

    fn seek(&mut self, offset: u64) -> io::Result<()> {
        // The two handles share their position; this one rests while the reader has the other.
        self.file.seek(SeekFrom::Start(offset))?;
        let file = self.file.try_clone()?;
        let reader: Box<dyn WarcRead> = if self.gzipped {
            GzipReader::with_capacity(file, BUFFER_BYTES).into_warc_reader()
        } else {
            BufReader::with_capacity(BUFFER_BYTES, file).into_warc_reader()
        };
        self.records =
            Some(ArchiveIterator::new(reader).with_stream_detect(false).with_parse_http(false).with_inplace(true));
        self.opened = offset;
        Ok(())
    }

    fn skip(&mut self, place: Place) -> io::Result<()> {
        self.place = Place { offset: place.offset, records: 0 };
        while self.place != place {
            match self.next(|_| ()) {
                Some(Ok(())) if self.place.offset == place.offset => {}
                _ => return Err(io::Error::other("the file is not the one that the crawl was begun with")),
            }
        }
        Ok(())
    }

    /// Shows the next record to `read`; nothing if there is none.
    ///
    /// What cannot be read is damage, and the call after it goes on with the first record behind it.
    pub(crate) fn next<T>(&mut self, read: impl FnOnce(&mut WarcRecord) -> T) -> Option<Result<T, Damage>> {
        loop {
            let problem = match self.records.as_mut()?.next() {
                Some(Ok(record)) => {
                    self.damaged = false;
                    return Some(Ok(record.with_mut(|record| {
                        self.place = place_behind(self.place, record);
                        read(record)
                    })));
                }
                Some(Err(error)) => Some(error.to_string()),
                None => None,
            };
            let from = self.place.offset.max(self.opened);
            let problem = match self.go_on(problem) {
                Ok(problem) => problem,
                Err(error) => {
                    self.records = None;
                    Some(error.to_string())
                }
            };
            if let Some(message) = problem
                && !std::mem::replace(&mut self.damaged, true)
            {
                return Some(Err(Damage { offset: from, message }));
            }
        }
    }

    /// Sets the reader behind what stopped it: damage, or an empty gzip member, which it takes for the end of the file.
    fn go_on(&mut self, problem: Option<String>) -> io::Result<Option<String>> {
        let stopped = self.records.take().and_then(ArchiveIterator::into_inner);
        let stopped = stopped.map(|mut reader| reader.inner_stream_position()).transpose()?.unwrap_or(self.length);
        if problem.is_none() && (stopped >= self.length || !self.gzipped) {
            return Ok(None);
        }
        let next = if problem.is_none() && stopped > self.opened {
            Some(stopped)
        } else if self.gzipped {
            self.find_start(self.place.offset.max(self.opened) + 1)?
        } else {
            // The line that is no header was read with its line break, which the search is for.
            self.find_start(stopped.saturating_sub(1).max(self.opened))?
        };
        if let Some(next) = next {
            self.seek(next)?;
            self.place = Place { offset: next, records: 0 };
        }
        Ok(problem)
    }

    /// The next place at or after an offset that looks like the start of a record.
    fn find_start(&mut self, from: u64) -> io::Result<Option<u64>> {
        let (needle, before) = if self.gzipped { (GZIP_START, 0) } else { (RECORD_START, 1) };
        self.file.seek(SeekFrom::Start(from))?;
        let mut window = Vec::new();
        let mut offset = from;
        loop {
            let read = self.file.by_ref().take(BUFFER_BYTES as u64).read_to_end(&mut window)?;
            if let Some(at) = memmem::find(&window, needle) {
                return Ok(Some(offset + at as u64 + before));
            }
            if read == 0 {
                return Ok(None);
            }
            let done = window.len().saturating_sub(needle.len() - 1);
            window.drain(..done);
            offset += done as u64;
        }
    }
}

/// The place behind a record, from the place before it.
fn place_behind(before: Place, record: &mut WarcRecord) -> Place {
    let member = record.reader_mut().and_then(|reader| reader.frame_start_position().ok().flatten());
    let offset = member.unwrap_or_else(|| record.stream_pos());
    let records = if offset == before.offset { before.records } else { 0 };
    Place { offset, records: records + 1 }
}
