//! How much of a tree's answer each feature accounts for.
//!
//! For a tree of depth d and one block, let v(S) be the mean of the leaves that agree with the block on the features in S,
//! each weighing the training blocks in it and one more. v of nothing is the tree's mean, v of all features the block's
//! own leaf. The Shapley value of a feature is what it adds to v, averaged over all orders in which the features may
//! become known (Shapley 1953; for models: Lundberg and Lee 2017). A tree that asks a feature twice has one answer to give
//! for both. With 2^d leaves no sampling is needed: sums over all subsets take d · 2^d steps.

use super::weights::{LEAVES, MAX_DEPTH, Pass, Tree};

/// What a pass expects of any block, and what each of its inputs adds for one block, in units of the score.
pub(super) struct Shares {
    pub(super) base: i32,
    /// One an input. With the base they add up to the score.
    pub(super) inputs: Vec<i32>,
}

/// Splits the score of a block between the inputs of a pass, of which it has these bins.
///
/// Each share is the Shapley value rounded down, or up for those that lose the most by it, as many as the score needs.
pub(super) fn shares(pass: &Pass, bins: &[u8], score: i32) -> Shares {
    let mut exact = vec![0.0; pass.inputs.len()];
    let mut base = f64::from(pass.bias);
    for tree in &pass.trees {
        base += mean(tree);
        add_values(tree, bins, &mut exact);
    }
    let base = base.round() as i32;
    let mut inputs: Vec<i32> = exact.iter().map(|value| value.floor() as i32).collect();
    let rest = score - base - inputs.iter().sum::<i32>();
    let lost = |input: &usize| exact[*input] - exact[*input].floor();
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
    for input in order.into_iter().take(usize::try_from(rest).unwrap_or(0)) {
        inputs[input] += 1;
    }
    Shares { base, inputs }
}

/// What a leaf weighs: the training blocks in it and one more, so that no mean is over nothing.
/// The file holds it as eight times its logarithm to base 2.
fn weight(cover: u8) -> f64 {
    /// 2^(0/8) to 2^(7/8), written out since powers differ in their last bit from one platform to the next.
    const EIGHTHS: [f64; 8] = [
        1.0,
        1.090_507_732_665_257_7,
        1.189_207_115_002_721,
        1.296_839_554_651_009_6,
        std::f64::consts::SQRT_2,
        1.542_210_825_407_940_7,
        1.681_792_830_507_429,
        1.834_008_086_409_342_4,
    ];
    EIGHTHS[usize::from(cover % 8)] * (1u64 << (cover / 8)) as f64
}

