//! What plain-text dumps cost: speed on real and hand-written ones, and how the cost of hurtful ones grows.
//!
//! ```text
//! cargo bench --bench dumps               hand-written dumps, and dumps made to hurt
//! cargo bench --bench dumps -- DIR...     the .txt files below each folder, too
//! ```
//!
//! `examples/train` flattens corpora to such folders. Beside each speed stands that of counting the words of the same
//! dumps by `split_whitespace`, the two taking turns: what the machine does to one it does to the other. This process
//! exits non-zero if twice the dump takes more than [`MAX_TIME`] times the time, or a dump of 64 MiB more than
//! [`MAX_SECONDS`] or [`MAX_PEAK`].

use std::alloc::System;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mainbody::{Extractor, Limits, extract_dump};
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};
use walkdir::WalkDir;

#[path = "../clock/mod.rs"]
mod clock;

#[global_allocator]
static ALLOCATOR: PeakMemAlloc<System> = PeakMemAlloc::system();

/// Turns of which the median is taken.
const TURNS: usize = 9;
/// Hand-written dumps are few: each turn goes over them until it has seen so many bytes.
const TURN_BYTES: usize = 8 << 20;

/// Bytes of the smaller hurtful dump.
const SIZE: usize = 2 << 20;
/// Bytes of the largest one: the default limit.
const LARGEST: usize = 64 << 20;
/// Twice the dump may take so many times the time: 2, and room for caches that no longer hold it.
const MAX_TIME: f64 = 3.0;
/// Below this a measurement says nothing.
const MIN_SECONDS: f64 = 0.02;
/// CPU seconds that the largest dump may take.
const MAX_SECONDS: f64 = 10.0;
/// Bytes that may be held at once for it, the dump not counted: what `Limits` promises.
const MAX_PEAK: usize = 512 << 20;

