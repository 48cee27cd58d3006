//! What holds for every page, whole or broken.
#![allow(clippy::unwrap_used, clippy::string_slice)] // A test fails by panicking.

use std::sync::LazyLock;

use mainbody::{Block, Counts, Error, Extraction, Extractor, Focus, Kind, Limits, MarkKind, Origin, Warning};
use markup5ever_rcdom::{Handle, NodeData};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[path = "support/loose_text.rs"]
mod loose_text;
#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/reference.rs"]
mod reference;

use pages::Page;

/// Each fixture is broken in this many ways.
const BROKEN_COPIES: u64 = 20;

/// Elements whose text is never shown, or shown as something else than text.
const NOT_TEXT: &[&str] = &[
    "annotation",
    "annotation-xml",
    "audio",
    "canvas",
    "col",
    "colgroup",
    "datalist",
    "embed",
    "frame",
    "head",
    "iframe",
    "noembed",
    "noframes",
    "optgroup",
    "option",
    "rp",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// A page, whole or broken, and what is extracted from it.
struct Extracted {
    page: Page,
    extraction: Extraction,
}

/// Every fixture, followed by broken copies of it.
static ALL: LazyLock<Vec<Extracted>> = LazyLock::new(|| {
    let copies = |page: Page| {
        let broken: Vec<Page> = (1000..1000 + BROKEN_COPIES)
            .map(|seed| Page {
                name: format!("{} with seed {seed}", page.name),
                html: mutation::mutate(&page.html, seed),
            })
            .collect();
        std::iter::once(page).chain(broken)
    };
    let extracted = |page: Page| Extracted { extraction: mainbody::extract(&page.html).unwrap(), page };
    pages::pages().into_par_iter().flat_map_iter(copies).map(extracted).collect()
});

/// Runs a check on every page.
#[track_caller]
fn on_all(check: impl Fn(&str, &Extraction) -> Result<(), String> + Sync) {
    let failures: Vec<String> = ALL
        .par_iter()
        .filter_map(|all| {
            let failure = check(&all.page.html, &all.extraction).err()?;
            Some(format!("{}: {failure}", all.page.name))
        })
        .collect();
    let shown = failures.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} pages fail\n{shown}", failures.len());
}

