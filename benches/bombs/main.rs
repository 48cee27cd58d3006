//! Pages made to hurt: what each costs, and what comes out.
//!
//! ```text
//! cargo bench --bench bombs                    all bombs
//! cargo bench --bench bombs -- copied UTF      those whose names contain one of the words
//! cargo bench --bench bombs -- --all-options   with a base address, selectors, all blocks kept and explained
//! ```
//!
//! Every bomb goes off in a process of its own, three times: with [`SIZE`] bytes and twice as many, where no limit may
//! hide how the cost grows, and with as many as a page may have by default. Time and memory are those of the extraction
//! and of its text, Markdown and HTML, whose megabytes are given; the peak is given of the extraction and of all. A row
//! says FAIL, and this process exits non-zero, if a process ends in any other way than by itself, if twice the page takes
//! more than [`MAX_TIME`] times the time or [`MAX_MEMORY`] times the memory, or if the largest page takes more than
//! [`MAX_SECONDS`] or [`MAX_PEAK`]. `benches/peers` has the same for other extractors.

use std::alloc::System;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use mainbody::{Explain, Extraction, Extractor, Limits};
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};

#[path = "../linear/cases.rs"]
mod cases;
#[path = "../clock/mod.rs"]
mod clock;
mod list;
mod looks;

use list::{Bomb, bombs};

#[global_allocator]
static ALLOCATOR: PeakMemAlloc<System> = PeakMemAlloc::system();

/// Bytes of the smaller page: enough to measure.
const SIZE: usize = 1 << 20;
/// Bytes of the largest page: the default limit.
const LARGEST: usize = 64 << 20;
/// Twice the page may take so many times the time: 2, and room for caches that no longer hold it.
const MAX_TIME: f64 = 2.5;
/// Twice the page may take so many times the memory: 2, and room for buffers that double.
const MAX_MEMORY: f64 = 2.2;
/// CPU seconds that the largest page may take.
const MAX_SECONDS: f64 = 30.0;
/// Bytes that the library may hold at once for the largest page, its input not counted: what `Limits` promises.
const MAX_PEAK: usize = 512 << 20;
/// Bytes that it may hold while the extraction is written out: a sign takes up to six bytes in HTML, and is held twice.
const MAX_WRITTEN: usize = 2 << 30;
/// Below these a measurement says more about what every page needs.
const MIN_SECONDS: f64 = 0.02;
const MIN_PEAK: usize = 1 << 20;
/// Sizes at which a growth is measured before it counts as too much.
const ATTEMPTS: usize = 3;

/// The flag for options that cost something.
const ALL_OPTIONS: &str = "--all-options";

