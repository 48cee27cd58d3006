//! What a scorer learns from, and the files it is written to.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use crate::corpus::Page;
use crate::labels::main_shares;
use crate::words::{Tokenizer, Words};

/// The label of a block of which the gold says nothing.
const UNKNOWN: f32 = -1.0;

/// A page's blocks, ready to be learned from.
#[derive(Default)]
pub(crate) struct Example {
    /// The features of all blocks, as they stand in the file.
    pub(crate) features: Vec<u8>,
    pub(crate) labels: Vec<f32>,
    pub(crate) texts: Vec<Words>,
    pub(crate) gold: Option<Words>,
    /// The texts themselves, where the gold is snippets.
    pub(crate) raw: Option<Vec<String>>,
    /// How the page was flattened, if it was.
    pub(crate) layout: Option<&'static str>,
    /// The blocks that rules take for main content.
    pub(crate) rules: Vec<(String, Vec<usize>)>,
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
    layout: Option<&'static str>,
    rules: HashMap<&'a str, &'a [usize]>,
}

impl Example {
    /// The labels of a page's blocks.
    pub(crate) fn new(raw: &[&str], page: &Page, tokenizer: &Tokenizer) -> Self {
        let texts: Vec<Words> = raw.iter().map(|text| tokenizer.words(text)).collect();
        let gold = page.gold.text.as_deref().map(|text| tokenizer.words(text));
        let labels = match &gold {
            Some(gold) => main_shares(&texts, gold).into_iter().map(|share| share as f32).collect(),
            None => snippet_labels(raw, page),
        };
        let raw = gold.is_none().then(|| raw.iter().map(|&text| text.to_owned()).collect());
        Self { labels, texts, gold, raw, ..Self::default() }
    }
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
pub(crate) struct Out {
    pages: BufWriter<File>,
    features: BufWriter<File>,
    labels: BufWriter<File>,
    numbers: HashMap<String, u32>,
}

impl Out {
    /// Files below a directory, the features as numbers of this type.
    pub(crate) fn create(directory: &Path, numbers: &str) -> std::io::Result<Self> {
        fs::create_dir_all(directory)?;
        let file = |name: &str| Ok::<_, std::io::Error>(BufWriter::new(File::create(directory.join(name))?));
        Ok(Self {
            pages: file("pages.jsonl")?,
            features: file(&format!("features.{numbers}"))?,
            labels: file("labels.f32")?,
            numbers: HashMap::new(),
        })
    }

    pub(crate) fn write(&mut self, corpus: &str, page: &Page, example: &Example) -> Result<(), Box<dyn Error>> {
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
            layout: example.layout,
            rules: example.rules.iter().map(|(name, blocks)| (name.as_str(), blocks.as_slice())).collect(),
        };
        serde_json::to_writer(&mut self.pages, &line)?;
        self.pages.write_all(b"\n")?;
        self.features.write_all(&example.features)?;
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
