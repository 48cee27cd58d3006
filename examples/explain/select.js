"use strict";

// The choice of blocks, by the formula of src/select.rs and in the same single-precision steps, so that the page chooses
// what the library chooses: tests/dial.rs holds the two together.
const Dial = (() => {
  const single = Math.fround;
  const THRESHOLDS = 64;
  // Sums that src/select.rs adds up side by side.
  const SIDE_BY_SIDE = 8;
  const MIN_PROBABILITY = single(0.1);
  const BETA = { precision: 0.5, balanced: 0.85, recall: 2 };

  // What does not depend on where the dial stands.
  function prepare(probabilities, words) {
    const p = Float32Array.from(probabilities);
    const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
    let sum = 0;
    const sizes = order.map((block) => single((sum += words[block])));
    const gold = [];
    for (let nth = 0; nth < THRESHOLDS; nth++) {
      const threshold = single((nth + 0.5) / THRESHOLDS);
      let likelier = 0;
      while (likelier < order.length && p[order[likelier]] > threshold) likelier++;
      if (likelier > 0) gold.push(sizes[likelier - 1]);
    }
    return { p, words, order, sizes, gold };
  }

  // The blocks with the highest expected F-beta, the likeliest first.
  function choose({ p, order, sizes, gold }, beta) {
    const square = single(single(beta) * single(beta));
    const value = (size) => {
      const sums = Array(SIDE_BY_SIDE).fill(0);
      gold.forEach((gold, nth) => {
        const part = single(Math.min(size, gold) / single(single(square * gold) + size));
        sums[nth % SIDE_BY_SIDE] = single(sums[nth % SIDE_BY_SIDE] + part);
      });
      return sums.reduce((sum, part) => single(sum + part), 0);
    };
    let best = 0;
    let chosen = 0;
    order.forEach((block, nth) => {
      const of = sizes[nth] > 0 ? value(sizes[nth]) : 0;
      if (of > best && p[block] >= MIN_PROBABILITY) [best, chosen] = [of, nth + 1];
    });
    return order.slice(0, chosen);
  }

  // What is to be expected of a choice; of none, what is of the likeliest block there is.
  function expect({ p, words, order }, chosen) {
    const of = (blocks, weight) => blocks.reduce((sum, block) => sum + weight(block) * words[block], 0);
    const counted = chosen.length ? chosen : order.slice(0, 1);
    const [hits, size, total] = [of(counted, (at) => p[at]), of(counted, () => 1), of(order, (at) => p[at])];
    const share = (part, whole) => (whole > 0 ? part / whole : 0);
    return { f1: share(2 * hits, total + size), precision: share(hits, size), recall: share(hits, total) };
  }

  // Nothing is measured of an image that stands alone: it is kept if its neighbours are.
  function withImages(chosen, isImage) {
    const kept = new Set(chosen.filter((block) => !isImage[block]));
    let waiting = [];
    let before = false;
    isImage.forEach((image, block) => {
      if (image) return void waiting.push(block);
      const after = kept.has(block);
      if (before && after) waiting.forEach((image) => kept.add(image));
      [before, waiting] = [after, []];
    });
    return kept;
  }

  return { BETA, prepare, choose, expect, withImages };
})();

if (typeof module !== "undefined") module.exports = Dial;
