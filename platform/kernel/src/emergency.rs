//! Emergency numbers by country (PBX-26): never blocked, whatever limits, suspensions or plugins say.

/// Short numbers that reach emergency services in a country (ISO 3166-1 alpha-2), beside those that every
/// GSM-aware network honours. Sources: ITU-T E.161.1 (112, 911) and the national numbering plans.
const BY_COUNTRY: &[(&str, &[&str])] = &[
    ("AR", &["911", "100", "101", "107", "112"]),
    ("BO", &["110", "118", "119", "911"]),
    ("BR", &["190", "192", "193", "112", "911"]),
    ("CL", &["131", "132", "133"]),
    ("CO", &["123", "112"]),
    ("CR", &["911", "112"]),
    ("CU", &["104", "105", "106"]),
    ("DE", &["110", "112"]),
    ("DO", &["911", "112"]),
    ("EC", &["911", "112"]),
    ("ES", &["112", "061", "062", "080", "085", "088", "091", "092"]),
    ("FR", &["112", "15", "17", "18", "114"]),
    ("GB", &["999", "112"]),
    ("GT", &["110", "120", "122", "123"]),
    ("IT", &["112", "113", "115", "118"]),
    ("MX", &["911", "060", "065", "066"]),
    ("PA", &["911", "104"]),
    ("PE", &["105", "106", "116", "911"]),
    ("PT", &["112"]),
    ("PY", &["911", "912"]),
    ("RU", &["112", "101", "102", "103"]),
    ("US", &["911", "112", "933"]),
    ("UY", &["911", "112"]),
    ("VE", &["911", "171", "112"]),
];

/// What a country without its own list gets.
const EVERYWHERE: &[&str] = &["112", "911"];

/// The emergency numbers of a country (ISO 3166-1 alpha-2, upper case).
pub fn numbers(country: &str) -> &'static [&'static str] {
    BY_COUNTRY.iter().find(|(code, _)| *code == country).map_or(EVERYWHERE, |(_, numbers)| numbers)
}

/// Whether `dialled` (digits as typed) is an emergency number in `country`.
pub fn is_emergency(country: &str, dialled: &str) -> bool {
    numbers(country).contains(&dialled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_their_own_and_others_the_common_ones() {
        assert!(is_emergency("ES", "112") && is_emergency("ES", "061"));
        assert!(is_emergency("GB", "999") && !is_emergency("ES", "999"));
        assert!(is_emergency("ZZ", "112") && is_emergency("ZZ", "911"));
        assert!(!is_emergency("US", "9110"));
    }
}
