"""The report: what the scorer reaches on pages that its trees had not seen."""

from pathlib import Path

import numpy as np

from measures import BALANCED, calibration, score_pages
from pages import BARE, HOME, OLD, SHORT

ORDER = ["article", "documentation", "service", "forum", "product", "listing", "collection"]
FOCI = {"Precision": 0.5, "Balanced": BALANCED, "Recall": 2.0}


def rows_of(table):
    wcxb = ["wcxb"] + [f"wcxb {kind}" for kind in ORDER if f"wcxb {kind}" in table]
    return [name for name in wcxb if name in table] + sorted(name for name in table if not name.startswith("wcxb"))


def rank_correlation(pairs):
    from scipy.stats import spearmanr

    return float(spearmanr(pairs[:, 0], pairs[:, 1])[0])


def accuracy(pages, first, second):
    alone, _ = score_pages(pages, first)
    table, _ = score_pages(pages, second)
    lines = ["| pages | | precision | recall | F1 | F1 of the first pass alone |", "|---|---:|---:|---:|---:|---:|"]
    for name in rows_of(table):
        precision, recall, f1, count = table[name]
        lines.append(f"| {name} | {count} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** | {alone[name][2]:.3f} |")
    return lines


def dial(pages, probabilities):
    tables = {name: score_pages(pages, probabilities, beta)[0] for name, beta in FOCI.items()}
    lines = ["| pages | " + " | ".join(f"{name}: P / R" for name in FOCI) + " |", "|---|---:|---:|---:|"]
    for name in rows_of(tables["Balanced"]):
        cells = [f"{tables[focus][name][0]:.3f} / {tables[focus][name][1]:.3f}" for focus in FOCI]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def block_calibration(training, probabilities):
    rows = training.measured
    labels = np.clip(training.data.labels[rows], 0, 1)
    return calibration(probabilities[rows], labels, training.by_words[rows])


def page_calibration(pages, probabilities):
    _, pairs = score_pages(pages, probabilities)
    error, rows = calibration(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))
    return error, rows, rank_correlation(pairs)


def bins(rows, unit, outcome):
    lines = [f"| confidence | {unit} | mean confidence | {outcome} |", "|---|---:|---:|---:|"]
    for start, count, predicted, true in rows:
        cells = f"{predicted:.3f} | {true:.3f}" if count else "- | -"
        lines.append(f"| {start:.1f} to {start + 0.1:.1f} | {count} | {cells} |")
    return lines


def draw(path, blocks, pages):
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "mainbody"
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 4.3))
    for axis, rows, title, label in (
        (axes[0], blocks, "Blocks", "share of words that are main content"),
        (axes[1], pages, "Pages", "F1 reached"),
    ):
        seen = [row for row in rows if row[1]]
        axis.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
        axis.plot([row[2] for row in seen], [row[3] for row in seen], color="#0b6e99", marker="o")
        axis.set(title=title, xlabel="confidence given", ylabel=label, xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axis.grid(color="#dddddd", linewidth=0.6)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
    figure.suptitle("Confidences on pages of sites that the trees had not seen")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def group(name):
    """The group of a feature: the part of its name before the dot, without numbers."""
    return name.split(".")[0].rstrip("+-0123456789")


def groups_by_importance(names, importance):
    total = {}
    for name, value in zip(names, importance):
        total[group(name)] = total.get(group(name), 0.0) + value
    lines = ["| group | features | share of the gain |", "|---|---:|---:|"]
    for one, value in sorted(total.items(), key=lambda item: -item[1]):
        count = sum(group(name) == one for name in names)
        lines.append(f"| {one} | {count} | {value / sum(importance):.1%} |")
    return lines


def ablation(tables):
    columns = ["wcxb", "wcxb article", "wcxb forum", "wcxb listing", "snippets", "articles-zh-en", "forums", "reader-view"]
    columns = [column for column in columns if column in tables["nothing"]]
    lines = ["| without | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for without, table in tables.items():
        lines.append(f"| {without} | " + " | ".join(f"{table[column][2]:.3f}" for column in columns) + " |")
    return lines


def elsewhere(training, probabilities):
    pages = [page for page in training.data.pages if page.origin != HOME and page.corpus == page.origin]
    table, _ = score_pages(pages, probabilities)
    lines = [
        f"Both passes learned from {HOME} alone, and from what was made of its pages. Golds differ in what they take for main",
        "content (bylines, captions, comments), so that some of what is lost here is no error of the trees; and another seed",
        "moves the mean by about 0.01.",
        "",
        "| pages | | precision | recall | F1 |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in rows_of(table):
        precision, recall, f1, count = table[name]
        lines.append(f"| {name} | {count} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** |")
    return lines


def write_report(directory, training, first, second, importance, size, tables, unseen):
    pages = [page for page in training.data.pages if page.corpus not in (SHORT, BARE, OLD)]
    block_error, blocks = block_calibration(training, second)
    page_error, page_rows, correlation = page_calibration(pages, second)
    draw(Path(directory) / "reliability.svg", blocks, page_rows)
    text = ["# What the scorer reaches", ""]
    text += [
        "Written by `train.py`. But for the second table, all figures are from five-fold cross-validation: the folds are split",
        f"by registered domain, over all {len(pages)} pages at once, and each page is judged by trees, and a calibration, that",
        "had seen no page of its fold. wcxb, articles-zh-en, forums and reader-view are measured by word precision, recall and",
        "F1, the means over pages; snippets by the wanted and unwanted snippets found, over all pages together. Beside those",
        "pages the trees learned from pages made of them, in the same folds: from short ones, which are not measured, and from",
        "bare ones, which have no classes, no ids and the like, `<div>` in place of `<article>`, `<nav>` and others, and no",
        "metadata but the title. Three of four bare ones are laid out as old pages were, by tables or line breaks.",
        "",
        f"The weights take {size:,} bytes. [What was tried](tried.md) besides, and what it gave, is written down by hand.",
        "",
        "## Accuracy",
        "",
    ]
    text += accuracy([page for page in training.data.pages if page.corpus != SHORT], first, second)
    if unseen is not None:
        text += ["", "## Corpora that nothing was learned from", ""] + elsewhere(training, unseen)
    text += ["", "## The dial", ""] + dial(pages, second)
    text += ["", "## Calibration", "", "![Reliability of block and page confidences](reliability.svg)", ""]
    text += [f"Blocks, by words: expected calibration error {block_error:.3f}.", ""]
    text += bins(blocks, "blocks", "share of main words")
    text += ["", f"Pages: expected calibration error {page_error:.3f}, rank correlation with F1 {correlation:.3f}.", ""]
    text += bins(page_rows, "pages", "mean F1")
    worth = "By the loss that splits on them take away from the second pass, which asks for the hundred worth most to it."
    text += ["", "## What the features are worth", "", worth, ""]
    text += groups_by_importance(training.data.names, importance)
    if tables:
        text += ["", "F1 of one pass over all features, with each group left out. Groups overlap in what they say.", ""]
        text += ablation(tables)
    Path(directory, "report.md").write_text("\n".join(text) + "\n", encoding="utf-8")
