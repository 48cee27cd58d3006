#!/usr/bin/env python3
"""Write the pages of corpora into a WARC file.

    make_warc.py CORPORA FILE.warc.gz [--limit N]

CORPORA holds directories with html/ID.html.gz, and gold.jsonl with the address of each page. `pip install warcio`.
"""

import argparse
import gzip
import io
import json
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def addresses(corpus):
    gold = corpus / "gold.jsonl"
    if not gold.exists():
        return {}
    with open(gold, encoding="utf-8") as lines:
        return {page["id"]: page.get("url") for page in map(json.loads, lines)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    paths = sorted(options.corpora.glob("*/html/*.html.gz"))
    limit = min(options.limit or len(paths), len(paths))
    paths = [paths[nth * len(paths) // limit] for nth in range(limit)]
    known = {corpus: addresses(corpus) for corpus in {path.parent.parent for path in paths}}
    size = 0
    with open(options.out, "wb") as out:
        writer = WARCWriter(out, gzip=True)
        for path in paths:
            page_id = path.name.removesuffix(".html.gz")
            corpus = path.parent.parent
            url = known[corpus].get(page_id) or f"https://{corpus.name}.example/{page_id}"
            html = gzip.decompress(path.read_bytes())
            size += len(html)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(html), length=len(html), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-01-01T00:00:00Z"},
            )
            writer.write_record(record)
    print(f"{len(paths)} pages, {size / 1e6:.1f} MB of HTML, {options.out.stat().st_size / 1e6:.1f} MB packed")


if __name__ == "__main__":
    main()
