#!/usr/bin/env python3
"""Trains the scorer of plain-text dumps: corpora in, `src/dump/weights.bin` and a report out.

usage: dumps.py CORPUS... [--work DIR] [--quick]

Every page is flattened in four ways, and learned from all of them; once without its main content, so that there are
pages with none; and once in a script without capitals. As in `train.py`, every figure in the report is from pages of
sites that the trees had not seen, and the folds of the second pass are nested.
"""

import argparse
import subprocess
from pathlib import Path

import numpy as np
from catboost import Pool

from dumps_report import write_report
from pages import EMPTY, FOLDS, FOREIGN, load
from pages import SHORT as SHORT_PAGES
from train import COMMON, CORPUS_WEIGHTS, HERE, ROOT, TOOL, learn_on_best
from weights import HEADER, Forest, apply_curve, fit_curve

# What a page weighs in each layout; and a short one, and one from which the main content was taken.
LAYOUT_WEIGHTS = {"wet": 1.0, "rendered": 0.7, "runs": 0.4, "browser": 0.4}
WEIGHTS = CORPUS_WEIGHTS | {SHORT_PAGES: 0.3, EMPTY: 0.6} | dict.fromkeys(FOREIGN, 0.4)
# As in train.py, but with few borders: features are bytes already, and coarse.
BORDERS = 24
KEPT = 0.35
SHORT = 8
MAX_BYTES = 128 * 1024

FIRST = dict(COMMON, iterations=32, depth=6, learning_rate=0.35, l2_leaf_reg=3)
SECOND = dict(COMMON, iterations=60, depth=7, learning_rate=0.25, l2_leaf_reg=8)
# Features that a pass may look at: each costs time on every line. They are those of most use to a few first trees.
INPUTS = 40
SCOUTS = 24


class Training:
    def __init__(self, data):
        self.data = data
        self.known = data.labels >= 0
        weights = data.weights(WEIGHTS)
        for page in data.pages:
            weights[page.start : page.end] *= LAYOUT_WEIGHTS[page.layout]
        dull = (data.labels <= 0.02) & (data.words < SHORT)
        chosen = ~dull | (np.random.RandomState(0).rand(len(dull)) < KEPT)
        self.taught = self.known & chosen & (weights > 0)
        self.weights = np.where(dull, weights / KEPT, weights)
        self.by_words = np.maximum(data.words, 1) * self.known

    def learn(self, rows, options, context=None):
        at = np.flatnonzero(rows)
        features = self.columns(at, context)
        pool = Pool(features.astype(np.float32), np.clip(self.data.labels[at], 0, 1), weight=self.weights[at] / self.weights[at].mean())
        pool.quantize(border_count=BORDERS)
        fewer = dict(iterations=min(SCOUTS, options["iterations"]), learning_rate=0.35)
        model = learn_on_best(pool, options, INPUTS, options["random_seed"], **fewer)
        return Forest([model], list(range(features.shape[1]))), model

    def columns(self, at, context):
        own = self.data.features[at]
        return own if context is None else np.hstack([own, context[at]])

    def curve(self, scores, rows):
        rows = rows & self.known
        return fit_curve(scores[rows], self.data.labels[rows], self.by_words[rows])

    def first_pass(self):
        """First opinions: for each fold left out, and for none; and the trees for the crate."""
        fold, scores = self.data.fold, {}
        for a in range(FOLDS):
            for b in range(a, FOLDS):
                forest, _ = self.learn(self.taught & (fold != a) & (fold != b), FIRST)
                for out in {a, b}:
                    scores[b if out == a else a, out] = forest.scores(self.data.features[fold == out])
                print(f"first pass without folds {a} and {b}", flush=True)
        opinions = []
        for left in range(FOLDS + 1):
            whole = np.zeros(len(fold), dtype=np.int64)
            for out in range(FOLDS):
                whole[fold == out] = scores[left if left < FOLDS else out, out]
            curve = self.curve(whole, fold != left)
            opinions.append(apply_curve(curve, whole))
        return opinions, self.learn(self.taught, FIRST)[0], curve

    def second_pass(self, opinions, contexts):
        """Probabilities of every line from trees that had not seen its fold; and the trees for the crate."""
        fold = self.data.fold
        scores = np.zeros(len(fold), dtype=np.int64)
        importance = 0
        for left in range(FOLDS):
            forest, model = self.learn(self.taught & (fold != left), SECOND, contexts[left])
            rows = fold == left
            scores[rows] = forest.scores(self.columns(np.flatnonzero(rows), contexts[left]))
            importance = importance + model.get_feature_importance()
            print(f"second pass without fold {left}", flush=True)
        probabilities = np.zeros(len(fold))
        for left in range(FOLDS):
            out = fold == left
            probabilities[out] = apply_curve(self.curve(scores, ~out), scores[out])
        final, _ = self.learn(self.taught, SECOND, contexts[FOLDS])
        return probabilities, final, self.curve(scores, self.known), importance / FOLDS


def contexts_of(work, corpora, opinions, rows):
    files = [work / f"opinion{nth}.f32" for nth in range(len(opinions))]
    for file, opinion in zip(files, opinions):
        opinion.astype("<f4").tofile(file)
    subprocess.run([TOOL, "dump-context", *corpora, "--first", *files], check=True)
    return [np.fromfile(file.with_suffix(".context.u8"), dtype="u1").reshape(rows, -1) for file in files]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, default=HERE / "target" / "dumps")
    parser.add_argument("--quick", action="store_true", help="a tenth of the trees: to try the whole way")
    arguments = parser.parse_args()
    if arguments.quick:
        FIRST["iterations"] //= 10
        SECOND["iterations"] //= 10
    subprocess.run(["cargo", "build", "--release"], cwd=HERE, check=True)
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([TOOL, "dump-features", work, *arguments.corpora], check=True)
    training = Training(load(work, "u8"))
    opinions, first, first_curve = training.first_pass()
    contexts = contexts_of(work, arguments.corpora, opinions, len(training.data.labels))
    probabilities, second, second_curve, importance = training.second_pass(opinions, contexts)
    weights = HEADER + first.pack(first_curve) + second.pack(second_curve)
    assert len(weights) <= MAX_BYTES, f"{len(weights)} bytes of weights"
    (ROOT / "src" / "dump" / "weights.bin").write_bytes(weights)
    np.save(work / "probabilities.npy", probabilities)
    write_report(HERE, work, training, opinions[FOLDS], probabilities, importance, len(weights))


if __name__ == "__main__":
    main()
