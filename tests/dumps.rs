//! Plain-text dumps: hand-written ones give what stands beside them, and broken ones never break anything.
//!
//! In a folder of `tests/dumps`, `dump.txt` is the dump, `expected.txt` its main content without the title, and `head.txt`
//! its title, if it has one, and the lines of its byline. `missing.txt` holds lines that should be in `expected.txt` and
//! that the scorer does not find: known failures, to be moved there when it does.
// A test fails by panicking, and its texts are short.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::format_collect)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use mainbody::internals::dump_head;
use mainbody::{Error, Extraction, Extractor, Focus, Kind, Limits, Warning, extract_dump};

#[path = "support/mutation.rs"]
mod mutation;

/// Each dump is broken in this many ways.
const BROKEN_COPIES: u64 = 60;

fn folders() -> Vec<PathBuf> {
    let dumps = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps");
    let mut folders: Vec<PathBuf> = fs::read_dir(dumps).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 5, "{folders:?}");
    folders
}

fn dump_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("dump.txt")).unwrap()
}

/// The main content, without the title.
fn body(dump: &str) -> String {
    let (title, _) = dump_head(dump);
    let page = extract_dump(dump).unwrap();
    let mut out = String::new();
    for block in page.blocks().filter(|block| Some(block.text()) != title.as_deref()) {
        writeln!(out, "{}", block.text()).unwrap();
    }
    out
}

#[test]
fn hand_written_dumps_give_their_main_content() {
    let update = std::env::var_os("UPDATE").is_some();
    for folder in folders() {
        let dump = dump_of(&folder);
        let (title, bylines) = dump_head(&dump);
        let head: String = title.iter().chain(&bylines).map(|line| format!("{line}\n")).collect();
        for (file, actual) in [("expected.txt", body(&dump)), ("head.txt", head)] {
            let file = folder.join(file);
            if update {
                fs::write(&file, &actual).unwrap();
            }
            let expected = fs::read_to_string(&file).unwrap();
            assert_eq!(actual, expected, "{}", file.display());
        }
        let missing = fs::read_to_string(folder.join("missing.txt")).unwrap_or_default();
        let page = extract_dump(&dump).unwrap();
        for line in missing.lines() {
            let block = page.all_blocks().iter().find(|block| block.text() == line).unwrap();
            assert!(!block.is_main(), "{line} is found now: move it to expected.txt");
        }
    }
}

/// A dump in another layout: lines broken where the next word would not fit, with what stands before each.
fn wrapped(dump: &str, width: usize, margin: &str) -> String {
    let mut out = String::new();
    for line in dump.lines() {
        let (indent, mut columns) = (&line[..line.len() - line.trim_start().len()], 0);
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if columns == 0 || columns + 1 + length > width {
                let line_break = if columns > 0 { "\n" } else { "" };
                out.extend([line_break, margin, indent, word]);
                columns = margin.len() + indent.len() + length;
            } else {
                out.extend([" ", word]);
                columns += 1 + length;
            }
        }
        out.push('\n');
    }
    out
}

/// The share of words of each of two texts that stand in the other, as F1.
fn likeness(a: &str, b: &str) -> f64 {
    let count = |text: &str| {
        let mut counts = std::collections::BTreeMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word.to_owned()).or_insert(0usize) += 1;
        }
        counts
    };
    let (a, b) = (count(a), count(b));
    let shared: usize = a.iter().map(|(word, count)| count.min(b.get(word).unwrap_or(&0))).sum();
    let all: usize = a.values().chain(b.values()).sum();
    2.0 * shared as f64 / all as f64
}

#[test]
fn line_ends_and_invisible_signs_change_nothing() {
    let layouts: [fn(&str) -> String; 5] = [
        |dump| dump.replace('\n', "\r\n"),
        |dump| dump.replace('\n', "\r"),
        |dump| format!("\u{feff}{dump}"),
        |dump| dump.replace('\n', " \t\u{a0}\n"),
        |dump| dump.replace("\n\n", "\n\u{c}\n"),
    ];
    for folder in folders() {
        let dump = dump_of(&folder);
        let expected = body(&dump);
        for (nth, layout) in layouts.iter().enumerate() {
            assert_eq!(body(&layout(&dump)), expected, "{} in layout {nth}", folder.display());
        }
    }
}

