//! Pages flattened to plain text, as what the scorer of dumps learns from.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use mainbody::internals::{DumpLines, Parsed, dump_specs};
use rayon::prelude::*;

use crate::corpus::{Corpus, CorpusError, Page};
use crate::examples::{Example, Out};
use crate::flatten::{Layout, flatten};
use crate::foreign::{Signs, foreign, foreign_page};
use crate::words::Tokenizer;
use crate::{CHUNK, SHORT, read_numbers, whole_and_short};

/// The corpus that pages are said to be of from which the main content was taken.
const EMPTY: &str = "empty";
/// The corpus that pages are said to be of that were spelt in a script without capitals; and of those, in one without the
/// signs that end sentences.
const FOREIGN: [&str; 2] = ["foreign", "unstopped"];
const FOREIGN_SIGNS: [Signs; 2] = [Signs::Kept, Signs::LeftOut];
/// One foreign page in so many has no such signs.
const UNSTOPPED: u64 = 3;
/// Words that a line which is no prose costs, for the rules that take the stretch richest in prose.
const COSTS: [i64; 6] = [2, 4, 8, 12, 20, 30];

/// Writes the features and labels of all lines of all pages.
pub(crate) fn write_features(out: &Path, corpora: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let (specs, own) = dump_specs();
    let names: Vec<&str> = specs.iter().map(|(name, _)| name.as_str()).collect();
    let mut files = Out::create(out, "u8")?;
    fs::write(out.join("names.json"), serde_json::to_string(&names[..own])?)?;
    fs::write(out.join("context_names.json"), serde_json::to_string(&names[own..])?)?;
    let tokenizer = Tokenizer::new()?;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for pages in corpus.pages().chunks(CHUNK) {
            let examples = pages.par_iter().map(|page| {
                let all = flattened(&corpus, page, &tokenizer)?;
                let with_example = |flat: &Flat<'_>| (flat.corpus.to_owned(), example(flat, page, &tokenizer));
                Ok::<_, CorpusError>(all.iter().map(with_example).collect())
            });
            let examples: Vec<Vec<(String, Example)>> = examples.collect::<Result<_, _>>()?;
            for (page, examples) in pages.iter().zip(examples) {
                for (corpus, example) in examples {
                    files.write(&corpus, page, &example)?;
                }
            }
        }
        eprintln!("{}: {} pages", corpus.name, corpus.pages().len());
    }
    Ok(())
}

/// A page that was flattened.
struct Flat<'c> {
    /// The corpus that it is said to be of.
    corpus: &'c str,
    layout: Layout,
    text: String,
}

/// A page in every layout; and, if it is known what is main content, a short one made of it in every layout, one from which
/// the main content was taken, and one in another script.
fn flattened<'c>(corpus: &'c Corpus, page: &Page, tokenizer: &Tokenizer) -> Result<Vec<Flat<'c>>, CorpusError> {
    let seed = page.id.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let html = whole_and_short(&corpus.bytes(page)?, page);
    let parsed = html.iter().map(|html| Parsed::parse(html)).zip([&*corpus.name, SHORT]);
    let mut all: Vec<Flat<'_>> = parsed
        .flat_map(|(parsed, corpus)| {
            Layout::ALL.map(|layout| Flat { corpus, layout, text: flatten(&parsed, layout, seed) })
        })
        .collect();
    if html.len() > 1
        && let Some(whole) = all.get(seed as usize % Layout::ALL.len())
    {
        let layout = whole.layout;
        let text = without_main(&whole.text, page, tokenizer);
        let kind = usize::from(seed / 7 % UNSTOPPED == 0);
        let spelt = foreign(&whole.text, FOREIGN_SIGNS[kind]);
        all.push(Flat { corpus: EMPTY, layout, text });
        all.push(Flat { corpus: FOREIGN[kind], layout, text: spelt });
    }
    Ok(all)
}

