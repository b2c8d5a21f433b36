//! Date (RFC 3261 §20.17): an RFC 1123 date, in GMT alone.

use std::fmt;

use crate::wire::ParseError;

/// A moment in whole seconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub unix_secs: u64,
}

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_SECS: u64 = 86_400;

impl Date {
    /// Reads `Sat, 13 Nov 2010 23:29:00 GMT`, from 1970 on. The name of the day is not compared with the date.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::read(text).ok_or(ParseError::bad("Date", "no date of RFC 1123 in GMT", 0))
    }

    fn read(text: &str) -> Option<Self> {
        let (weekday, rest) = text.split_once(", ")?;
        DAYS.iter().find(|name| name.eq_ignore_ascii_case(weekday))?;
        let mut words = rest.split(' ');
        let day = number(words.next()?, 2)?;
        let month = words.next()?;
        let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? as u64 + 1;
        let year = number(words.next()?, 4)?;
        let mut clock = words.next()?.split(':');
        let (hour, minute, second) =
            (number(clock.next()?, 2)?, number(clock.next()?, 2)?, number(clock.next()?, 2)?);
        let ends = words.next()? == "GMT" && words.next().is_none() && clock.next().is_none();
        let valid = year >= 1970 && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
        (ends && valid).then(|| Date {
            unix_secs: days_before(year, month, day) * DAY_SECS + hour * 3600 + minute * 60 + second,
        })
    }
}

/// Exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days from 1970-01-01 to this date. Years are counted from March, so that the leap day comes last.
fn days_before(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    (year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1).saturating_sub(719_468)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.unix_secs / DAY_SECS;
        let second = self.unix_secs % DAY_SECS;
        let shifted = days + 719_468;
        let era = shifted / 146_097;
        let day_of_era = shifted % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 { (month + 2, 0) } else { (month - 10, 1) };
        let weekday = DAYS[(days % 7) as usize];
        let name = MONTHS[month as usize];
        let year = year_of_era + era * 400 + carry;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{weekday}, {day:02} {name} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        for (text, unix_secs) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sat, 13 Nov 2010 23:29:00 GMT", 1_289_690_940),
            ("Thu, 29 Feb 2024 12:00:01 GMT", 1_709_208_001),
            ("Thu, 31 Dec 2026 23:59:59 GMT", 1_798_761_599),
        ] {
            assert_eq!(Date::parse(text), Ok(Date { unix_secs }), "{text}");
            assert_eq!(Date { unix_secs }.to_string(), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_reads_back() {
        for day in 0..146_097 {
            let date = Date { unix_secs: day * DAY_SECS + 7 };
            assert_eq!(Date::parse(&date.to_string()), Ok(date));
        }
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "Fri, 01 Jan 2010 16:00:00 EST",
            "01 Jan 2010 16:00:00 GMT",
            "Fri, 1 Jan 2010 16:00:00 GMT",
            "Fri, 01 Jan 2010 24:00:00 GMT",
            "Fri, 01 Jab 2010 16:00:00 GMT",
            "Fri, 01 Jan 2010 16:00:00 GMT x",
            "Fri, 01 Jan 1969 16:00:00 GMT",
            "Fri, 00 Jan 2010 16:00:00 GMT",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
