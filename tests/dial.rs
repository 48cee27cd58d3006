//! The dial of `examples/explain` chooses what the library chooses. Needs Node, and says so where there is none.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::io::Write;
use std::process::{Command, Stdio};

use mainbody::{Extractor, Focus, Kind};
use serde_json::{Value, json};

#[path = "support/pages.rs"]
mod pages;

/// Prints what the page would choose, for each case that it is told.
const SCRIPT: &str = r#"
    const Dial = require("./examples/explain/select.js");
    const cases = JSON.parse(require("fs").readFileSync(0));
    console.log(JSON.stringify(cases.map(({ probabilities, words, images, focus }) => {
        const prepared = Dial.prepare(probabilities, words);
        const chosen = Dial.choose(prepared, Dial.BETA[focus]);
        const kept = Dial.withImages(chosen, images);
        return { main: images.map((_, block) => kept.has(block)), f1: Dial.expect(prepared, chosen).f1 };
    })));
"#;

fn cases() -> (Vec<Value>, Vec<(Vec<bool>, f32)>) {
    let dial = [("precision", Focus::Precision), ("balanced", Focus::Balanced), ("recall", Focus::Recall)];
    let pages = pages::pages();
    let cases = pages.iter().flat_map(|page| dial.map(|(name, focus)| (page, name, focus)));
    let cases = cases.map(|(page, focus, of)| {
        let extraction = Extractor::new().focus(of).extract(&page.html).unwrap();
        let blocks = extraction.all_blocks();
        let probabilities: Vec<f32> = blocks.iter().map(mainbody::Block::confidence).collect();
        let words: Vec<u32> = blocks.iter().map(|block| block.counts().words).collect();
        let images: Vec<bool> = blocks.iter().map(|block| block.kind() == Kind::Image).collect();
        let main = blocks.iter().map(mainbody::Block::is_main).collect();
        (
            json!({ "page": page.name, "focus": focus, "probabilities": probabilities, "words": words, "images": images }),
            (main, extraction.confidence()),
        )
    });
    cases.unzip()
}

#[test]
fn the_page_chooses_what_the_library_chooses() {
    let node = Command::new("node")
        .args(["-e", SCRIPT])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = node else {
        eprintln!("skipped: there is no `node` on the path to run the page's script with");
        return;
    };
    let (cases, expected) = cases();
    node.stdin.take().unwrap().write_all(&serde_json::to_vec(&cases).unwrap()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found.len(), expected.len());
    for ((case, found), (main, confidence)) in cases.iter().zip(found).zip(expected) {
        let name = format!("{} {}", case["page"], case["focus"]);
        assert_eq!(found["main"], json!(main), "{name}");
        // The page's confidence is that of the balanced choice.
        if case["focus"] == "balanced" {
            assert!((found["f1"].as_f64().unwrap() - f64::from(confidence)).abs() < 1e-6, "{name}");
        }
    }
}
