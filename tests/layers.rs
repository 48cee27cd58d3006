//! No stage uses a later one, and the parser's crates stay in the parser.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::fs;
use std::path::Path;

use regex::Regex;

/// The modules in the order in which data flows.
const ORDER: &[&str] = &[
    "prefix",
    "error",
    "warning",
    "limits",
    "explanation",
    "hash",
    "char_class",
    "distances",
    "ranking",
    "mark",
    "cell",
    "block",
    "decode",
    "style",
    "tree",
    "page",
    "base",
    "parse",
    "vocab",
    "selector",
    "overrides",
    "segment",
    "recover",
    "metadata",
    "features",
    "model",
    "dump",
    "select",
    "render",
    "extraction",
    "assembly",
    "serialize",
    "extractor",
    "lib",
];
/// Nouns that cross stages: any module may use them.
const NOUNS: &[&str] = &["error", "warning", "limits", "explanation", "mark", "cell", "block", "page"];
/// The front door of benches and tests, which opens on every stage.
const EXEMPT: &str = "internals";

/// Which modules may name which crates of the parser, and how.
const PARSERS: &[(&str, &str)] = &[
    ("parse", "html5ever"),
    ("parse", "html5gum"),
    ("parse", "markup5ever_rcdom"),
    ("tree", "html5ever"),
    ("decode", "html5gum"),
    ("extractor", "markup5ever_rcdom"),
    // They are re-exported there.
    ("lib", "html5ever"),
    ("lib", "markup5ever_rcdom"),
];

/// A source file without comments and tests.
struct Source {
    /// The module it belongs to: its own or that of the folder it is in.
    module: String,
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let sources: Vec<Source> = files
        .map(|file| {
            let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let module = path.split(['/', '.']).next().unwrap_or_default().to_owned();
            Source { module, path, code: code_of(&fs::read_to_string(&file).unwrap()) }
        })
        .filter(|source| source.module != EXEMPT)
        .collect();
    assert!(sources.len() >= ORDER.len(), "only {} files found", sources.len());
    sources
}

fn code_of(file: &str) -> String {
    let (code, _) = file.split_once("#[cfg(test)]\nmod ").unwrap_or((file, ""));
    let lines = code.lines().map(|line| {
        line.split_once("//").map_or(line, |(before, comment)| {
            // A slash pair after a colon is an address in a string.
            if before.ends_with(':') && !comment.starts_with(['/', '!']) { line } else { before }
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn place(module: &str) -> usize {
    let place = ORDER.iter().position(|known| *known == module);
    assert!(place.is_some(), "{module} has no place in the order of stages: give it one in tests/layers.rs");
    place.unwrap_or_default()
}

#[test]
fn no_stage_uses_a_later_one() {
    let used = Regex::new(r"\bcrate::(\w+|\{)").unwrap();
    for source in sources() {
        let own = place(&source.module);
        for captures in used.captures_iter(&source.code) {
            let name = &captures[1];
            assert!(name != "{", "{}: one `use` a module, please", source.path);
            let earlier = NOUNS.contains(&name) || place(name) <= own;
            assert!(earlier, "{}: {} is an earlier stage than {name}", source.path, source.module);
        }
    }
}

#[test]
fn the_parsers_crates_are_named_by_the_parser() {
    let named = Regex::new(r"\b(html5ever|html5gum|markup5ever_rcdom|markup5ever)\b").unwrap();
    for source in sources() {
        for captures in named.captures_iter(&source.code) {
            let allowed = PARSERS.contains(&(source.module.as_str(), captures.get(1).unwrap().as_str()));
            assert!(allowed, "{} names {}", source.path, &captures[1]);
        }
    }
}

#[test]
fn the_extractor_names_nothing_of_a_dom_but_its_type() {
    let named = Regex::new(r"\bmarkup5ever_rcdom\b[^;]*;").unwrap();
    for source in sources().iter().filter(|source| source.module == "extractor") {
        for found in named.find_iter(&source.code) {
            assert_eq!(found.as_str(), "markup5ever_rcdom::RcDom;", "{}", source.path);
        }
    }
}
