"""The trees of CatBoost as the file that src/model/weights.rs reads."""

import json
import struct
import tempfile
from pathlib import Path

import numpy as np

HEADER = b"mainbody weights 1\n"
# Scores are whole numbers: this many to one unit of log-odds. Leaves must fit into 16 bits.
UNIT = 2048


class Forest:
    """Oblivious trees with whole-numbered leaves."""

    def __init__(self, model, columns):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "model.json"
            model.save_model(str(path), format="json")
            stored = json.loads(path.read_text())
        scale, bias = stored["scale_and_bias"]
        used = {}
        for tree in stored["oblivious_trees"]:
            for split in tree["splits"]:
                feature = columns[split["float_feature_index"]]
                used.setdefault(feature, set()).add(np.float32(split["border"]))
        self.inputs = [(feature, sorted(used[feature])) for feature in sorted(used)]
        place = {
            (feature, border): (nth, at)
            for nth, (feature, borders) in enumerate(self.inputs)
            for at, border in enumerate(borders)
        }
        self.trees = []
        for tree in stored["oblivious_trees"]:
            splits = [place[columns[s["float_feature_index"]], np.float32(s["border"])] for s in tree["splits"]]
            leaves = np.rint(np.array(tree["leaf_values"]) * scale * UNIT)
            assert np.abs(leaves).max() < 2**15
            self.trees.append((splits, leaves.astype(np.int32)))
        self.bias = int(round(bias[0] * UNIT))

    def scores(self, features):
        """The score of each row, as src/model.rs computes it."""
        bins = [np.searchsorted(np.array(borders), features[:, feature]) for feature, borders in self.inputs]
        scores = np.full(len(features), self.bias, dtype=np.int64)
        for splits, leaves in self.trees:
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
        for splits, leaves in self.trees:
            out += struct.pack("<H", len(splits))
            for input, border in splits:
                out += struct.pack("<HB", input, border)
            out += struct.pack(f"<{len(leaves)}h", *leaves)
        out += struct.pack("<iH", self.bias, len(curve))
        for score, probability in curve:
            out += struct.pack("<if", score, probability)
        return out


def fit_curve(scores, labels, weights, points=24):
    """Scores to probabilities: isotonic regression, drawn as straight pieces between points of equal weight."""
    from sklearn.isotonic import IsotonicRegression

    regression = IsotonicRegression(y_min=0.0005, y_max=0.9995, out_of_bounds="clip").fit(scores, labels, sample_weight=weights)
    order = np.argsort(scores, kind="stable")
    # Points lie densest where the probabilities change, not where most blocks are.
    fitted = regression.predict(scores[order])
    pull = np.cumsum(weights[order] * (0.02 + fitted * (1 - fitted)))
    groups = np.searchsorted(np.linspace(0, pull[-1], points + 1)[1:-1], pull)
    curve, last = [], -np.inf
    for group in np.unique(groups):
        rows = order[groups == group]
        score = int(round(np.average(scores[rows], weights=weights[rows])))
        value = max(float(np.average(labels[rows], weights=weights[rows])), curve[-1][1] if curve else 0.0)
        if score > last:
            curve.append((score, value))
            last = score
    return curve


def apply_curve(curve, scores):
    xs, ys = zip(*curve)
    return np.interp(scores, xs, ys)
