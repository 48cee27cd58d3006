//! Dates out of strings: those that machines write, and those that people read.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::fmt::{rfc2822, temporal::Pieces};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// The first year of which there are web pages.
const FIRST_YEAR: i16 = 1990;
/// Bytes of the longest string that is taken for a date by itself.
const MAX_STAMP: usize = 80;

/// A day, with the time of day where its offset from UTC is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) day: Date,
    time: Option<(Time, Offset)>,
}

impl Moment {
    /// Whether a day may be that of this moment where the page was written: a moment in UTC in the evening is one of the
    /// next day east of Greenwich.
    pub(super) fn may_be_on(self, day: Date) -> bool {
        /// The first hour of UTC at which it is the next day where people live: in New Zealand.
        const FIRST_HOUR: i8 = 11;
        let evening = self.time.is_some_and(|(time, offset)| offset == Offset::UTC && time.hour() >= FIRST_HOUR);
        self.day == day || (evening && self.day.tomorrow().is_ok_and(|next| next == day))
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Self {
        Self { day, time: None }
    }
}

impl fmt::Display for Moment {
    /// A `date-time` or a `full-date` of RFC 3339, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some((time, offset)) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let minutes = offset.seconds() / 60;
        if minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// What is known of the dates of a page before any is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    /// The last day that is not in the future.
    pub(super) newest: Date,
    /// Whether 5/1/2024 is the first of May.
    pub(super) month_first: bool,
}

impl Calendar {
    /// The moment, if it is neither in the future nor before there was a web.
    fn accept(self, moment: Moment) -> Option<Moment> {
        (moment.day.year() >= FIRST_YEAR && moment.day <= self.newest).then_some(moment)
    }

    pub(super) fn day(self, year: i64, month: i64, day: i64) -> Option<Date> {
        let day = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        self.accept(day.into()).map(|moment| moment.day)
    }

    /// Reads a string that is a date as a whole: ISO 8601, RFC 2822, seconds since 1970, or as people write it.
    pub(super) fn stamp(self, text: &str) -> Option<Moment> {
        let text = text.trim();
        if text.len() > MAX_STAMP || !text.bytes().any(|byte| byte.is_ascii_digit()) && text.is_ascii() {
            return None;
        }
        let machine = if text.bytes().all(|byte| byte.is_ascii_digit()) { digits(text) } else { written(text) };
        match machine {
            Some(moment) => self.accept(moment),
            None => self.first_in(text).map(|found| found.day.into()),
        }
    }
}

/// ISO 8601 and RFC 2822, and what comes close to them.
fn written(text: &str) -> Option<Moment> {
    let iso = |text: &str| {
        let pieces = Pieces::parse(text).ok()?;
        let offset = pieces.to_numeric_offset().filter(|offset| is_written(*offset));
        Some(Moment { day: pieces.date(), time: pieces.time().zip(offset) })
    };
    let mail = || {
        let (at, offset) = rfc2822::parse(text).map(|zoned| (zoned.datetime(), zoned.offset())).ok()?;
        Some(Moment { day: at.date(), time: is_written(offset).then_some((at.time(), offset)) })
    };
    // "2024-05-01 10:00:00 +0000" and "... UTC" have a blank too many.
    let closed = || {
        iso(&text.replace(" UTC", "Z").replace(" GMT", "Z").replace(" Z", "Z").replace(" +", "+").replace(" -", "-"))
    };
    // A day followed by what nobody can read is still a day.
    let day = || {
        let (day, rest) = text.split_at_checked(10)?;
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| iso(day))?
    };
    iso(text).or_else(closed).or_else(mail).or_else(day)
}

/// Whether RFC 3339 can write an offset: in minutes, and less than a day.
fn is_written(offset: Offset) -> bool {
    offset.seconds() % 60 == 0 && offset.seconds().abs() < 24 * 60 * 60
}

