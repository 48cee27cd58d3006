//! The result types for serde: the schema in the documentation of [`Extraction`].

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::block::Block;
use crate::extraction::Extraction;
use crate::mark::Mark;

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Block", 17)?;
        map.serialize_field("text", self.text())?;
        map.serialize_field("kind", &self.kind())?;
        map.serialize_field("role", &self.role())?;
        map.serialize_field("main", &self.is_main())?;
        map.serialize_field("confidence", &self.confidence())?;
        map.serialize_field("counts", &self.counts())?;
        map.serialize_field("text_density", &self.counts().text_density())?;
        map.serialize_field("link_ratio", &self.counts().link_ratio())?;
        map.serialize_field("marks", &self.marks().collect::<Vec<Mark>>())?;
        map.serialize_field("cells", &self.cells().collect::<Vec<_>>())?;
        map.serialize_field("language", &self.language())?;
        map.serialize_field("list_depth", &self.list_depth())?;
        map.serialize_field("quote_depth", &self.quote_depth())?;
        map.serialize_field("note", &self.note())?;
        map.serialize_field("path", &self.path())?;
        map.serialize_field("source", &self.source())?;
        map.serialize_field("origin", &self.origin())?;
        map.end()
    }
}

impl Serialize for Extraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Extraction", 4)?;
        map.serialize_field("confidence", &self.confidence())?;
        map.serialize_field("metadata", self.metadata())?;
        map.serialize_field("warnings", self.warnings())?;
        map.serialize_field("blocks", self.all_blocks())?;
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
    fn a_page_has_all_its_fields() {
        let html = "<html lang=en><title>The bridge is open</title><meta name=author content='Jane Roe'>
            <meta property='article:published_time' content='2024-05-06T08:00:00Z'><h1>The bridge is open</h1><p>At last.";
        let page = serde_json::to_value(crate::extract(html).unwrap()).unwrap();
        let mut fields: Vec<&str> = page.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["blocks", "confidence", "metadata", "warnings"]);
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