/// Dumps made to hurt: what each repeats.
const HURTFUL: [(&str, &str); 16] = [
    ("newlines", "\n"),
    ("carriage returns", "\r\n"),
    ("blanks", " "),
    ("one line", "word and "),
    ("one word", "a"),
    ("one word of Han", "語"),
    ("one repeated line", "It rained all night, and by the morning the river had left its bed.\n"),
    ("short lines", "a\n"),
    ("bullets", "•\n"),
    ("items", "• a\n"),
    ("numbers alone", "1.\n"),
    ("signs", "-\n"),
    ("wrapped lines", "It rained all night, and by the morning the river had left its bed\n"),
    ("wrapped words", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"),
    ("spaces to collapse", "a  b\t\tc\u{a0}d\n"),
    ("names", "Jane Roe\n"),
];

/// The same with a text: what is repeated above it, and below it.
const AROUND_TEXT: [(&str, &str, &str); 2] = [
    ("names above the text and below it", "Jane Roe\n", "Max Poe\n"),
    ("dates above the text, names below it", "5 May 2024 12:30\n", "Max Poe\n"),
];

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` builds and starts this too, without the flag.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(ExitCode::SUCCESS);
    }
    println!("| dumps | | MB | MB/s | MB/s, counting words | time, counting = 1 |\n|---|---:|---:|---:|---:|---:|");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps");
    let folders = arguments.iter().filter(|argument| !argument.starts_with('-')).map(PathBuf::from);
    for folder in [own].into_iter().chain(folders) {
        speed(&folder)?;
    }
    println!(
        "\n| dump | ms at 2 MiB | time, twice | s at 64 MiB | peak MB | blocks | |\n|---|---:|---:|---:|---:|---:|---|"
    );
    let alone = HURTFUL.iter().map(|&(name, unit)| (name, bears(name, &|bytes| unit.repeat(bytes / unit.len()))));
    let around = AROUND_TEXT.iter().map(|&(name, above, below)| {
        let dump = |bytes: usize| around_text(above, below, bytes);
        (name, bears(name, &dump))
    });
    let failed: Vec<&str> = alone.chain(around).filter(|(_, well)| !well).map(|(name, _)| name).collect();
    println!("\n{} of {} FAIL {failed:?}", failed.len(), HURTFUL.len() + AROUND_TEXT.len());
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the speed on the dumps below a folder.
fn speed(folder: &Path) -> io::Result<()> {
    let mut dumps = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        let is_dump = entry.path().extension().is_some_and(|extension| extension == "txt");
        if is_dump && !matches!(entry.file_name().to_str(), Some("expected.txt" | "head.txt" | "missing.txt")) {
            dumps.push(std::fs::read_to_string(entry.path())?);
        }
    }
    let bytes: usize = dumps.iter().map(String::len).sum();
    if bytes == 0 {
        return Err(io::Error::other(format!("no dumps below {}", folder.display())));
    }
    let rounds = (TURN_BYTES / bytes).max(1);
    let each = |work: fn(&str) -> usize| {
        timed(|| (0..rounds).map(|_| dumps.iter().map(|dump| work(black_box(dump))).sum::<usize>()).sum::<usize>())
    };
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let blocks = |dump: &str| extract_dump(dump).map_or(0, |page| page.blocks().count());
        let (count, words) = each(|dump| dump.split_whitespace().count());
        let (extraction, found) = each(blocks);
        assert!(found > 0 && words > 0, "there is something in the dumps");
        times.push((extraction.as_secs_f64(), count.as_secs_f64()));
    }
    let median = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let megabytes = (rounds * bytes) as f64 / 1e6;
    let of = |of: fn(&(f64, f64)) -> f64| median(times.iter().map(of).collect());
    println!(
        "| {} | {} | {:.1} | {:.0} | {:.0} | {:.2} |",
        folder.file_name().unwrap_or_default().to_string_lossy(),
        dumps.len(),
        bytes as f64 / 1e6,
        megabytes / of(|times| times.0),
        megabytes / of(|times| times.1),
        of(|times| times.0 / times.1)
    );
    Ok(())
}

fn timed<R>(work: impl FnOnce() -> R) -> (Duration, R) {
    let start = clock::now();
    let result = black_box(work());
    (clock::now().saturating_sub(start), result)
}

/// A title and a text with lines above and below it, of at most so many bytes in all.
fn around_text(above: &str, below: &str, bytes: usize) -> String {
    let title = "The River Left Its Bed Again In March\n";
    let sentence = "It rained all night, and by the morning the river had left its bed and stood in the gardens. ";
    let prose = format!("{}\n", sentence.repeat(3)).repeat(2);
    let half = bytes.saturating_sub(title.len() + prose.len()) / 2;
    let [above, below] = [above, below].map(|line| line.repeat(half / line.len()));
    [title, &above, &prose, &below].concat()
}

/// Prints what a dump of any number of bytes costs; whether that is bearable.
fn bears(name: &str, dump: &dyn Fn(usize) -> String) -> bool {
    let unlimited = Extractor::new().limits(Limits::new().max_blocks(usize::MAX));
    let seconds = |bytes: usize| {
        let dump = dump(bytes);
        let times = (0..3).map(|_| timed(|| unlimited.extract_dump(&dump)).0.as_secs_f64());
        times.min_by(f64::total_cmp).unwrap_or_default()
    };
    let (once, twice) = (seconds(SIZE), seconds(2 * SIZE));
    let growth = if twice < MIN_SECONDS { 1.0 } else { twice / once };
    let largest = dump(LARGEST);
    ALLOCATOR.reset_peak_memory();
    let before = ALLOCATOR.get_peak_memory();
    let (time, page) = timed(|| extract_dump(black_box(&largest)));
    let peak = ALLOCATOR.get_peak_memory() - before;
    let blocks = page.as_ref().map_or(0, |page| page.all_blocks().len());
    let well = page.is_ok() && growth <= MAX_TIME && time.as_secs_f64() <= MAX_SECONDS && peak <= MAX_PEAK;
    println!(
        "| {name} | {:.1} | {growth:.2} | {:.2} | {:.0} | {blocks} | {} |",
        once * 1e3,
        time.as_secs_f64(),
        peak as f64 / 1e6,
        if well { "ok" } else { "FAIL" }
    );
    well
}
