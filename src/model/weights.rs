//! The weights as they stand in the file.

/// One pass of the model.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// The features looked at, in the order of a row.
    pub(crate) inputs: Vec<Input>,
    pub(crate) trees: Vec<Tree>,
    pub(super) bias: i32,
    pub(crate) curve: Curve,
}

/// A feature and the values that splits compare it with, in rising order.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) feature: usize,
    pub(crate) borders: Vec<f32>,
}

/// Levels of the deepest tree: then the number of a leaf is a byte.
pub(super) const MAX_DEPTH: usize = 8;
/// Leaves of such a tree.
pub(super) const LEAVES: usize = 1 << MAX_DEPTH;

/// An oblivious tree: the answers to its splits, the first as the lowest bit, are the number of the leaf.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(super) splits: Vec<Split>,
    pub(super) leaves: [i16; LEAVES],
    /// For each leaf, 8 · log2(1 + the weight of the training blocks in it), rounded.
    pub(super) cover: &'static [u8],
}

/// Whether an input's value exceeds a border.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub(super) input: u16,
    pub(super) border: u8,
}

impl Pass {
    /// The same pass for features that are bytes: its splits compare the features themselves.
    pub(crate) fn on_bytes(mut self) -> Self {
        for split in self.trees.iter_mut().flat_map(|tree| &mut tree.splits) {
            let borders = self.inputs.get(usize::from(split.input)).map(|input| &input.borders);
            // A byte exceeds a border if it exceeds the whole number below.
            split.border = borders.and_then(|all| all.get(usize::from(split.border))).map_or(0, |&border| border as u8);
        }
        self
    }
}

/// Scores to probabilities: points in rising order.
#[derive(Debug, Default)]
pub(crate) struct Curve {
    pub(super) points: Vec<(i32, f32)>,
}

/// Reads the file: little-endian, lists headed by their length; `None` where it breaks off or splits lead nowhere.
pub(crate) fn read(file: &'static [u8]) -> Option<[Pass; 2]> {
    let mut reader = Reader(file.strip_prefix(b"mainbody weights 2\n")?);
    let passes = [reader.pass()?, reader.pass()?];
    reader.0.is_empty().then_some(passes)
}

struct Reader(&'static [u8]);

impl Reader {
    fn pass(&mut self) -> Option<Pass> {
        let inputs = self.list(|reader| {
            let feature = usize::from(reader.u16()?);
            Some(Input { feature, borders: reader.list(Self::f32)? })
        })?;
        let trees: Vec<Tree> = self.list(Self::tree)?;
        let bias = self.i32()?;
        let curve = Curve { points: self.list(|reader| Some((reader.i32()?, reader.f32()?)))? };
        let splits = trees.iter().flat_map(|tree| &tree.splits);
        let sound = |split: &Split| {
            inputs.get(usize::from(split.input)).is_some_and(|input| usize::from(split.border) < input.borders.len())
        };
        splits.clone().all(sound).then_some(Pass { inputs, trees, bias, curve })
    }

    fn tree(&mut self) -> Option<Tree> {
        let splits: Vec<Split> =
            self.list(|reader| Some(Split { input: reader.u16()?, border: u8::from_le_bytes(reader.bytes()?) }))?;
        let mut leaves = [0; LEAVES];
        let count = 1 << splits.len().min(MAX_DEPTH + 1);
        for leaf in leaves.get_mut(..count)? {
            *leaf = i16::from_le_bytes(self.bytes()?);
        }
        let (cover, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(Tree { splits, leaves, cover })
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.u16()?).map(|_| item(self)).collect()
    }

    fn u16(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    fn i32(&mut self) -> Option<i32> {
        self.bytes().map(i32::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.bytes().map(f32::from_le_bytes)
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }
}
