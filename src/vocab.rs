//! What names and words mean to the stages.

mod cues;
mod flow;
mod names;

pub(crate) use cues::{CUES, CueTable, cues_inside, cues_of_any, cues_of_word, is_ideograph};
pub(crate) use flow::{Flow, flow, heading_level};
pub(crate) use names::{NAME_GROUPS, NameGroup, name_groups};
