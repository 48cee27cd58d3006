#!/usr/bin/env python3
"""Time Python's extractors on the .html and .html.gz files below a directory.

Prints the columns that the Rust peers print, from the same pages decoded in the same way:

    python_peers.py DIR [--limit N] [--only NAME,...] [--skip ID,...] [--timeout S] [--outputs DIR] [--metadata]

With --metadata it is not the text that is extracted and timed but title, author and date.

The peers come from `pip install Resiliparse trafilatura readability-lxml jusText lxml_html_clean`.
"""

import argparse
import gzip
import json
import signal
import sys
import time
from collections import Counter
from pathlib import Path


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(
        html, main_content=True, preserve_formatting=True, alt_texts=False, links=False, comments=False
    )


def trafilatura():
    import trafilatura as module

    return lambda html: module.extract(html, include_comments=True, include_tables=True)


def readability_lxml():
    from lxml.html import fromstring
    from readability import Document

    def text(html):
        root = fromstring(Document(html).summary(html_partial=True))
        for element in root.iter("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "tr", "td", "br"):
            element.tail = "\n" + (element.tail or "")
        return root.text_content()

    return text


def justext():
    """With the stop words of English, since it does not tell languages apart by itself."""
    import justext as module

    stop_words = module.get_stoplist("English")

    def text(html):
        paragraphs = module.justext(html.encode(), stop_words, encoding="utf-8")
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return text


def trafilatura_metadata():
    from trafilatura.metadata import extract_metadata

    def about(html):
        document = extract_metadata(html)
        return {field: getattr(document, field, None) for field in ("title", "author", "date")}

    return about


METADATA = {"trafilatura": trafilatura_metadata}
EXTRACTORS = {
    "Resiliparse": resiliparse,
    "trafilatura": trafilatura,
    "readability-lxml": readability_lxml,
    "jusText": justext,
}
ENDINGS = (".html.gz", ".html", ".htm")


class TimedOut(Exception):
    pass


def alarm(*_):
    raise TimedOut


class Contender:
    def __init__(self, name, outputs, metadata):
        self.name, self.extract = name, METADATA[name]() if metadata else in_a_field(EXTRACTORS[name]())
        self.seconds, self.failures = 0.0, Counter()
        self.out = open(outputs / f"{name}.jsonl", "w", encoding="utf-8") if outputs else None

    def run(self, page_id, html, timeout):
        fields, failure = {}, None
        start = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, timeout)
            fields = self.extract(html)
        except TimedOut:
            failure = "timed out"
        except Exception as error:  # A peer may raise anything; it counts, and the rest goes on.
            failure = type(error).__name__
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.process_time() - start
        self.seconds += seconds
        if failure:
            self.failures[failure] += 1
            print(self.name, failure, "on", page_id, file=sys.stderr)
        if self.out:
            self.out.write(json.dumps({"id": page_id, "s": seconds, **fields}, ensure_ascii=False) + "\n")


def in_a_field(extract):
    return lambda html: {"text": extract(html) or ""}


def page_id(path):
    ending = next(ending for ending in ENDINGS if path.name.endswith(ending))
    return path.name.removesuffix(ending)


def read(path):
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return data.decode("utf-8", "replace")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--only", type=lambda names: names.split(","))
    parser.add_argument("--skip", type=lambda ids: ids.split(","), default=[])
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--metadata", action="store_true")
    options = parser.parse_args()
    known = METADATA if options.metadata else EXTRACTORS
    options.only = options.only or list(known)
    unknown = [name for name in options.only if name not in known]
    if unknown:
        parser.error(f"{', '.join(unknown)}: not among {', '.join(known)}")
    return options


def main():
    options = arguments()
    paths = sorted(path for path in options.dir.rglob("*") if path.is_file() and path.name.endswith(ENDINGS))
    paths = [path for path in paths if page_id(path) not in options.skip]
    limit = min(options.limit or len(paths), len(paths))
    paths = [paths[nth * len(paths) // limit] for nth in range(limit)]
    if options.outputs:
        options.outputs.mkdir(parents=True, exist_ok=True)
    contenders = [Contender(name, options.outputs, options.metadata) for name in options.only]
    # Of CPU time, so that a busy machine makes nobody fail.
    signal.signal(signal.SIGPROF, alarm)
    size = 0
    for nth, path in enumerate(paths):
        html = read(path)
        size += len(html.encode())
        turn = nth % len(contenders)
        for contender in contenders[turn:] + contenders[:turn]:
            contender.run(page_id(path), html, options.timeout)
    print(f"{len(paths)} pages, {size / 1e6:.1f} MB, CPU time, pages interleaved\n")
    print("| extractor | MB/s | pages/s | time, mainbody = 1 | failed |\n|---|---:|---:|---:|---|")
    for contender in contenders:
        failures = ", ".join(f"{count} {how}" for how, count in contender.failures.items()) or "0"
        speed, pages = size / 1e6 / contender.seconds, len(paths) / contender.seconds
        print(f"| {contender.name} | {speed:.2f} | {pages:.1f} | – | {failures} |")


if __name__ == "__main__":
    main()
