//! How well titles, authors and dates agree with the gold.
//!
//! For each field, over the pages whose gold has it: the share of exact matches, the mean F1 of the words, and the share
//! of pages for which anything was given; then the share for which something was given although the gold has nothing.
//! Exact is the same words in the same order, whatever their case and punctuation; between names `and` does not count. A
//! date is compared to the day.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::corpus::{Corpus, Gold};
use crate::metrics::{mean, word_score};
use crate::outputs::{About, Output};
use crate::words::{Tokenizer, Words};

/// Characters of a day: 2024-05-01.
const DAY: usize = 10;

#[derive(Clone, Copy)]
enum Field {
    Title,
    Author,
    Date,
}

impl Field {
    const ALL: [Self; 3] = [Self::Title, Self::Author, Self::Date];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Author => "author",
            Self::Date => "date",
        }
    }

    fn gold(self, gold: &Gold) -> Option<&str> {
        let value = match self {
            Self::Title => &gold.title,
            Self::Author => &gold.author,
            Self::Date => &gold.date,
        };
        value.as_deref().filter(|value| !value.is_empty())
    }

    fn given(self, about: &About) -> Option<&str> {
        let value = match self {
            Self::Title => &about.title,
            Self::Author => &about.author,
            Self::Date => &about.date,
        };
        value.as_deref().filter(|value| !value.is_empty())
    }

    /// What of a value is compared.
    fn words(self, value: &str, tokenizer: &Tokenizer) -> Words {
        match self {
            Self::Title => tokenizer.words(value),
            Self::Author => tokenizer.words(value).without("and"),
            // One word, so that a day is right or wrong.
            Self::Date => tokenizer.words(&value.chars().take(DAY).filter(|c| *c != '-').collect::<String>()),
        }
    }
}

/// The figures of one field.
struct Row {
    pages: usize,
    exact: Option<f64>,
    f1: Option<f64>,
    given: Option<f64>,
    given_without_gold: Option<f64>,
}

impl Row {
    fn of(field: Field, corpus: &Corpus, outputs: &HashMap<String, Output>, tokenizer: &Tokenizer) -> Self {
        let (mut exact, mut f1, mut given, mut without) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for page in corpus.pages() {
            let Some(output) = outputs.get(&page.id) else { continue };
            let value = field.given(&output.about);
            let Some(gold) = field.gold(&page.gold) else {
                without.push(share(value.is_some()));
                continue;
            };
            let words = field.words(value.unwrap_or_default(), tokenizer);
            let gold = field.words(gold, tokenizer);
            exact.push(share(words.as_slice() == gold.as_slice()));
            f1.push(word_score(&words, &gold).f1);
            given.push(share(value.is_some()));
        }
        Self {
            pages: exact.len(),
            exact: mean(exact.into_iter()),
            f1: mean(f1.into_iter()),
            given: mean(given.into_iter()),
            given_without_gold: mean(without.into_iter()),
        }
    }
}

fn share(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// Prints the figures of the library and, beside them, those of another extractor.
pub(crate) fn write_report(
    out: &mut impl Write,
    corpus: &Corpus,
    outputs: &HashMap<String, Output>,
    others: Option<&HashMap<String, Output>>,
    tokenizer: &Tokenizer,
) -> io::Result<()> {
    writeln!(out, "== {}: metadata of {} pages\n", corpus.name, corpus.pages().len())?;
    writeln!(
        out,
        "{:<8} {:<10} {:>6} {:>6} {:>6} {:>6} {:>14}",
        "field", "from", "pages", "exact", "F1", "given", "without gold"
    )?;
    for field in Field::ALL {
        let all = [("mainbody", Some(outputs)), ("--outputs", others)];
        for (name, outputs) in all.into_iter().filter_map(|(name, outputs)| Some((name, outputs?))) {
            let row = Row::of(field, corpus, outputs, tokenizer);
            let figures = [row.exact, row.f1, row.given].map(crate::report::figure);
            let [exact, f1, given] = figures;
            let without = crate::report::figure(row.given_without_gold);
            writeln!(
                out,
                "{:<8} {name:<10} {:>6} {exact:>6} {f1:>6} {given:>6} {without:>14}",
                field.name(),
                row.pages
            )?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::Field;
    use crate::words::Tokenizer;

    #[test]
    fn what_is_compared() -> Result<(), regex::Error> {
        let tokenizer = Tokenizer::new()?;
        let same = |field: Field, a: &str, b: &str| {
            field.words(a, &tokenizer).as_slice() == field.words(b, &tokenizer).as_slice()
        };
        assert!(same(Field::Title, "The  bridge: open!", "the Bridge — open"));
        assert!(!same(Field::Title, "The bridge", "Bridge, the"));
        assert!(same(Field::Author, "Jane Roe and John Doe", "Jane Roe; John Doe"));
        assert!(!same(Field::Author, "Jane Roe", ""));
        assert!(same(Field::Date, "2024-05-01T08:00:00Z", "2024-05-01"));
        assert!(!same(Field::Date, "2024-05-01", "2024-05-02"));
        Ok(())
    }
}
