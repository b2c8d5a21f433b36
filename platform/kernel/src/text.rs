//! Texts as searches compare them: without case and accents.

/// Without case and accents, so that `Núñez` is found by `nunez`.
///
/// ```
/// assert_eq!(kernel::text::fold("José NÚÑEZ"), "jose nunez");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

const fn plain(char: char) -> char {
    match char {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_and_accents_fall_away_and_the_rest_stays() {
        assert_eq!(fold("ÁÉÍÓÚ Ñandú"), "aeiou nandu");
        assert_eq!(fold("+34 (91) ß 東"), "+34 (91) ß 東");
    }
}
