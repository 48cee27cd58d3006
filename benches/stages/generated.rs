//! Pages made up on the spot, of any size: the same bytes in every run.

use std::fmt::Write;

/// What a generated page looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Layout {
    /// Paragraphs with inline markup between a menu, a sidebar and a footer.
    Article,
    /// A grid of teasers.
    Listing,
    /// Posts, each in half a dozen `<div>`.
    Forum,
    /// Data tables with a line of text between them.
    Tables,
}

const WORDS: [&str; 32] = [
    "the",
    "river",
    "of",
    "and",
    "harbour",
    "in",
    "a",
    "winter",
    "to",
    "ferry",
    "was",
    "council",
    "with",
    "bridge",
    "that",
    "morning",
    "on",
    "engineers",
    "for",
    "water",
    "by",
    "their",
    "station",
    "as",
    "report",
    "from",
    "night",
    "is",
    "measured",
    "its",
    "along",
    "shore",
];

/// Words drawn by a linear congruential generator.
struct Words(u64);

impl Words {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn sentence(&mut self, out: &mut String) {
        let commas = self.next(8) + 4;
        for nth in 0..self.next(14) + 5 {
            if nth > 0 {
                out.push_str(if nth % commas == 0 { ", " } else { " " });
            }
            let word = WORDS[self.next(WORDS.len())];
            if nth == 0 {
                out.extend(word.chars().next().map(|first| first.to_ascii_uppercase()));
                out.extend(word.chars().skip(1));
            } else {
                out.push_str(word);
            }
        }
        out.push('.');
    }
}

/// A page of at least `bytes` bytes, and at most a few KB more.
pub(crate) fn page(layout: Layout, bytes: usize) -> String {
    let mut words = Words(17);
    let mut out = String::with_capacity(bytes + 8192);
    out.push_str(HEAD);
    out.push_str(match layout {
        Layout::Article => "<main><article class=\"post-content\"><h1>The bridge over the river</h1>",
        Layout::Listing => "<main class=\"grid\"><h1>All stories</h1>",
        Layout::Forum => "<main id=\"thread\"><h1>What do the engineers measure?</h1>",
        Layout::Tables => "<main><h1>Levels of the river</h1>",
    });
    for nth in 1.. {
        match layout {
            Layout::Article => section(&mut out, &mut words, nth),
            Layout::Listing => teaser(&mut out, &mut words, nth),
            Layout::Forum => post(&mut out, &mut words, nth),
            Layout::Tables => table(&mut out, &mut words, nth),
        }
        if out.len() + TAIL.len() >= bytes {
            break;
        }
    }
    out.push_str(TAIL);
    out
}

/// Writing to a `String` cannot fail.
fn write(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(arguments);
}

fn section(out: &mut String, words: &mut Words, nth: usize) {
    write(out, format_args!("\n  <h2 id=\"part-{nth}\">"));
    words.sentence(out);
    out.push_str("</h2>\n");
    for _ in 0..words.next(4) + 2 {
        out.push_str("  <p class=\"wp-block-paragraph has-text\">");
        for _ in 0..words.next(4) + 2 {
            words.sentence(out);
            out.push(' ');
        }
        write(out, format_args!("<a href=\"https://example.org/notes/{nth}\" rel=\"noopener\">The notes</a> say <em>"));
        words.sentence(out);
        out.push_str("</em></p>\n");
    }
    write(
        out,
        format_args!(
            "  <figure><img src=\"/images/{nth}.jpg\" srcset=\"/images/{nth}-400.jpg 400w\" width=\"800\" \
             loading=\"lazy\" alt=\"\"><figcaption>Picture {nth}</figcaption></figure>\n"
        ),
    );
}

fn teaser(out: &mut String, words: &mut Words, nth: usize) {
    write(
        out,
        format_args!(
            "\n<div class=\"card col-md-4\" data-id=\"{nth}\"><a href=\"/story/{nth}\"><img src=\"/thumbs/{nth}.jpg\" \
             alt=\"\"></a>\n <span class=\"tag\">News</span><h3><a href=\"/story/{nth}\">"
        ),
    );
    words.sentence(out);
    out.push_str("</a></h3>\n <p class=\"summary\">");
    words.sentence(out);
    write(out, format_args!(" <a class=\"more\" href=\"/story/{nth}\">Read more</a></p></div>\n"));
}

fn post(out: &mut String, words: &mut Words, nth: usize) {
    write(
        out,
        format_args!(
            "\n<div class=\"post\" id=\"post{nth}\"><div class=\"post-head\"><a href=\"/user/{nth}\">member{nth}</a> \
             <time datetime=\"2024-01-01\">1 January 2024</time></div><div class=\"post-body\"><div class=\"text\">"
        ),
    );
    if nth % 3 == 0 {
        out.push_str("<blockquote>");
        words.sentence(out);
        out.push_str("</blockquote>");
    }
    for _ in 0..=words.next(5) {
        words.sentence(out);
        out.push_str("<br>\n");
    }
    write(
        out,
        format_args!(
            "</div></div><ul class=\"actions\"><li><a href=\"#r{nth}\">Reply</a></li><li><a href=\"#q{nth}\">Quote</a>\
             </li><li><button type=\"button\">Like &amp; share</button></li></ul></div>\n"
        ),
    );
}

fn table(out: &mut String, words: &mut Words, nth: usize) {
    write(out, format_args!("\n<p>Table {nth}. "));
    words.sentence(out);
    out.push_str(
        "</p>\n<table class=\"data\"><thead><tr><th>Station</th><th>Low</th><th>High</th></tr></thead><tbody>\n",
    );
    for row in 0..words.next(30) + 5 {
        let (low, high) = (words.next(400), words.next(900));
        write(out, format_args!(" <tr><td>Station {row}</td><td>{low} cm</td><td align=\"right\">{high}</td></tr>\n"));
    }
    out.push_str("</tbody></table>\n");
}

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The river</title>\n\
    <link rel=\"stylesheet\" href=\"/site.css\"><style>body { margin: 0 } .card > a { color: #123 }</style>\n\
    <script>window.queue = window.queue || []; if (1 < 2) { queue.push('page'); }</script></head>\n\
    <body class=\"home page\"><header class=\"site-header\"><nav id=\"menu\"><ul><li><a href=\"/\">Home</a></li>\
    <li><a href=\"/news\">News</a></li><li><a href=\"/weather\">Weather</a></li></ul></nav></header>\n";

const TAIL: &str = "</main>\n<aside class=\"sidebar\"><h3>Most read</h3><ol><li><a href=\"/a\">A day on the shore</a>\
    </li><li><a href=\"/b\">Ferries in the fog</a></li></ol></aside>\n\
    <footer><p>&copy; 2024 The River &middot; <a href=\"/imprint\">Imprint</a></p></footer></body></html>\n";
