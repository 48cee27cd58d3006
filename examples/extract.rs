//! Prints the main content of one page.
//!
//! ```text
//! cargo run --example extract -- page.html
//! cargo run --example extract -- --format markdown --prune .comments page.html
//! curl -s https://example.org/ | cargo run --example extract -- --base-url https://example.org/ --all -
//! cargo run --example extract -- --input dump page.txt
//! ```

use std::error::Error;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::{Parser, ValueEnum};
use mainbody::Extraction;
use unicode_width::UnicodeWidthChar;

mod arguments;

/// Columns left for a block's text, so that a line of `--all` fits a terminal of 100 columns:
/// the figures before it take 47.
const TEXT_COLUMNS: usize = 52;

/// Print the main content of an HTML page
#[derive(Parser)]
struct Arguments {
    /// The page, or - for standard input
    file: PathBuf,
    /// HTML, or a plain-text dump of a page
    #[arg(long, value_enum, default_value_t)]
    input: Input,
    /// Plain text, Markdown, HTML, or JSON with all blocks of the page and their figures
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What to prefer when in doubt
    #[arg(long, value_enum, default_value_t)]
    focus: arguments::FocusArgument,
    /// The encoding that the HTTP header named, for example windows-1252
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// Where the page was found, to make its links absolute
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Keep what this CSS selector matches; may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    keep: Vec<String>,
    /// Leave out what this CSS selector matches; may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    prune: Vec<String>,
    /// As text: show every block of the page, the dropped ones too
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Default, PartialEq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Markdown,
    Html,
    Json,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Input {
    #[default]
    Html,
    Dump,
}

fn main() -> ExitCode {
    arguments::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let bytes = read(&arguments.file).map_err(|error| format!("cannot read {}: {error}", arguments.file.display()))?;
    let page = extract(arguments, &bytes)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match (arguments.format, arguments.all) {
        (Format::Json, _) => writeln!(out, "{}", serde_json::to_string_pretty(&page)?)?,
        (Format::Markdown, _) => write!(out, "{}", page.markdown())?,
        (Format::Html, _) => write!(out, "{}", page.html())?,
        (Format::Text, true) => write_table(&mut out, &page)?,
        (Format::Text, false) => writeln!(out, "{}", page.text())?,
    }
    out.flush()?;
    if arguments.format != Format::Json {
        for warning in page.warnings() {
            eprintln!("warning: {warning}");
        }
    }
    Ok(())
}

/// Extracts what was read, as the arguments say.
fn extract(arguments: &Arguments, bytes: &[u8]) -> Result<Extraction, mainbody::Error> {
    let mut extractor = arguments.focus.extractor();
    if let Some(label) = &arguments.encoding {
        extractor = extractor.encoding(label)?;
    }
    if let Some(url) = &arguments.base_url {
        extractor = extractor.base_url(url)?;
    }
    for selector in &arguments.keep {
        extractor = extractor.keep(selector)?;
    }
    for selector in &arguments.prune {
        extractor = extractor.prune(selector)?;
    }
    match arguments.input {
        Input::Html => extractor.extract_bytes(bytes),
        Input::Dump => extractor.extract_dump(&String::from_utf8_lossy(bytes)),
    }
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// One line a block; the kept ones bear a star and, on a terminal, the dropped ones are dim.
fn write_table(out: &mut impl Write, page: &Extraction) -> io::Result<()> {
    let colour = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    writeln!(
        out,
        "page confidence {:.2}, {} of {} blocks kept\n",
        page.confidence(),
        page.blocks().count(),
        page.all_blocks().len()
    )?;
    writeln!(out, "  {:<16}  {:>7}  {:>7}  {:>5}  text", "kind", "conf.", "density", "links")?;
    for block in page.all_blocks() {
        let (dim, reset) = if colour && !block.is_main() { ("\x1b[2m", "\x1b[0m") } else { ("", "") };
        writeln!(
            out,
            "{dim}{} {:<16}  {:>7.2}  {:>7.1}  {:>5.2}  {}{reset}",
            if block.is_main() { '*' } else { ' ' },
            block.kind().to_string(),
            block.confidence(),
            block.counts().text_density(),
            block.counts().link_ratio(),
            shortened(block.text(), TEXT_COLUMNS),
        )?;
    }
    Ok(())
}

/// The text on one line of at most `columns` columns. Control characters become spaces: a page's
/// text must not be able to steer the terminal.
fn shortened(text: &str, columns: usize) -> String {
    let mut line = String::new();
    // The bytes of `line` that still leave a column for the ellipsis.
    let mut fits = 0;
    let mut width = 0;
    for char in text.chars() {
        let char = if char.is_control() { ' ' } else { char };
        width += char.width().unwrap_or(0);
        if width > columns {
            line.truncate(fits);
            line.push('…');
            return line;
        }
        line.push(char);
        if width < columns {
            fits = line.len();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use mainbody::{Block, Warning};

    use super::{Arguments, extract, shortened};

    fn run(options: &[&str], page: &[u8]) -> mainbody::Extraction {
        let arguments = ["extract", "page"].iter().chain(options);
        extract(&Arguments::parse_from(arguments), page).unwrap()
    }

    #[test]
    fn a_dump_is_read_as_lines_and_a_page_as_html() {
        let dump = b"Menu\n\nIt rained < all \xff night.\n";
        let texts = |page: &mainbody::Extraction| -> Vec<String> {
            page.all_blocks().iter().map(|block| block.text().to_owned()).collect()
        };
        let page = run(&["--input", "dump"], dump);
        assert_eq!(texts(&page), ["Menu", "It rained < all \u{fffd} night."]);
        assert_eq!(page.warnings(), [Warning::PlainText]);
        assert_eq!(texts(&run(&["--encoding", "windows-1252"], dump)), ["Menu It rained < all ÿ night."]);
    }

    #[test]
    fn a_dump_of_the_tests_gives_its_main_content() {
        let dump = include_bytes!("../tests/dumps/news-german/dump.txt");
        let page = run(&["--input", "dump", "--focus", "precision"], dump);
        assert_eq!(page.metadata().title(), Some("Alte Mühle in Wiesenrode mahlt wieder"));
        assert!(page.blocks().map(Block::text).any(|text| text.starts_with("Nach vierzig Jahren Stillstand")));
        assert!(page.text().lines().all(|line| line != "Teilen"));
    }

    #[test]
    fn shortens_by_columns_not_by_chars() {
        assert_eq!(shortened("short", 5), "short");
        assert_eq!(shortened("shorter", 5), "shor…");
        assert_eq!(shortened("正文提取", 8), "正文提取");
        assert_eq!(shortened("正文提取", 7), "正文提…");
        assert_eq!(shortened("正文提取", 6), "正文…");
        assert_eq!(shortened("a\x1b[2m\nb", 9), "a [2m b");
    }
}
