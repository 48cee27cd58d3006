"""The trees of CatBoost as the file that src/model/weights.rs reads."""

import json
import struct
import tempfile
from pathlib import Path

import numpy as np

HEADER = b"mainbody weights 2\n"
# Scores are whole numbers: this many to one unit of log-odds. Leaves must fit into 16 bits.
UNIT = 2048


def as_json(model):
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "model.json"
        model.save_model(str(path), format="json")
        return json.loads(path.read_text())


class Forest:
    """Oblivious trees with whole-numbered leaves: those of one model, or of several whose scores are averaged."""

    def __init__(self, models, columns):
        stored = [as_json(model) for model in models]
        used = {}
        for tree in (tree for model in stored for tree in model["oblivious_trees"]):
            for split in tree["splits"] or ():
                feature = columns[split["float_feature_index"]]
                used.setdefault(feature, set()).add(np.float32(split["border"]))
        self.inputs = [(feature, sorted(used[feature])) for feature in sorted(used)]
        self.place = {
            (feature, border): (nth, at)
            for nth, (feature, borders) in enumerate(self.inputs)
            for at, border in enumerate(borders)
        }
        self.trees, bias = [], 0
        for model in stored:
            # The score is the mean of the models.
            (scale, biases), unit = model["scale_and_bias"], UNIT / len(stored)
            bias += biases[0] * unit
            self.trees += [self.tree(tree, columns, scale * unit) for tree in model["oblivious_trees"]]
        self.bias = int(round(bias))

    def tree(self, stored, columns, unit):
        splits = [self.place[columns[s["float_feature_index"]], np.float32(s["border"])] for s in stored["splits"] or ()]
        leaves = np.rint(np.array(stored["leaf_values"]) * unit)
        assert np.abs(leaves).max() < 2**15
        # How much training stood behind each leaf; a byte is precise to 9 %.
        cover = np.rint(8 * np.log2(1 + np.array(stored["leaf_weights"])))
        assert cover.max() < 2**8
        return splits, leaves.astype(np.int32), cover.astype(np.uint8)

    def scores(self, features):
        """The score of each row, as src/model.rs computes it."""
        bins = [np.searchsorted(np.array(borders), features[:, feature]) for feature, borders in self.inputs]
        scores = np.full(len(features), self.bias, dtype=np.int64)
        for splits, leaves, _ in self.trees:
            leaf = np.zeros(len(features), dtype=np.int64)
            for level, (input, border) in enumerate(splits):
                leaf |= (bins[input] > border).astype(np.int64) << level
            scores += leaves[leaf]
        return scores

    def pack(self, curve):
        out = struct.pack("<H", len(self.inputs))
        for feature, borders in self.inputs:
            out += struct.pack("<HH", feature, len(borders)) + struct.pack(f"<{len(borders)}f", *borders)
        out += struct.pack("<H", len(self.trees))
        for splits, leaves, cover in self.trees:
            out += struct.pack("<H", len(splits))
            for input, border in splits:
                out += struct.pack("<HB", input, border)
            out += struct.pack(f"<{len(leaves)}h", *leaves) + cover.tobytes()
        out += struct.pack("<iH", self.bias, len(curve))
        for score, probability in curve:
            out += struct.pack("<if", score, probability)
        return out


def fit_curve(scores, labels, weights, knots=9, points=33):
    """Scores to probabilities: log-odds that rise in straight pieces between a few knots, fitted by cross-entropy and
    written down at more points. Few pieces, since a fit that follows every bend (isotonic regression does) turns the
    noise of single long pages into steps, and steps lose the order of the blocks on them."""
    from scipy.optimize import minimize
    from scipy.special import expit

    place = (np.arange(knots) + 0.5) / knots
    at = np.unique(np.round(weighted_quantiles(scores, weights * pull(scores), place)))
    # Each column rises from 0 to 1 between two knots; the first and the last piece go on beyond them.
    pieces = np.clip((scores[:, None] - at[:-1]) / np.diff(at), 0, 1)
    pieces[:, 0] = np.minimum((scores - at[0]) / (at[1] - at[0]), 1)
    pieces[:, -1] = np.maximum((scores - at[-2]) / (at[-1] - at[-2]), 0)
    share = weights / weights.sum()

    def loss(parameters):
        odds = parameters[0] + pieces @ parameters[1:]
        error = share * (expit(odds) - labels)
        value = share @ (np.logaddexp(0, odds) - labels * odds)
        return value, np.concatenate([[error.sum()], pieces.T @ error])

    start = np.concatenate([[at[0] / UNIT], np.diff(at) / UNIT])
    bounds = [(None, None)] + [(0.01, None)] * (len(at) - 1)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    heights = np.concatenate([[fitted[0]], fitted[0] + np.cumsum(fitted[1:])])
    low, high = np.quantile(scores, [0.01, 0.99])
    xs = np.unique(np.round(np.linspace(low, high, points))).astype(int)
    odds = np.interp(xs, at, heights)
    odds += np.minimum(xs - at[0], 0) * fitted[1] / (at[1] - at[0]) + np.maximum(xs - at[-1], 0) * fitted[-1] / (at[-1] - at[-2])
    return [(int(x), float(y)) for x, y in zip(xs, expit(odds))]


def pull(scores):
    """Where probabilities change fastest, and with it where the knots lie densest."""
    odds = np.exp(-np.abs(scores) / UNIT)
    return 0.02 + odds / (1 + odds) ** 2


def weighted_quantiles(values, weights, shares):
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    return values[order][np.searchsorted(sums, np.asarray(shares) * sums[-1]).clip(0, len(values) - 1)]


def apply_curve(curve, scores):
    xs, ys = zip(*curve)
    return np.interp(scores, xs, ys)
