"""What a choice of blocks is worth: the measures of the benchmarks, and calibration."""

import re
from collections import Counter, defaultdict

import numpy as np

from pages import SHORT

MIN_PROBABILITY = 0.1  # these three as in src/select.rs
THRESHOLDS = 64
BALANCED = 0.85


def select(probabilities, words, beta=BALANCED, least=0.0):
    """The blocks with the highest expected F-beta, if that is so much, and the F1 to be expected of them: as src/select.rs
    has it."""
    main = np.zeros(len(words), bool)
    order = np.argsort(-probabilities, kind="stable")
    likelihood, sizes = probabilities[order], np.cumsum(words[order])
    thresholds = (np.arange(THRESHOLDS) + 0.5) / THRESHOLDS
    likelier = np.searchsorted(-likelihood, -thresholds, side="left")
    gold = sizes[likelier[likelier > 0] - 1]
    if len(gold):
        value = np.minimum(sizes[:, None], gold) / (beta * beta * gold + np.maximum(sizes[:, None], 1e-9))
        value = np.where(likelihood >= MIN_PROBABILITY, value.sum(axis=1), 0)
        if value.max() > 0:
            main[order[: int(np.argmax(value)) + 1]] = True
    judged = main if main.any() else order[:1]
    size = words[judged].sum()
    mass = probabilities * words
    confidence = float(2 * mass[judged].sum() / (mass.sum() + size)) if size else 0.0
    return main & (confidence >= least), confidence


def precision_recall(predicted, gold):
    if len(gold) == 0:
        return (1.0, 1.0, 1.0) if len(predicted) == 0 else (0.0, 0.0, 0.0)
    if len(predicted) == 0:
        return 0.0, 0.0, 0.0
    overlap = sum((Counter(predicted.tolist()) & Counter(gold.tolist())).values())
    precision, recall = overlap / len(predicted), overlap / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall) if overlap else 0.0


def normal(text):
    return re.sub(r"\s+", " ", text or "").strip().lower()


class Snippets:
    """Wanted and unwanted snippets found, over pages."""

    def __init__(self):
        self.hits = self.misses = self.false = 0

    def add(self, page, main):
        text = normal(" ".join(page.texts[block] for block in np.flatnonzero(main)))
        hits = sum(normal(snippet) in text for snippet in page.wanted)
        self.hits += hits
        self.misses += len(page.wanted) - hits
        self.false += sum(normal(snippet) in text for snippet in page.unwanted)

    def scores(self):
        precision = self.hits / max(1, self.hits + self.false)
        recall = self.hits / max(1, self.hits + self.misses)
        return precision, recall, 2 * self.hits / max(1, 2 * self.hits + self.false + self.misses)


def score_pages(pages, probabilities, beta=BALANCED, least=0.0):
    """Precision, recall and F1 by corpus and, for wcxb, by page type; and (confidence, F1) of every page."""
    scores, snippets, confidences = defaultdict(list), Snippets(), []
    for page in pages:
        if page.corpus == SHORT:
            continue  # made of other pages, to learn from: nobody wrote down what is right
        main, confidence = select(probabilities[page.start : page.end], page.words, beta, least)
        if page.gold is None:
            snippets.add(page, main)
            continue
        chosen = [page.blocks[block] for block in np.flatnonzero(main)]
        score = precision_recall(np.concatenate(chosen) if chosen else np.zeros(0, int), page.gold)
        scores[page.corpus].append(score)
        confidences.append((confidence, score[2]))
        if page.corpus == "wcxb":
            scores["wcxb " + page.kind].append(score)
    table = {name: tuple(np.mean(rows, axis=0)) + (len(rows),) for name, rows in scores.items()}
    found = [page for page in pages if page.gold is None and page.corpus != SHORT]
    if found:
        table["snippets"] = snippets.scores() + (len(found),)
    return table, np.array(confidences)


def calibration(probabilities, labels, weights, bins=10):
    """Expected calibration error, and rows of (from, blocks, mean probability, mean label)."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    rows, error = [], 0.0
    for nth in range(bins):
        inside = place == nth
        weight = weights[inside].sum()
        if weight == 0:
            rows.append((nth / bins, 0, np.nan, np.nan))
            continue
        predicted = np.average(probabilities[inside], weights=weights[inside])
        true = np.average(labels[inside], weights=weights[inside])
        error += weight * abs(predicted - true)
        rows.append((nth / bins, int(inside.sum()), predicted, true))
    return error / weights.sum(), rows
