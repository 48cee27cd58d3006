//! The tree-construction tests of html5lib, and some of our own in the same format.
//!
//! html5lib's are looked for beside the repository and are passed over where they are not; ours are in
//! `tree_construction/core.dat`, and the line below `#errors` names the case.
#![allow(clippy::unwrap_used, clippy::format_collect)] // A test fails by panicking, and need not be fast.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use mainbody::internals::Parsed;

#[path = "support/html5lib.rs"]
mod html5lib;

use html5lib::{Case, Mode};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let core = html5lib::cases(&fs::read_to_string(root.join("tests/tree_construction/core.dat")).unwrap());
    let mut trials: Vec<Trial> =
        core.into_iter().map(|case| Trial::test(format!("core: {}", case.note), move || check(&case))).collect();
    let folder = root.join("../shared/html5lib-tests/tree-construction");
    let files = dat_files(&folder);
    if files.is_empty() {
        println!("{} holds no html5lib tests: only our own are run", folder.display());
    } else {
        trials.extend(html5lib_trials(&files, known_failures(root)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn dat_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "dat"));
    files.sort();
    files
}

/// Reasons by name of test.
fn known_failures(root: &Path) -> BTreeMap<String, String> {
    let list = fs::read_to_string(root.join("tests/tree_construction/known_failures.txt")).unwrap();
    list.lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(name, reason)| (name.to_owned(), reason.to_owned()))
        .collect()
}

fn html5lib_trials(files: &[PathBuf], mut known: BTreeMap<String, String>) -> Vec<Trial> {
    let mut trials = Vec::new();
    let (mut fragments, mut scripted) = (0, 0);
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // One file holds bytes that are not UTF-8 nowhere but in comments.
        let text = String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
        for (nth, case) in html5lib::cases(&text).into_iter().enumerate() {
            let name = format!("{name} {}", nth + 1);
            match case.mode {
                Mode::Fragment => fragments += 1,
                Mode::Scripted => scripted += 1,
                Mode::Document => {
                    let reason = known.remove(&name);
                    trials.push(Trial::test(name, move || check_known(&case, reason.as_deref())));
                }
            }
        }
    }
    println!("skipped {fragments} tests of fragments: only documents are parsed here");
    println!("skipped {scripted} tests with scripting on: pages are parsed with scripting off");
    trials.push(Trial::test("every known failure is a test", move || {
        if known.is_empty() { Ok(()) } else { Err(format!("no such tests: {:?}", known.keys()).into()) }
    }));
    trials
}

fn check_known(case: &Case, reason: Option<&str>) -> Result<(), Failed> {
    match (check(case), reason) {
        (Ok(()), Some(reason)) => Err(format!("passes, but known_failures.txt lists it: {reason}").into()),
        (Err(_), Some(_)) => Ok(()),
        (outcome, None) => outcome,
    }
}

fn check(case: &Case) -> Result<(), Failed> {
    let expected = html5lib::normalised(&case.tree, Parsed::keeps);
    let actual = Parsed::parse(&case.data).dump();
    if actual == expected {
        return Ok(());
    }
    Err(format!("{:?}\n--- expected\n{expected}--- actual\n{actual}", case.data).into())
}
