//! Pages made to hurt: what each costs, and what comes out.
//!
//! ```text
//! cargo bench --bench bombs                    all bombs
//! cargo bench --bench bombs -- copied UTF      those whose names contain one of the words
//! ```
//!
//! Every bomb goes off in a process of its own, three times: with [`SIZE`] bytes and twice as many, where no limit may
//! hide how the cost grows, and with as many as a page may have by default. A row says FAIL, and this process exits non-zero, if a process ends in any other way than
//! by itself, if twice the page takes more than [`MAX_TIME`] times the time or [`MAX_MEMORY`] times the memory, or if the
//! largest page takes more than [`MAX_SECONDS`] or [`MAX_PEAK`]. `benches/peers` has the same for other extractors.

use std::alloc::System;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use mainbody::{Extractor, Limits};
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};

#[path = "../linear/cases.rs"]
mod cases;
#[path = "../clock/mod.rs"]
mod clock;
mod list;

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
/// Below these a measurement says more about what every page needs.
const MIN_SECONDS: f64 = 0.02;
const MIN_PEAK: usize = 1 << 20;
/// Sizes at which a growth is measured before it counts as too much.
const ATTEMPTS: usize = 3;

/// What a bomb cost.
struct Cost {
    seconds: f64,
    peak: usize,
    came_out: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, size] = arguments.as_slice() {
        if flag == "--child" {
            return child(name, size.parse().unwrap_or(0));
        }
    }
    // `cargo test --benches` builds and starts this too, without the flag.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let chosen = |bomb: &Bomb| words.is_empty() || words.iter().any(|word| bomb.name.contains(word.as_str()));
    println!("| bomb | ms at 1 MiB or more | time, twice | memory, twice | s at 64 MiB | peak MB | what came out | |");
    println!("|---|---:|---:|---:|---:|---:|---|---|");
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
        println!(" | | | | | | FAIL |");
        return false;
    };
    let (once, time, memory) = growth;
    let linear = (time <= MAX_TIME) && (memory <= MAX_MEMORY);
    let well = linear && largest.seconds <= MAX_SECONDS && largest.peak <= MAX_PEAK;
    println!(
        " {:.1} | {time:.2} | {memory:.2} | {:.2} | {:.0} | {} | {} |",
        once.seconds * 1e3,
        largest.seconds,
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
    let output = Command::new(std::env::current_exe().ok()?).args(["--child", name, &size]).output().ok()?;
    if !output.status.success() {
        eprintln!("{name} of {size} bytes: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let line = String::from_utf8(output.stdout).ok()?;
    let mut parts = line.trim().splitn(3, ' ');
    Some(Cost {
        seconds: parts.next()?.parse().ok()?,
        peak: parts.next()?.parse().ok()?,
        came_out: parts.next()?.to_owned(),
    })
}

/// Sets a bomb off in this process and says what it cost.
fn child(name: &str, size: usize) -> ExitCode {
    let Some(bomb) = bombs().into_iter().find(|bomb| bomb.name == name) else { return ExitCode::FAILURE };
    let page = bomb.page(size);
    ALLOCATOR.reset_peak_memory();
    let start = clock::now();
    let unlimited = Limits::new().max_nodes(usize::MAX).max_blocks(usize::MAX).max_work(u64::MAX);
    let limits = if size < LARGEST { unlimited } else { Limits::new() };
    let extraction = Extractor::new().limits(limits).extract_bytes(black_box(&page));
    let text = extraction.as_ref().map(mainbody::Extraction::text);
    black_box(&text);
    let seconds = clock::now().saturating_sub(start).as_secs_f64();
    let peak = ALLOCATOR.get_peak_memory();
    let came_out = match &extraction {
        Ok(extraction) => {
            let warnings: Vec<String> = extraction.warnings().iter().map(|warning| format!("{warning:?}")).collect();
            format!("{} blocks {}", extraction.all_blocks().len(), warnings.join(", "))
        }
        Err(error) => format!("{error:?}"),
    };
    println!("{seconds} {peak} {}", came_out.trim_end());
    ExitCode::SUCCESS
}
