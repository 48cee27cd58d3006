//! Writes what a scorer learns from: the features of every block of every page, from the crate itself, and how much
//! of each block is main content.
//!
//! `features OUT CORPUS...` writes below OUT: `names.json` (the features), `first_pass.json` (how many of them, from the
//! front, the first pass sees), `pages.jsonl` (a line a page: corpus, id,
//! URL, type, blocks, the gold words and each block's words as numbers), `features.f32` and `labels.f32`
//! (little-endian, a row and a number a block; a label below 0 is unknown).
//!
//! `dump-features` and `dump-context` do the same for the lines of pages that were flattened to plain text, with bytes for
//! features (`features.u8`), and `flatten` writes such texts.
//!
//! `context CORPUS... --first P.f32...` reads first opinions, a probability a block, and writes for each `P.f32` a
//! `P.context.f32` with the features that follow from it.

mod bare;
#[path = "../../evaluate/corpus.rs"]
#[expect(dead_code, reason = "the measures of metadata use more of it")]
mod corpus;
mod dom;
mod dumps;
mod examples;
mod flatten;
mod foreign;
#[path = "../../evaluate/labels.rs"]
mod labels;
mod old;
#[path = "../../evaluate/words.rs"]
#[expect(dead_code, reason = "the metrics use more of it")]
mod words;

mod shorten;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use mainbody::internals::{FIRST_PASS, Parsed, decode, feature_specs};
use rayon::prelude::*;

use corpus::{Corpus, CorpusError, Page};
use examples::{Example, Out};
use old::Layout;
use words::Tokenizer;

/// Pages held in memory at a time.
const CHUNK: usize = 128;
/// The corpora that pages made of others are said to be of: short ones, bare ones, and bare ones laid out as old ones.
const SHORT: &str = "short";
const BARE: &str = "bare";
const OLD: &str = "old";

/// Write what a scorer learns from.
#[derive(Parser)]
enum Command {
    /// Features and labels of all blocks.
    Features {
        /// Where to write.
        out: PathBuf,
        /// Folders of corpora.
        #[arg(required = true)]
        corpora: Vec<PathBuf>,
    },
    /// Features and labels of all lines of all pages, flattened to plain text.
    DumpFeatures {
        /// Where to write.
        out: PathBuf,
        /// Folders of corpora.
        #[arg(required = true)]
        corpora: Vec<PathBuf>,
    },
    /// Features that follow from a first opinion on all lines.
    DumpContext {
        /// Folders of corpora, as given before.
        #[arg(required = true)]
        corpora: Vec<PathBuf>,
        /// Files of first opinions.
        #[arg(long, required = true, num_args = 1..)]
        first: Vec<PathBuf>,
    },
    /// Pages flattened to plain text.
    Flatten {
        /// Where to write: ID.LAYOUT.txt below a folder for each corpus.
        out: PathBuf,
        /// Folders of corpora.
        #[arg(required = true)]
        corpora: Vec<PathBuf>,
    },
    /// Features that follow from a first opinion on all blocks.
    Context {
        /// Folders of corpora, as given before.
        #[arg(required = true)]
        corpora: Vec<PathBuf>,
        /// Files of first opinions.
        #[arg(long, required = true, num_args = 1..)]
        first: Vec<PathBuf>,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Command::parse() {
        Command::Features { out, corpora } => write_features(&out, &corpora),
        Command::Context { corpora, first } => write_context(&corpora, &first),
        Command::DumpFeatures { out, corpora } => dumps::write_features(&out, &corpora),
        Command::DumpContext { corpora, first } => dumps::write_context(&corpora, &first),
        Command::Flatten { out, corpora } => dumps::write_texts(&out, &corpora),
    }
}

fn write_features(out: &Path, corpora: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = feature_specs().into_iter().map(|(name, _)| name).collect();
    let mut files = Out::create(out, "f32")?;
    fs::write(out.join("names.json"), serde_json::to_string(&names)?)?;
    fs::write(out.join("first_pass.json"), serde_json::to_string(&FIRST_PASS)?)?;
    let tokenizer = Tokenizer::new()?;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for pages in corpus.pages().chunks(CHUNK) {
            let examples = pages.par_iter().map(|page| {
                let versions = versions(&corpus.bytes(page)?, page, &corpus.name);
                let example = |(name, html): (_, String)| (name, example(&html, page, &tokenizer));
                Ok::<_, CorpusError>(versions.into_iter().map(example).collect())
            });
            let examples: Vec<Vec<(&str, Example)>> = examples.collect::<Result<_, _>>()?;
            for (page, examples) in pages.iter().zip(examples) {
                for (corpus, example) in examples {
                    files.write(corpus, page, &example)?;
                }
            }
        }
        eprintln!("{}: {} pages", corpus.name, corpus.pages().len());
    }
    Ok(())
}

fn write_context(corpora: &[PathBuf], first: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let opinions: Vec<Vec<f32>> = first.iter().map(|path| read_numbers(path)).collect::<Result<_, _>>()?;
    let create =
        |path: &PathBuf| Ok::<_, std::io::Error>(BufWriter::new(File::create(path.with_extension("context.f32"))?));
    let mut files: Vec<_> = first.iter().map(create).collect::<Result<_, _>>()?;
    let mut done = 0;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for page in corpus.pages() {
            for (_, html) in versions(&corpus.bytes(page)?, page, &corpus.name) {
                let parsed = Parsed::parse(&html).recover();
                let segmented = parsed.segment();
                let features = segmented.features(&parsed);
                let blocks = done..done + segmented.len();
                done = blocks.end;
                for (opinion, file) in opinions.iter().zip(&mut files) {
                    let opinion = opinion.get(blocks.clone()).ok_or("a file of first opinions is too short")?;
                    for value in features.context(opinion) {
                        file.write_all(&value.to_le_bytes())?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn read_numbers(path: &Path) -> std::io::Result<Vec<f32>> {
    let bytes = fs::read(path)?;
    Ok(bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect())
}

/// A page, and a short one and a bare one made of it if the gold says what of them is main content; with the corpora they
/// are said to be of. Three of four bare pages are laid out as old ones.
fn versions<'a>(bytes: &[u8], page: &Page, corpus: &'a str) -> Vec<(&'a str, String)> {
    let mut versions: Vec<_> = [corpus, SHORT].into_iter().zip(whole_and_short(bytes, page)).collect();
    if let [(_, html), _] = versions.as_slice() {
        let layout = Layout::of(seed(page));
        let name = if layout == Layout::default() { BARE } else { OLD };
        versions.push((name, old::lay_out(bare::bare(html), layout)));
    }
    versions
}

/// A page, and a short one made of it if the gold says what of that is main content.
fn whole_and_short(bytes: &[u8], page: &Page) -> Vec<String> {
    let html = decode(bytes).into_owned();
    let short = page.gold.text.as_deref().filter(|text| !text.is_empty()).map(|_| shorten::shorten(&html, seed(page)));
    [html].into_iter().chain(short).collect()
}

/// A number that is the same for a page on every run.
fn seed(page: &Page) -> u64 {
    page.id.bytes().fold(0, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)))
}

fn example(html: &str, page: &Page, tokenizer: &Tokenizer) -> Example {
    let parsed = Parsed::parse(html).recover();
    let segmented = parsed.segment();
    let raw: Vec<&str> = segmented.texts().collect();
    let features = segmented.features(&parsed).rows().into_iter().flat_map(f32::to_le_bytes).collect();
    Example { features, ..Example::new(&raw, page, tokenizer) }
}