/// What a bomb cost.
struct Cost {
    seconds: f64,
    /// Of the extraction alone.
    extraction: usize,
    peak: usize,
    came_out: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, size, options @ ..] = arguments.as_slice() {
        if flag == "--child" {
            return child(name, size.parse().unwrap_or(0), !options.is_empty());
        }
    }
    // `cargo test --benches` builds and starts this too, without the flag.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let chosen = |bomb: &Bomb| words.is_empty() || words.iter().any(|word| bomb.name.contains(word.as_str()));
    println!(
        "| bomb | ms at 1 MiB or more | time, twice | memory, twice | s at 64 MiB | peak MB | written out | what came out | |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---|---|");
    let (mut all, mut failed) = (0, Vec::new());
    for bomb in bombs().into_iter().filter(chosen) {
        all += 1;
        print!("| `{}` |", bomb.name);
        // What hangs must be seen to hang.
        let _ = io::stdout().flush();
        if !run(bomb.name) {
            failed.push(bomb.name);
        }
    }
    assert!(all > 0, "no bomb is called {words:?}");
    println!("\n{} of {all} bombs FAIL {failed:?}", failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Sets a bomb off and prints the rest of its row; whether all is well.
fn run(name: &str) -> bool {
    let (Some(growth), Some(largest)) = (growth(name), go_off(name, LARGEST)) else {
        println!(" | | | | | | | FAIL |");
        return false;
    };
    let (once, time, memory) = growth;
    let linear = (time <= MAX_TIME) && (memory <= MAX_MEMORY);
    let well =
        linear && largest.seconds <= MAX_SECONDS && largest.extraction <= MAX_PEAK && largest.peak <= MAX_WRITTEN;
    println!(
        " {:.1} | {time:.2} | {memory:.2} | {:.2} | {:.0} | {:.0} | {} | {} |",
        once.seconds * 1e3,
        largest.seconds,
        largest.extraction as f64 / 1e6,
        largest.peak as f64 / 1e6,
        largest.came_out,
        if well { "ok" } else { "FAIL" }
    );
    well
}

/// The smaller page, and how many times its time and memory twice as much takes.
fn growth(name: &str) -> Option<(Cost, f64, f64)> {
    let mut found: Option<(Cost, f64, f64)> = None;
    // Where a buffer outgrows its size there is a step, but only one: what is not linear fails at the next size too.
    for size in (0..ATTEMPTS).map(|attempt| SIZE << attempt) {
        let (once, twice) = (go_off(name, size)?, go_off(name, 2 * size)?);
        let time = if twice.seconds < MIN_SECONDS { 1.0 } else { twice.seconds / once.seconds.max(1e-9) };
        let memory = if twice.peak < MIN_PEAK { 1.0 } else { twice.peak as f64 / once.peak.max(1) as f64 };
        let linear = time <= MAX_TIME && memory <= MAX_MEMORY;
        found = Some((once, time, memory));
        if linear {
            break;
        }
    }
    found
}

/// Sets a bomb off in a process of its own; nothing if that does not end well.
fn go_off(name: &str, size: usize) -> Option<Cost> {
    let size = size.to_string();
    let options = std::env::args().filter(|argument| argument == ALL_OPTIONS);
    let mut child = Command::new(std::env::current_exe().ok()?);
    let output = child.args(["--child", name, &size]).args(options).output().ok()?;
    if !output.status.success() {
        eprintln!("{name} of {size} bytes: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let line = String::from_utf8(output.stdout).ok()?;
    let mut parts = line.trim().splitn(4, ' ');
    Some(Cost {
        seconds: parts.next()?.parse().ok()?,
        extraction: parts.next()?.parse().ok()?,
        peak: parts.next()?.parse().ok()?,
        came_out: parts.next()?.to_owned(),
    })
}

/// All that costs something. Every block is written out, so that the renderers have the most to do.
fn with_all_options() -> Result<Extractor, mainbody::Error> {
    let extractor = Extractor::new().base_url("https://example.org/a/b/")?.explain(Explain::EveryBlock);
    let extractor = extractor.keep("*")?.keep("* * > p ~ *, .nav + :not(.x):nth-child(2n+1), [class*=AV i]")?;
    extractor.prune("sup a, td + td:not([class~=x]), [href^='/b'][title$=z], #x .y")
}

/// Sets a bomb off in this process and says what it cost.
fn child(name: &str, size: usize, all_options: bool) -> ExitCode {
    let Some(bomb) = bombs().into_iter().find(|bomb| bomb.name == name) else { return ExitCode::FAILURE };
    let page = bomb.page(size);
    let extractor = if all_options { with_all_options() } else { Ok(Extractor::new()) };
    let Ok(extractor) = extractor else { return ExitCode::FAILURE };
    ALLOCATOR.reset_peak_memory();
    let start = clock::now();
    let unlimited = Limits::new().max_nodes(usize::MAX).max_blocks(usize::MAX).max_work(u64::MAX);
    let limits = if size < LARGEST { unlimited } else { Limits::new() };
    let extraction = extractor.limits(limits).extract_bytes(black_box(&page));
    let extraction_peak = ALLOCATOR.get_peak_memory();
    // All that can be asked for; what was written is dropped before the next, as a program would.
    let mut written = 0;
    if let Ok(extraction) = &extraction {
        for write in [Extraction::text, Extraction::markdown, Extraction::html] {
            written += black_box(write(extraction)).len();
        }
    }
    let seconds = clock::now().saturating_sub(start).as_secs_f64();
    let peak = ALLOCATOR.get_peak_memory();
    let came_out = match &extraction {
        Ok(extraction) => {
            let warnings: Vec<String> = extraction.warnings().iter().map(|warning| format!("{warning:?}")).collect();
            let megabytes = written as f64 / 1e6;
            format!("{} blocks, {megabytes:.1} MB {}", extraction.all_blocks().len(), warnings.join(", "))
        }
        Err(error) => format!("{error:?}"),
    };
    println!("{seconds} {extraction_peak} {peak} {}", came_out.trim_end());
    ExitCode::SUCCESS
}