/// The mean of a tree's leaves.
fn mean(tree: &Tree) -> f64 {
    let leaves = tree.cover.iter().zip(&tree.leaves);
    let (sum, weights) = leaves.fold((0.0, 0.0), |(sum, weights), (&cover, &leaf)| {
        (sum + weight(cover) * f64::from(leaf), weights + weight(cover))
    });
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// Adds the Shapley values of a tree's inputs for a block with these bins.
fn add_values(tree: &Tree, bins: &[u8], values: &mut [f64]) {
    let (players, splits) = players(tree);
    let unknown = means(tree, bins);
    // The splits of each set of players.
    let mut of_set = [0; LEAVES];
    for set in 1usize..1 << players.len() {
        of_set[set] = of_set[set & (set - 1)] | splits[set.trailing_zeros() as usize];
    }
    let orders = orders(players.len());
    for (nth, &input) in players.iter().enumerate() {
        let player = 1usize << nth;
        // Every set of unknown players that this one is in, and what becomes of it when its answer is known.
        let gains = (0..1usize << players.len()).filter(|set| set & player != 0).map(|set| {
            let gain = unknown[of_set[set ^ player]] - unknown[of_set[set]];
            gain * orders[players.len() - set.count_ones() as usize]
        });
        values[input] += gains.sum::<f64>();
    }
}

/// The inputs that a tree asks, each once, and which of its splits ask it, as bits.
fn players(tree: &Tree) -> (Vec<usize>, Vec<usize>) {
    let (mut inputs, mut splits) = (Vec::with_capacity(MAX_DEPTH), Vec::with_capacity(MAX_DEPTH));
    for (level, split) in tree.splits.iter().enumerate() {
        let input = usize::from(split.input);
        if let Some(player) = inputs.iter().position(|known| *known == input) {
            splits[player] |= 1 << level;
        } else {
            inputs.push(input);
            splits.push(1 << level);
        }
    }
    (inputs, splits)
}

/// For each set of splits, the mean of the leaves that agree with the block on all others.
fn means(tree: &Tree, bins: &[u8]) -> [f64; LEAVES] {
    let answers = tree.splits.iter().enumerate();
    let own = answers
        .fold(0, |leaf, (level, split)| leaf | usize::from(bins[usize::from(split.input)] > split.border) << level);
    let (mut sums, mut weights) = ([0.0; LEAVES], [0.0; LEAVES]);
    // A leaf by the splits on which it differs from the block's own.
    for (leaf, &cover) in tree.cover.iter().enumerate() {
        weights[leaf ^ own] = weight(cover);
        sums[leaf ^ own] = weight(cover) * f64::from(tree.leaves[leaf]);
    }
    // Sums over all subsets, one split after the other.
    for level in 0..tree.splits.len() {
        for set in (0..tree.cover.len()).filter(|set| set & 1 << level != 0) {
            weights[set] += weights[set ^ 1 << level];
            sums[set] += sums[set ^ 1 << level];
        }
    }
    // Exact, so that only sums are rounded.
    let mut means = [0.0; LEAVES];
    for (mean, (sum, weight)) in means.iter_mut().zip(sums.iter().zip(&weights)).take(tree.cover.len()) {
        *mean = sum / weight;
    }
    means[0] = f64::from(tree.leaves[own]);
    means
}

/// The share of all orders of n players in which one given player comes next after a given set, by the size of the set.
fn orders(n: usize) -> [f64; MAX_DEPTH] {
    let mut orders = [0.0; MAX_DEPTH];
    // s! (n - 1 - s)! / n!, one from the other.
    let mut share = 1.0 / n.max(1) as f64;
    for (known, order) in orders.iter_mut().enumerate().take(n) {
        *order = share;
        share *= (known + 1) as f64 / (n - 1 - known).max(1) as f64;
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::super::weights::{Input, Split};
    use super::*;

    /// Small trees of whole-numbered leaves on four inputs, each of which may be asked more than once.
    fn random_pass(random: &mut fastrand::Rng) -> Pass {
        let inputs = (0..4).map(|feature| Input { feature, borders: vec![0.0, 1.0, 2.0] }).collect();
        let trees = (0..3).map(|_| {
            let depth = random.usize(0..6);
            let splits = (0..depth).map(|_| Split { input: random.u16(0..4), border: random.u8(0..3) }).collect();
            let mut leaves = [0; LEAVES];
            leaves[..1 << depth].fill_with(|| random.i16(-999..999));
            let cover: Vec<u8> = (0..1 << depth).map(|_| random.u8(0..90)).collect();
            Tree { splits, leaves, cover: cover.leak() }
        });
        Pass { inputs, trees: trees.collect(), bias: random.i32(-99..99), ..Pass::default() }
    }

    /// v by its definition: the mean of the leaves that agree with the block on these inputs.
    fn known(tree: &Tree, bins: &[u8], inputs: &[usize]) -> f64 {
        let agrees = |leaf: usize| {
            tree.splits.iter().enumerate().all(|(level, split)| {
                let answer = bins[usize::from(split.input)] > split.border;
                !inputs.contains(&usize::from(split.input)) || (leaf >> level & 1 == 1) == answer
            })
        };
        let agreeing: Vec<usize> = (0..tree.cover.len()).filter(|&leaf| agrees(leaf)).collect();
        let weight = |leaf: usize| (f64::from(tree.cover[leaf]) / 8.0).exp2();
        let sum: f64 = agreeing.iter().map(|&leaf| weight(leaf) * f64::from(tree.leaves[leaf])).sum();
        sum / agreeing.iter().map(|&leaf| weight(leaf)).sum::<f64>()
    }

    /// All orders of the numbers below n.
    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(n - 1);
        shorter.iter().flat_map(|order| (0..n).map(move |at| [&order[..at], &[n - 1], &order[at..]].concat())).collect()
    }

    #[test]
    fn shares_are_what_an_input_adds_averaged_over_all_orders() {
        let mut random = fastrand::Rng::with_seed(8);
        for round in 0..200 {
            let pass = random_pass(&mut random);
            let bins: Vec<u8> = (0..4).map(|_| random.u8(0..4)).collect();
            let score = super::super::score(&pass, &bins);
            let found = shares(&pass, &bins, score);
            let mut expected = vec![0.0; 4];
            let orders = permutations(4);
            for (order, tree) in orders.iter().flat_map(|order| pass.trees.iter().map(move |tree| (order, tree))) {
                for at in 0..order.len() {
                    let gain = known(tree, &bins, &order[..=at]) - known(tree, &bins, &order[..at]);
                    expected[order[at]] += gain / orders.len() as f64;
                }
            }
            let base = f64::from(pass.bias) + pass.trees.iter().map(|tree| known(tree, &bins, &[])).sum::<f64>();
            assert!((f64::from(found.base) - base).abs() <= 0.5 + 1e-6, "round {round}");
            for (share, expected) in found.inputs.iter().zip(expected) {
                assert!((f64::from(*share) - expected).abs() < 1.0 + 1e-6, "round {round}: {share} for {expected}");
            }
            assert_eq!(found.base + found.inputs.iter().sum::<i32>(), score, "round {round}");
        }
    }
}