#[test]
fn other_layouts_change_little() {
    type Change = fn(&str) -> String;
    let layouts: [(&str, Change); 8] = [
        ("wrapped at 72", |dump| wrapped(dump, 72, "")),
        ("wrapped at 80 with a margin", |dump| wrapped(dump, 80, "   ")),
        ("blank lines after all", |dump| dump.replace('\n', "\n\n")),
        ("no blank lines", |dump| {
            dump.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
        }),
        ("no bullets", |dump| dump.replace("  • ", "")),
        ("other bullets", |dump| dump.replace("• ", "* ")),
        ("no indents", |dump| dump.lines().map(|line| format!("{}\n", line.trim())).collect()),
        ("tabs", |dump| dump.replace("  • ", "\t•\t")),
    ];
    for name in ["forum-thread", "news-german", "news-korean", "news-with-story-lists"] {
        let folder = folders().into_iter().find(|folder| folder.ends_with(name)).unwrap();
        let dump = dump_of(&folder);
        let expected = body(&dump);
        for (layout, change) in layouts {
            let found = body(&change(&dump));
            let likeness = likeness(&found, &expected);
            assert!(likeness > 0.9, "{name}, {layout}: {likeness:.2}\n{found}");
        }
    }
}

#[test]
fn a_dump_of_boilerplate_gives_nothing_and_little_confidence() {
    let folder = folders().into_iter().find(|folder| folder.ends_with("all-boilerplate")).unwrap();
    let page = extract_dump(&dump_of(&folder)).unwrap();
    assert_eq!(page.blocks().count(), 0, "{}", page.text());
    assert!(page.confidence() < 0.3, "{}", page.confidence());
    assert!(page.all_blocks().len() > 40);
}

#[test]
fn the_focus_turns_the_dial() {
    let words = |focus: Focus| -> u32 {
        let extractor = Extractor::new().focus(focus);
        let pages = folders().into_iter().map(|folder| extractor.extract_dump(&dump_of(&folder)).unwrap());
        pages.map(|page| page.blocks().map(|block| block.counts().words).sum::<u32>()).sum()
    };
    let [precision, balanced, recall] = [Focus::Precision, Focus::Balanced, Focus::Recall].map(words);
    assert!(precision <= balanced && balanced <= recall && precision < recall, "{precision} {balanced} {recall}");
}

#[test]
fn a_dump_in_doubt_gives_its_best_guess_where_recall_counts() {
    let dump = "Menu\nNews\nIt rained all night.\nSport\nContact\nPrivacy\n";
    let words = |focus: Focus| {
        let page = Extractor::new().focus(focus).extract_dump(dump).unwrap();
        assert!((0.1..0.25).contains(&page.confidence()), "{}", page.confidence());
        page.blocks().map(|block| block.counts().words).sum::<u32>()
    };
    assert_eq!([Focus::Precision, Focus::Balanced].map(words), [0, 0]);
    assert!(words(Focus::Recall) > 0);
}

#[test]
fn selectors_match_nothing() {
    let extractor = Extractor::new().keep("p").unwrap().prune("*").unwrap();
    let page = extractor.extract_dump("It rained all night, and by the morning the river had left its bed.").unwrap();
    let unmatched = |selector: &str| Warning::NoMatch { selector: selector.to_owned() };
    assert_eq!(page.warnings(), [Warning::PlainText, unmatched("p"), unmatched("*")]);
}

#[test]
fn what_markup_would_tell_is_unknown() {
    let page = extract_dump("Menu\nIt rained all night, and by the morning the river had left its bed.").unwrap();
    assert_eq!(page.warnings(), [Warning::PlainText]);
    for block in page.all_blocks() {
        assert_eq!((block.path(), block.counts().link_chars), (String::new(), 0));
    }
    assert_eq!(extract_dump(" \n--\n").unwrap().warnings(), [Warning::PlainText, Warning::Empty]);
}

#[test]
fn density_is_taken_a_line() {
    let dump = "The old bridge over the harbour was opened to traffic\non Monday morning, three years after the great flood,\n\
                and a baker was the first to cross it in his van.\n";
    let page = extract_dump(dump).unwrap();
    let [block] = page.all_blocks() else { panic!("{page:?}") };
    assert_eq!(block.counts().tags, 2);
    assert!((block.counts().text_density() - block.counts().chars as f32 / 3.0).abs() < 1e-6);
}

#[test]
fn lists_and_headings_are_told_by_their_shape() {
    let prose = "Nach vierzig Jahren Stillstand dreht sich das Wasserrad der Mühle wieder, und alle sind gekommen.";
    let dump = format!(
        "Alte Mühle mahlt wieder\n{prose}\nEin Rad aus Holz\n{prose}\n  • Eins\n    • Zwei\n1. Drei\n2. Vier\n"
    );
    let page = extract_dump(&dump).unwrap();
    let kinds: Vec<Kind> = page.all_blocks().iter().map(mainbody::Block::kind).collect();
    let item = |depth, number| Kind::ListItem { depth, number };
    assert_eq!(
        kinds,
        [
            Kind::Heading { level: 1 },
            Kind::Paragraph,
            Kind::Heading { level: 2 },
            Kind::Paragraph,
            item(1, None),
            item(2, None),
            item(1, Some(1)),
            item(1, Some(2)),
        ]
    );
}