/// A run of digits: a day, or seconds or milliseconds since 1970.
fn digits(text: &str) -> Option<Moment> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        8 | 12 | 14 => {
            let day = text.get(..8)?;
            Date::strptime("%Y%m%d", day).ok().map(Moment::from)
        }
        10 | 13 => {
            let seconds = if text.len() == 13 { number / 1000 } else { number };
            let at = Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
            Some(Moment { day: at.date(), time: Some((at.time(), Offset::UTC)) })
        }
        _ => None,
    }
}

/// The last day that is not in the future, one day after this one: somewhere it is already tomorrow.
pub(super) fn day_after(seconds_since_1970: i64) -> Date {
    let today = Timestamp::from_second(seconds_since_1970).map(|now| Offset::UTC.to_datetime(now).date());
    today.and_then(|today| today.checked_add(1.day())).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Calendar, day_after};

    const CALENDAR: Calendar = Calendar { newest: date(2026, 6, 2), month_first: true };

    #[test]
    fn stamps_become_rfc_3339() {
        for (text, expected) in [
            ("2024-05-01", "2024-05-01"),
            ("20240501", "2024-05-01"),
            ("2024-05-01T08:30:00Z", "2024-05-01T08:30:00Z"),
            ("2024-05-01T08:30:00+00:00", "2024-05-01T08:30:00Z"),
            ("2024-05-01T08:30:00.123+0200", "2024-05-01T08:30:00+02:00"),
            ("2024-05-01T08:30-03:30", "2024-05-01T08:30:00-03:30"),
            ("2024-05-01 08:30:00 +0530", "2024-05-01T08:30:00+05:30"),
            ("2024-05-01 08:30:00 UTC", "2024-05-01T08:30:00Z"),
            // A time of day without an offset is no moment.
            ("2024-05-01T08:30:00", "2024-05-01"),
            ("2024-05-01T25:61:00Z", "2024-05-01"),
            ("2024-05-01T08:30:00+23:59", "2024-05-01T08:30:00+23:59"),
            ("2024-05-01T08:30:00+24:00", "2024-05-01"),
            ("Wed, 1 May 2024 08:30:00 -2530", "2024-05-01"),
            ("Wed, 01 May 2024 08:30:00 GMT", "2024-05-01T08:30:00Z"),
            ("Wed, 1 May 2024 08:30:00 -0700", "2024-05-01T08:30:00-07:00"),
            ("1714552200", "2024-05-01T08:30:00Z"),
            ("1714552200000", "2024-05-01T08:30:00Z"),
            ("20240501083000", "2024-05-01"),
            ("May 1, 2024 8:30 am", "2024-05-01"),
            (" 2024/05/01 ", "2024-05-01"),
        ] {
            assert_eq!(CALENDAR.stamp(text).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2024",
            "2024-13-01",
            "2024-02-30",
            "99999999",
            "99999999999999999999999999",
            "0",
            "-1",
            "2024-05-011",
            "31.11.2024",
            "5 of 12",
            "1.2.3",
            "v10.11.12.13",
            &"2024-05-01 ".repeat(20),
        ] {
            assert_eq!(CALENDAR.stamp(text), None, "{text}");
        }
    }

    #[test]
    fn the_future_and_the_time_before_the_web_are_refused() {
        assert!(CALENDAR.stamp("2026-06-02").is_some());
        assert_eq!(CALENDAR.stamp("2026-06-03"), None);
        assert!(CALENDAR.stamp("1990-01-01").is_some());
        assert_eq!(CALENDAR.stamp("1989-12-31"), None);
        assert_eq!(
            CALENDAR.first_in("born 5 May 1970, wrote this on 5 May 2024").map(|found| found.day),
            Some(date(2024, 5, 5))
        );
    }

    #[test]
    fn tomorrow_is_not_the_future_everywhere() {
        assert_eq!(day_after(0), date(1970, 1, 2));
        assert_eq!(day_after(1_714_552_200), date(2024, 5, 2));
        assert_eq!(day_after(i64::MAX), jiff::civil::Date::MAX);
    }
}
