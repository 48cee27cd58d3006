"""The pages that the scorer learns from: features, labels, gold, folds and weights."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tldextract

FOLDS = 5
# Corpora of pages that were made of others: with most of their pieces left out, without names, and without names and
# laid out by tables and line breaks.
SHORT, BARE, OLD = "short", "bare", "old"
# And of dumps made of others: without their main content; in a script without capitals, and in one that has no full stops
# either.
EMPTY, FOREIGN = "empty", ("foreign", "unstopped")
# The corpus of all kinds of pages.
HOME = "wcxb"
TYPES = {"f32": "<f4", "u8": "u1"}
# The suffix list that ships with the package: nothing is fetched, so folds are the same everywhere.
REGISTERED = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass
class Page:
    """A page; its blocks are rows `start` to `end` of the data."""

    corpus: str
    origin: str  # the corpus that it is of, or the page that it was made of
    id: str
    kind: str
    fold: int
    start: int
    end: int
    words: np.ndarray  # a number of words a block
    blocks: list  # a list of word numbers a block
    gold: np.ndarray | None
    texts: list | None
    wanted: list
    unwanted: list
    layout: str | None = None  # how the page was flattened, if it was
    rules: dict = field(default_factory=dict)  # the blocks that rules take for main content


@dataclass
class Data:
    names: list
    features: np.ndarray
    labels: np.ndarray
    words: np.ndarray
    fold: np.ndarray
    pages: list

    def weights(self, of_corpus):
        """Each page weighs the same (its corpus's weight), its blocks by their words; the mean is 1, since with
        weights that sum to 1 a page the regularisation of the trees would be far too strong."""
        weights = np.zeros(len(self.labels))
        for page in self.pages:
            if page.gold is not None and len(page.gold) == 0:
                continue  # nobody wrote down what is main content here: nothing to learn
            rows = slice(page.start, page.end)
            share = np.maximum(page.words, 1) * (self.labels[rows] >= 0)
            if share.sum() > 0:
                weights[rows] = share / share.sum() * of_corpus.get(page.corpus, 1.0)
        return weights / weights[weights > 0].mean()


def registered_domain(url):
    """The domain that a page's owner registered; pages without URL are their own."""
    host = re.sub(r"^[a-z]+::", "", url)
    if "://" not in host:
        found = re.match(r"[a-z0-9.-]+?\.[a-z]{2,6}(?=[-./]|$)", host)
        host = "http://" + (found.group(0) if found else host)
    return REGISTERED(host).top_domain_under_public_suffix or url


def fold_of(domain):
    return int(hashlib.md5(domain.encode()).hexdigest(), 16) % FOLDS


def load(directory, numbers="f32"):
    """What mainbody-train wrote; its features are floats (f32) or bytes (u8)."""
    directory = Path(directory)
    names = json.loads((directory / "names.json").read_text())
    labels = np.fromfile(directory / "labels.f32", dtype="<f4")
    features = np.fromfile(directory / f"features.{numbers}", dtype=TYPES[numbers]).reshape(len(labels), -1)
    pages, start, origin = [], 0, None
    for line in (directory / "pages.jsonl").open(encoding="utf-8"):
        page = json.loads(line)
        blocks = [np.array(block, dtype=np.int64) for block in page["blocks"]]
        end = start + len(blocks)
        # What was made of a page follows it.
        origin = origin if page["corpus"] in (SHORT, BARE, OLD, EMPTY, *FOREIGN) else page["corpus"]
        pages.append(
            Page(
                corpus=page["corpus"],
                origin=origin,
                id=page["id"],
                kind=page["kind"],
                fold=fold_of(registered_domain(page["url"] or page["id"])),
                start=start,
                end=end,
                words=np.array([len(block) for block in blocks], dtype=np.float64),
                blocks=blocks,
                gold=None if page["gold"] is None else np.array(page["gold"], dtype=np.int64),
                texts=page["texts"],
                wanted=page["with"],
                unwanted=page["without"],
                layout=page["layout"],
                rules=page["rules"],
            )
        )
        start = end
    fold = np.zeros(start, dtype=np.int32)
    for page in pages:
        fold[page.start : page.end] = page.fold
    return Data(names, features, labels, np.concatenate([page.words for page in pages]), fold, pages)
