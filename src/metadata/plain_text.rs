//! Metadata of a page that came as plain text: what its title and bylines say.

use jiff::civil::Date;

use super::date::{self, Calendar, Moment};
use super::date_label::{CHANGE, OTHER};
use super::title::Titles;
use super::{Metadata, language, name};

/// The lines of a page that metadata is taken from.
#[derive(Debug, Default)]
pub(crate) struct Front<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) bylines: &'a [&'a str],
    /// A name that stands below the text, and begins one of the bylines.
    pub(crate) signature: Option<&'a str>,
}

/// What these lines say, of a page of this running text, fetched so many seconds after 1970.
pub(crate) fn of_lines<'a>(front: &Front<'_>, prose: impl Iterator<Item = &'a str>, fetched: Option<i64>) -> Metadata {
    let language = language::of_text(prose);
    let calendar = Calendar {
        newest: fetched.map_or(Date::MAX, date::day_after),
        month_first: language::month_first(language.as_deref()),
    };
    let (published, modified) = dates(front.bylines, calendar);
    Metadata {
        title: Titles { element: front.title, ..Titles::default() }.choose(),
        authors: authors(front),
        published: published.map(|moment| moment.to_string()),
        modified: modified.map(|moment| moment.to_string()),
        language,
        ..Metadata::default()
    }
}

fn authors(front: &Front<'_>) -> Vec<String> {
    let signed = || front.signature.filter(|name| name::looks_like_name(name)).map(|name| vec![name.to_owned()]);
    let labelled = || front.bylines.iter().find_map(|line| name::byline(line));
    let bare = || front.bylines.iter().find(|line| name::is_full_name(line)).map(|line| vec![(*line).to_owned()]);
    labelled().or_else(signed).or_else(bare).unwrap_or_default()
}

/// When the page was published and when it was last changed.
fn dates(bylines: &[&str], calendar: Calendar) -> (Option<Moment>, Option<Moment>) {
    let (mut published, mut modified) = (None, None);
    for line in bylines {
        let mut from = 0;
        for found in calendar.dates_in(line) {
            let label = line.get(from..found.range.start).unwrap_or_default();
            from = found.range.end;
            let slot = match (CHANGE.has_one_in(label), OTHER.has_one_in(label)) {
                (true, _) => &mut modified,
                (false, true) => continue,
                (false, false) => &mut published,
            };
            slot.get_or_insert(Moment::from(found.day));
        }
    }
    (published, modified)
}

#[cfg(test)]
mod tests {
    use std::iter::empty;

    use super::*;

    #[test]
    fn title_and_bylines_are_read() {
        let bylines = ["By Jane Roe and John Doe", "5 May 2024, updated 7 May 2024"];
        let found =
            of_lines(&Front { title: Some("The bridge is open"), bylines: &bylines, signature: None }, empty(), None);
        assert_eq!(found.title(), Some("The bridge is open"));
        assert_eq!(found.authors(), ["Jane Roe", "John Doe"]);
        assert_eq!((found.published(), found.modified()), (Some("2024-05-05"), Some("2024-05-07")));
    }

    #[cfg(feature = "detect-language")]
    #[test]
    fn the_language_of_the_text_tells_days_from_months() {
        let front = Front { bylines: &["5/6/2024"], ..Front::default() };
        let published = |text| {
            let found = of_lines(&front, std::iter::once(text), None);
            (found.language().map(str::to_owned), found.published().map(str::to_owned))
        };
        let english = "The ferry leaves at noon, weather permitting, and comes back before it is dark.";
        let french = "Le bac part à midi si le temps le permet, et il revient au port avant la tombée de la nuit.";
        assert_eq!(published(english), (Some("en".to_owned()), Some("2024-05-06".to_owned())));
        assert_eq!(published(french), (Some("fr".to_owned()), Some("2024-06-05".to_owned())));
    }

    #[test]
    fn a_signature_tells_the_name_from_what_stands_beside_it() {
        let front = Front { title: None, bylines: &["Jane Roe Views"], signature: Some("Jane Roe") };
        assert_eq!(of_lines(&front, empty(), None).authors(), ["Jane Roe"]);
        assert_eq!(of_lines(&Front::default(), empty(), None), Metadata::default());
    }
}
