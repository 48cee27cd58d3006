//! Every page of `tests/pages` gives the text that stands beside it.
//!
//! Where there is a `structure.txt` too, it holds the blocks of the main content with all their marks.
//!
//! The page's title is not part of that text, and whether it comes first is left to the scorer: gold texts differ in it.
//!
//! `UPDATE=1 cargo test --test golden` writes down what comes out now. Pages that are not right yet stand in
//! `tests/golden/known_failures.txt`, each with its reason; one that has become right must go from there.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)] // A test fails by panicking.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use mainbody::{Block, Extraction, Kind, Role};

#[path = "support/structure.rs"]
mod structure;

fn main() -> ExitCode {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let update = std::env::var_os("UPDATE").is_some();
    let known = known_failures();
    let mut folders: Vec<PathBuf> = fs::read_dir(pages).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let trials = folders.into_iter().filter(|folder| folder.join("page.html").exists()).map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let reason = known.get(&name).cloned();
        Trial::test(name, move || match (check(&folder, update), reason) {
            (Ok(()), Some(reason)) => Err(format!("right now: take it from the known failures ({reason})").into()),
            (Err(_), Some(_)) => Ok(()),
            (result, None) => result,
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The first block if it is the page's title.
fn title(page: &Extraction) -> Option<&Block> {
    let heading = page.all_blocks().iter().find(|block| matches!(block.kind(), Kind::Heading { .. }));
    let is_first = |block: &Block| heading.is_some_and(|heading| heading.text() == block.text());
    page.blocks().next().filter(|block| block.role() == Role::Title || is_first(block))
}

/// The text without the title.
fn without_title(page: &Extraction) -> String {
    let text = page.text();
    let rest = title(page).and_then(|title| text.strip_prefix(title.text())).map(|rest| rest.trim_start_matches('\n'));
    rest.unwrap_or(&text).to_owned()
}

/// Pages that are not right yet, and why.
fn known_failures() -> HashMap<String, String> {
    let list = include_str!("golden/known_failures.txt").lines().filter(|line| !line.starts_with('#'));
    list.filter_map(|line| line.split_once('\t')).map(|(name, reason)| (name.to_owned(), reason.to_owned())).collect()
}

fn check(folder: &Path, update: bool) -> Result<(), Failed> {
    let page = mainbody::extract_bytes(&fs::read(folder.join("page.html"))?)?;
    let expected = folder.join("expected.txt");
    if update || compare(&expected, &page.text(), false).is_err() {
        compare(&expected, &without_title(&page), update)?;
    }
    let structure = folder.join("structure.txt");
    if structure.exists() {
        let skipped = usize::from(title(&page).is_some());
        let lines: Vec<String> = page.blocks().skip(skipped).map(structure::line).collect();
        compare(&structure, &lines.join("\n"), update)?;
    }
    Ok(())
}

fn compare(file: &Path, actual: &str, update: bool) -> Result<(), Failed> {
    if update {
        let end = if actual.is_empty() { "" } else { "\n" };
        return Ok(fs::write(file, format!("{actual}{end}"))?);
    }
    let expected = fs::read_to_string(file)?;
    let expected = expected.strip_suffix('\n').unwrap_or(&expected);
    if actual == expected { Ok(()) } else { Err(diff(expected, actual).into()) }
}

/// The lines that are missing (`-`) and those that are too many (`+`), among those that are right.
fn diff(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    // common[i][j]: how many lines old[i..] and new[j..] have in common.
    let mut common = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let skipped = common[i + 1][j].max(common[i][j + 1]);
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { skipped };
        }
    }
    let mut out = String::from("lines with - are missing, lines with + should not be there\n");
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let (sign, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            (' ', old[i - 1])
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        out.push(sign);
        out.push(' ');
        out.push_str(line);
        out.push('\n');
    }
    out
}
