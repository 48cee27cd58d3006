//! A scheduler and two executors as processes of their own on this machine.

// A test fails by panicking.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use datafusion::arrow::array::{ArrayRef, BinaryArray, RecordBatch, StringArray};
use datafusion::arrow::compute::concat_batches;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use flate2::read::GzDecoder;

/// Pages of the corpora that are used; enough that a query is long enough to be interrupted.
const PAGES: usize = 480;

/// The same of this repository's own pages, which are a tenth as large.
const OWN_PAGES: usize = 4800;

/// Files that they are in, each of which is a task or more.
const FILES: usize = 24;

/// In the order of their addresses, so that rows can be compared one by one.
const SQL: &str = "SELECT url, main_text(html) AS text, main_markdown(html) AS markdown,
    main_confidence(html) AS confidence, main_blocks(html) AS blocks
    FROM pages ORDER BY url";

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(5);

/// A process that does not outlive its test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start(program: &str, arguments: &[&str]) -> Process {
    Process(Command::new(program).args(arguments).spawn().unwrap())
}

/// A port that is free, and so is the one after it.
fn free_ports() -> u16 {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if first < u16::MAX && TcpListener::bind(("127.0.0.1", first + 1)).is_ok() {
            return first;
        }
    }
}

fn wait_for(what: &str, mut is_there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_there() {
        assert!(begun.elapsed() < PATIENCE, "no {what} after {PATIENCE:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

struct Cluster {
    scheduler: String,
    executors: Vec<(Process, PathBuf)>,
    _scheduler: Process,
}

impl Cluster {
    fn start(directory: &Path, executors: usize) -> Self {
        let port = free_ports();
        let address = port.to_string();
        let arguments = ["--port", &address, "--executor-timeout", "6"];
        let scheduler = start(env!("CARGO_BIN_EXE_scheduler"), &arguments);
        wait_for("scheduler", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        let executor = |number: usize| {
            let work = directory.join(format!("work-{number}"));
            fs::create_dir_all(&work).unwrap();
            let own = free_ports();
            let (port, work_dir) = (own.to_string(), work.to_str().unwrap());
            let arguments = [
                "--scheduler-port",
                &address,
                "--port",
                &port,
                "--work-dir",
                work_dir,
                "--cores",
                "1",
                "--heartbeat",
                "1",
            ];
            let process = start(env!("CARGO_BIN_EXE_executor"), &arguments);
            wait_for("executor", || TcpStream::connect(("127.0.0.1", own)).is_ok());
            (process, work)
        };
        let executors = (0..executors).map(executor).collect();
        Self { scheduler: format!("df://localhost:{port}"), executors, _scheduler: scheduler }
    }
}

/// Addresses and bytes of pages: some of the corpora, or this repository's own over and over where those are not there.
fn pages() -> Vec<(String, Vec<u8>)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut packed = Vec::new();
    for corpus in entries(&repository.join("../shared/corpora")) {
        packed.extend(entries(&corpus.join("html")));
    }
    if packed.is_empty() {
        eprintln!("no corpora beside the repository: its own pages are used instead");
        let own: Vec<Vec<u8>> =
            entries(&repository.join("tests/pages")).iter().flat_map(|page| fs::read(page.join("page.html"))).collect();
        let numbered = own.iter().cycle().take(OWN_PAGES).enumerate();
        return numbered.map(|(number, page)| (format!("https://made.example/{number:04}"), page.clone())).collect();
    }
    let page = |path: &PathBuf| {
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        (path.to_str().unwrap().to_owned(), bytes)
    };
    packed.iter().step_by(packed.len().div_ceil(PAGES)).map(page).collect()
}

/// What is in a directory, sorted; nothing if there is none.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn write_folder(folder: &Path, pages: &[(String, Vec<u8>)]) {
    fs::create_dir_all(folder).unwrap();
    for (number, pages) in pages.chunks(pages.len().div_ceil(FILES)).enumerate() {
        let urls: ArrayRef = Arc::new(pages.iter().map(|(url, _)| Some(url)).collect::<StringArray>());
        let html: ArrayRef = Arc::new(pages.iter().map(|(_, html)| Some(html)).collect::<BinaryArray>());
        let batch = RecordBatch::try_from_iter([("url", urls), ("html", html)]).unwrap();
        let file = File::create(folder.join(format!("{number:02}.parquet"))).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
}

fn query(folder: &Path, out: &Path, scheduler: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_query"));
    command.arg("--pages").arg(folder).arg("--out").arg(out).args(["--sql", SQL, "--partitions", "24"]);
    command.args(scheduler.iter().flat_map(|scheduler| ["--scheduler", scheduler]));
    command
}

fn rows(path: &Path) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    concat_batches(&batches[0].schema(), &batches).unwrap()
}

/// Row for row, and the types too.
fn assert_same(rows: &RecordBatch, expected: &RecordBatch) {
    assert_eq!(rows.schema(), expected.schema());
    assert_eq!(rows.num_rows(), expected.num_rows());
    for row in 0..rows.num_rows() {
        for (at, field) in expected.schema().fields().iter().enumerate() {
            let [found, expected] = [rows, expected].map(|batch| batch.column(at).slice(row, 1));
            assert!(*found == *expected, "row {row}, {}: {found:?} and not {expected:?}", field.name());
        }
    }
}

#[test]
fn a_cluster_gives_the_rows_of_a_single_process_even_if_an_executor_dies() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("pages");
    let pages = pages();
    write_folder(&folder, &pages);
    let [local, remote, interrupted] = ["local", "remote", "interrupted"].map(|name| directory.path().join(name));

    assert!(query(&folder, &local, None).status().unwrap().success());
    let expected = rows(&local);
    assert_eq!(expected.num_rows(), pages.len());

    let mut cluster = Cluster::start(directory.path(), 2);
    assert!(query(&folder, &remote, Some(&cluster.scheduler)).status().unwrap().success());
    assert_same(&rows(&remote), &expected);
    for (_, work) in &cluster.executors {
        assert!(files_below(work) > 0, "an executor had nothing to do");
    }

    // Again, and this time one of them dies when it has results that nobody has fetched yet.
    let (mut victim, work) = cluster.executors.remove(0);
    let before = files_below(&work);
    let mut second = Process(query(&folder, &interrupted, Some(&cluster.scheduler)).spawn().unwrap());
    wait_for("result of the executor", || files_below(&work) > before + 1);
    victim.0.kill().unwrap();
    assert!(second.0.try_wait().unwrap().is_none(), "the query was done before the executor died");
    assert!(second.0.wait().unwrap().success());
    assert_same(&rows(&interrupted), &expected);
}

/// Files in a directory and the directories in it.
fn files_below(directory: &Path) -> usize {
    entries(directory).iter().map(|path| if path.is_dir() { files_below(path) } else { 1 }).sum()
}
