//! The page that a WARC record holds: [`Response`].

use std::io::{self, Cursor, Read};

use fastwarc::stream_io::brotli::BrotliReader;
use fastwarc::stream_io::chunked::ChunkedReader;
use fastwarc::stream_io::gzip::{GzipReader, GzipReaderOptions, MAX_WBITS};
use fastwarc::stream_io::zstd::ZstdReader;
use fastwarc::warc::header::HeaderMap;
use fastwarc::warc::record::{AutoDecode, WarcRecord, WarcRecordType};

/// Bytes of a page, packed or unpacked, above which it is left out with an error; what `mainbody::Limits` has as default.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// Bytes of the headers of a response; the most that `fastwarc` allows by default.
const MAX_HEADER_BYTES: usize = 32 << 10;

/// An HTML page as a crawler stored it, or the plain text that was made of one.
#[derive(Debug, Default)]
pub(crate) struct Response {
    pub(crate) url: String,
    /// Whether it is plain text: a record of a WET file.
    pub(crate) is_dump: bool,
    /// When it was fetched, in the words of the record: ISO 8601 in all but the oldest files.
    pub(crate) date: Option<String>,
    /// The `charset` of the HTTP headers.
    pub(crate) charset: Option<String>,
    /// How the body is packed, in the order in which it was.
    codings: Vec<String>,
    body: Vec<u8>,
}

/// Why a record that should be a page could not be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) url: String,
    pub(crate) message: String,
    /// Whether the file is damaged there, and not only the page strange.
    pub(crate) damaged: bool,
}

impl Response {
    /// Reads the page of a record; nothing if the record is something else, or the response is no page.
    pub(crate) fn read(record: &mut WarcRecord) -> Result<Option<Self>, Unreadable> {
        let is_dump =
            record.record_type() == WarcRecordType::Conversion && media_type(record.headers()) == "text/plain";
        if !is_dump && (record.record_type() != WarcRecordType::Response || !record.is_http()) {
            return Ok(None);
        }
        let url = text(record.headers(), "WARC-Target-URI").unwrap_or_default();
        // The oldest files have addresses in angle brackets.
        let url = url.trim_start_matches('<').trim_end_matches('>').to_owned();
        let date = text(record.headers(), "WARC-Date");
        let page = Self { url: url.clone(), date, is_dump, ..Self::default() };
        let page = if is_dump { body(record).map(|body| Some(Self { body, ..page })) } else { page.of_http(record) };
        page.map_err(|Problem { message, damaged }| Unreadable { url, message, damaged })
    }

    /// Reads the HTTP response of a record.
    fn of_http(self, record: &mut WarcRecord) -> Result<Option<Self>, Problem> {
        // Lenient: some files end the lines of their HTTP headers with a bare line feed.
        let parsed = record.parse_http_with_opts(AutoDecode::None, MAX_HEADER_BYTES, true);
        parsed.map_err(|error| Problem::damage(format!("the HTTP headers cannot be read: {error}")))?;
        let Some(headers) = record.http_headers() else { return Ok(None) };
        if !headers.status_code().is_some_and(|status| (200..300).contains(&status)) || !is_html(headers) {
            return Ok(None);
        }
        let codings = codings(headers);
        let charset = record.http_charset().map(|charset| charset.trim_matches(['"', '\'', ' ']).to_owned());
        let charset = charset.filter(|charset| !charset.is_empty());
        Ok(Some(Self { charset, codings, body: body(record)?, ..self }))
    }

    /// Bytes that the page has in memory.
    pub(crate) fn size(&self) -> usize {
        self.body.len()
    }

    /// The page itself, unpacked.
    ///
    /// Many crawlers unpack a body and store the headers as they came, so that a body that does not look packed is
    /// taken as it is.
    pub(crate) fn into_bytes(self) -> Result<Vec<u8>, String> {
        self.codings.iter().rev().try_fold(self.body, |body, coding| unpacked(body, coding))
    }
}

/// What is wrong with a record.
struct Problem {
    message: String,
    damaged: bool,
}

impl Problem {
    fn damage(message: String) -> Self {
        Self { message, damaged: true }
    }
}

/// The rest of a record.
fn body(record: &mut WarcRecord) -> Result<Vec<u8>, Problem> {
    let expected = record.content_length();
    if expected > MAX_PAGE_BYTES {
        let message = format!("the page has {expected} bytes, more than the limit of {MAX_PAGE_BYTES}");
        return Err(Problem { message, damaged: false });
    }
    let mut body = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    let read = record.reader_mut().map_or(Ok(0), |reader| reader.read_to_end(&mut body));
    let read = read.map_err(|error| Problem::damage(format!("the body cannot be read: {error}")))?;
    if (read as u64) < expected {
        return Err(Problem::damage(format!(
            "the record is cut short: {read} of the page's {expected} bytes are there"
        )));
    }
    Ok(body)
}

/// A header's value, if it has one.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn is_html(headers: &HeaderMap) -> bool {
    matches!(media_type(headers).as_str(), "text/html" | "application/xhtml+xml")
}

/// The media type in lower case, without parameters.
fn media_type(headers: &HeaderMap) -> String {
    let value = text(headers, "Content-Type").unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Content codings, then transfer codings: the order in which they were put on.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = ["Content-Encoding", "Transfer-Encoding"].map(|name| text(headers, name).unwrap_or_default());
    let names = values.iter().flat_map(|value| value.split(','));
    names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect()
}

fn unpacked(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, String> {
    let read = match coding {
        "chunked" if starts_with_chunk(&body) => read_bounded(ChunkedReader::new(Cursor::new(body))),
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => read_bounded(GzipReader::new(Cursor::new(body))),
        // RFC 1950: the low four bits are the method, and the first two bytes are a multiple of 31.
        "deflate" if matches!(body[..], [a, b, ..] if a & 15 == 8 && u16::from_be_bytes([a, b]) % 31 == 0) => {
            let options = GzipReaderOptions { window_bits: MAX_WBITS, ..GzipReaderOptions::default() };
            read_bounded(GzipReader::with_options(Cursor::new(body), options))
        }
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => read_bounded(ZstdReader::new(Cursor::new(body))),
        // Brotli has no magic number, but no page in it begins as a page does.
        "br" if !body.trim_ascii_start().starts_with(b"<") => read_bounded(BrotliReader::new(Cursor::new(body))),
        _ => return Ok(body),
    };
    read.map_err(|error| format!("the body cannot be unpacked as {coding}: {error}"))
}

/// Whether a body begins with the length of a chunk in hexadecimal (RFC 9112, 7.1).
fn starts_with_chunk(body: &[u8]) -> bool {
    let line = body.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let length = line.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    (1..=8).contains(&length.len()) && length.iter().all(u8::is_ascii_hexdigit)
}

/// All that a reader gives, unless it is more than a page may have: a few bytes can unpack to any number.
fn read_bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_PAGE_BYTES + 1).read_to_end(&mut bytes)?;
    if read as u64 > MAX_PAGE_BYTES {
        return Err(io::Error::other(format!("it has more than the limit of {MAX_PAGE_BYTES} bytes")));
    }
    Ok(bytes)
}
