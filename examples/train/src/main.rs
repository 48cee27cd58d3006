//! Writes what a scorer learns from: the features of every block of every page, from the crate itself, and how much
//! of each block is main content.
//!
//! `features OUT CORPUS...` writes below OUT: `names.json` (the features), `pages.jsonl` (a line a page: corpus, id,
//! URL, type, blocks, the gold words and each block's words as numbers), `features.f32` and `labels.f32`
//! (little-endian, a row and a number a block; a label below 0 is unknown).
//!
//! `context OUT CORPUS... --first P.f32...` reads first opinions, a probability a block, and writes for each `P.f32` a
//! `P.context.f32` with the features that follow from it.

#[path = "../../evaluate/corpus.rs"]
#[expect(dead_code, reason = "the measures of metadata use more of it")]
mod corpus;
#[path = "../../evaluate/labels.rs"]
mod labels;
#[path = "../../evaluate/words.rs"]
#[expect(dead_code, reason = "the metrics use more of it")]
mod words;

mod shorten;

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use mainbody::internals::{Parsed, decode, feature_specs};
use rayon::prelude::*;
use serde::Serialize;

use corpus::{Corpus, CorpusError, Page};
use labels::main_shares;
use words::{Tokenizer, Words};

/// Pages held in memory at a time.
const CHUNK: usize = 128;
/// The corpus that short pages made of others are said to be of.
const SHORT: &str = "short";
/// The label of a block of which the gold says nothing.
const UNKNOWN: f32 = -1.0;

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

/// A page's blocks, ready to be learned from.
struct Example {
    features: Vec<f32>,
    labels: Vec<f32>,
    texts: Vec<Words>,
    gold: Option<Words>,
    /// The texts themselves, where the gold is snippets.
    raw: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Line<'a> {
    corpus: &'a str,
    id: &'a str,
    url: Option<&'a str>,
    kind: &'a str,
    blocks: Vec<Vec<u32>>,
    gold: Option<Vec<u32>>,
    texts: Option<&'a [String]>,
    with: &'a [String],
    without: &'a [String],
}

fn main() -> Result<(), Box<dyn Error>> {
    match Command::parse() {
        Command::Features { out, corpora } => write_features(&out, &corpora),
        Command::Context { corpora, first } => write_context(&corpora, &first),
    }
}

fn write_features(out: &Path, corpora: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out)?;
    let names: Vec<String> = feature_specs().into_iter().map(|(name, _)| name).collect();
    fs::write(out.join("names.json"), serde_json::to_string(&names)?)?;
    let mut out = Out::create(out)?;
    let tokenizer = Tokenizer::new()?;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for pages in corpus.pages().chunks(CHUNK) {
            let examples = pages.par_iter().map(|page| {
                let html = versions(&corpus.bytes(page)?, page);
                Ok::<_, CorpusError>(html.iter().map(|html| example(html, page, &tokenizer)).collect())
            });
            let examples: Vec<Vec<Example>> = examples.collect::<Result<_, _>>()?;
            for (page, examples) in pages.iter().zip(examples) {
                for (example, corpus) in examples.iter().zip([&*corpus.name, SHORT]) {
                    out.write(corpus, page, example)?;
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
            for html in versions(&corpus.bytes(page)?, page) {
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

/// A page, and a short one made of it if the gold says what of that is main content.
fn versions(bytes: &[u8], page: &Page) -> Vec<String> {
    let html = decode(bytes).into_owned();
    let seed = page.id.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let short = page.gold.text.as_deref().filter(|text| !text.is_empty()).map(|_| shorten::shorten(&html, seed));
    [html].into_iter().chain(short).collect()
}

fn example(html: &str, page: &Page, tokenizer: &Tokenizer) -> Example {
    let parsed = Parsed::parse(html).recover();
    let segmented = parsed.segment();
    let raw: Vec<&str> = segmented.texts().collect();
    let texts: Vec<Words> = raw.iter().map(|text| tokenizer.words(text)).collect();
    let gold = page.gold.text.as_deref().map(|text| tokenizer.words(text));
    let labels = match &gold {
        Some(gold) => main_shares(&texts, gold).into_iter().map(|share| share as f32).collect(),
        None => snippet_labels(&raw, page),
    };
    let features = segmented.features(&parsed).rows();
    let raw = gold.is_none().then(|| raw.into_iter().map(str::to_owned).collect());
    Example { features, labels, texts, gold, raw }
}

/// 1 for a block that holds a wanted snippet or is part of one, 0 for an unwanted one.
fn snippet_labels(blocks: &[&str], page: &Page) -> Vec<f32> {
    /// Characters from which a block that is part of a snippet is no accident.
    const TELLING: usize = 12;
    let normal = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let with: Vec<String> = page.gold.with.iter().map(|snippet| normal(snippet)).collect();
    let without: Vec<String> = page.gold.without.iter().map(|snippet| normal(snippet)).collect();
    blocks
        .iter()
        .map(|block| {
            let block = normal(block);
            let named = |snippets: &[String]| {
                snippets.iter().any(|snippet| {
                    block.contains(snippet.as_str()) || (block.chars().count() >= TELLING && snippet.contains(&block))
                })
            };
            if named(&with) {
                1.0
            } else if named(&without) {
                0.0
            } else {
                UNKNOWN
            }
        })
        .collect()
}

/// The files written.
struct Out {
    pages: BufWriter<File>,
    features: BufWriter<File>,
    labels: BufWriter<File>,
    numbers: HashMap<String, u32>,
}

impl Out {
    fn create(directory: &Path) -> std::io::Result<Self> {
        let file = |name: &str| Ok::<_, std::io::Error>(BufWriter::new(File::create(directory.join(name))?));
        Ok(Self {
            pages: file("pages.jsonl")?,
            features: file("features.f32")?,
            labels: file("labels.f32")?,
            numbers: HashMap::new(),
        })
    }

    fn write(&mut self, corpus: &str, page: &Page, example: &Example) -> Result<(), Box<dyn Error>> {
        let line = Line {
            corpus,
            id: &page.id,
            url: page.url.as_deref(),
            kind: &page.kind,
            blocks: example.texts.iter().map(|words| self.numbered(words)).collect(),
            gold: example.gold.as_ref().map(|words| self.numbered(words)),
            texts: example.raw.as_deref(),
            with: &page.gold.with,
            without: &page.gold.without,
        };
        serde_json::to_writer(&mut self.pages, &line)?;
        self.pages.write_all(b"\n")?;
        for value in &example.features {
            self.features.write_all(&value.to_le_bytes())?;
        }
        for value in &example.labels {
            self.labels.write_all(&value.to_le_bytes())?;
        }
        Ok(())
    }

    fn numbered(&mut self, words: &Words) -> Vec<u32> {
        words
            .iter()
            .map(|word| {
                let next = self.numbers.len() as u32;
                *self.numbers.entry(word.clone()).or_insert(next)
            })
            .collect()
    }
}
