//! Extracts every page below a directory, in parallel, into one JSON line a page.
//!
//! ```text
//! cargo run --release --example batch -- pages/ --out pages.jsonl
//! ```

use std::collections::VecDeque;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Instant;

use clap::Parser;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use mainbody::Extractor;
use rayon::ThreadPoolBuilder;
use serde::Serialize;
use walkdir::WalkDir;

mod arguments;

/// Pages that may be ahead of the one whose line is written next: enough that a slow page keeps no
/// core waiting, few enough that their lines fit in memory.
const PAGES_AHEAD: usize = 256;

/// A small `.gz` file can unpack to any size, so a page is read no further than this.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// Extract the main content of every .html, .htm and .html.gz file below a directory
#[derive(Parser)]
struct Arguments {
    /// Where the pages are
    dir: PathBuf,
    /// Threads to use; one a core if not given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Where the JSON lines go; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What to prefer when in doubt
    #[arg(long, value_enum, default_value_t)]
    focus: arguments::FocusArgument,
}

/// One line of the output. A page that failed has an empty text.
#[derive(Default, Serialize)]
struct Line {
    id: String,
    text: String,
    confidence: f32,
    title: Option<String>,
    /// Names with a semicolon between.
    author: Option<String>,
    /// Of publication, or of the last change where that is all that is known.
    date: Option<String>,
    /// Spent in the library alone, not in reading the file.
    seconds: f64,
    error: Option<String>,
}

fn main() -> ExitCode {
    arguments::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let paths = page_paths(&arguments.dir)?;
    let mut out: BufWriter<Box<dyn Write>> = BufWriter::new(match &arguments.out {
        Some(file) => {
            Box::new(File::create(file).map_err(|error| format!("cannot write {}: {error}", file.display()))?)
        }
        None => Box::new(io::stdout()),
    });
    let pool = ThreadPoolBuilder::new().num_threads(arguments.jobs.unwrap_or(0)).build()?;
    let extractor = arguments.focus.extractor();
    // Draws nothing unless standard error is a terminal.
    let progress = ProgressBar::new(paths.len().try_into()?)
        .with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} pages, {per_sec}, {eta} left")?);
    let mut failed = 0_usize;
    pool.in_place_scope_fifo(|scope| -> Result<(), Box<dyn Error>> {
        let mut ahead = VecDeque::with_capacity(PAGES_AHEAD);
        let mut rest = paths.iter();
        loop {
            for path in rest.by_ref().take(PAGES_AHEAD - ahead.len()) {
                let (sender, receiver) = mpsc::sync_channel(1);
                let extractor = &extractor;
                // A line that nobody waits for any more is one of a run that failed.
                scope.spawn_fifo(move |_| drop(sender.send(extract(extractor, path))));
                ahead.push_back(receiver);
            }
            let Some(next) = ahead.pop_front() else { return Ok(()) };
            let line = next.recv()?;
            progress.inc(1);
            failed += usize::from(line.error.is_some());
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
    })?;
    out.flush()?;
    progress.finish_and_clear();
    eprintln!("{} pages, {failed} failed", paths.len());
    Ok(())
}

/// The pages below `dir`, sorted by path. What cannot be listed is reported and left out, unless
/// it is `dir` itself.
fn page_paths(dir: &Path) -> Result<Vec<PathBuf>, walkdir::Error> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(dir) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && page_id(entry.path()).is_some() => {
                paths.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) if error.depth() == 0 => return Err(error),
            Err(error) => eprintln!("warning: {error}"),
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The file name without its ending, or nothing if the ending is not a page's.
fn page_id(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    let lower = name.to_ascii_lowercase();
    let ending = [".html", ".htm", ".html.gz"].iter().find(|ending| lower.ends_with(**ending))?;
    name.get(..name.len() - ending.len()).map(str::to_owned)
}

fn extract(extractor: &Extractor, path: &Path) -> Line {
    let mut line = Line { id: page_id(path).unwrap_or_default(), ..Line::default() };
    let bytes = match read_page(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            line.error = Some(error.to_string());
            return line;
        }
    };
    let start = Instant::now();
    let outcome = extractor.extract_bytes(&bytes);
    line.seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(page) => {
            line.text = page.text();
            line.confidence = page.confidence();
            let about = page.metadata();
            line.title = about.title().map(str::to_owned);
            line.author = (!about.authors().is_empty()).then(|| about.authors().join("; "));
            line.date = about.published().or(about.modified()).map(str::to_owned);
        }
        Err(error) => line.error = Some(error.to_string()),
    }
    line
}

fn read_page(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut bytes = Vec::new();
    let length = reader.take(MAX_PAGE_BYTES + 1).read_to_end(&mut bytes)?;
    if u64::try_from(length).is_ok_and(|length| length <= MAX_PAGE_BYTES) {
        Ok(bytes)
    } else {
        Err(io::Error::other(format!("the page is larger than {MAX_PAGE_BYTES} bytes")))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::page_id;

    #[test]
    fn ids_are_file_names_without_the_ending() {
        assert_eq!(page_id(Path::new("a/b.html")).as_deref(), Some("b"));
        assert_eq!(page_id(Path::new("a/B.HTM")).as_deref(), Some("B"));
        assert_eq!(page_id(Path::new("a/b.c.html.gz")).as_deref(), Some("b.c"));
        assert_eq!(page_id(Path::new("a/b.gz")), None);
        assert_eq!(page_id(Path::new("a/b.txt")), None);
    }
}
