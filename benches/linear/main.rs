//! Whether time and memory grow in step with the page, on pages made to prevent it.
//!
//! ```text
//! cargo bench --bench linear                  all cases
//! cargo bench --bench linear -- font table    those whose names contain one of the words
//! ```
//!
//! Every case runs at some size and at twice that. A row says FAIL, and the process exits non-zero, if twice the page
//! takes more than [`MAX_TIME`] times the CPU time or [`MAX_MEMORY`] times the memory, or if the memory is more than
//! [`MAX_OF_INPUT`] times the page. A case that is far too slow already at an eighth of its size is not run to the end.

use std::alloc::System;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use mainbody::{Extractor, Limits};
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};

mod cases;
#[path = "../clock/mod.rs"]
mod clock;

use cases::{CASES, Case};

#[global_allocator]
static ALLOCATOR: PeakMemAlloc<System> = PeakMemAlloc::system();

/// Twice the page may take so many times the time: 2, and room for caches that no longer hold it.
const MAX_TIME: f64 = 2.5;
/// Twice the page may take so many times the memory: 2, and room for buffers that double.
const MAX_MEMORY: f64 = 2.2;
/// The memory may be so many times the page: linear growth is of no use when every byte costs kilobytes. A block takes
/// some 2 KB while it is scored, and the shortest one is made of four bytes.
const MAX_OF_INPUT: f64 = 512.0;
/// Below this a peak says more about the tables every page needs than about the page.
const MIN_PEAK: usize = 1 << 20;
/// Times a page is run, if it does not take too long.
const RUNS: usize = 3;
/// Seconds after which a case that looks bad is not looked at again with larger pages.
const HOPELESS: f64 = 8.0;
/// A case that takes so long at an eighth of its size would take minutes at the full size if it were quadratic.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a page cost.
#[derive(Default)]
struct Cost {
    bytes: usize,
    peak: usize,
    times: Vec<Duration>,
}

impl Cost {
    /// The fastest run: whatever disturbs one only adds.
    fn seconds(&self) -> f64 {
        self.times.iter().min().map_or(0.0, Duration::as_secs_f64)
    }
}

/// What a page cost, and one of twice the size.
#[derive(Default)]
struct Growth {
    once: Cost,
    twice: Cost,
}

impl Growth {
    fn time(&self) -> f64 {
        self.twice.seconds() / self.once.seconds().max(1e-9)
    }

    fn memory(&self) -> f64 {
        self.twice.peak as f64 / self.once.peak.max(1) as f64
    }

    fn of_input(&self) -> f64 {
        self.twice.peak as f64 / self.twice.bytes as f64
    }

    fn is_linear(&self) -> bool {
        let modest = self.memory() <= MAX_MEMORY && self.of_input() <= MAX_OF_INPUT || self.twice.peak < MIN_PEAK;
        self.time() <= MAX_TIME && modest
    }

    fn print(&self) {
        println!(
            " {:.2} | {:.1} | {:.1} | {:.2} | {:.1} | {:.1} | {:.1} | {:.2} | {:.1} | {} |",
            self.once.bytes as f64 / 1e6,
            self.once.seconds() * 1e3,
            self.twice.seconds() * 1e3,
            self.time(),
            self.twice.bytes as f64 / 1e6 / self.twice.seconds(),
            self.once.peak as f64 / 1e6,
            self.twice.peak as f64 / 1e6,
            self.memory(),
            self.of_input(),
            if self.is_linear() { "ok" } else { "FAIL" },
        );
    }
}

fn main() -> ExitCode {
    // `cargo test --benches` builds and starts this too, without the flag.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let names: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let chosen = CASES.iter().filter(|case| names.is_empty() || names.iter().any(|name| case.name.contains(name)));
    println!("| case | MB | ms | ms, twice | time | MB/s | peak MB | twice | memory | of input | |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
    let (mut cases, mut failed) = (0, Vec::new());
    for case in chosen {
        cases += 1;
        print!("| `{}` |", case.name);
        // What hangs must be seen to hang.
        let _ = io::stdout().flush();
        if !run(case) {
            failed.push(case.name);
        }
    }
    assert!(cases > 0, "no case is called {names:?}");
    println!("\n{} of {cases} cases FAIL {failed:?}", failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a case and prints the rest of its row; whether it is linear.
fn run(case: &Case) -> bool {
    let mut probe = Cost::default();
    measure(&(case.page)(case.units / 8), &mut probe);
    if probe.times.iter().any(|time| *time > PATIENCE) {
        let (megabytes, seconds) = (probe.bytes as f64 / 1e6, probe.seconds());
        println!(" {megabytes:.2} | | | | {:.2} | | | | | FAIL, {seconds:.1} s |", megabytes / seconds);
        return false;
    }
    let mut growth = compare(case, case.units);
    // Where buffers outgrow a cache or the allocator's heap there is a step, but only one: what is not linear fails
    // again at the next size.
    if !growth.is_linear() && growth.twice.seconds() < HOPELESS {
        growth = compare(case, 2 * case.units);
    }
    growth.print();
    growth.is_linear()
}

fn compare(case: &Case, units: usize) -> Growth {
    let pages = [units, 2 * units].map(case.page);
    let mut growth = Growth::default();
    for _ in 0..RUNS {
        // In turns, so that what disturbs one size disturbs the other.
        measure(&pages[0], &mut growth.once);
        measure(&pages[1], &mut growth.twice);
        if growth.twice.seconds() > HOPELESS {
            break;
        }
    }
    growth
}

/// Extracts all of a page, renders it and adds what it cost.
fn measure(page: &str, cost: &mut Cost) {
    // A page that is cut off would be linear however slow the rest.
    let unlimited = Limits::new().max_nodes(usize::MAX).max_blocks(usize::MAX).max_work(u64::MAX);
    let extractor = Extractor::new().limits(unlimited).keep("*").unwrap_or_default();
    ALLOCATOR.reset_peak_memory();
    let start = clock::now();
    let extraction = extractor.extract(black_box(page));
    let texts = extraction.as_ref().map(|page| (page.text(), page.markdown(), page.html()));
    black_box(&texts);
    let peak = ALLOCATOR.get_peak_memory();
    let blocks = extraction.as_ref().map_or(0, |extraction| extraction.all_blocks().len());
    drop(texts);
    drop(extraction);
    let time = clock::now().saturating_sub(start);
    assert!(blocks > 0, "the page has text");
    // Written last: what the bench itself allocates is none of the page's.
    cost.bytes = page.len();
    cost.peak = peak;
    cost.times.push(time);
}
