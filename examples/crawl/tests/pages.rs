//! What stands in a row, which records become one, and what is an error.

// A test fails by panicking, and floats go there and back.
#![allow(clippy::unwrap_used, clippy::float_cmp, clippy::cast_possible_truncation)]

mod support;

use std::fs::{self, File};
use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_array::{Array, RecordBatch};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use support::{Warc, crawl, files, gzip, html, json_rows, made, real_files, rows_of};

const HTML: &str = "Content-Type: text/html\r\n";

/// The address of each row.
fn urls(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["url"].as_str().unwrap()).collect()
}

/// The text of the only row.
#[track_caller]
fn only_text(warc: &Warc) -> String {
    let (rows, code, said) = rows_of(&warc.gzipped(), &[]);
    assert_eq!((rows.len(), code), (1, Some(0)), "{said}");
    rows[0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_row_is_what_the_library_says_of_the_page() {
    for number in 0..20 {
        let mut warc = Warc::default();
        warc.page("https://made.example/a", &html(number));
        let (rows, ..) = rows_of(&warc.plain(), &[]);
        let page = mainbody::extract(&html(number)).unwrap();
        let row = &rows[0];
        assert_eq!(row["url"], "https://made.example/a");
        assert_eq!(row["date"], "2026-01-02T03:04:05Z");
        assert_eq!(row["title"], format!("Page {number}"));
        assert_eq!(row["language"], "en");
        assert_eq!(row["text"], page.text());
        assert_eq!(row["confidence"].as_f64().unwrap() as f32, page.confidence());
        let blocks = row["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), page.all_blocks().len());
        for (written, block) in blocks.iter().zip(page.all_blocks()) {
            assert_eq!(written["kind"], block.kind().to_string());
            assert_eq!(written["text"], block.text());
            assert_eq!(written["confidence"].as_f64().unwrap() as f32, block.confidence());
            assert_eq!(written["main"], block.is_main());
        }
    }
}

#[test]
fn the_pages_themselves_are_written_where_they_are_asked_for() {
    let mut warc = Warc::default();
    warc.response("https://made.example/", "Content-Type: text/html; charset=latin1\r\n", b"<p>Caf\xe9 at the quay");
    warc.response("https://made.example/", "Content-Type: text/html\r\n", "\u{feff}<p>Café at the quay".as_bytes());
    warc.record("conversion", "https://made.example/", "text/plain", DUMP.as_bytes());
    let (rows, _, said) = rows_of(&warc.gzipped(), &["--with-html"]);
    assert_eq!(rows.len(), 3, "{said}");
    for row in &rows[..2] {
        assert_eq!(row["html"], "<p>Café at the quay");
    }
    assert!(rows[2]["html"].is_null() && rows[2]["language"].is_null(), "plain text is no HTML");
    let (rows, ..) = rows_of(&warc.gzipped(), &[]);
    assert!(rows.iter().all(|row| row.get("html").is_none()));
}

#[test]
fn only_successful_html_responses_become_rows() {
    let page = html(1);
    let cases: [(&str, &str, &str, bool); 12] = [
        ("response", "200 OK", "Content-Type: text/html\r\n", true),
        ("response", "200 OK", "Content-Type: TEXT/HTML; charset=utf-8\r\n", true),
        ("response", "200 OK", "content-type:application/xhtml+xml\r\n", true),
        ("response", "203 Non-Authoritative Information", HTML, true),
        ("response", "200 OK", "Content-Type: text/plain\r\n", false),
        ("response", "200 OK", "Content-Type: image/svg+xml\r\n", false),
        ("response", "200 OK", "", false),
        ("response", "301 Moved Permanently", HTML, false),
        ("response", "404 Not Found", HTML, false),
        ("response", "500 Internal Server Error", HTML, false),
        ("revisit", "200 OK", HTML, false),
        ("request", "200 OK", HTML, false),
    ];
    for (record_type, status, headers, is_row) in cases {
        let mut warc = Warc::default();
        let http = format!("HTTP/1.1 {status}\r\n{headers}\r\n{page}");
        warc.record(record_type, "https://made.example/", "application/http", http.as_bytes());
        let (rows, code, said) = rows_of(&warc.gzipped(), &[]);
        assert_eq!((rows.len(), code), (usize::from(is_row), Some(0)), "{record_type} {status} {headers}: {said}");
    }
    let mut warc = Warc::default();
    warc.record("response", "https://made.example/", "text/dns", page.as_bytes());
    assert_eq!(rows_of(&warc.plain(), &[]).0.len(), 0, "no HTTP");
}

/// What a WET file has of a page: its title and its lines.
const DUMP: &str = "The bridge is open\nHome\nNews\nThe bridge is open\nBy Jane Roe\n\
    The old bridge over the harbour was opened to traffic on Monday morning, three years after the great flood.\n\
    A baker was the first to cross it in his van, and he waited there from four o’clock in the morning.\n\
    Privacy policy\nCookie settings\n";

#[test]
fn records_of_wet_files_are_read_as_plain_text() {
    let mut warc = Warc::default();
    warc.record("warcinfo", "", "application/warc-fields", b"software: none\r\n");
    warc.record("conversion", "https://made.example/wet", "text/plain", DUMP.as_bytes());
    warc.record("conversion", "https://made.example/image", "image/png", DUMP.as_bytes());
    warc.record("conversion", "https://made.example/broken", "text/plain; charset=UTF-8", b"It rained\xff all night");
    for bytes in [warc.plain(), warc.gzipped()] {
        let (rows, code, said) = rows_of(&bytes, &[]);
        assert_eq!(
            (urls(&rows), code),
            (vec!["https://made.example/wet", "https://made.example/broken"], Some(0)),
            "{said}"
        );
        let page = mainbody::extract_dump(DUMP).unwrap();
        assert_eq!(rows[0]["text"], page.text());
        assert!(page.text().contains("A baker was the first") && !page.text().contains("Cookie"));
        assert_eq!(rows[0]["title"], "The bridge is open");
        assert_eq!(rows[0]["date"], "2026-01-02T03:04:05Z");
        assert_eq!(rows[0]["blocks"].as_array().unwrap().len(), page.all_blocks().len());
        assert_eq!(rows[1]["blocks"][0]["text"], "It rained\u{fffd} all night");
    }
}

#[test]
fn the_charset_is_that_of_the_http_headers() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("text/html; charset=windows-1251", b"<p>\xcc\xee\xf1\xf2 \xee\xf2\xea\xf0\xfb\xf2", "Мост открыт"),
        ("text/html;charset=\"windows-1251\"", b"<p>\xcc\xee\xf1\xf2 \xee\xf2\xea\xf0\xfb\xf2", "Мост открыт"),
        // The header comes before what the page says of itself.
        ("text/html; charset=utf-8", "<meta charset=latin1><p>Café".as_bytes(), "Café"),
        ("text/html", b"<meta charset=latin1><p>Caf\xe9", "Café"),
        // What names no encoding says nothing.
        ("text/html; charset=none-such", "<meta charset=utf-8><p>Café".as_bytes(), "Café"),
    ];
    for (media_type, body, expected) in cases {
        let mut warc = Warc::default();
        warc.response("https://made.example/", &format!("Content-Type: {media_type}\r\n"), body);
        let (rows, ..) = rows_of(&warc.plain(), &[]);
        assert_eq!(rows[0]["blocks"][0]["text"], expected, "{media_type}");
    }
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let chunk = |chunk: &[u8]| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
    [bytes.chunks(100).flat_map(chunk).collect::<Vec<u8>>(), b"0\r\n\r\n".to_vec()].concat()
}

#[test]
fn bodies_are_unpacked_unless_the_crawler_has_done_so() {
    let page = html(2).into_bytes();
    let expected = mainbody::extract(&html(2)).unwrap().text();
    let cases: [(&str, Vec<u8>); 9] = [
        ("Content-Encoding: gzip\r\n", gzip(&page)),
        ("Content-Encoding: x-gzip\r\n", gzip(&page)),
        ("Content-Encoding: deflate\r\n", zlib(&page)),
        ("Transfer-Encoding: chunked\r\n", chunked(&page)),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(&gzip(&page))),
        // The headers as they came, the body unpacked already.
        ("Content-Encoding: gzip\r\n", page.clone()),
        ("Content-Encoding: br\r\n", page.clone()),
        ("Transfer-Encoding: chunked\r\n", page.clone()),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", gzip(&page)),
    ];
    for (headers, body) in cases {
        let mut warc = Warc::default();
        warc.response("https://made.example/", &format!("{HTML}{headers}"), &body);
        assert_eq!(only_text(&warc), expected, "{headers}");
    }
}

