//! What each stage costs over a corpus of real pages, and what share of the parse that is.

use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mainbody::internals::Parsed;

use crate::{clock, pages};

const PASSES: usize = 3;

const STAGES: [&str; 8] = ["parse", "segment", "features", "model", "select", "render", "all of these", "whole"];
const SUM: usize = 6;
const WHOLE: usize = 7;

/// The time of each of [`STAGES`] over all pages.
type Times = [Duration; STAGES.len()];

/// Prints the table, or that there is no corpus.
///
/// # Errors
///
/// If the corpus is there and cannot be read.
pub(crate) fn run() -> io::Result<()> {
    let corpus = corpus();
    println!();
    if !corpus.is_dir() {
        println!("No corpus at {}: no times over real pages. MAINBODY_CORPUS names another one.", corpus.display());
        return Ok(());
    }
    let paths = pages::paths(&corpus)?;
    let mut passes = Vec::new();
    let mut bytes = 0;
    let mut blocks = 0;
    for _ in 0..PASSES {
        let mut times = Times::default();
        (bytes, blocks) = (0, 0);
        for path in &paths {
            let bytes_of_page = pages::read(path)?;
            let html = String::from_utf8_lossy(&bytes_of_page);
            bytes += html.len();
            blocks += page(&html, &mut times);
        }
        passes.push(times);
    }
    assert!(blocks > paths.len(), "real pages have more than one block");
    print(paths.len(), bytes, &passes);
    Ok(())
}

fn corpus() -> PathBuf {
    std::env::var_os("MAINBODY_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/wcxb"), PathBuf::from)
}

/// Adds the times of one page; returns its number of blocks.
fn page(html: &str, times: &mut Times) -> usize {
    let [parse, segment, features, model, select, render, sum, whole] = times;
    let before = *parse + *segment + *features + *model + *select + *render;
    let parsed = timed(parse, || Parsed::parse(html));
    let segmented = timed(segment, || parsed.segment());
    let featured = timed(features, || segmented.features(&parsed));
    let probabilities = timed(model, || featured.probabilities());
    let main = timed(select, || segmented.select(&probabilities));
    let blocks = segmented.len();
    assert_eq!(main.len(), blocks);
    drop((main, probabilities, featured, segmented, parsed));
    let (extraction, text) = timed(whole, || {
        let extraction = mainbody::extract(html);
        let text = extraction.as_ref().map_or_else(|_| String::new(), mainbody::Extraction::text);
        (extraction, text)
    });
    assert!(extraction.as_ref().is_ok_and(|page| page.all_blocks().len() == blocks), "{extraction:?}");
    if let Ok(extraction) = extraction {
        assert_eq!(timed(render, || extraction.text()), text);
    }
    *sum += *parse + *segment + *features + *model + *select + *render - before;
    blocks
}

fn timed<R>(total: &mut Duration, stage: impl FnOnce() -> R) -> R {
    let start = clock::now();
    let result = black_box(stage());
    *total += clock::now().saturating_sub(start);
    result
}

fn print(pages: usize, bytes: usize, passes: &[Times]) {
    let megabytes = bytes as f64 / 1e6;
    let median = |stage: usize| {
        let mut seconds: Vec<f64> = passes.iter().map(|times| times[stage].as_secs_f64()).collect();
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    };
    let parse = median(0);
    println!("{pages} pages, {megabytes:.0} MB, CPU time, median of {PASSES} passes\n");
    println!("| stage | s | MB/s | of the parse |\n|---|---:|---:|---:|");
    let row = |name: &str, seconds: f64| {
        println!("| {name} | {seconds:.3} | {:.0} | {:.1} % |", megabytes / seconds, 100.0 * seconds / parse);
    };
    for (stage, name) in STAGES.iter().enumerate() {
        row(name, median(stage));
    }
    row("rest of the whole: putting together, freeing", (median(WHOLE) - median(SUM)).max(0.0));
    println!("\nAll after the parse: {:.1} % of it.", 100.0 * (median(WHOLE) - parse) / parse);
}