fn without_whitespace(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether the text of an element is the sign of a link that leads back from a note.
fn is_arrow(element: &Handle) -> bool {
    let children = element.children.borrow();
    matches!(&children[..], [only] if matches!(&only.data, NodeData::Text { contents } if contents.borrow().trim() == "^"))
}

/// All text of a page that is shown, without whitespace and the arrows that lead back from notes.
fn shown_text(html: &str) -> String {
    let mut out = String::new();
    // Bound to a name, because a DOM that is dropped takes apart what is below a handle to it, too.
    let dom = reference::parse(html);
    let mut todo: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = todo.pop() {
        match &node.data {
            NodeData::Text { contents } => out += &without_whitespace(&contents.borrow()),
            NodeData::Element { name, .. } if NOT_TEXT.contains(&&*name.local) => {}
            NodeData::Element { name, .. } if &*name.local == "a" && is_arrow(&node) => {}
            _ => todo.extend(node.children.borrow().iter().rev().cloned()),
        }
    }
    out
}

/// Whether a block's text stands in the page as it is.
fn is_shown(block: &Block) -> bool {
    matches!(block.origin(), Origin::Visible | Origin::Noscript)
}

/// The text of a block that the page shows as it is: cut where a formula stands for its rendering, and the lines of code
/// one by one. Each with whether a formula stands before it; the last may be empty.
fn pieces(block: &Block) -> Vec<(bool, String)> {
    let formulas = block.marks().filter(|mark| matches!(mark.kind, MarkKind::Math { .. }));
    let (mut pieces, mut at, mut after_formula) = (Vec::new(), 0, false);
    for formula in formulas {
        pieces.push((after_formula, without_whitespace(&block.text()[at..formula.range.start])));
        (at, after_formula) = (formula.range.end, true);
    }
    let last = &block.text()[at..];
    if block.kind() == Kind::Code {
        pieces.extend(last.lines().map(|line| (after_formula, without_whitespace(line))));
    } else {
        pieces.push((after_formula, without_whitespace(last)));
    }
    pieces
}

/// Whether a text is `^` and the letters of a few links.
fn is_letters_of_returns(text: &str) -> bool {
    text.split_once('^').is_some_and(|(before, letters)| {
        !before.contains(char::is_alphanumeric) && letters.len() < 4 && letters.chars().all(|c| c.is_ascii_lowercase())
    })
}

/// Each block is a piece of the page's text, after the one before it, and no word is left out between them: so the
/// order is that of the document, no two blocks overlap, and together they have no more words than the page.
///
/// Left out are the numbers of lines of code, the letters of links back from a note, and what formulas stand for.
#[test]
fn the_blocks_are_the_text_of_the_page_cut_into_pieces() {
    on_all(|html, extraction| {
        let page = shown_text(html);
        let mut rest = page.as_str();
        let mut formula = false;
        let no_words = |text: &str| !text.contains(char::is_alphanumeric);
        let recovered = extraction.warnings().contains(&Warning::Recovered);
        if recovered && extraction.all_blocks().iter().any(|block| block.origin() == Origin::Noscript) {
            // Such blocks are in the page's text or not, as the case may be.
            return Ok(());
        }
        let no_words_but_numbers = |text: &str| !text.contains(char::is_alphabetic);
        for block in extraction.all_blocks().iter().filter(|block| is_shown(block)) {
            for (after_formula, piece) in pieces(block) {
                formula |= after_formula;
                if piece.is_empty() {
                    continue;
                }
                let (between, after) =
                    rest.split_once(&piece).ok_or_else(|| format!("out of place or not in the page: {block:?}"))?;
                let numbers = block.kind() == Kind::Code && no_words_but_numbers(between);
                let returns = matches!(block.kind(), Kind::ListItem { .. }) && is_letters_of_returns(between);
                if !(formula || numbers || returns || no_words(between)) {
                    return Err(format!("left out before {block:?}: {between:?}"));
                }
                rest = after;
                formula = false;
            }
            formula |= block.marks().last().is_some_and(|mark| matches!(mark.kind, MarkKind::Math { .. }));
        }
        if formula || no_words(rest) { Ok(()) } else { Err(format!("left out at the end: {rest:?}")) }
    });
}

#[test]
fn confidences_are_shares() {
    on_all(|_, extraction| {
        let of_blocks = extraction.all_blocks().iter().map(Block::confidence);
        let all: Vec<f32> = of_blocks.chain([extraction.confidence()]).collect();
        if all.iter().all(|share| (0.0..=1.0).contains(share)) { Ok(()) } else { Err(format!("{all:?}")) }
    });
}

#[test]
fn blocks_are_those_of_all_blocks_that_are_main() {
    on_all(|_, extraction| {
        let expected: Vec<&Block> = extraction.all_blocks().iter().filter(|block| block.is_main()).collect();
        let actual: Vec<&Block> = extraction.blocks().collect();
        let same = expected.len() == actual.len() && expected.iter().zip(&actual).all(|(a, b)| std::ptr::eq(*a, *b));
        if same { Ok(()) } else { Err(format!("{expected:?} are not {actual:?}")) }
    });
}

#[test]
fn ranked_is_all_blocks_the_surest_first() {
    on_all(|_, extraction| {
        let ranked = extraction.ranked();
        if ranked.len() != extraction.all_blocks().len() {
            return Err(format!("{} of {} blocks", ranked.len(), extraction.all_blocks().len()));
        }
        for pair in ranked.windows(2) {
            let (before, after) = (pair[0].confidence(), pair[1].confidence());
            // In the slice of all blocks, document order is the order of addresses.
            let in_order = std::ptr::from_ref(pair[0]) < std::ptr::from_ref(pair[1]);
            if before < after || (before.to_bits() == after.to_bits() && !in_order) {
                return Err(format!("{:?} stands before {:?}", pair[0], pair[1]));
            }
        }
        Ok(())
    });
}

#[test]
fn text_has_the_words_of_the_main_blocks_and_no_others() {
    on_all(|_, extraction| {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let expected: String = extraction.blocks().map(|block| letters(block.text())).collect();
        let actual = letters(&extraction.text());
        if actual == expected { Ok(()) } else { Err(format!("{actual:?} is not {expected:?}")) }
    });
}

#[test]
fn a_source_range_holds_the_block() {
    on_all(|html, extraction| {
        for block in extraction.all_blocks() {
            let Some(range) = block.source() else { continue };
            let slice = html.get(range.clone()).ok_or_else(|| format!("{range:?} is no range of the page"))?;
            let text: String = pieces(block).into_iter().map(|(_, piece)| piece).collect();
            if is_shown(block) && !loose_text::holds(slice, &text) {
                return Err(format!("{range:?} does not hold {text:?}: {slice:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn source_ranges_count_a_byte_order_mark() {
    let page = "\u{feff}<p>First things first.</p><p>Second things second.</p>";
    for extraction in [mainbody::extract(page), mainbody::extract_bytes(page.as_bytes())] {
        let extraction = extraction.unwrap();
        let slices = extraction.all_blocks().iter().map(|block| page.get(block.source()?));
        assert!(slices.clone().all(|slice| slice.unwrap().starts_with("<p>")), "{:?}", slices.collect::<Vec<_>>());
    }
}

/// `&nGt;` is a byte shorter than the characters that it stands for.
#[test]
fn source_ranges_begin_between_characters() {
    for page in ["\u{feff}&nGt;rain all night", "<p>a</p>é&nGt;rain all night", "&nGt;&nGt;rain all night"] {
        let extraction = mainbody::extract(page).unwrap();
        for block in extraction.all_blocks() {
            assert!(page.get(block.source().unwrap()).is_some(), "{page}: {:?}", block.source());
        }
    }
}

#[test]
fn bytes_that_had_to_be_decoded_have_no_source_ranges() {
    let extraction =
        Extractor::new().encoding("windows-1251").unwrap().extract_bytes(b"<p>\xcf\xf0\xe8\xe2\xe5\xf2").unwrap();
    assert_eq!(extraction.all_blocks()[0].source(), None);
}

/// Everything that an extraction says.
fn said(html: &str) -> String {
    let extraction = mainbody::extract(html).unwrap();
    let more: Vec<_> =
        extraction.all_blocks().iter().map(|block| (block.path(), block.source(), block.rows())).collect();
    format!("{extraction:?}\n{more:?}\n{}", extraction.text())
}

#[test]
fn the_same_on_every_run_and_on_any_number_of_threads() {
    let pages: Vec<&Page> = ALL.iter().step_by(7).map(|all| &all.page).collect();
    let expected: Vec<String> = pages.iter().map(|page| said(&page.html)).collect();
    for threads in [1, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let actual: Vec<String> = pool.install(|| pages.par_iter().map(|page| said(&page.html)).collect());
        for ((page, expected), actual) in pages.iter().zip(&expected).zip(&actual) {
            assert_eq!(actual, expected, "{} on {threads} threads", page.name);
        }
    }
}

#[test]
fn results_are_plain_data() {
    fn is_plain<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    is_plain::<Extraction>();
    is_plain::<Block>();
    is_plain::<Kind>();
    is_plain::<Counts>();
    is_plain::<Warning>();
    is_plain::<Error>();
    is_plain::<Extractor>();
    is_plain::<Limits>();
    is_plain::<Focus>();
    is_plain::<Origin>();
}
