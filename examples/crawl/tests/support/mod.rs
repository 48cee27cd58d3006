//! WARC files made by hand, the program, and what it wrote.

// Each test uses a part of this.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;

/// A WARC file in the making.
#[derive(Default)]
pub(crate) struct Warc {
    records: Vec<Vec<u8>>,
}

impl Warc {
    /// A response of 200 with these headers and this body.
    pub(crate) fn response(&mut self, url: &str, headers: &str, body: &[u8]) -> &mut Self {
        self.status("200 OK", url, headers, body)
    }

    pub(crate) fn status(&mut self, status: &str, url: &str, headers: &str, body: &[u8]) -> &mut Self {
        let mut http = format!("HTTP/1.1 {status}\r\n{headers}\r\n").into_bytes();
        http.extend_from_slice(body);
        self.record("response", url, "application/http; msgtype=response", &http)
    }

    pub(crate) fn page(&mut self, url: &str, html: &str) -> &mut Self {
        self.response(url, "Content-Type: text/html; charset=utf-8\r\n", html.as_bytes())
    }

    pub(crate) fn record(&mut self, record_type: &str, url: &str, media_type: &str, block: &[u8]) -> &mut Self {
        let number = self.records.len();
        let mut record = format!(
            "WARC/1.1\r\nWARC-Type: {record_type}\r\nWARC-Record-ID: <urn:test:{number}>\r\n\
             WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {media_type}\r\n\
             Content-Length: {}\r\n\r\n",
            block.len()
        )
        .into_bytes();
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        self.raw(&record)
    }

    /// Bytes that stand where a record would.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.records.push(bytes.to_vec());
        self
    }

    pub(crate) fn plain(&self) -> Vec<u8> {
        self.records.concat()
    }

    /// A gzip member a record, as the standard recommends.
    pub(crate) fn gzipped(&self) -> Vec<u8> {
        self.records.iter().flat_map(|record| gzip(record)).collect()
    }

    /// One member around all.
    pub(crate) fn gzipped_whole(&self) -> Vec<u8> {
        gzip(&self.plain())
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Words that the made pages are made of.
const WORDS: &[&str] = &[
    "harbour", "bridge", "baker", "van", "morning", "lorry", "wall", "noise", "winter", "council", "river", "garden",
    "boat", "club", "ferry", "noon", "weather", "station", "café", "street", "the", "a", "of", "and", "was", "had",
    "before", "after", "opened", "promised", "waited", "built", "old", "new", "long", "quiet",
];

fn sentence(random: &mut fastrand::Rng) -> String {
    let words: Vec<&str> = (0..random.usize(6..18)).map(|_| WORDS[random.usize(..WORDS.len())]).collect();
    format!("{}. ", words.join(" "))
}

/// A page of its own for each number: an article with navigation and a footer, some longer than others.
pub(crate) fn html(number: u64) -> String {
    let mut random = fastrand::Rng::with_seed(number);
    let paragraph = |random: &mut fastrand::Rng| -> String {
        let text: String = (0..random.usize(1..6)).map(|_| sentence(random)).collect();
        format!("<p>{text}</p>\n")
    };
    let paragraphs: String = (0..random.usize(1..12)).map(|_| paragraph(&mut random)).collect();
    format!(
        "<!doctype html><html lang=en><title>Page {number}</title>
        <nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></nav>
        <article><h1>Page {number}</h1>{paragraphs}</article>
        <footer><a href=/imprint>Imprint</a></footer></html>"
    )
}

/// As many made pages, and between them records that are no pages.
pub(crate) fn made(pages: u64) -> Warc {
    let mut warc = Warc::default();
    warc.record("warcinfo", "", "application/warc-fields", b"software: none\r\n");
    for number in 0..pages {
        let url = format!("https://made.example/{number}");
        if number % 3 == 0 {
            warc.record("request", &url, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n");
        }
        if number % 7 == 0 {
            warc.response(&url, "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n\r\n\r\nWARC/1.1 is no header here");
        }
        if number % 11 == 0 {
            warc.status("404 Not Found", &url, "Content-Type: text/html\r\n", b"<p>There is nothing here.");
        }
        warc.page(&url, &html(number));
    }
    warc
}

/// The command, with the output in a directory.
pub(crate) fn command(inputs: &[impl AsRef<OsStr>], out: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawl"));
    command.args(inputs).arg("--out").arg(out).args(options);
    command
}

pub(crate) fn crawl(inputs: &[impl AsRef<OsStr>], out: &Path, options: &[&str]) -> Output {
    command(inputs, out, options).output().unwrap()
}

/// Crawls one made file as JSON lines and gives the rows, the exit code and what was said.
pub(crate) fn rows_of(warc: &[u8], options: &[&str]) -> (Vec<serde_json::Value>, Option<i32>, String) {
    let directory = tempfile::tempdir().unwrap();
    let input = directory.path().join("pages.warc");
    fs::write(&input, warc).unwrap();
    let out = directory.path().join("out");
    let output = crawl(&[input], &out, &[&["--format", "jsonl"], options].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    (json_rows(&out), output.status.code(), said)
}

/// The rows of all JSON parts.
pub(crate) fn json_rows(out: &Path) -> Vec<serde_json::Value> {
    let parts = files(out).into_iter().filter(|(name, _)| name.starts_with("part-"));
    let text: String = parts.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every file of a directory by name.
pub(crate) fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(directory) else { return BTreeMap::new() };
    let file = |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
    entries.map(|entry| file(entry.unwrap())).collect()
}

/// The directory of real WARC files beside the repository, if it is there.
pub(crate) fn real_files() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/warc");
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
