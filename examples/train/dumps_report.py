"""The report on plain-text dumps: what their scorer reaches on pages that its trees had not seen."""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from measures import Snippets, calibration, precision_recall, score_pages, select
from pages import EMPTY, FOREIGN, SHORT
from report import bins, groups_by_importance, rows_of

LAYOUTS = {
    "wet": "as in WET files",
    "rendered": "as converters to text do it",
    "runs": "to a line a text node",
    "browser": "as text browsers do it, most pages wrapped",
}
MADE = (SHORT, EMPTY, *FOREIGN)  # pages that were made of others
MIN_CONFIDENCE = 0.25  # as in src/dump.rs
LONG = 20  # words of the lines that the second baseline keeps


def score_rule(pages, rule):
    """What a rule reaches that takes each line or leaves it: F1 by corpus and type."""
    scores, snippets = defaultdict(list), Snippets()
    for page in pages:
        main = rule(page)
        if page.gold is None:
            snippets.add(page, main)
            continue
        chosen = [page.blocks[block] for block in np.flatnonzero(main)]
        score = precision_recall(np.concatenate(chosen) if chosen else np.zeros(0, int), page.gold)[2]
        scores[page.corpus].append(score)
        if page.corpus == "wcxb":
            scores["wcxb " + page.kind].append(score)
    return {name: float(np.mean(found)) for name, found in scores.items()} | {"snippets": snippets.scores()[2]}


def everything(page):
    return np.ones(len(page.words), bool)


def long_lines(page):
    return page.words >= LONG


def core(name):
    def rule(page):
        main = np.zeros(len(page.words), bool)
        main[page.rules[name]] = True
        return main

    return rule


def best_core(pages):
    """The best of the rules that take the stretch richest in prose, chosen on the very pages it is measured on."""
    tables = {name: score_rule(pages, core(name)) for name in pages[0].rules}
    return max(tables.items(), key=lambda item: item[1]["wcxb"])


def accuracy(pages, first, second):
    table, _ = score_pages(pages, second, least=MIN_CONFIDENCE)
    alone, _ = score_pages(pages, first, least=MIN_CONFIDENCE)
    name, rule = best_core(pages)
    rules = [score_rule(pages, everything), score_rule(pages, long_lines), rule]
    cost = name.split()[-1]
    lines = [
        f"The best of the hand-made rules takes the lines from one prose line to another that have the most words of prose in",
        f"sum, where any line that is none costs {cost} words (the maximum subsequence of Pasternak and Roth 2009).",
        "",
        "| pages | | precision | recall | F1 | first pass alone | everything | lines of 20 words | best rule |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows_of(table):
        precision, recall, f1, count = table[row]
        others = " | ".join(f"{figures[row]:.3f}" for figures in [{row: alone[row][2]}, *rules])
        lines.append(f"| {row} | {count} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** | {others} |")
    return lines


def empty(pages, probabilities):
    """What is taken for main content where there is none."""
    found = [select(probabilities[page.start : page.end], page.words, least=MIN_CONFIDENCE) for page in pages]
    nothing = np.mean([not main.any() for main, _ in found])
    words = np.mean([page.words[main].sum() / page.words.sum() for page, (main, _) in zip(pages, found) if len(main)])
    confidences = [confidence for _, confidence in found]
    return [
        "",
        f"Of {len(pages)} pages from which the main content was taken, {nothing:.0%} give nothing; of their words {words:.1%} are",
        f"given, with a confidence of {np.mean(confidences):.2f} in the mean, and of {np.quantile(confidences, 0.9):.2f} or more for a tenth.",
    ]


def foreign(pages, probabilities):
    """What pages lose by another script."""
    plain = {(page.origin, page.id, page.layout): page for page in pages if page.corpus not in MADE}
    lines = ["", "## In other scripts", "", "| letter by letter in a script | | F1 | as they are |", "|---|---:|---:|---:|"]
    for corpus, about in zip(FOREIGN, ("without capitals", "without capitals, full stops and commas")):
        spelt = [page for page in pages if page.corpus == corpus]
        table, _ = score_pages(spelt, probabilities, least=MIN_CONFIDENCE)
        same, _ = score_pages([plain[page.origin, page.id, page.layout] for page in spelt], probabilities, least=MIN_CONFIDENCE)
        of = {name: row for name, row in same.items() if " " not in name}
        mean = sum(row[2] * row[3] for row in of.values()) / sum(row[3] for row in of.values())
        lines.append(f"| {about} | {len(spelt)} | **{table[corpus][2]:.3f}** | {mean:.3f} |")
    return lines


def write_report(directory, work, training, first, second, importance, size):
    data, known = training.data, training.known
    labels = np.clip(data.labels[known], 0, 1)
    error, rows = calibration(second[known], labels, training.by_words[known])
    text = [
        "# What the scorer of plain-text dumps reaches",
        "",
        "Written by `dumps.py`. The pages are those of [report.md](report.md), flattened to plain text; the folds are the same,",
        "split by registered domain, and each page is judged by trees, and a calibration, that had seen no page of its fold.",
        f"The weights take {size:,} bytes. All columns but the first three are F1.",
    ]
    for layout, about in LAYOUTS.items():
        pages = [page for page in data.pages if page.layout == layout and page.corpus not in MADE]
        text += ["", f"## Flattened {about}", ""] + accuracy(pages, first, second)
    text += foreign(data.pages, second)
    text += ["", "## Calibration", "", f"Lines, by words: expected calibration error {error:.3f}.", ""]
    text += bins(rows, "lines", "share of main words")
    _, pairs = score_pages([page for page in data.pages if page.corpus not in MADE], second, least=MIN_CONFIDENCE)
    error, rows = calibration(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))
    text += ["", f"Pages: expected calibration error {error:.3f}.", ""] + bins(rows, "pages", "mean F1")
    text += empty([page for page in data.pages if page.corpus == EMPTY], second)
    names = data.names + json.loads((work / "context_names.json").read_text())
    text += ["", "## What the features are worth", "", "The second pass, by the loss that splits on them take away.", ""]
    text += groups_by_importance(names, importance)
    Path(directory, "dumps_report.md").write_text("\n".join(text) + "\n", encoding="utf-8")
