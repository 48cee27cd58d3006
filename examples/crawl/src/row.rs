//! One row of the output, and the columns it is written to.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use arrow_array::builder::{BooleanBuilder, Float32Builder, StringBuilder};
use arrow_array::{ArrayRef, Float32Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use encoding_rs::Encoding;
use mainbody::{Extraction, Extractor};

use crate::response::Response;

/// A page and what was found in it.
pub(crate) struct Row {
    url: String,
    date: Option<String>,
    page: Extraction,
    text: String,
    /// The page itself, if it is asked for and is HTML.
    html: Option<String>,
    /// Bytes of the HTML, or of the plain text.
    pub(crate) bytes: u64,
}

impl Row {
    /// Extracts the main content of a page.
    pub(crate) fn extract(extractor: &Extractor, mut response: Response, with_html: bool) -> Result<Self, String> {
        let (url, date) = (std::mem::take(&mut response.url), response.date.take());
        let (charset, is_dump) = (response.charset.take(), response.is_dump);
        let bytes = response.into_bytes()?;
        let page = match &charset {
            // WET files are UTF-8 by definition.
            _ if is_dump => extractor.extract_dump(&String::from_utf8_lossy(&bytes)),
            // Like browsers: what names no encoding says nothing, and the page has to tell.
            Some(charset) => extractor.clone().encoding(charset).as_ref().unwrap_or(extractor).extract_bytes(&bytes),
            None => extractor.extract_bytes(&bytes),
        };
        let page = page.map_err(|error| error.to_string())?;
        let html = (with_html && !is_dump).then(|| decoded(&bytes, charset.as_deref()).into_owned());
        Ok(Self { url, date, text: page.text(), page, html, bytes: bytes.len() as u64 })
    }

    /// The confidence of the page, 0 to 1.
    pub(crate) fn confidence(&self) -> f32 {
        self.page.confidence()
    }

    /// Bytes of text in the row, about.
    pub(crate) fn size(&self) -> usize {
        let blocks: usize = self.page.all_blocks().iter().map(|block| block.text().len()).sum();
        self.url.len() + self.text.len() + blocks + self.html.as_ref().map_or(0, String::len)
    }
}

/// A page as text, as the extractor reads it.
fn decoded<'a>(html: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    match charset.and_then(|charset| Encoding::for_label(charset.as_bytes())) {
        Some(encoding) => encoding.decode(html).0,
        None => mainbody::internals::decode(html),
    }
}

static BLOCK_FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("kind", DataType::Utf8, false),
        Field::new("text", DataType::Utf8, false),
        Field::new("confidence", DataType::Float32, false),
        Field::new("main", DataType::Boolean, false),
    ])
});

static BLOCK: LazyLock<Arc<Field>> =
    LazyLock::new(|| Arc::new(Field::new("item", DataType::Struct(BLOCK_FIELDS.clone()), false)));

/// The columns, with or without the pages themselves.
pub(crate) fn schema(with_html: bool) -> SchemaRef {
    let mut fields = vec![
        Field::new("url", DataType::Utf8, false),
        Field::new("date", DataType::Utf8, true),
        Field::new("title", DataType::Utf8, true),
        Field::new("language", DataType::Utf8, true),
        Field::new("text", DataType::Utf8, false),
        Field::new("confidence", DataType::Float32, false),
        Field::new("blocks", DataType::List(Arc::clone(&BLOCK)), false),
    ];
    if with_html {
        fields.push(Field::new("html", DataType::Utf8, true));
    }
    Arc::new(Schema::new(fields))
}

/// Rows as columns.
pub(crate) fn columns(rows: &[Row], schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let strings = |of: fn(&Row) -> Option<&str>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<StringArray>()) };
    let confidences: Float32Array = rows.iter().map(|row| Some(row.confidence())).collect();
    let mut columns = vec![
        strings(|row| Some(&row.url)),
        strings(|row| row.date.as_deref()),
        strings(|row| row.page.metadata().title()),
        strings(|row| row.page.metadata().language()),
        strings(|row| Some(&row.text)),
        Arc::new(confidences),
        Arc::new(blocks(rows)?),
    ];
    if columns.len() < schema.fields().len() {
        columns.push(strings(|row| row.html.as_deref()));
    }
    RecordBatch::try_new(Arc::clone(schema), columns)
}

fn blocks(rows: &[Row]) -> Result<ListArray, ArrowError> {
    let (mut kinds, mut texts) = (StringBuilder::new(), StringBuilder::new());
    let (mut confidences, mut mains) = (Float32Builder::new(), BooleanBuilder::new());
    for block in rows.iter().flat_map(|row| row.page.all_blocks()) {
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
    let all = StructArray::try_new(BLOCK_FIELDS.clone(), columns, None)?;
    let lengths = rows.iter().map(|row| row.page.all_blocks().len());
    let offsets = arrow_buffer::OffsetBuffer::from_lengths(lengths);
    ListArray::try_new(Arc::clone(&BLOCK), offsets, Arc::new(all), None)
}
