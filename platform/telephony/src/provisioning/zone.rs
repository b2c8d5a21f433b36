//! Time zones as phones want them told: an offset and the Sundays on which summer begins and ends.
//!
//! A zone that is not listed is left to the phone, which is better than an hour told wrongly.

/// A Sunday of the year, at an hour of local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sunday {
    /// 1 to 12.
    pub month: u8,
    /// 1 to 4, or 5 for the last one.
    pub week: u8,
    /// 0 to 23.
    pub hour: u8,
}

/// A zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// Its name (IANA).
    pub name: &'static str,
    /// East of Greenwich, in minutes, in winter.
    pub minutes: i16,
    /// When summer begins and ends; none where the clocks stay.
    pub summer: Option<(Sunday, Sunday)>,
}

const fn sunday(month: u8, week: u8, hour: u8) -> Sunday {
    Sunday { month, week, hour }
}

/// The Union changes at 1:00 UTC, which is another hour in each zone.
const fn europe(name: &'static str, minutes: i16) -> Zone {
    let hour = (1 + minutes / 60) as u8;
    Zone { name, minutes, summer: Some((sunday(3, 5, hour), sunday(10, 5, hour + 1))) }
}

const fn america(name: &'static str, minutes: i16) -> Zone {
    Zone { name, minutes, summer: Some((sunday(3, 2, 2), sunday(11, 1, 2))) }
}

const fn steady(name: &'static str, minutes: i16) -> Zone {
    Zone { name, minutes, summer: None }
}

const ZONES: &[Zone] = &[
    steady("UTC", 0),
    steady("Etc/UTC", 0),
    europe("Europe/Madrid", 60),
    europe("Africa/Ceuta", 60),
    europe("Atlantic/Canary", 0),
    europe("Europe/Lisbon", 0),
    europe("Atlantic/Madeira", 0),
    europe("Europe/London", 0),
    europe("Europe/Dublin", 0),
    europe("Europe/Paris", 60),
    europe("Europe/Andorra", 60),
    europe("Europe/Berlin", 60),
    europe("Europe/Rome", 60),
    europe("Europe/Brussels", 60),
    europe("Europe/Amsterdam", 60),
    europe("Europe/Luxembourg", 60),
    europe("Europe/Vienna", 60),
    europe("Europe/Zurich", 60),
    europe("Europe/Prague", 60),
    europe("Europe/Warsaw", 60),
    europe("Europe/Copenhagen", 60),
    europe("Europe/Stockholm", 60),
    europe("Europe/Oslo", 60),
    europe("Europe/Athens", 120),
    europe("Europe/Bucharest", 120),
    europe("Europe/Helsinki", 120),
    america("America/New_York", -300),
    america("America/Chicago", -360),
    america("America/Denver", -420),
    america("America/Los_Angeles", -480),
    america("America/Toronto", -300),
    steady("America/Phoenix", -420),
    steady("America/Puerto_Rico", -240),
    steady("America/Mexico_City", -360),
    steady("America/Guatemala", -360),
    steady("America/El_Salvador", -360),
    steady("America/Tegucigalpa", -360),
    steady("America/Managua", -360),
    steady("America/Costa_Rica", -360),
    steady("America/Panama", -300),
    steady("America/Bogota", -300),
    steady("America/Lima", -300),
    steady("America/Guayaquil", -300),
    steady("America/Caracas", -240),
    steady("America/La_Paz", -240),
    steady("America/Santo_Domingo", -240),
    steady("America/Argentina/Buenos_Aires", -180),
    steady("America/Montevideo", -180),
    steady("America/Sao_Paulo", -180),
];

impl Zone {
    /// The zone of a name.
    pub fn of(name: &str) -> Option<&'static Self> {
        ZONES.iter().find(|zone| zone.name == name)
    }

    /// As in a POSIX `TZ` variable, which counts westwards.
    pub fn posix(&self) -> String {
        let hours = |minutes: i16| {
            let west = -minutes;
            if west % 60 == 0 {
                format!("{:+}", west / 60)
            } else {
                format!("{:+}:{:02}", west / 60, west.abs() % 60)
            }
        };
        let standard = format!("STD{}", hours(self.minutes));
        let Some((begin, end)) = self.summer else { return standard };
        let day = |sunday: Sunday| format!("M{}.{}.0/{:02}:00:00", sunday.month, sunday.week, sunday.hour);
        format!("{standard}DST{},{},{}", hours(self.minutes + 60), day(begin), day(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn madrid_changes_on_the_last_sundays_of_march_and_october() {
        let madrid = Zone::of("Europe/Madrid").unwrap();
        assert_eq!(madrid.posix(), "STD-1DST-2,M3.5.0/02:00:00,M10.5.0/03:00:00");
        let canary = Zone::of("Atlantic/Canary").unwrap();
        assert_eq!(canary.posix(), "STD+0DST-1,M3.5.0/01:00:00,M10.5.0/02:00:00");
        assert_eq!(Zone::of("America/Bogota").unwrap().posix(), "STD+5");
        assert_eq!(Zone::of("Mars/Olympus"), None);
    }

    #[test]
    fn each_zone_stands_once() {
        for (place, zone) in ZONES.iter().enumerate() {
            assert!(ZONES[..place].iter().all(|other| other.name != zone.name), "{}", zone.name);
        }
    }
}
