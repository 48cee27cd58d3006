//! The result types for serde.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::block::Block;
use crate::extraction::Extraction;

impl Serialize for Block {
    /// A map of `text`, `kind`, `confidence`, `main`, `counts`, `text_density`, `link_ratio`, `path`, `source`, the
    /// byte range or null, and `origin`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Block", 10)?;
        map.serialize_field("text", self.text())?;
        map.serialize_field("kind", &self.kind())?;
        map.serialize_field("confidence", &self.confidence())?;
        map.serialize_field("main", &self.is_main())?;
        map.serialize_field("counts", &self.counts())?;
        map.serialize_field("text_density", &self.counts().text_density())?;
        map.serialize_field("link_ratio", &self.counts().link_ratio())?;
        map.serialize_field("path", &self.path())?;
        map.serialize_field("source", &self.source())?;
        map.serialize_field("origin", &self.origin())?;
        map.end()
    }
}

impl Serialize for Extraction {
    /// A map of `confidence`, `warnings` and `blocks`, all blocks of the page.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Extraction", 3)?;
        map.serialize_field("confidence", &self.confidence())?;
        map.serialize_field("warnings", self.warnings())?;
        map.serialize_field("blocks", self.all_blocks())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_extraction_is_its_confidence_and_blocks() {
        let page = crate::extract("<h2>Rain</h2><p>It rained.").unwrap();
        let json = serde_json::to_value(&page).unwrap();
        assert_eq!(json["blocks"][0]["kind"], serde_json::json!({"heading": {"level": 2}}));
        assert_eq!(json["blocks"][1]["text"], "It rained.");
        assert_eq!(json["blocks"][1]["path"], "html > body > p:nth-child(2)");
        assert_eq!(json["blocks"][1]["origin"], "visible");
        assert_eq!(json["warnings"], serde_json::json!([]));
    }
}
