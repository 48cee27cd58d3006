#!/usr/bin/env python3
"""Trains the scorer of mainbody: corpora in, `src/model/weights.bin` and a report out.

usage: train.py CORPUS... [--work DIR] [--ablation] [--quick]

Every figure in the report is from pages that the trees had not seen: five folds by registered domain, over all corpora
at once. For the second pass the folds are nested, so that the first opinions it learns from, too, are of trees that
had seen neither the page itself nor the fold that is being measured.
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

from measures import calibration, score_pages
from pages import BARE, FOLDS, HOME, OLD, load
from report import group, write_report
from weights import HEADER, UNIT, Forest, apply_curve, fit_curve

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOL = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release" / "mainbody-train"

# A page of a large corpus teaches less than one of a small: weights by corpus, settled by cross-validation.
CORPUS_WEIGHTS = {
    "wcxb": 1.0,
    "snippets": 0.6,
    "articles-zh-en": 1.5,
    "forums": 2.0,
    "reader-view": 0.8,
    "short": 0.6,
    "bare": 0.5,
    "old": 0.35,
}
# Most blocks are short and boilerplate, and alike: of those only this share is learned from, each weighing more.
KEPT = 0.35
SHORT = 8
# Probability in the first pass below which a block is not looked at again: SECOND_LOOK in src/model.rs.
SECOND_LOOK = 0.02

COMMON = dict(
    loss_function="CrossEntropy",
    depth=6,
    rsm=0.3,
    bootstrap_type="Bernoulli",
    subsample=0.7,
    random_seed=1,
    thread_count=2,
    verbose=0,
    allow_writing_files=False,
)
FIRST = dict(COMMON, iterations=120, learning_rate=0.15, l2_leaf_reg=3)
SECOND = dict(COMMON, iterations=300, learning_rate=0.09, depth=7, l2_leaf_reg=8)
# The second pass is the mean of trees learned with each of these seeds, on features of their own choice: they err in
# different places.
SECOND_SEEDS = (1, 2)
# Features that the second pass may ask for: those that take away most of the loss from trees that see all. The others say
# little more than the first opinion does, and with them F1 is about 0.01 lower on corpora that nothing was learned from.
SECOND_INPUTS = 100
# Borders a feature. In the second pass there are fewer, and very few where a feature is the same for all blocks of a
# page: together, finer ones are a fingerprint by which trees know the pages that they learned from.
FIRST_BORDERS = 64
SECOND_BORDERS = 32
PAGE_BORDERS = 5
PAGE_WIDE = (
    "page.",
    "place.core_share",
    "place.core_link_ratio",
    "declared.summary_found",
    "declared.body_found",
    "declared.review_found",
)


def learn(pool, options):
    model = CatBoost(options)
    model.fit(pool)
    return model


def pool_of(features, labels, weights, **borders):
    pool = Pool(features, np.clip(labels, 0, 1), weight=weights)
    pool.quantize(**borders)
    return pool


def learn_on_best(pool, options, inputs, seed, **scout):
    """Trees that ask for no more than so many features: those worth most to others, which see all."""
    options = dict(options, random_seed=seed)
    scouts = learn(pool, dict(options, **scout))
    ignored = np.argsort(-scouts.get_feature_importance(), kind="stable")[inputs:]
    return learn(pool, dict(options, ignored_features=sorted(int(column) for column in ignored)))


def second_borders(names):
    page_wide = [nth for nth, name in enumerate(names) if name.startswith(PAGE_WIDE)]
    coarse = [f"{nth}:border_count={PAGE_BORDERS}" for nth in page_wide]
    return dict(border_count=SECOND_BORDERS, per_float_feature_quantization=coarse)


class Training:
    def __init__(self, data, early):
        self.data = data
        # The features that the first pass sees: so many from the front.
        self.early = early
        self.known = data.labels >= 0
        self.weights = data.weights(CORPUS_WEIGHTS)
        dull = (data.labels <= 0.02) & (data.words < SHORT)
        chosen = ~dull | (np.random.RandomState(0).rand(len(dull)) < KEPT)
        self.taught = self.known & chosen & (self.weights > 0)
        self.weights = np.where(dull, self.weights / KEPT, self.weights)
        self.by_words = np.maximum(data.words, 1)
        # A page is not to count twice in the calibration.
        self.measured = self.known.copy()
        for page in data.pages:
            if page.corpus in (BARE, OLD):
                self.measured[page.start : page.end] = False

    def curve(self, scores, rows):
        rows = rows & self.measured
        return fit_curve(scores[rows], self.data.labels[rows], self.by_words[rows])

    def first_pass(self):
        """First opinions: for each fold left out, and for none; trees for every pair of folds left out."""
        data, fold = self.data, self.data.fold
        early = data.features[:, : self.early]
        pool = pool_of(early, data.labels, self.weights, border_count=FIRST_BORDERS)
        columns = list(range(self.early))
        scores = {}
        for a in range(FOLDS):
            for b in range(a, FOLDS):
                rows = np.flatnonzero(self.taught & (fold != a) & (fold != b))
                forest = Forest([learn(pool.slice(rows), FIRST)], columns)
                for out in {a, b}:
                    rows = fold == out
                    scores[b if out == a else a, out] = forest.scores(early[rows])
                print(f"first pass without folds {a} and {b}", flush=True)
        opinions = []
        for left in range(FOLDS):
            whole = np.zeros(len(fold), dtype=np.int64)
            for out in range(FOLDS):
                whole[fold == out] = scores[left, out]
            curve = self.curve(whole, fold != left)
            opinions.append(apply_curve(curve, whole))
        plain = np.zeros(len(fold), dtype=np.int64)
        for out in range(FOLDS):
            plain[fold == out] = scores[out, out]
        curve = self.curve(plain, fold >= 0)
        opinions.append(apply_curve(curve, plain))
        final = Forest([learn(pool.slice(np.flatnonzero(self.taught)), FIRST)], columns)
        return opinions, final, curve

    def second_pass(self, opinions, contexts):
        """Probabilities of every block from trees that had not seen its fold; and the trees for the crate."""
        data, fold = self.data, self.data.fold
        scores = np.zeros(len(fold), dtype=np.int64)
        importance = 0
        for left in range(FOLDS):
            again = opinions[left] >= SECOND_LOOK
            full, forest, worth = self.second_forest(contexts[left], self.taught & again & (fold != left))
            rows = (fold == left) & again
            scores[rows] = forest.scores(full[rows])
            importance = importance + worth
            print(f"second pass without fold {left}", flush=True)
        probabilities = np.zeros(len(fold))
        for left in range(FOLDS):
            again = opinions[left] >= SECOND_LOOK
            others = np.zeros(len(fold), bool)
            for other in range(FOLDS):
                others |= (fold == other) & (opinions[other] >= SECOND_LOOK) & (other != left)
            rows = (fold == left) & again
            probabilities[fold == left] = opinions[left][fold == left]
            probabilities[rows] = apply_curve(self.curve(scores, others), scores[rows])
        measured = np.zeros(len(fold), bool)
        for left in range(FOLDS):
            measured |= (fold == left) & (opinions[left] >= SECOND_LOOK)
        curve = self.curve(scores, measured)
        _, final, _ = self.second_forest(contexts[FOLDS], self.taught & (opinions[FOLDS] >= SECOND_LOOK))
        return probabilities, final, curve, importance / FOLDS

    def at_home(self):
        """The blocks of the pages of one corpus, and of those made of them."""
        rows = np.zeros(len(self.data.fold), bool)
        for page in self.data.pages:
            rows[page.start : page.end] = page.origin == HOME
        return rows

    def has_other_corpora(self):
        """Whether there are both pages to learn from at home and pages elsewhere to judge."""
        return 0 < self.at_home().sum() < len(self.data.fold)

    def first_at_home(self):
        """First opinions of trees that learned from one corpus alone, and there had not seen the page's fold."""
        data, home = self.data, self.at_home()
        early = data.features[:, : self.early]
        pool = pool_of(early, data.labels, self.weights, border_count=FIRST_BORDERS)
        scores = np.zeros(len(home), dtype=np.int64)
        for left in [*range(FOLDS), -1]:
            rows = np.flatnonzero(self.taught & home & (data.fold != left))
            judged = ~home if left < 0 else home & (data.fold == left)
            scores[judged] = Forest([learn(pool.slice(rows), FIRST)], list(range(self.early))).scores(early[judged])
        return apply_curve(self.curve(scores, home), scores)

    def second_at_home(self, opinion, context):
        """Probabilities of the blocks of all other corpora, from trees that learned from one corpus alone."""
        again = opinion >= SECOND_LOOK
        full, forest, _ = self.second_forest(context, self.taught & again & self.at_home())
        probabilities = opinion.astype(np.float64)
        probabilities[again] = 1 / (1 + np.exp(-forest.scores(full[again]) / UNIT))
        return probabilities

    def ablation(self):
        """What one pass over all features reaches on held-out folds, and without each group of them."""
        data, fold = self.data, self.data.fold
        pool = pool_of(data.features, data.labels, self.weights, border_count=FIRST_BORDERS)
        group_of = [group(name) for name in data.names[: data.features.shape[1]]]
        tables = {}
        for without in [None, *dict.fromkeys(group_of)]:
            ignored = [column for column, of in enumerate(group_of) if of == without]
            scores = np.zeros(len(fold), dtype=np.int64)
            for left in range(FOLDS):
                taught = np.flatnonzero(self.taught & (fold != left))
                model = learn(pool.slice(taught), dict(FIRST, ignored_features=ignored))
                rows = fold == left
                scores[rows] = Forest([model], list(range(len(group_of)))).scores(data.features[rows])
            probabilities = apply_curve(self.curve(scores, fold >= 0), scores)
            tables[without or "nothing"] = score_pages(data.pages, probabilities)[0]
            print(f"one pass without {without}", flush=True)
        return tables

    def second_forest(self, context, rows):
        full = np.hstack([self.data.features, context])
        at = np.flatnonzero(rows)
        weights = self.weights[at] / self.weights[at].mean()
        pool = pool_of(full[at], self.data.labels[at], weights, **second_borders(self.data.names))
        fewer = dict(iterations=SECOND["iterations"] // 3, learning_rate=2 * SECOND["learning_rate"])
        models = [learn_on_best(pool, SECOND, SECOND_INPUTS, seed, **fewer) for seed in SECOND_SEEDS]
        worth = np.mean([model.get_feature_importance() for model in models], axis=0)
        return full, Forest(models, list(range(full.shape[1]))), worth


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, default=HERE / "target" / "work")
    parser.add_argument("--ablation", action="store_true", help="also measure what each group of features is worth")
    parser.add_argument("--quick", action="store_true", help="a tenth of the trees: to try the whole way")
    arguments = parser.parse_args()
    if arguments.quick:
        FIRST["iterations"] //= 10
        SECOND["iterations"] //= 10
    subprocess.run(["cargo", "build", "--release"], cwd=HERE, check=True)
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([TOOL, "features", work, *arguments.corpora], check=True)
    training = Training(load(work), json.loads((work / "first_pass.json").read_text()))
    opinions, first, first_curve = training.first_pass()
    at_home = training.has_other_corpora()
    written = [*opinions, training.first_at_home()] if at_home else opinions
    files = [work / f"opinion{nth}.f32" for nth in range(len(written))]
    for file, opinion in zip(files, written):
        opinion.astype("<f4").tofile(file)
    subprocess.run([TOOL, "context", *arguments.corpora, "--first", *files], check=True)
    rows = len(training.data.labels)
    contexts = [np.fromfile(file.with_suffix(".context.f32"), dtype="<f4").reshape(rows, -1) for file in files]
    probabilities, second, second_curve, importance = training.second_pass(opinions, contexts)
    weights = HEADER + first.pack(first_curve) + second.pack(second_curve)
    (ROOT / "src" / "model" / "weights.bin").write_bytes(weights)
    np.save(work / "probabilities.npy", probabilities)
    unseen = training.second_at_home(np.fromfile(files[-1], dtype="<f4"), contexts[-1]) if at_home else None
    tables = training.ablation() if arguments.ablation else {}
    write_report(HERE, training, opinions[FOLDS], probabilities, importance, len(weights), tables, unseen)


if __name__ == "__main__":
    main()
