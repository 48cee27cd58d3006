//! Every limit holds, says so when it is reached, and is silent when it is not.
#![allow(clippy::unwrap_used, clippy::format_collect)] // A test fails by panicking, and need not be fast.

use std::fmt::Write;

use mainbody::{Block, Error, Extraction, Extractor, Limits, Warning};

#[path = "support/reference.rs"]
mod reference;

fn texts(extraction: &Extraction) -> Vec<&str> {
    extraction.all_blocks().iter().map(Block::text).collect()
}

fn paragraphs(count: usize) -> String {
    (0..count).map(|nth| format!("<p>Paragraph {nth}.</p>")).collect()
}

#[track_caller]
fn extract(page: &str, limits: Limits) -> Extraction {
    Extractor::new().limits(limits).extract(page).unwrap()
}

#[test]
fn at_the_limit_of_nodes_the_page_is_cut_off() {
    let page = paragraphs(100);
    let whole = extract(&page, Limits::new());
    // The document, html, head, body, and two for each paragraph.
    let enough = extract(&page, Limits::new().max_nodes(204));
    assert_eq!((texts(&enough), enough.warnings()), (texts(&whole), &[][..]));
    for limit in [0, 1, 5, 50, 203] {
        let cut = extract(&page, Limits::new().max_nodes(limit));
        assert_eq!(cut.warnings(), [Warning::NodeLimit], "{limit}");
        let kept = cut.all_blocks().len();
        assert!(kept <= limit / 2, "{kept} blocks of {limit} nodes");
        assert_eq!(texts(&cut), &texts(&whole)[..kept]);
    }
    assert_eq!(Warning::NodeLimit.to_string(), "the page has more nodes than the limit; it was cut off there");
}

#[test]
fn at_the_limit_of_blocks_the_page_is_cut_off() {
    let page = paragraphs(100) + "<table><tr><th>Year<th>Rain<tr><td>2020<td>810 mm</table>";
    let whole = extract(&page, Limits::new());
    let enough = extract(&page, Limits::new().max_blocks(101));
    assert_eq!((texts(&enough), enough.warnings()), (texts(&whole), &[][..]));
    for limit in [0, 1, 99, 100] {
        let cut = extract(&page, Limits::new().max_blocks(limit));
        assert_eq!(cut.warnings(), [Warning::BlockLimit], "{limit}");
        assert_eq!(texts(&cut), &texts(&whole)[..limit]);
    }
    assert_eq!(Warning::BlockLimit.to_string(), "the page has more blocks than the limit; it was cut off there");
}

#[test]
fn images_that_are_blocks_count_as_such() {
    let page = "<p>a<hr><img src=1.png><hr><img src=2.png><p>b<hr><img src=3.png><hr><img src=4.png>";
    let paths = |page: &Extraction| page.all_blocks().iter().map(Block::path).collect::<Vec<_>>();
    let whole = extract(page, Limits::new().max_blocks(6));
    assert_eq!((whole.all_blocks().len(), whole.warnings()), (6, &[][..]));
    for limit in 0..6 {
        let cut = extract(page, Limits::new().max_blocks(limit));
        assert_eq!((paths(&cut), cut.warnings()), (paths(&whole)[..limit].to_vec(), &[Warning::BlockLimit][..]));
        assert!(
            cut.all_blocks().iter().all(|block| block.text() == "a" || block.text() == "b" || block.text().is_empty())
        );
    }
}

#[test]
fn at_the_limit_of_work_the_page_is_cut_off() {
    let page = paragraphs(100);
    let whole = extract(&page, Limits::new());
    assert_eq!(whole.warnings(), []);
    let cut = extract(&page, Limits::new().max_work(1000));
    assert_eq!(cut.warnings(), [Warning::WorkLimit]);
    let kept = cut.all_blocks().len();
    assert!((1..100).contains(&kept), "{kept}");
    assert_eq!(texts(&cut), &texts(&whole)[..kept]);
    assert_eq!(extract(&page, Limits::new().max_work(0)).warnings(), [Warning::WorkLimit]);
    let message = "parsing the page took more steps than the limit; it was cut off there";
    assert_eq!(Warning::WorkLimit.to_string(), message);
}

#[test]
fn end_tags_that_end_nothing_are_work() {
    let page = "<svg>".repeat(500) + &"</x>".repeat(5_000);
    let extraction = extract(&page, Limits::new().max_work(1 << 20));
    assert_eq!(extraction.warnings(), [Warning::WorkLimit]);
    assert_eq!(extract(&page, Limits::new()).warnings(), [Warning::Empty]);
}

