//! What each stage costs, in bytes of the page a second.
//!
//! ```text
//! cargo bench --features internals --bench stages               everything
//! cargo bench --features internals --bench stages -- segment    one stage
//! cargo bench --features internals --bench stages -- corpus     the corpus alone
//! ```
//!
//! Over the pages of `tests/pages`, over generated pages, and over the corpus if it is there.

use std::fmt;
use std::hint::black_box;
use std::io;
use std::path::Path;

use divan::Bencher;
use divan::counter::BytesCount;
use mainbody::Extraction;
use mainbody::internals::{Parsed, Segmented};

#[path = "../clock/mod.rs"]
mod clock;
mod corpus;
mod generated;
#[path = "../pages/mod.rs"]
mod pages;

use generated::Layout;

/// Pages that are measured together.
#[derive(Clone, Copy, Debug)]
enum Input {
    /// Those of `tests/pages`.
    Fixtures,
    /// One of about so many KB.
    Generated(Layout, usize),
}

const INPUTS: [Input; 13] = [
    Input::Fixtures,
    Input::Generated(Layout::Article, 10),
    Input::Generated(Layout::Article, 100),
    Input::Generated(Layout::Article, 1000),
    Input::Generated(Layout::Listing, 10),
    Input::Generated(Layout::Listing, 100),
    Input::Generated(Layout::Listing, 1000),
    Input::Generated(Layout::Forum, 10),
    Input::Generated(Layout::Forum, 100),
    Input::Generated(Layout::Forum, 1000),
    Input::Generated(Layout::Tables, 10),
    Input::Generated(Layout::Tables, 100),
    Input::Generated(Layout::Tables, 1000),
];

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixtures => f.write_str("tests/pages"),
            Self::Generated(layout, kilobytes) => write!(f, "{layout:?} {kilobytes} KB"),
        }
    }
}

impl Input {
    fn pages(self) -> Vec<String> {
        match self {
            Self::Fixtures => {
                let pages = fixtures();
                assert!(pages.as_ref().is_ok_and(|pages| pages.len() > 10), "the pages are there: {pages:?}");
                pages.unwrap_or_default()
            }
            Self::Generated(layout, kilobytes) => vec![generated::page(layout, kilobytes * 1000)],
        }
    }
}

/// Without those whose text is all in scripts: most stages have nothing to do on them.
fn fixtures() -> io::Result<Vec<String>> {
    let mut pages = Vec::new();
    for path in pages::paths(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages"))? {
        let html = String::from_utf8_lossy(&pages::read(&path)?).into_owned();
        if !Parsed::parse(&html).segment().is_empty() {
            pages.push(html);
        }
    }
    Ok(pages)
}

fn main() -> io::Result<()> {
    divan::main();
    // What divan was asked for by name stands alone; without a name everything runs.
    let bench = std::env::args().any(|argument| argument == "--bench");
    let mut names = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    if bench && (names.peek().is_none() || names.any(|name| name == "corpus")) {
        corpus::run()?;
    }
    Ok(())
}

/// Measures `stage` over what `pages` were made into.
fn measure<T, R>(bencher: Bencher, pages: &[String], ready: &[T], stage: impl Fn(&T) -> R) {
    assert_eq!(ready.len(), pages.len());
    let bytes: usize = pages.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for page in ready {
            black_box(stage(black_box(page)));
        }
    });
}

fn segmented(html: &str) -> (Parsed, Segmented) {
    let parsed = Parsed::parse(html);
    let segmented = parsed.segment();
    assert!(!segmented.is_empty(), "every page has text: {}", html.chars().take(200).collect::<String>());
    (parsed, segmented)
}

fn extracted(html: &str) -> Extraction {
    let page = mainbody::extract(html);
    assert!(page.as_ref().is_ok_and(|page| !page.all_blocks().is_empty()), "every page has text: {page:?}");
    page.unwrap_or_else(|_| unreachable!())
}

fn each<T>(pages: &[String], prepare: impl Fn(&str) -> T) -> Vec<T> {
    pages.iter().map(|page| prepare(page)).collect()
}

#[divan::bench(args = INPUTS, max_time = 0.4)]
fn parse(bencher: Bencher, input: Input) {
    let pages = input.pages();
    measure(bencher, &pages, &pages, |html| {
        let parsed = Parsed::parse(html);
        assert!(parsed.nodes() > 3);
        parsed
    });
}

#[divan::bench(args = INPUTS, max_time = 0.2)]
fn segment(bencher: Bencher, input: Input) {
    let pages = input.pages();
    measure(bencher, &pages, &each(&pages, Parsed::parse), |parsed| {
        let segmented = parsed.segment();
        assert!(!segmented.is_empty());
        segmented
    });
}

#[divan::bench(args = INPUTS, max_time = 0.2)]
fn features(bencher: Bencher, input: Input) {
    let pages = input.pages();
    measure(bencher, &pages, &each(&pages, segmented), |(parsed, segmented)| {
        let rows = segmented.features(parsed).write_rows();
        assert_eq!(rows, segmented.len());
        rows
    });
}

#[divan::bench(args = INPUTS, max_time = 0.2)]
fn model(bencher: Bencher, input: Input) {
    let pages = input.pages();
    let segmented = each(&pages, segmented);
    let featured: Vec<_> = segmented.iter().map(|(parsed, segmented)| segmented.features(parsed)).collect();
    measure(bencher, &pages, &featured, |features| {
        let probabilities = features.probabilities();
        assert!(probabilities.iter().all(|p| (0.0..=1.0).contains(p)));
        probabilities
    });
}

#[divan::bench(args = INPUTS, max_time = 0.2)]
fn select(bencher: Bencher, input: Input) {
    let pages = input.pages();
    let scored = |html: &str| {
        let (parsed, segmented) = segmented(html);
        let probabilities = segmented.features(&parsed).probabilities();
        (segmented, probabilities)
    };
    measure(bencher, &pages, &each(&pages, scored), |(segmented, probabilities)| {
        let main = segmented.select(probabilities);
        assert_eq!(main.len(), segmented.len());
        main
    });
}

#[divan::bench(args = INPUTS, max_time = 0.2)]
fn render(bencher: Bencher, input: Input) {
    let pages = input.pages();
    measure(bencher, &pages, &each(&pages, extracted), Extraction::text);
}

#[divan::bench(args = INPUTS, max_time = 0.4)]
fn whole(bencher: Bencher, input: Input) {
    let pages = input.pages();
    measure(bencher, &pages, &pages, |html| extracted(html).text());
}
