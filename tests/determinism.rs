//! The same bytes give the same extraction, on every run and on any number of threads: on the corpora, where they are
//! beside the repository. (`invariants.rs` has the same for the fixtures.)
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use mainbody::Warning;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[path = "support/corpora.rs"]
mod corpora;

/// Without optimisation one page in so many is run.
const STEP: usize = if cfg!(debug_assertions) { 200 } else { 1 };

/// What was extracted from a page: a hash of all of it, and the warnings.
#[derive(PartialEq, Debug)]
struct Said(u64, Vec<Warning>);

fn say(path: &Path) -> Said {
    let extraction = mainbody::extract_bytes(&corpora::bytes(path)).unwrap();
    let mut hasher = DefaultHasher::new();
    format!("{extraction:?}").hash(&mut hasher);
    extraction.text().hash(&mut hasher);
    for block in extraction.all_blocks() {
        (block.path(), block.source(), block.rows(), block.confidence().to_bits()).hash(&mut hasher);
    }
    Said(hasher.finish(), extraction.warnings().to_vec())
}

#[test]
fn the_corpora_on_one_and_on_eight_threads() {
    let pages: Vec<PathBuf> = corpora::files().into_iter().step_by(STEP).collect();
    let run = |threads: usize| -> Vec<Said> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| pages.par_iter().map(|page| say(page)).collect())
    };
    let once = run(1);
    for (threads, again) in [(1, run(1)), (8, run(8))] {
        for ((page, once), again) in pages.iter().zip(&once).zip(&again) {
            assert_eq!(once, again, "{} on {threads} threads", page.display());
        }
    }
    // No real page comes near a limit.
    let limits = [Warning::NodeLimit, Warning::BlockLimit, Warning::WorkLimit, Warning::DepthLimit];
    for (page, said) in pages.iter().zip(&once) {
        assert!(!said.1.iter().any(|warning| limits.contains(warning)), "{}: {:?}", page.display(), said.1);
    }
}
