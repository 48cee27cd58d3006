//! Shows why each block of a page was kept or dropped, as one HTML file that needs no network.
//!
//! ```text
//! cargo run --release --example explain -- page.html --out report.html
//! ```

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use encoding_rs::{Encoding, UTF_8};
use mainbody::{Explain, Warning};

#[path = "../arguments/mod.rs"]
mod arguments;
mod original;
mod page;
mod report;

/// Write a report on why each block of an HTML page was kept or dropped
#[derive(Parser)]
struct Arguments {
    /// The page
    file: PathBuf,
    /// Where the report goes
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
    /// The encoding of the page, for example windows-1252
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// Where the dial stands at first
    #[arg(long, value_enum, default_value_t)]
    focus: arguments::FocusArgument,
}

fn main() -> ExitCode {
    arguments::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let file = arguments.file.display();
    let bytes = fs::read(&arguments.file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let mut extractor = arguments.focus.extractor().explain(Explain::EveryBlock);
    let mut encoding = UTF_8;
    if let Some(label) = &arguments.encoding {
        extractor = extractor.encoding(label)?;
        encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding);
    }
    let extraction = extractor.extract_bytes(&bytes)?;
    // The library has found the encoding for itself; what shows the original has to be told. Paths fit all the same.
    let (html, _, is_broken) = encoding.decode(&bytes);
    if is_broken && arguments.encoding.is_none() {
        eprintln!("{file} is not UTF-8: to have the original shown right, give its --encoding");
    }
    // html5ever takes time in the square of the depth, and browsers cannot show such pages either.
    let too_deep = extraction.warnings().contains(&Warning::DepthLimit);
    let original = if too_deep { original::Original::default() } else { original::Original::parse(&html) };
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy();
    let page = page::Page::new(&name, arguments.focus, &extraction, original);
    let out = arguments.out.display();
    fs::write(&arguments.out, report::report(&page, &html)?).map_err(|error| format!("cannot write {out}: {error}"))?;
    eprintln!(
        "{out}: {} of {} blocks kept, expected F1 {:.2}",
        extraction.blocks().count(),
        extraction.all_blocks().len(),
        extraction.confidence()
    );
    Ok(())
}
