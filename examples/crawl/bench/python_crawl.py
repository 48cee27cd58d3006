#!/usr/bin/env python3
"""What `crawl` does, with FastWARC and Resiliparse: WARC in, a table of main content out.

    python_crawl.py FILE.warc.gz OUT.parquet|OUT.jsonl

`pip install FastWARC Resiliparse pyarrow`. One thread, one row a page with url, date, title, language and text; Resiliparse
has no confidences and no blocks, so that the rows are smaller than those of `crawl`.
"""

import json
import sys

from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

BATCH_ROWS = 256


def rows(path):
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            if record.http_content_type not in ("text/html", "application/xhtml+xml"):
                continue
            body = record.reader.read()
            text = bytes_to_str(body, record.http_charset or detect_encoding(body))
            tree = HTMLTree.parse(text)
            root = tree.document.query_selector("html")
            yield {
                "url": record.headers.get("WARC-Target-URI"),
                "date": record.headers.get("WARC-Date"),
                "title": tree.title,
                "language": root.getattr("lang") if root else None,
                "text": extract_plain_text(tree, main_content=True),
            }, len(body)


def write_jsonl(pages, path):
    with open(path, "w", encoding="utf-8") as out:
        for row, size in pages:
            out.write(json.dumps(row, ensure_ascii=False))
            out.write("\n")
            yield size


def write_parquet(pages, path):
    import pyarrow
    import pyarrow.parquet

    names = ["url", "date", "title", "language", "text"]
    schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=False) as writer:
        batch = []
        for row, size in pages:
            batch.append(row)
            if len(batch) == BATCH_ROWS:
                writer.write_batch(pyarrow.RecordBatch.from_pylist(batch, schema=schema))
                batch = []
            yield size
        writer.write_batch(pyarrow.RecordBatch.from_pylist(batch, schema=schema))


def main():
    path, out = sys.argv[1:]
    write = write_parquet if out.endswith(".parquet") else write_jsonl
    sizes = list(write(rows(path), out))
    print(f"{len(sizes)} pages {sum(sizes)} bytes")


if __name__ == "__main__":
    main()
