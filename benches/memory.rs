//! Peak memory of one page after another, held against the bound that the crate keeps.
//!
//! ```text
//! cargo bench --bench memory                  the corpus, if it is there
//! cargo bench --bench memory -- DIRECTORY     the .html and .html.gz files below it
//! ```
//!
//! Counted is what the library asks of the allocator for one page, the result included, its input not. A buffer that
//! grows counts with its new size: large ones are moved by the system without a copy.

use std::alloc::System;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mainbody::Extractor;
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};

mod pages;

#[global_allocator]
static ALLOCATOR: PeakMemAlloc<System> = PeakMemAlloc::system();

/// The bound: so many times the size of the page, ...
const TIMES_SIZE: usize = 8;
/// ... and so many bytes.
const PLUS: usize = 4 << 20;
/// Pages printed.
const WORST: usize = 5;

struct Measured {
    path: PathBuf,
    size: usize,
    peak: usize,
}

impl Measured {
    /// The peak as a share of what is allowed; above 1 the bound is broken.
    fn share(&self) -> f64 {
        self.peak as f64 / (TIMES_SIZE * self.size + PLUS) as f64
    }
}

fn main() -> io::Result<ExitCode> {
    // `cargo test --benches` builds and starts this too, without the flag.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(ExitCode::SUCCESS);
    }
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/wcxb");
    let directory = match named {
        Some(directory) => directory,
        None if corpus.is_dir() => corpus,
        None => {
            println!("No corpus at {}: name a directory of pages.", corpus.display());
            return Ok(ExitCode::SUCCESS);
        }
    };
    let mut measured: Vec<Measured> =
        pages::paths(&directory)?.into_iter().map(measure).collect::<Result<_, io::Error>>()?;
    measured.sort_by(|a, b| b.share().total_cmp(&a.share()));
    print(&measured);
    let broken = measured.iter().filter(|page| page.share() > 1.0).count();
    println!("\n{broken} of {} pages break the bound.", measured.len());
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(path: PathBuf) -> io::Result<Measured> {
    let bytes = pages::read(&path)?;
    ALLOCATOR.reset_peak_memory();
    let page = Extractor::new().extract_bytes(&bytes).map_err(io::Error::other)?;
    let text = page.text();
    let peak = ALLOCATOR.get_peak_memory();
    assert!(peak > text.len(), "the text alone takes more than the {peak} bytes counted");
    Ok(Measured { path, size: bytes.len(), peak })
}

fn print(worst_first: &[Measured]) {
    println!("| page | KB | peak KB | times its size | of the bound |\n|---|---:|---:|---:|---:|");
    for page in worst_first.iter().take(WORST) {
        let (size, peak) = (page.size as f64 / 1e3, page.peak as f64 / 1e3);
        let name = page.path.file_name().unwrap_or_default().to_string_lossy();
        let share = 100.0 * page.share();
        println!("| {name} | {size:.0} | {peak:.0} | {:.1} | {share:.0} % |", peak / size.max(f64::MIN_POSITIVE));
    }
    let size: usize = worst_first.iter().map(|page| page.size).sum();
    let peak: usize = worst_first.iter().map(|page| page.peak).sum();
    println!("\nOver all pages the peaks are {:.1} times the sizes.", peak as f64 / size.max(1) as f64);
}
