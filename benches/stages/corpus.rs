//! What each stage costs over a corpus of real pages, and what share of the parse that is.

use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mainbody::Extraction;
use mainbody::internals::Parsed;

use crate::{clock, pages};

const PASSES: usize = 3;

const STAGES: [&str; 6] = ["parse", "segment", "features", "model", "select", "render"];

/// The time of each of [`STAGES`] over all pages, and last that of the whole extraction.
type Times = [Duration; STAGES.len() + 1];

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
        for (nth, path) in paths.iter().enumerate() {
            let bytes_of_page = pages::read(path)?;
            let html = String::from_utf8_lossy(&bytes_of_page);
            // The first to see a page finds the caches cold: each of the two is first half of the time.
            let order: [fn(&str, &mut Times) -> usize; 2] =
                if nth % 2 == 0 { [stages, whole] } else { [whole, stages] };
            let [first, second] = order.map(|run| run(&html, &mut times));
            bytes += html.len();
            // As a whole there are more on some pages: images, and what a page that shows nothing carries unseen.
            blocks += first.min(second);
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

/// Adds the times of the stages on one page; returns its number of blocks.
fn stages(html: &str, times: &mut Times) -> usize {
    let [parse, segment, features, model, select, ..] = times;
    let (mut written, mut judged) = (Duration::ZERO, Duration::ZERO);
    let parsed = timed(parse, || Parsed::parse(html));
    let segmented = timed(segment, || parsed.segment());
    let rows = timed(features, || segmented.features(&parsed));
    timed(&mut written, || rows.write_rows());
    let probabilities = timed(&mut judged, || rows.probabilities());
    // The model has the features of a block written when it comes to it.
    *features += written;
    *model += judged.saturating_sub(written);
    let main = timed(select, || segmented.select(&probabilities));
    assert_eq!(main.len(), segmented.len());
    main.len()
}

/// Adds the time of the whole extraction of one page, and that of its last stage; returns the number of blocks.
fn whole(html: &str, times: &mut Times) -> usize {
    let [.., render, whole] = times;
    let (extraction, text) = timed(whole, || {
        let extraction = mainbody::extract(html);
        let text = extraction.as_ref().map_or_else(|_| String::new(), Extraction::text);
        (extraction, text)
    });
    assert!(extraction.is_ok(), "{extraction:?}");
    extraction.map_or(0, |extraction| {
        assert_eq!(timed(render, || extraction.text()), text);
        extraction.all_blocks().len()
    })
}

fn timed<R>(total: &mut Duration, stage: impl FnOnce() -> R) -> R {
    let start = clock::now();
    let result = black_box(stage());
    *total += clock::now().saturating_sub(start);
    result
}

fn print(pages: usize, bytes: usize, passes: &[Times]) {
    let megabytes = bytes as f64 / 1e6;
    let median = |of: &dyn Fn(&Times) -> f64| {
        let mut seconds: Vec<f64> = passes.iter().map(of).collect();
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    };
    let whole = |times: &Times| times[STAGES.len()].as_secs_f64();
    let rest = |times: &Times| whole(times) - times[..STAGES.len()].iter().sum::<Duration>().as_secs_f64();
    let parse = median(&|times| times[0].as_secs_f64());
    println!("{pages} pages, {megabytes:.0} MB, CPU time, median of {PASSES} passes\n");
    let all = median(&whole);
    println!("| stage | s | MB/s | of the parse | of the whole |\n|---|---:|---:|---:|---:|");
    let row = |name: &str, seconds: f64| {
        let speed = if seconds > 0.0 { format!("{:.0}", megabytes / seconds) } else { "–".to_owned() };
        let [of_parse, of_all] = [parse, all].map(|time| 100.0 * seconds / time);
        println!("| {name} | {seconds:.3} | {speed} | {of_parse:.1} % | {of_all:.1} % |");
    };
    for (stage, name) in STAGES.iter().enumerate() {
        row(name, median(&|times| times[stage].as_secs_f64()));
    }
    row("putting together, freeing", median(&rest).max(0.0));
    row("whole", all);
    println!("\nAll after the parse: {:.1} % of it.", 100.0 * (all - parse) / parse);
}
