//! The result types for serde: the schema in the documentation of [`Extraction`].

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::block::Block;
use crate::extraction::Extraction;
use crate::mark::Mark;

/// Bytes that the paths of an extraction may take in all. A path is as long as its element is deep: those of a small page
/// may be a thousand times the page, those of an ordinary one have some hundred bytes each.
const MAX_PATHS: usize = 16 << 20;

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WithPath { block: self, path: Some(self.path()) }.serialize(serializer)
    }
}

/// A block and its path, unless that is left out.
struct WithPath<'a> {
    block: &'a Block,
    path: Option<String>,
}

impl Serialize for WithPath<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { block, path } = self;
        let mut map = serializer.serialize_struct("Block", 17)?;
        map.serialize_field("text", block.text())?;
        map.serialize_field("kind", &block.kind())?;
        map.serialize_field("role", &block.role())?;
        map.serialize_field("main", &block.is_main())?;
        map.serialize_field("confidence", &block.confidence())?;
        map.serialize_field("counts", &block.counts())?;
        map.serialize_field("text_density", &block.counts().text_density())?;
        map.serialize_field("link_ratio", &block.counts().link_ratio())?;
        map.serialize_field("marks", &block.marks().collect::<Vec<Mark>>())?;
        map.serialize_field("cells", &block.cells().collect::<Vec<_>>())?;
        map.serialize_field("language", &block.language())?;
        map.serialize_field("list_depth", &block.list_depth())?;
        map.serialize_field("quote_depth", &block.quote_depth())?;
        map.serialize_field("note", &block.note())?;
        map.serialize_field("path", path)?;
        map.serialize_field("source", &block.source())?;
        map.serialize_field("origin", &block.origin())?;
        map.end()
    }
}

/// All blocks of a page, with their paths up to [`MAX_PATHS`].
struct Blocks<'a> {
    blocks: &'a [Block],
    max_paths: usize,
}

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut left = Some(self.max_paths);
        serializer.collect_seq(self.blocks.iter().map(|block| {
            // The first path that is too long is the last that is made.
            let path = left.map(|_| block.path());
            left = left.zip(path.as_ref()).and_then(|(left, path)| left.checked_sub(path.len()));
            WithPath { block, path: path.filter(|_| left.is_some()) }
        }))
    }
}

impl Serialize for Extraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Extraction", 5)?;
        map.serialize_field("confidence", &self.confidence())?;
        map.serialize_field("metadata", self.metadata())?;
        map.serialize_field("encoding", &self.encoding())?;
        map.serialize_field("warnings", self.warnings())?;
        map.serialize_field("blocks", &Blocks { blocks: self.all_blocks(), max_paths: MAX_PATHS })?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn blocks(html: &str) -> Vec<Value> {
        let page = serde_json::to_value(crate::extract(html).unwrap()).unwrap();
        page["blocks"].as_array().unwrap().clone()
    }

    #[test]
    fn a_block_has_all_its_fields() {
        let mut block = blocks("<p>It <b>rained</b>.")[0].clone();
        assert!(block["confidence"].take().is_number());
        let expected = json!({
            "text": "It rained.",
            "kind": {"type": "paragraph"},
            "role": "text",
            "main": block["main"],
            "confidence": null,
            "counts": {"chars": 10, "words": 2, "link_chars": 0, "tags": 1},
            "text_density": 5.0,
            "link_ratio": 0.0,
            "marks": [{"range": {"start": 3, "end": 9}, "type": "strong"}],
            "cells": [],
            "language": null,
            "list_depth": 0,
            "quote_depth": 0,
            "note": null,
            "path": "html > body > p:nth-child(1)",
            "source": {"start": 0, "end": 20},
            "origin": "visible",
        });
        assert_eq!(block, expected);
    }

    #[test]
    fn paths_are_left_out_where_they_grow_too_long() {
        let page = crate::extract("<p>It rained.<p>All night.<p>And all day.").unwrap();
        let first = "html > body > p:nth-child(1)";
        let paths = |max_paths| {
            let blocks = serde_json::to_value(super::Blocks { blocks: page.all_blocks(), max_paths }).unwrap();
            blocks.as_array().unwrap().iter().map(|block| block["path"].clone()).collect::<Vec<Value>>()
        };
        assert!(paths(3 * first.len()).iter().all(Value::is_string));
        assert_eq!(paths(3 * first.len() - 1)[2], Value::Null);
        assert_eq!(paths(first.len()), [json!(first), Value::Null, Value::Null]);
        assert_eq!(paths(0), [Value::Null, Value::Null, Value::Null]);
    }

    #[test]
    fn a_page_has_all_its_fields() {
        let html = "<html lang=en><title>The bridge is open</title><meta name=author content='Jane Roe'>
            <meta property='article:published_time' content='2024-05-06T08:00:00Z'><h1>The bridge is open</h1><p>At last.";
        let page = serde_json::to_value(crate::extract(html).unwrap()).unwrap();
        let mut fields: Vec<&str> = page.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["blocks", "confidence", "encoding", "metadata", "warnings"]);
        let about = json!({
            "title": "The bridge is open",
            "authors": ["Jane Roe"],
            "published": "2024-05-06T08:00:00Z",
            "modified": null,
            "language": "en",
            "site_name": null,
            "description": null,
            "image": null,
            "canonical_url": null,
            "kind": null,
        });
        assert_eq!(page["metadata"], about);
        assert_eq!(page["blocks"][0]["role"], "title");
    }

    #[test]
    fn kinds_marks_and_cells_say_what_they_are() {
        let found = blocks(
            "<h2>Rain</h2><ol start=3><li>See <a href=/r>rain</a><img src=r.png alt=drops></ol>
             <pre><code class=language-sh>ls</code></pre><table><tr><th colspan=2>Rain<tr><td>2020<td>810</table>",
        );
        assert_eq!(found[0]["kind"], json!({"type": "heading", "level": 2}));
        assert_eq!(found[1]["kind"], json!({"type": "list_item", "depth": 1, "number": 3}));
        let marks = json!([
            {"range": {"start": 4, "end": 8}, "type": "link", "href": "/r"},
            {"range": {"start": 8, "end": 8}, "type": "image", "src": "r.png", "alt": "drops"},
        ]);
        assert_eq!(found[1]["marks"], marks);
        assert_eq!((&found[2]["kind"], &found[2]["language"]), (&json!({"type": "code"}), &json!("sh")));
        let cell = json!({"text": "Rain", "range": {"start": 0, "end": 4}, "row": 0, "column": 0, "header": true,
                          "colspan": 2, "rowspan": 1});
        assert_eq!(found[3]["cells"][0], cell);
    }

    #[test]
    fn warnings_say_what_they_are() {
        let extractor = crate::Extractor::new().keep("#a").unwrap();
        let page = serde_json::to_value(extractor.extract("").unwrap()).unwrap();
        assert_eq!(page["warnings"], json!([{"type": "empty"}, {"type": "no_match", "selector": "#a"}]));
    }
}
