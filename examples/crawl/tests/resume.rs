//! A crawl that is killed and started again ends with the same bytes as one that is not.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use support::{Warc, command, crawl, files, made};

/// Small parts, so that kills fall before, into and between many of them.
const OPTIONS: &[&str] = &["--part-pages", "20", "--jobs", "2", "--min-confidence", "0.3"];

/// As many made pages in three files of different make, with damage in one.
fn inputs(directory: &Path, pages: u64) -> Vec<PathBuf> {
    let mut damaged = made(pages);
    damaged.raw(b"this is no record\r\n").page("https://made.example/behind", "<p>Behind the damage a page goes on.");
    let files =
        [("a.warc.gz", damaged.gzipped()), ("b.warc", damaged.plain()), ("c.warc.gz", made(pages).gzipped_whole())];
    files.into_iter().map(|(name, bytes)| write(directory.join(name), &bytes)).collect()
}

fn write(path: PathBuf, bytes: &[u8]) -> PathBuf {
    fs::write(&path, bytes).unwrap();
    path
}

/// Starts a crawl and kills it after a while; whether it was still running then.
fn start_and_kill(inputs: &[PathBuf], out: &Path, options: &[&str], after: Duration) -> bool {
    let mut child = command(inputs, out, options).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

fn ten_kills(format: &str) {
    let directory = tempfile::tempdir().unwrap();
    let inputs = inputs(directory.path(), 600);
    let options = [OPTIONS, &["--format", format]].concat();
    let whole = directory.path().join("whole");
    let begun = Instant::now();
    assert_eq!(crawl(&inputs, &whole, &options).status.code(), Some(3), "the damage is an error");
    let time = begun.elapsed();
    let expected = files(&whole);
    assert!(expected.len() > 90, "{} parts are too few to be killed between", expected.len());

    let seed = fastrand::u64(..);
    println!("seed {seed}, {time:?} without kills");
    let mut random = fastrand::Rng::with_seed(seed);
    let out = directory.path().join("killed");
    let (mut kills, mut halfway) = (0, 0);
    while kills < 10 {
        if start_and_kill(&inputs, &out, &options, time.mul_f64(random.f64() / 6.0)) {
            kills += 1;
            let parts =
                files(&out).keys().filter(|name| expected.contains_key(*name) && name.starts_with("part-")).count();
            halfway += usize::from((1..expected.len() - 2).contains(&parts));
        } else {
            // It was done before ten kills: from the start again.
            fs::remove_dir_all(&out).unwrap();
        }
    }
    assert!(halfway > 0, "every kill came before the first part or after the last");
    assert_eq!(crawl(&inputs, &out, &options).status.code(), Some(3));
    assert!(files(&out) == expected, "the output differs after ten kills, seed {seed}");
}

#[test]
fn ten_kills_change_nothing_in_parquet() {
    ten_kills("parquet");
}

#[test]
fn ten_kills_change_nothing_in_json_lines() {
    ten_kills("jsonl");
}

/// What a kill can leave at each point of time: the journal cut anywhere, parts and temporary files it does not know.
#[test]
fn every_state_that_a_kill_can_leave_is_gone_on_from() {
    let directory = tempfile::tempdir().unwrap();
    let inputs = inputs(directory.path(), 12);
    let options = ["--part-pages", "5", "--jobs", "1", "--format", "jsonl"];
    let out = directory.path().join("out");
    assert_eq!(crawl(&inputs, &out, &options).status.code(), Some(3));
    let expected = files(&out);
    let journal = &expected["_journal.jsonl"];
    let line_ends = journal.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    for end in line_ends {
        for cut in [end - 40, end, end + 1] {
            fs::write(out.join("_journal.jsonl"), &journal[..cut]).unwrap();
            fs::write(out.join("part-00000.jsonl.tmp"), "half a li").unwrap();
            if cut < journal.len() - 1 {
                fs::write(out.join("part-00099.jsonl"), "a part that no line names\n").unwrap();
            }
            if cut > journal.iter().position(|&byte| byte == b'\n').unwrap() {
                assert_eq!(crawl(&inputs, &out, &options).status.code(), Some(3), "journal cut at {cut}");
                assert!(files(&out) == expected, "journal cut at {cut}");
            } else {
                // Not even the first line: these parts may be somebody else's.
                let refused = crawl(&inputs, &out, &options);
                assert_eq!(refused.status.code(), Some(1));
                assert!(String::from_utf8_lossy(&refused.stderr).contains("parts but no journal"));
            }
        }
    }
}

#[test]
fn a_finished_crawl_changes_nothing_when_started_again() {
    let directory = tempfile::tempdir().unwrap();
    let input = [write(directory.path().join("a.warc"), &made(10).plain())];
    let out = directory.path().join("out");
    let first = crawl(&input, &out, &[]);
    let expected = files(&out);
    let second = crawl(&input, &out, &[]);
    assert!(first.status.success() && second.status.success());
    assert!(files(&out) == expected);
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("10 pages") && said.contains("10 rows"), "{said}");
}

