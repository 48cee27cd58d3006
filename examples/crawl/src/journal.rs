//! What is done already: [`Journal`], the file that a crawl goes on from.
//!
//! Its first line says what is crawled and how; every other line stands for one finished part and says which stretch of
//! which file it came from. A line is written when its part is on the disk, so that whatever a kill leaves behind, the
//! lines are true: parts that none of them names are removed and made again.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::archive::Place;
use crate::part::{Format, sync_directory};

/// Begins with an underscore, as Spark, Hive and others have it for files that are no data.
const JOURNAL: &str = "_journal.jsonl";

/// Where the errors of the whole crawl are listed.
pub(crate) const ERRORS: &str = "_errors.jsonl";

/// What the parts depend on: a crawl goes on only with the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The version of this program.
    pub(crate) version: String,
    pub(crate) format: Format,
    pub(crate) focus: String,
    pub(crate) min_confidence: f32,
    pub(crate) part_pages: u64,
    pub(crate) with_html: bool,
    pub(crate) inputs: Vec<Input>,
}

/// A file to crawl.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

impl Plan {
    pub(crate) fn new(
        inputs: &[PathBuf],
        format: Format,
        focus: String,
        min_confidence: f32,
        part_pages: u64,
        with_html: bool,
    ) -> io::Result<Self> {
        let inputs = inputs.iter().map(|path| {
            let bytes = fs::metadata(path).map_err(|error| named("cannot read", path, &error))?.len();
            Ok(Input { path: path.clone(), bytes })
        });
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            format,
            focus,
            min_confidence,
            part_pages,
            with_html,
            inputs: inputs.collect::<io::Result<_>>()?,
        })
    }
}

/// A page or a stretch of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// Bytes from the start of the file.
    pub(crate) offset: u64,
    pub(crate) url: Option<String>,
    pub(crate) error: String,
}

/// What pages came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Records of any kind.
    pub(crate) records: u64,
    /// HTML responses and plain texts.
    pub(crate) pages: u64,
    /// Pages in the output.
    pub(crate) rows: u64,
    /// Pages below the confidence that was asked for.
    pub(crate) below: u64,
    /// Bytes of HTML or plain text, unpacked.
    pub(crate) bytes: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.records += other.records;
        self.pages += other.pages;
        self.rows += other.rows;
        self.below += other.below;
        self.bytes += other.bytes;
    }
}

/// A part that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) part: u64,
    /// Index of the file it came from.
    pub(crate) input: usize,
    pub(crate) from: Place,
    pub(crate) to: Place,
    /// Whether the file ends there.
    pub(crate) last: bool,
    pub(crate) counts: Counts,
    pub(crate) failures: Vec<Failure>,
}

/// Where a crawl goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) part: u64,
    pub(crate) input: usize,
    pub(crate) place: Place,
}

/// The journal of an output directory, and the lock on it.
pub(crate) struct Journal {
    directory: PathBuf,
    file: File,
    start: Start,
}

impl Journal {
    /// Opens the journal of a directory, and removes what a killed crawl left unfinished; or begins a new one.
    pub(crate) fn open(directory: &Path, plan: &Plan) -> io::Result<Self> {
        fs::create_dir_all(directory).map_err(|error| named("cannot create", directory, &error))?;
        let path = directory.join(JOURNAL);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| named("cannot open", &path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other(format!("another crawl is writing to {}", directory.display())));
            }
            Err(TryLockError::Error(error)) => return Err(named("cannot lock", &path, &error)),
        }
        let mut journal = Self { directory: directory.to_owned(), file, start: Start::default() };
        journal.recover(plan)?;
        Ok(journal)
    }

    /// Finds where to go on, cuts off a line that was not written to its end, and removes unfinished parts.
    fn recover(&mut self, plan: &Plan) -> io::Result<()> {
        let mut lines = Lines::new(&self.file)?;
        match lines.next::<Plan>()? {
            None if lines.is_empty() => return self.begin(plan),
            found if found.as_ref() != Some(plan) => {
                return Err(io::Error::other(format!(
                    "{} holds a crawl of other files or with other options; give the same ones, or another directory",
                    self.directory.display()
                )));
            }
            _ => {}
        }
        while let Some(entry) = lines.next::<Entry>()? {
            self.start = entry.next();
        }
        self.file.set_len(lines.bytes)?;
        self.file.seek(SeekFrom::End(0))?;
        self.remove_unfinished(plan.format)
    }

    fn begin(&mut self, plan: &Plan) -> io::Result<()> {
        // Parts without a journal are somebody else's.
        if self.names()?.iter().any(|name| name.starts_with("part-")) {
            return Err(io::Error::other(format!(
                "{} holds parts but no journal; give an empty or a new directory",
                self.directory.display()
            )));
        }
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.write(plan)?;
        sync_directory(&self.directory)
    }

    fn remove_unfinished(&self, format: Format) -> io::Result<()> {
        let finished: HashSet<String> = (0..self.start.part).map(|part| format.file_name(part)).collect();
        for name in self.names()? {
            if name.starts_with("part-") && !finished.contains(&name) {
                fs::remove_file(self.directory.join(name))?;
            }
        }
        Ok(())
    }

    fn names(&self) -> io::Result<Vec<String>> {
        fs::read_dir(&self.directory)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn write(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }

    /// Where the next part begins.
    pub(crate) fn start(&self) -> Start {
        self.start
    }

    /// Where the next part is written.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Writes down that a part is on the disk.
    pub(crate) fn append(&mut self, entry: &Entry) -> io::Result<()> {
        self.write(entry)?;
        self.start = entry.next();
        Ok(())
    }

    /// Shows every finished part to `show`.
    pub(crate) fn entries(&self, mut show: impl FnMut(&Entry) -> io::Result<()>) -> io::Result<()> {
        let mut lines = Lines::new(&self.file)?;
        lines.next::<Plan>()?;
        while let Some(entry) = lines.next::<Entry>()? {
            show(&entry)?;
        }
        Ok(())
    }
}

impl Entry {
    fn next(&self) -> Start {
        let (input, place) = if self.last { (self.input + 1, Place::default()) } else { (self.input, self.to) };
        Start { part: self.part + 1, input, place }
    }
}

/// Whole lines of a journal from its start.
struct Lines<'a> {
    reader: BufReader<&'a File>,
    line: Vec<u8>,
    /// Bytes of the lines so far.
    bytes: u64,
}

impl<'a> Lines<'a> {
    fn new(mut file: &'a File) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { reader: BufReader::new(file), line: Vec::new(), bytes: 0 })
    }

    /// Whether not even the first line was written to its end.
    fn is_empty(&self) -> bool {
        !self.line.ends_with(b"\n")
    }

    /// The next line, or nothing if no whole one is left.
    fn next<T: for<'de> Deserialize<'de>>(&mut self) -> io::Result<Option<T>> {
        self.line.clear();
        self.reader.read_until(b'\n', &mut self.line)?;
        let value = self.line.strip_suffix(b"\n").and_then(|line| serde_json::from_slice(line).ok());
        self.bytes += if value.is_some() { self.line.len() as u64 } else { 0 };
        Ok(value)
    }
}

/// An error that says what failed with which file.
pub(crate) fn named(what: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what} {}: {error}", path.display()))
}