/// A dump without all lines that have main content.
fn without_main(dump: &str, page: &Page, tokenizer: &Tokenizer) -> String {
    /// Share of a line's words that may be main content by accident.
    const ACCIDENT: f32 = 0.05;
    let lines = DumpLines::cut(dump);
    let raw: Vec<&str> = lines.texts().collect();
    let labels = Example::new(&raw, page, tokenizer).labels;
    let (mut rest, mut done) = (String::new(), 0);
    for (source, _) in lines.sources().zip(labels).filter(|(_, label)| *label > ACCIDENT) {
        rest.push_str(dump.get(done..source.start).unwrap_or_default().trim_end_matches(' '));
        let line_end = dump.get(source.end..).and_then(|rest| rest.find('\n')).unwrap_or_default();
        done = source.end + line_end + 1;
    }
    rest.push_str(dump.get(done..).unwrap_or_default());
    while rest.contains("\n\n\n") {
        rest = rest.replace("\n\n\n", "\n\n");
    }
    rest
}

fn example(flat: &Flat<'_>, page: &Page, tokenizer: &Tokenizer) -> Example {
    let lines = DumpLines::cut(&flat.text);
    let raw: Vec<&str> = lines.texts().collect();
    let rules = COSTS.map(|cost| {
        let inside = lines.core(cost).into_iter().enumerate().filter_map(|(at, inside)| inside.then_some(at)).collect();
        (format!("core {cost}"), inside)
    });
    let (features, layout) = (lines.rows(), Some(flat.layout.name()));
    let signs = FOREIGN.iter().zip(FOREIGN_SIGNS).find(|(corpus, _)| **corpus == flat.corpus);
    let known = match signs {
        Some((_, signs)) => Example::new(&raw, &foreign_page(page, signs), tokenizer),
        None => Example::new(&raw, page, tokenizer),
    };
    let known = if flat.corpus == EMPTY {
        Example { labels: vec![0.0; raw.len()], gold: None, raw: None, ..known }
    } else {
        known
    };
    Example { features, layout, rules: rules.into(), ..known }
}

/// Writes what follows from first opinions on all lines.
pub(crate) fn write_context(corpora: &[PathBuf], first: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let opinions: Vec<Vec<f32>> = first.iter().map(|path| read_numbers(path)).collect::<Result<_, _>>()?;
    let create = |path: &PathBuf| File::create(path.with_extension("context.u8")).map(BufWriter::new);
    let mut files: Vec<_> = first.iter().map(create).collect::<Result<_, _>>()?;
    let tokenizer = Tokenizer::new()?;
    let mut done = 0;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for pages in corpus.pages().chunks(CHUNK) {
            let cut = |page| {
                let all = flattened(&corpus, page, &tokenizer)?;
                Ok::<_, CorpusError>(all.iter().map(|flat| DumpLines::cut(&flat.text)).collect())
            };
            let dumps: Vec<Vec<DumpLines>> = pages.par_iter().map(cut).collect::<Result<_, _>>()?;
            for lines in dumps.iter().flatten() {
                let range = done..done + lines.len();
                done = range.end;
                for (opinion, file) in opinions.iter().zip(&mut files) {
                    let opinion = opinion.get(range.clone()).ok_or("a file of first opinions is too short")?;
                    file.write_all(&lines.context(opinion))?;
                }
            }
        }
    }
    Ok(())
}

/// Writes the flattened pages themselves.
pub(crate) fn write_texts(out: &Path, corpora: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let tokenizer = Tokenizer::new()?;
    for directory in corpora {
        let corpus = Corpus::open(directory)?;
        for page in corpus.pages() {
            for Flat { corpus, layout, text } in flattened(&corpus, page, &tokenizer)? {
                let folder = out.join(corpus);
                fs::create_dir_all(&folder)?;
                fs::write(folder.join(format!("{}.{}.txt", page.id, layout.name())), text)?;
            }
        }
    }
    Ok(())
}