#[test]
fn a_bomb_is_an_error_and_the_rest_goes_on() {
    let bomb = gzip(&vec![b'a'; 65 << 20]);
    let mut warc = Warc::default();
    warc.response("https://made.example/bomb", &format!("{HTML}Content-Encoding: gzip\r\n"), &bomb);
    warc.page("https://made.example/next", &html(3));
    let (rows, code, said) = rows_of(&warc.gzipped(), &[]);
    assert_eq!(urls(&rows), ["https://made.example/next"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("https://made.example/bomb: the body cannot be unpacked as gzip"), "{said}");
    assert!(said.contains("1 errors"), "{said}");
}

#[test]
fn every_way_of_packing_a_file_gives_the_same_rows() {
    let warc = made(40);
    let (plain, code, _) = rows_of(&warc.plain(), &[]);
    assert_eq!((plain.len(), code), (40, Some(0)));
    assert_eq!(rows_of(&warc.gzipped(), &[]).0, plain);
    assert_eq!(rows_of(&warc.gzipped_whole(), &[]).0, plain);
    let expected: Vec<String> = (0..40).map(|number| format!("https://made.example/{number}")).collect();
    assert_eq!(urls(&plain), expected);
}

/// Every kind of damage costs one error and the records it is in; those behind it are found again.
#[test]
fn damage_costs_no_more_than_what_it_hits() {
    let (mut before, mut behind) = (Warc::default(), Warc::default());
    before.page("https://made.example/before", &html(1));
    behind.page("https://made.example/behind", &html(2)).page("https://made.example/last", &html(3));
    let mut hit = Warc::default();
    hit.page("https://made.example/hit", &html(9));

    let mut flipped = hit.gzipped();
    let middle = flipped.len() / 2;
    flipped[middle..middle + 40].fill(0xff);
    let half = hit.gzipped()[..middle].to_vec();
    let cases: [(&str, Vec<u8>, u32); 5] = [
        ("nothing", Vec::new(), 0),
        ("an empty member", gzip(b""), 0),
        ("a broken member", flipped, 1),
        ("half a member", half, 1),
        ("bytes that are no record", gzip(b"this is no record\r\n\r\n"), 1),
    ];
    for (what, damage, errors) in cases {
        let file = [before.gzipped(), damage, behind.gzipped()].concat();
        let (rows, code, said) = rows_of(&file, &[]);
        let urls = urls(&rows);
        assert_eq!(urls[0], "https://made.example/before", "{what}");
        assert!(
            urls.ends_with(&["https://made.example/behind", "https://made.example/last"]),
            "{what}: {urls:?} {said}"
        );
        assert_eq!(code, Some(if errors == 0 { 0 } else { 3 }), "{what}: {said}");
        assert!(said.contains(&format!("{errors} errors")), "{what}: {said}");
    }
    for (what, damage) in [("words", &b"this is no record\r\n\r\n"[..]), ("zeros", &[0; 3000])] {
        let file = [before.plain(), damage.to_vec(), b"\r\n".to_vec(), behind.plain()].concat();
        let (rows, code, said) = rows_of(&file, &[]);
        assert_eq!((rows.len(), code), (3, Some(3)), "{what}: {said}");
        assert!(said.contains("1 errors"), "{what}: {said}");
    }
}

#[test]
fn a_record_that_is_cut_short_is_an_error() {
    let mut warc = Warc::default();
    warc.page("https://made.example/whole", &html(1)).page("https://made.example/cut", &html(2));
    let plain = warc.plain();
    let (rows, code, said) = rows_of(&plain[..plain.len() - 100], &[]);
    assert_eq!((urls(&rows), code), (vec!["https://made.example/whole"], Some(3)));
    assert!(said.contains("https://made.example/cut: the record is cut short"), "{said}");
}

#[test]
fn errors_are_counted_and_listed() {
    let directory = tempfile::tempdir().unwrap();
    let mut warc = Warc::default();
    for number in 0..30 {
        let url = format!("https://made.example/{number}");
        warc.response(&url, &format!("{HTML}Transfer-Encoding: chunked\r\n"), b"5\r\nhello\r\nfff\r\ncut");
        warc.page(&url, &html(number));
    }
    let input = directory.path().join("a.warc");
    fs::write(&input, warc.plain()).unwrap();
    let out = directory.path().join("out");
    let output = crawl(&[&input], &out, &["--format", "jsonl", "--part-pages", "7"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(said.contains("30 rows, 0 pages below the confidence, 30 errors"), "{said}");
    assert!(said.contains("10 more in"), "{said}");
    let list = String::from_utf8(files(&out)["_errors.jsonl"].clone()).unwrap();
    let errors: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(errors.len(), 30);
    for (number, error) in errors.iter().enumerate() {
        assert_eq!(error["input"], input.to_str().unwrap());
        assert_eq!(error["url"], format!("https://made.example/{number}"));
        assert!(error["error"].as_str().unwrap().starts_with("the body cannot be unpacked as chunked"));
        let offset = usize::try_from(error["offset"].as_u64().unwrap()).unwrap();
        assert!(warc.plain()[offset..].starts_with(b"WARC/1.1"), "the offset is where the record begins");
    }
    assert_eq!(json_rows(&out).len(), 30);
}

#[test]
fn pages_below_the_confidence_are_left_out_and_counted() {
    let warc = made(60);
    let (all, ..) = rows_of(&warc.plain(), &[]);
    let mut confidences: Vec<f64> = all.iter().map(|row| row["confidence"].as_f64().unwrap()).collect();
    confidences.sort_by(f64::total_cmp);
    let median = confidences[30] as f32;
    let (some, code, said) = rows_of(&warc.plain(), &["--min-confidence", &median.to_string()]);
    let expected: Vec<&Value> = all.iter().filter(|row| row["confidence"].as_f64().unwrap() as f32 >= median).collect();
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(some.iter().collect::<Vec<_>>(), expected);
    assert_eq!(code, Some(0));
    let below = all.len() - expected.len();
    assert!(said.contains(&format!("{} rows, {below} pages below", expected.len())), "{said}");
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused() {
    let nowhere = tempfile::tempdir().unwrap();
    let out = nowhere.path().join("out");
    for options in [["--min-confidence", "1.5"], ["--min-confidence", "x"], ["--jobs", "0"], ["--part-pages", "0"]] {
        let output = crawl(&["a.warc"], &out, &options);
        assert_eq!(output.status.code(), Some(2), "{options:?}");
    }
    let output = crawl(&[nowhere.path().join("none.warc")], &out, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("none.warc"));
}

/// The rows of a Parquet part as the JSON lines have them.
fn parquet_rows(path: &std::path::Path) -> Vec<Value> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    reader.flat_map(|batch| rows_of_batch(&batch.unwrap())).collect()
}

fn rows_of_batch(batch: &RecordBatch) -> Vec<Value> {
    let text = |name: &str, row: usize| -> Value {
        let column = batch.column_by_name(name).unwrap().as_string::<i32>();
        if column.is_null(row) { Value::Null } else { column.value(row).into() }
    };
    let row = |row: usize| {
        let blocks = batch.column_by_name("blocks").unwrap().as_list::<i32>().value(row);
        let blocks = blocks.as_struct();
        let block = |at: usize| {
            serde_json::json!({
                "kind": blocks.column(0).as_string::<i32>().value(at),
                "text": blocks.column(1).as_string::<i32>().value(at),
                "confidence": blocks.column(2).as_primitive::<Float32Type>().value(at),
                "main": blocks.column(3).as_boolean().value(at),
            })
        };
        serde_json::json!({
            "url": text("url", row),
            "date": text("date", row),
            "title": text("title", row),
            "language": text("language", row),
            "text": text("text", row),
            "confidence": batch.column_by_name("confidence").unwrap().as_primitive::<Float32Type>().value(row),
            "blocks": (0..blocks.len()).map(block).collect::<Vec<_>>(),
        })
    };
    (0..batch.num_rows()).map(row).collect()
}

/// Numbers have another spelling after a way through a wider type.
fn as_f32(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String((number.as_f64().unwrap() as f32).to_string()),
        Value::Array(values) => values.iter_mut().for_each(as_f32),
        Value::Object(fields) => fields.values_mut().for_each(as_f32),
        _ => {}
    }
}

#[test]
fn both_formats_hold_the_same_rows() {
    let directory = tempfile::tempdir().unwrap();
    let input = directory.path().join("a.warc.gz");
    fs::write(&input, made(700).gzipped()).unwrap();
    let outs = ["parquet", "jsonl"].map(|format| {
        let out = directory.path().join(format);
        assert!(crawl(&[&input], &out, &["--format", format, "--part-pages", "300"]).status.success());
        out
    });
    let parts = files(&outs[0]).into_keys().filter(|name| name.starts_with("part-"));
    let mut from_parquet: Vec<Value> = parts.flat_map(|name| parquet_rows(&outs[0].join(name))).collect();
    let mut from_json = json_rows(&outs[1]);
    from_parquet.iter_mut().chain(&mut from_json).for_each(as_f32);
    assert_eq!(from_parquet.len(), 700);
    assert!(from_parquet == from_json);
}

/// Files that other programs wrote, where they are there.
#[test]
fn real_files_are_read() {
    let expected = [("clipped.warc.gz", 0, 1), ("clueweb-quirk.warc.gz", 29, 0), ("warcfile.warc.gz", 10, 0)];
    for path in real_files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some((_, least, errors)) = expected.iter().find(|(of, ..)| *of == name) else { continue };
        let (rows, _, said) = rows_of(&fs::read(&path).unwrap(), &[]);
        assert!(rows.len() >= *least, "{name}: {} rows, {said}", rows.len());
        assert!(said.contains(&format!("{errors} errors")), "{name}: {said}");
        assert!(rows.iter().all(|row| !row["text"].as_str().unwrap().contains('\u{fffd}')), "{name}");
    }
}
