//! Extractions as columns.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::builder::{BooleanBuilder, Float32Builder, StringBuilder};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float32Array, ListArray, StringArray, StructArray};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::{Result, exec_err};
use mainbody::{Error, Extraction, Extractor};

static BLOCK: LazyLock<FieldRef> = LazyLock::new(|| {
    let fields = vec![
        Field::new("kind", DataType::Utf8, true),
        Field::new("text", DataType::Utf8, true),
        Field::new("confidence", DataType::Float32, true),
        Field::new("main", DataType::Boolean, true),
    ];
    Arc::new(Field::new("item", DataType::Struct(fields.into()), true))
});

/// The fields of a page.
pub(crate) static PAGE_FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("text", DataType::Utf8, true),
        Field::new("markdown", DataType::Utf8, true),
        Field::new("confidence", DataType::Float32, true),
        Field::new("blocks", DataType::List(Arc::clone(&BLOCK)), true),
    ])
});

/// Extracts the pages of a column.
pub(crate) fn extract(extractor: &Extractor, html: &ArrayRef) -> Result<Vec<Option<Extraction>>> {
    let text = |html: Option<&str>| html.and_then(|html| unless_it_panics(|| extractor.extract(html)));
    let bytes = |html: Option<&[u8]>| html.and_then(|html| unless_it_panics(|| extractor.extract_bytes(html)));
    Ok(match html.data_type() {
        DataType::Utf8 => html.as_string::<i32>().iter().map(text).collect(),
        DataType::LargeUtf8 => html.as_string::<i64>().iter().map(text).collect(),
        DataType::Utf8View => html.as_string_view().iter().map(text).collect(),
        DataType::Binary => html.as_binary::<i32>().iter().map(bytes).collect(),
        DataType::LargeBinary => html.as_binary::<i64>().iter().map(bytes).collect(),
        DataType::BinaryView => html.as_binary_view().iter().map(bytes).collect(),
        DataType::Null => vec![None; html.len()],
        other => return exec_err!("a page is a string or bytes, not {other}"),
    })
}

/// A bug that one page in a billion meets must not end a query, and end it again each time its task is tried. The panic
/// says on standard error what it is.
fn unless_it_panics(extract: impl FnOnce() -> Result<Extraction, Error>) -> Option<Extraction> {
    catch_unwind(AssertUnwindSafe(extract)).ok()?.ok()
}

/// Pages as a struct of columns, null where there is no extraction.
pub(crate) fn pages(pages: &[Option<Extraction>]) -> Result<StructArray> {
    let each = || pages.iter().map(Option::as_ref);
    let texts: StringArray = each().map(|page| page.map(Extraction::text)).collect();
    let markdowns: StringArray = each().map(|page| page.map(Extraction::markdown)).collect();
    let confidences: Float32Array = each().map(|page| page.map(Extraction::confidence)).collect();
    let columns: Vec<ArrayRef> =
        vec![Arc::new(texts), Arc::new(markdowns), Arc::new(confidences), Arc::new(blocks(pages)?)];
    Ok(StructArray::try_new(PAGE_FIELDS.clone(), columns, Some(nulls(pages)))?)
}

fn nulls(pages: &[Option<Extraction>]) -> NullBuffer {
    pages.iter().map(Option::is_some).collect()
}

fn blocks(pages: &[Option<Extraction>]) -> Result<ListArray> {
    let (mut kinds, mut texts) = (StringBuilder::new(), StringBuilder::new());
    let (mut confidences, mut mains) = (Float32Builder::new(), BooleanBuilder::new());
    for block in pages.iter().flatten().flat_map(Extraction::all_blocks) {
        kinds.append_value(block.kind().to_string());
        texts.append_value(block.text());
        confidences.append_value(block.confidence());
        mains.append_value(block.is_main());
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(kinds.finish()),
        Arc::new(texts.finish()),
        Arc::new(confidences.finish()),
        Arc::new(mains.finish()),
    ];
    let DataType::Struct(fields) = BLOCK.data_type() else { return exec_err!("blocks are structs") };
    let all = StructArray::try_new(fields.clone(), columns, None)?;
    let lengths = pages.iter().map(|page| page.as_ref().map_or(0, |page| page.all_blocks().len()));
    Ok(ListArray::try_new(Arc::clone(&BLOCK), OffsetBuffer::from_lengths(lengths), Arc::new(all), Some(nulls(pages)))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_extraction() {
        assert!(unless_it_panics(|| mainbody::extract("<p>The ferry leaves at noon.")).is_some());
        assert!(unless_it_panics(|| std::panic::resume_unwind(Box::new(()))).is_none());
    }
}
