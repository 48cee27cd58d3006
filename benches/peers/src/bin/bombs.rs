//! Pages made to hurt, given to mainbody and its peers, each in a process of its own with bounded time and memory.
//!
//! ```text
//! cargo run --release --bin bombs -- [--python python3] [--size BYTES] [--seconds N] [WORD...]
//! ```
//!
//! Prints a Markdown table with a row a bomb: CPU seconds and peak memory of the process, or how it ended. With words
//! only the bombs whose names contain one of them go off. Needs a Unix with `/proc`.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use clap::Parser;

#[path = "../../../linear/cases.rs"]
mod cases;
#[path = "../../../clock/mod.rs"]
mod clock;
#[path = "../extractors.rs"]
mod extractors;
#[path = "../../../bombs/list.rs"]
mod list;
#[path = "../../../bombs/looks.rs"]
mod looks;

use extractors::EXTRACTORS;
use list::{Bomb, bombs};

/// KiB of address space that a process may take.
const KIBIBYTES: u64 = 4 << 20;

/// Those of the bombs that go off where none is named, the worst first: one or two of a kind, since a peer may take a
/// minute for each.
const CHOSEN: &[&str] = &[
    "nested div",
    "nested ul li with text",
    "table in table",
    "siblings",
    "one title attribute, copied",
    "a b c d e crossed",
    "rows of 10,000 columns",
    "cells of span 65535",
    "nested b",
    "foster-parented text",
    "equal teasers",
    "attribute names on one p",
    "headings",
    "JSON in scripts",
    "classes of one element",
    "one long word of Thai",
    "nested svg g",
    "nested template",
    "nested noscript",
    "fifty fonts open, many p",
    "entities",
    "combining characters",
    "NUL alone",
    "<",
    "an open comment",
    "one long attribute value",
    "bytes that no encoding has",
];

/// Sets off pages made to hurt in mainbody and its peers
#[derive(Parser)]
struct Arguments {
    /// Only bombs whose names contain one of these
    words: Vec<String>,
    /// Bytes of a bomb
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20)]
    size: usize,
    /// Seconds of CPU time that an extractor may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u32,
    /// A Python with Resiliparse, to put it into the table
    #[arg(long, value_name = "COMMAND")]
    python: Option<String>,
    /// Run this extractor on this file in this process: what the others are started with
    #[arg(long, num_args = 2, value_names = ["NAME", "FILE"])]
    child: Option<Vec<String>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if let Some([name, file]) = arguments.child.as_deref() {
        return child(name, Path::new(file));
    }
    let own = std::env::current_exe()?;
    let own = own.to_string_lossy();
    let mut contenders: Vec<(&str, Vec<&str>)> =
        EXTRACTORS.iter().map(|extractor| (extractor.name, vec![&*own, "--child", extractor.name])).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python_bomb.py");
    let script = script.to_string_lossy();
    if let Some(python) = &arguments.python {
        contenders.push(("Resiliparse", vec![python, &script, "Resiliparse"]));
    }
    println!("| {} bytes of | {} |", arguments.size, names(&contenders).join(" | "));
    println!("|---|{}", "---|".repeat(contenders.len()));
    let file = std::env::temp_dir().join(format!("mainbody-bomb-{}.html", std::process::id()));
    for bomb in chosen(&arguments.words) {
        fs::write(&file, bomb.page(arguments.size))?;
        print!("| `{}` |", bomb.name);
        for (_, command) in &contenders {
            print!(" {} |", go_off(command, &file, arguments.seconds)?);
            io::stdout().flush()?;
        }
        println!();
    }
    Ok(fs::remove_file(&file)?)
}

/// The bombs to go off, in order.
fn chosen(words: &[String]) -> Vec<Bomb> {
    let place = |bomb: &Bomb| match words {
        [] => CHOSEN.iter().position(|name| *name == bomb.name),
        words => words.iter().position(|word| bomb.name.contains(word.as_str())),
    };
    let mut chosen: Vec<Bomb> = bombs().into_iter().filter(|bomb| place(bomb).is_some()).collect();
    chosen.sort_by_key(place);
    chosen
}

fn names<'a>(contenders: &[(&'a str, Vec<&str>)]) -> Vec<&'a str> {
    contenders.iter().map(|(name, _)| *name).collect()
}

/// Runs a command on a file within the limits; what it says, or how it ended.
fn go_off(command: &[&str], file: &Path, seconds: u32) -> io::Result<String> {
    let limited = format!("ulimit -v {KIBIBYTES} && ulimit -t {seconds} && ulimit -c 0 && exec \"$@\"");
    let output = Command::new("sh").args(["-c", &limited, "sh"]).args(command).arg(file).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Ok(ending(output.status, &String::from_utf8_lossy(&output.stderr), seconds))
}

/// How a process ended that did not end well.
#[cfg(unix)]
fn ending(status: ExitStatus, said: &str, seconds: u32) -> String {
    use std::os::unix::process::ExitStatusExt;
    // The signals that the system sends.
    const ABORT: i32 = 6;
    const KILL: i32 = 9;
    const SEGMENT: i32 = 11;
    const CPU: i32 = 24;
    let how = match status.signal() {
        Some(CPU | KILL) => return format!("**hangs** ({seconds} s)"),
        Some(ABORT) if said.contains("overflowed its stack") => "**aborts**, stack overflow",
        Some(ABORT) if said.contains("memory allocation") => "**aborts**, out of memory",
        Some(ABORT) => "**aborts**",
        Some(SEGMENT) => "**crashes**",
        _ if said.contains("MemoryError") => "**fails**, out of memory",
        _ => "**panics**",
    };
    how.to_owned()
}

#[cfg(not(unix))]
fn ending(_: ExitStatus, _: &str, _: u32) -> String {
    "**ends**".to_owned()
}

/// Runs an extractor on a file and says what it cost.
fn child(name: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    let extractor = EXTRACTORS.iter().find(|extractor| extractor.name == name).ok_or("no such extractor")?;
    let page = String::from_utf8_lossy(&fs::read(file)?).into_owned();
    let start = clock::now();
    let outcome = (extractor.extract)(&page);
    let seconds = clock::now().saturating_sub(start);
    println!("{}", cost(seconds, outcome.is_err()));
    Ok(())
}

/// CPU time and the most memory that this process has had.
fn cost(time: Duration, refused: bool) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: f64 = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0.0);
    let refused = if refused { ", refused" } else { "" };
    format!("{:.2} s, {:.0} MB{refused}", time.as_secs_f64(), kibibytes * 1024.0 / 1e6)
}