#[test]
fn threads_and_runs_change_no_byte() {
    let directory = tempfile::tempdir().unwrap();
    let input = [write(directory.path().join("a.warc.gz"), &made(300).gzipped())];
    let of_jobs = |jobs: &str| {
        let out = directory.path().join(jobs);
        assert!(crawl(&input, &out, &["--jobs", jobs]).status.success());
        files(&out)
    };
    let one = of_jobs("1");
    assert!(one == of_jobs("2"));
    assert!(one == of_jobs("7"));
}

#[test]
fn a_directory_of_something_else_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let a = write(directory.path().join("a.warc"), &made(3).plain());
    let b = write(directory.path().join("b.warc"), &made(4).plain());
    let out = directory.path().join("out");
    assert!(crawl(&[&a], &out, &[]).status.success());
    let before = files(&out);
    let cases: [(&[&PathBuf], &[&str]); 5] = [
        (&[&b], &[]),
        (&[&a, &b], &[]),
        (&[&a], &["--min-confidence", "0.5"]),
        (&[&a], &["--format", "jsonl"]),
        (&[&a], &["--with-html"]),
    ];
    for (inputs, options) in cases {
        let output = crawl(inputs, &out, options);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{inputs:?} {options:?}");
        assert!(said.contains("holds a crawl of other files or with other options"), "{said}");
        assert!(files(&out) == before, "nothing is removed");
    }
    // A file that has changed under a journal of the same size.
    let half = &before["_journal.jsonl"];
    let first_line = half.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    let line = r#"{"part":0,"input":0,"from":{"offset":0,"records":0},"to":{"offset":7,"records":1},"last":false,"counts":{"records":1,"pages":0,"rows":0,"below":0,"bytes":0},"failures":[]}"#;
    let forged = [&half[..first_line], line.as_bytes(), b"\n"].concat();
    fs::write(out.join("_journal.jsonl"), forged).unwrap();
    let output = crawl(&[a], &out, &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("not the one that the crawl was begun with"), "{said}");
}

#[test]
fn two_crawls_do_not_share_a_directory() {
    let directory = tempfile::tempdir().unwrap();
    let inputs = inputs(directory.path(), 600);
    let out = directory.path().join("out");
    let mut first = command(&inputs, &out, OPTIONS).stderr(Stdio::null()).spawn().unwrap();
    while !files(&out).contains_key("part-00000.parquet") {
        thread::sleep(Duration::from_millis(5));
    }
    let second = crawl(&inputs, &out, OPTIONS);
    let still_running = first.try_wait().unwrap().is_none();
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(still_running, "the first crawl was too short for this test");
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8(second.stderr).unwrap().contains("another crawl is writing"));
}

#[test]
fn an_empty_file_gives_a_part_without_rows() {
    let directory = tempfile::tempdir().unwrap();
    let input = write(directory.path().join("empty.warc"), &Warc::default().plain());
    let out = directory.path().join("out");
    assert!(crawl(&[input], &out, &["--format", "jsonl"]).status.success());
    assert_eq!(files(&out)["part-00000.jsonl"], b"");
}