#[test]
fn a_parsed_page_has_limits_too() {
    let dom = reference::parse(&paragraphs(100));
    let extract = |limits| Extractor::new().limits(limits).extract_dom(&dom);
    assert_eq!(extract(Limits::new()).unwrap().warnings(), []);
    assert_eq!(extract(Limits::new().max_nodes(204)).unwrap().warnings(), []);
    let cut = extract(Limits::new().max_nodes(50)).unwrap();
    assert_eq!((cut.all_blocks().len(), cut.warnings()), (23, &[Warning::NodeLimit][..]));
    for limit in [0, 1] {
        let none = extract(Limits::new().max_nodes(limit)).unwrap();
        assert_eq!((none.all_blocks().len(), none.warnings()), (0, &[Warning::NodeLimit][..]), "{limit}");
    }
    assert_eq!(extract(Limits::new().max_blocks(5)).unwrap().warnings(), [Warning::BlockLimit]);
    let error = extract(Limits::new().max_bytes(100)).unwrap_err();
    assert!(matches!(error, Error::TooLarge { size: 101..120, limit: 100 }), "{error:?}");
}

#[test]
fn of_a_dump_bytes_and_blocks_are_limited_and_nothing_else() {
    let dump: String = (0..100).map(|nth| format!("\n• Line {nth}\n---\n")).collect();
    let extract = |limits: Limits| Extractor::new().limits(limits).extract_dump(&dump);
    let whole = extract(Limits::new().max_bytes(dump.len()).max_blocks(100)).unwrap();
    assert_eq!((whole.all_blocks().len(), whole.warnings()), (100, &[Warning::PlainText][..]));
    for limit in [1, 2, 50, 99] {
        let cut = extract(Limits::new().max_blocks(limit)).unwrap();
        assert_eq!(cut.warnings(), [Warning::PlainText, Warning::BlockLimit]);
        assert_eq!(texts(&cut), &texts(&whole)[..limit]);
    }
    let none = extract(Limits::new().max_blocks(0)).unwrap();
    assert_eq!(none.warnings(), [Warning::PlainText, Warning::BlockLimit]);
    let limit = dump.len() - 1;
    assert_eq!(extract(Limits::new().max_bytes(limit)).unwrap_err(), Error::TooLarge { size: dump.len(), limit });
    let treeless = extract(Limits::new().max_nodes(0).max_depth(0).max_work(0)).unwrap();
    assert_eq!(format!("{treeless:?}"), format!("{whole:?}"));
}

#[test]
fn a_page_that_grows_when_decoded_is_measured_again() {
    let page = [&b"<p>Some euros: "[..], &[0x80; 100]].concat();
    let extractor = Extractor::new().encoding("windows-1252").unwrap().limits(Limits::new().max_bytes(200));
    let error = extractor.extract_bytes(&page).unwrap_err();
    assert_eq!(error, Error::TooLarge { size: 315, limit: 200 });
}

/// The parser opens formatting elements again in each paragraph, with copies of their attributes.
#[test]
fn copies_of_long_attributes_cost_nothing() {
    let mut page = String::new();
    for tag in ["b", "a href=/", "font style"] {
        let _ = write!(page, "<p><{tag}='{}'>", "long ".repeat(200_000));
    }
    page += &paragraphs(2_000);
    let extraction = extract(&page, Limits::new());
    assert_eq!(texts(&extraction).len(), 2_000);
}

#[test]
fn paths_are_short_however_long_the_names() {
    let name = "x".repeat(100_000);
    let page = format!("<{name}><{name}><custom-element><p>Some words.");
    let extraction = extract(&page, Limits::new());
    let path = extraction.all_blocks()[0].path();
    let expected = "html > body > *:nth-child(1) > *:nth-child(1) > custom-element:nth-child(1) > p:nth-child(1)";
    assert_eq!(path, expected);
}

/// Elements that are closed again do not count as open, however many there are.
#[test]
fn a_flat_page_takes_as_many_steps_under_any_limit_of_depth() {
    let page = "<div><p>It rained all night, and the river left its bed.</p></div>".repeat(5000);
    for depth in [512, 100_000] {
        let extraction = Extractor::new().limits(Limits::new().max_depth(depth).max_work(10_000_000)).extract(&page);
        assert_eq!(extraction.unwrap().warnings(), [], "{depth}");
    }
}