#[test]
fn numbers_of_links_are_no_text() {
    let dump = dump_of(&folders().into_iter().find(|folder| folder.ends_with("text-browser")).unwrap());
    let [numbered, bare] = [&dump, &unnumbered(&dump)].map(|dump| extract_dump(dump).unwrap());
    assert!(numbered.all_blocks().iter().all(|block| unnumbered(block.text()) == block.text()), "{numbered:?}");
    // Lines are put together where they were broken, which the numbers had a part in.
    let words = |page: &Extraction| {
        let texts: Vec<&str> = page.all_blocks().iter().map(mainbody::Block::text).collect();
        texts.join(" ")
    };
    assert_eq!(words(&numbered), words(&bare));
    // A few numbers may be notes of the page itself.
    let few = "It rained all night[1], and by the [2]morning the river had left its bed.";
    assert_eq!(extract_dump(few).unwrap().all_blocks()[0].text(), few);
}

/// A reader of the HTML would drop it, and one of the Markdown would read something else in its place.
#[test]
fn nul_is_no_text() {
    let dump = "\0It rained\0 all \0 ni\0ght, and by the morning the river had left its bed.\n\0\n\0 •\0\n• \0Boats\0";
    let page = extract_dump(dump).unwrap();
    let texts: Vec<&str> = page.all_blocks().iter().map(mainbody::Block::text).collect();
    assert_eq!(texts, ["It rained all night, and by the morning the river had left its bed.", "Boats"]);
    assert_eq!(dump.get(page.all_blocks()[1].source().unwrap()), Some("• \0Boats\0"));
}

#[test]
fn too_large_a_dump_is_refused() {
    let extractor = Extractor::new().limits(Limits::new().max_bytes(4));
    assert_eq!(extractor.extract_dump("hello").unwrap_err(), Error::TooLarge { size: 5, limit: 4 });
}

/// A text without the numbers that text browsers write before links.
fn unnumbered(text: &str) -> String {
    let mut parts = text.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((number, rest)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str(rest);
            }
            _ => out.extend(["[", part]),
        }
    }
    out
}

/// Every block is a piece of the dump, after the one before it, and its source range holds it.
fn check(dump: &str) -> Extraction {
    let page = extract_dump(dump).unwrap();
    let bare = |text: &str| unnumbered(text).chars().filter(|c| !c.is_whitespace() && *c != '\0').collect::<String>();
    let mut end = 0;
    for block in page.all_blocks() {
        assert!((0.0..=1.0).contains(&block.confidence()));
        let source = block.source().unwrap();
        assert!(source.start >= end, "{block:?} stands before the block before it");
        end = source.end;
        let piece = dump.get(source).unwrap();
        assert!(bare(piece).ends_with(&bare(block.text())), "{piece:?} is not {block:?}");
        assert!(block.counts().words > 0);
        assert_eq!(block.counts().chars as usize, block.text().chars().count());
    }
    page
}

#[test]
fn no_letter_of_a_dump_is_lost() {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let check = |dump: &str| {
        let page = extract_dump(dump).unwrap();
        let found: String = page.all_blocks().iter().map(|block| letters(block.text())).collect();
        assert!(found == letters(dump), "{dump:?}\ngives\n{found:?}");
    };
    for script in ["ฝนตกทั้งคืน และ ตอนเช้า", "नमस्ते  दुनिया ् यहाँ ा", "a \u{301} b\u{300}  c", "می\u{200c}خواهم \u{200d} رفت"]
    {
        check(script);
        check(&format!("{script}\n\n• {script}\n1. {script} \n").repeat(3));
    }
    for folder in folders() {
        let dump = dump_of(&folder);
        check(&dump);
        for seed in 0..BROKEN_COPIES {
            check(&mutation::mutate(&dump, seed));
        }
    }
}

#[test]
fn broken_dumps_break_nothing() {
    for folder in folders() {
        let dump = dump_of(&folder);
        for seed in 0..BROKEN_COPIES {
            check(&mutation::mutate(&dump, seed));
        }
    }
}

#[test]
fn odd_dumps_break_nothing() {
    let long = "word ".repeat(50_000);
    let deep: String = (0..2000).map(|depth| format!("{}• item\n", " ".repeat(depth))).collect();
    let numbers: String = (0..2000).map(|number| format!("{number}. \n{number}\n• {number}\n")).collect();
    let marks = "\u{feff}\u{2028}\u{85}\u{0}\u{b}\u{c}•\u{a0}1.\n\r\r\n\t•\n-\n*\n".repeat(50);
    let one_a_line = "語\n".repeat(20_000);
    for dump in ["", "\n", "a", "•", "1.", &long, &deep, &numbers, &marks, &one_a_line] {
        check(dump);
    }
}

#[test]
fn the_same_dump_gives_the_same_extraction() {
    for folder in folders() {
        let dump = dump_of(&folder);
        let said = || format!("{:?}", extract_dump(&dump).unwrap());
        assert_eq!(said(), said());
    }
}
