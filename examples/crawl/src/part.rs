//! One file of the output: [`Part`], which is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::writer::{LineDelimited, Writer as JsonWriter, WriterBuilder};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};

use crate::row::{Row, columns, schema};

/// Bytes of text, about, that are turned into columns at a time.
const BATCH_BYTES: usize = 1 << 20;

/// Rows, about, that are turned into columns at a time.
const BATCH_ROWS: usize = 64;

/// Bytes, about, of a row group of a Parquet file, all of which are in memory until it is whole.
const ROW_GROUP_BYTES: usize = 64 << 20;

/// What the output is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// Apache Parquet, packed with Zstandard
    #[default]
    Parquet,
    /// One JSON object a line
    Jsonl,
}

impl Format {
    /// The name of the part with a number.
    pub(crate) fn file_name(self, number: u64) -> String {
        let ending = match self {
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl",
        };
        format!("part-{number:05}.{ending}")
    }
}

enum Writer {
    Parquet(Box<ArrowWriter<File>>),
    Jsonl(Box<JsonWriter<BufWriter<File>, LineDelimited>>),
}

/// A file that is being written. It gets its name when it is whole and on the disk.
pub(crate) struct Part {
    path: PathBuf,
    schema: SchemaRef,
    writer: Writer,
    rows: Vec<Row>,
    size: usize,
}

/// The name of a file until it is whole.
pub(crate) fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    name.into()
}

impl Part {
    pub(crate) fn create(path: PathBuf, format: Format, with_html: bool) -> io::Result<Self> {
        let schema = schema(with_html);
        let file = File::create(temporary(&path))?;
        let writer = match format {
            Format::Parquet => {
                let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(parquet_properties()));
                Writer::Parquet(Box::new(writer.map_err(from_parquet)?))
            }
            Format::Jsonl => Writer::Jsonl(Box::new(
                WriterBuilder::new().with_explicit_nulls(true).build(BufWriter::with_capacity(BATCH_BYTES, file)),
            )),
        };
        Ok(Self { path, schema, writer, rows: Vec::new(), size: 0 })
    }

    pub(crate) fn push(&mut self, row: Row) -> io::Result<()> {
        self.size += row.size();
        self.rows.push(row);
        if self.size >= BATCH_BYTES || self.rows.len() >= BATCH_ROWS { self.write_rows() } else { Ok(()) }
    }

    fn write_rows(&mut self) -> io::Result<()> {
        let batch = columns(&self.rows, &self.schema).map_err(from_arrow)?;
        self.rows.clear();
        self.size = 0;
        self.write(&batch)
    }

    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        match &mut self.writer {
            Writer::Parquet(writer) => {
                writer.write(batch).map_err(from_parquet)?;
                if writer.in_progress_size() >= ROW_GROUP_BYTES { writer.flush().map_err(from_parquet) } else { Ok(()) }
            }
            Writer::Jsonl(writer) => writer.write(batch).map_err(from_arrow),
        }
    }

    /// Writes what is left, and gives the file its name once it is on the disk.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if !self.rows.is_empty() {
            self.write_rows()?;
        }
        let file = match self.writer {
            Writer::Parquet(writer) => writer.into_inner().map_err(from_parquet)?,
            Writer::Jsonl(mut writer) => {
                writer.finish().map_err(from_arrow)?;
                writer.into_inner().into_inner()?
            }
        };
        name(&file, &self.path)
    }
}

/// Gives a finished file its name, on the disk too.
pub(crate) fn name(file: &File, path: &Path) -> io::Result<()> {
    file.sync_all()?;
    fs::rename(temporary(path), path)?;
    path.parent().map_or(Ok(()), sync_directory)
}

/// A new name is safe when the directory is on the disk; only Unix opens directories as files.
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

fn parquet_properties() -> WriterProperties {
    let mut properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    // Texts repeat too little for a dictionary.
    for column in [vec!["url"], vec!["text"], vec!["html"], vec!["blocks", "list", "item", "text"]] {
        let column = ColumnPath::new(column.into_iter().map(str::to_owned).collect());
        properties = properties.set_column_dictionary_enabled(column, false);
    }
    properties.build()
}

fn from_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => *inner,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}

fn from_arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, inner) => inner,
        other => io::Error::other(other),
    }
}
