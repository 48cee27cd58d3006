//! Extracts the main content of every page in WARC files into Parquet or JSON lines.
//!
//! ```text
//! cargo run --release -- crawl.warc.gz --out pages
//! ```

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use serde::Serialize;

mod archive;
#[path = "../../arguments/mod.rs"]
mod arguments;
mod in_flight;
mod journal;
mod part;
mod pipeline;
mod progress;
mod response;
mod row;

use arguments::FocusArgument;
use journal::{Counts, ERRORS, Failure, Journal, Plan, named};
use part::Format;
use progress::Progress;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Errors that are shown on the terminal; all of them stand in a file of the output.
const SHOWN_ERRORS: u64 = 20;

/// The crawl is done, but something in the files could not be read. 1 is a crawl that is not done, 2 a command line
/// that makes no sense.
const EXIT_WITH_ERRORS: u8 = 3;

/// Extract the main content of every page in WARC files.
///
/// Killed at any point and started again with the same command, it goes on where it was.
#[derive(Parser)]
struct Arguments {
    /// WARC files, plain or gzipped
    #[arg(required = true, value_name = "WARC")]
    inputs: Vec<PathBuf>,
    /// The directory that the parts are written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What the parts are
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Threads that extract; one a core if not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Leave out pages with a lower confidence, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = confidence)]
    min_confidence: f32,
    /// Pages in a part, and so the most that is done again after a kill
    #[arg(long, value_name = "N", default_value = "10000")]
    part_pages: NonZero<u64>,
    /// Write the pages themselves too, as a column `html`
    #[arg(long)]
    with_html: bool,
    /// What to prefer when in doubt
    #[arg(long, value_enum, default_value_t)]
    focus: FocusArgument,
}

fn confidence(argument: &str) -> Result<f32, String> {
    let confidence = argument.parse().map_err(|error| format!("{error}"))?;
    if (0.0..=1.0).contains(&confidence) { Ok(confidence) } else { Err("a confidence is 0 to 1".to_owned()) }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(EXIT_WITH_ERRORS),
        Err(error) => arguments::exit_code(Err(error)),
    }
}

/// Crawls, sums up, and gives the number of errors.
fn run(arguments: &Arguments) -> Result<u64, Box<dyn Error>> {
    let focus = clap::ValueEnum::to_possible_value(&arguments.focus).map(|value| value.get_name().to_owned());
    let plan = Plan::new(
        &arguments.inputs,
        arguments.format,
        focus.unwrap_or_default(),
        arguments.min_confidence,
        arguments.part_pages.get(),
        arguments.with_html,
    )?;
    let mut journal = Journal::open(&arguments.out, &plan)?;
    let jobs = arguments.jobs.map_or_else(thread::available_parallelism, Ok)?.get();
    let mut progress = Progress::new(&plan, journal.start())?;
    let outcome = pipeline::crawl(&plan, &arguments.focus.extractor(), jobs, &mut journal, &mut progress);
    progress.finish();
    outcome?;
    let (counts, errors) = sum_up(&plan, &journal)?;
    let Counts { records, pages, rows, below, bytes } = counts;
    let megabytes = bytes as f64 / 1e6;
    eprintln!("{records} records, {pages} pages ({megabytes:.1} MB), {}", progress.rates());
    eprintln!("{rows} rows, {below} pages below the confidence, {errors} errors");
    Ok(errors)
}

/// One line of the list of errors.
#[derive(Serialize)]
struct ErrorLine<'a> {
    input: &'a PathBuf,
    #[serde(flatten)]
    failure: &'a Failure,
}

/// Adds up all parts, of earlier runs too, and lists their errors.
fn sum_up(plan: &Plan, journal: &Journal) -> io::Result<(Counts, u64)> {
    let path = journal.directory().join(ERRORS);
    let failed = |error| named("cannot write", &path, &error);
    let mut list = BufWriter::new(std::fs::File::create(part::temporary(&path)).map_err(failed)?);
    let (mut counts, mut errors) = (Counts::default(), 0);
    journal.entries(|entry| {
        counts.add(entry.counts);
        let Some(input) = plan.inputs.get(entry.input) else { return Ok(()) };
        for failure in &entry.failures {
            serde_json::to_writer(&mut list, &ErrorLine { input: &input.path, failure })?;
            list.write_all(b"\n")?;
            errors += 1;
            if errors <= SHOWN_ERRORS {
                let url = failure.url.as_deref().unwrap_or("-");
                eprintln!("error: {} at {}, {url}: {}", input.path.display(), failure.offset, failure.error);
            }
        }
        Ok(())
    })?;
    let list = list.into_inner().map_err(io::IntoInnerError::into_error).map_err(failed)?;
    part::name(&list, &path).map_err(failed)?;
    if errors > SHOWN_ERRORS {
        eprintln!("error: {} more in {}", errors - SHOWN_ERRORS, path.display());
    }
    Ok((counts, errors))
}
