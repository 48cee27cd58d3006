//! mainbody and its peers over the same pages: speed as a Markdown table, and on request what each one extracts.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

#[path = "../../clock/mod.rs"]
mod clock;
mod extractors;
#[path = "../../pages/mod.rs"]
mod pages;
mod worker;

use extractors::EXTRACTORS;
use worker::{Outcome, Worker};

/// Time mainbody and its peers on the .html and .html.gz files below a directory
#[derive(Parser)]
struct Arguments {
    /// Where the pages are
    dir: PathBuf,
    /// Only so many pages, spread over the directory
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only these extractors
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Pages to leave out, by file name without its ending
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    skip: Vec<String>,
    /// Seconds after which an extractor is given up on a page
    #[arg(long, value_name = "S", default_value_t = 60)]
    timeout: u64,
    /// Write what each extractor makes of each page to DIR/NAME.jsonl
    #[arg(long, value_name = "DIR")]
    outputs: Option<PathBuf>,
}

/// An extractor, the thread it runs on, and what came of it so far.
struct Contender {
    name: &'static str,
    worker: Worker,
    out: Option<BufWriter<File>>,
    time: Duration,
    failures: BTreeMap<&'static str, usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    // Panics of peers are counted; their messages would tear the table apart.
    std::panic::set_hook(Box::new(|_| {}));
    let mut contenders = contenders(&arguments)?;
    let (mut pages, mut bytes) = (0, 0);
    for path in chosen(&arguments)? {
        let id = page_id(&path);
        let html = String::from_utf8_lossy(&pages::read(&path)?).into_owned();
        // Each page goes first to another one, so that none always finds the caches warm.
        let count = contenders.len();
        contenders.rotate_left(pages % count);
        for contender in &mut contenders {
            contender.run(&id, &html, Duration::from_secs(arguments.timeout))?;
        }
        contenders.rotate_right(pages % count);
        pages += 1;
        bytes += html.len();
    }
    print(&contenders, pages, bytes);
    for contender in &mut contenders {
        if let Some(out) = &mut contender.out {
            out.flush()?;
        }
    }
    Ok(())
}

fn contenders(arguments: &Arguments) -> Result<Vec<Contender>, Box<dyn Error>> {
    let known: Vec<&str> = EXTRACTORS.iter().map(|extractor| extractor.name).collect();
    if let Some(name) = arguments.only.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no extractor is called {name}; there are {}", known.join(", ")).into());
    }
    let wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|only| only == name);
    let mut contenders = Vec::new();
    for extractor in EXTRACTORS.iter().filter(|extractor| wanted(extractor.name)) {
        let out = match &arguments.outputs {
            Some(dir) => {
                fs::create_dir_all(dir)?;
                Some(BufWriter::new(File::create(dir.join(extractor.name).with_extension("jsonl"))?))
            }
            None => None,
        };
        contenders.push(Contender {
            name: extractor.name,
            worker: Worker::start(extractor)?,
            out,
            time: Duration::ZERO,
            failures: BTreeMap::new(),
        });
    }
    Ok(contenders)
}

/// The pages to run, evenly spread where there is a limit.
fn chosen(arguments: &Arguments) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = pages::paths(&arguments.dir)?;
    paths.retain(|path| !arguments.skip.contains(&page_id(path)));
    let limit = arguments.limit.unwrap_or(paths.len()).min(paths.len());
    Ok((0..limit).map(|nth| paths[nth * paths.len() / limit].clone()).collect())
}

fn page_id(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = [".html.gz", ".html", ".htm"].into_iter().find(|ending| name.ends_with(ending));
    name.strip_suffix(ending.unwrap_or_default()).unwrap_or(&name).to_owned()
}

impl Contender {
    fn run(&mut self, id: &str, html: &str, timeout: Duration) -> Result<(), Box<dyn Error>> {
        let answer = self.worker.extract(html, timeout)?;
        self.time += answer.time;
        let (text, failure) = match answer.outcome {
            Outcome::Text(text) => (text, None),
            Outcome::Refused(why) => (why, Some("refused")),
            Outcome::Panicked => (String::new(), Some("panicked")),
            Outcome::TimedOut => (String::new(), Some("timed out")),
        };
        if let Some(failure) = failure {
            *self.failures.entry(failure).or_insert(0) += 1;
            eprintln!("{} {failure} on {id} {text}", self.name);
        }
        if let Some(out) = &mut self.out {
            let text = if failure.is_some() { "" } else { &text };
            let line = serde_json::json!({ "id": id, "text": text, "s": answer.time.as_secs_f64() });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

fn print(contenders: &[Contender], pages: usize, bytes: usize) {
    let megabytes = bytes as f64 / 1e6;
    println!("{pages} pages, {megabytes:.1} MB, CPU time, pages interleaved\n");
    println!("| extractor | MB/s | pages/s | time, mainbody = 1 | failed |\n|---|---:|---:|---:|---|");
    let base = contenders.iter().find(|contender| contender.name == EXTRACTORS[0].name);
    for Contender { name, time, failures, .. } in contenders {
        let seconds = time.as_secs_f64();
        let ratio = base.map_or_else(|| "–".to_owned(), |base| format!("{:.2}", seconds / base.time.as_secs_f64()));
        let failures: Vec<String> = failures.iter().map(|(how, count)| format!("{count} {how}")).collect();
        let failures = if failures.is_empty() { "0".to_owned() } else { failures.join(", ") };
        println!("| {name} | {:.2} | {:.1} | {ratio} | {failures} |", megabytes / seconds, pages as f64 / seconds);
    }
}
