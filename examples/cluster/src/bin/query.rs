//! Runs a query over a folder of Parquet, here or in a cluster, and writes Parquet.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use clap::Parser;
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use futures::StreamExt;
use mainbody_cluster::session;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes, about, of a row group of the output, all of which are in memory until it is whole.
const ROW_GROUP_BYTES: usize = 64 << 20;

/// Run a query over a folder of Parquet and write its rows as Parquet.
///
/// The folder is the table `pages`. Without --scheduler the query runs in this process.
#[derive(Parser)]
struct Arguments {
    /// The folder, or a file; the executors have to see it under the same name
    #[arg(long, value_name = "DIR")]
    pages: String,
    /// The query
    #[arg(long, default_value = "SELECT url, main_text(html) AS text, main_confidence(html) AS confidence FROM pages")]
    sql: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A scheduler, such as `df://localhost:50050`
    #[arg(long, value_name = "URL")]
    scheduler: Option<String>,
    /// Pieces that the folder is cut into; two for each core of the cluster or more
    #[arg(long, value_name = "N", default_value_t = 16)]
    partitions: usize,
    /// How often the whole query is tried, for what the cluster itself does not try again
    #[arg(long, value_name = "N", default_value_t = 3)]
    tries: usize,
}

fn main() -> Result<()> {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or(session::LOGGED));
    let threads = thread::available_parallelism()?.get();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(threads).build()?;
    runtime.block_on(run(&Arguments::parse()))
}

async fn run(arguments: &Arguments) -> Result<()> {
    let begun = Instant::now();
    let mut tried = 1;
    let rows = loop {
        match once(arguments).await {
            Ok(rows) => break rows,
            Err(error) if tried >= arguments.tries || arguments.scheduler.is_none() => return Err(error),
            Err(error) => eprintln!("try {tried} of {}: {error}", arguments.tries),
        }
        tried += 1;
    };
    let seconds = begun.elapsed().as_secs_f64();
    eprintln!("{rows} rows in {seconds:.1} s, {:.0} rows/s", rows as f64 / seconds);
    Ok(())
}

async fn once(arguments: &Arguments) -> Result<usize> {
    let context = context(arguments).await?;
    context.register_parquet("pages", &arguments.pages, ParquetReadOptions::default()).await?;
    let rows = context.sql(&arguments.sql).await?.execute_stream().await?;
    write(rows, &arguments.out).await
}

async fn context(arguments: &Arguments) -> Result<SessionContext> {
    match &arguments.scheduler {
        Some(scheduler) => session::remote(scheduler, arguments.partitions).await,
        None => session::local(arguments.partitions),
    }
}

/// Writes rows to a file that is there whole or not at all, and counts them.
async fn write(mut rows: SendableRecordBatchStream, path: &Path) -> Result<usize> {
    let failed =
        |error: io::Error| DataFusionError::External(format!("cannot write {}: {error}", path.display()).into());
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    let file = File::create(&temporary).map_err(failed)?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(file, rows.schema(), Some(properties))?;
    let mut count = 0;
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        count += batch.num_rows();
        writer.write(&batch)?;
        if writer.in_progress_size() >= ROW_GROUP_BYTES {
            writer.flush()?;
        }
    }
    writer.into_inner()?.sync_all().map_err(failed)?;
    fs::rename(&temporary, path).map_err(failed)?;
    Ok(count)
}
