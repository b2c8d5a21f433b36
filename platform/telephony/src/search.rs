//! Searching lists: what was typed, taken literally, without regard to case.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, IntoColumnRef, LikeExpr};

/// Whether a text column holds the words anywhere.
pub fn finds(column: impl IntoColumnRef, words: &str) -> Expr {
    Expr::expr(Func::lower(Expr::col(column))).like(containing(&words.to_lowercase()))
}

/// `%words%`, the wildcards in the words taken literally; for columns that are folded themselves.
pub fn containing(words: &str) -> LikeExpr {
    LikeExpr::new(pattern(words)).escape('\\')
}

/// The smallest text that no text beginning with this one reaches, in plain order and, for digits, in that of any
/// language: digits stand before letters everywhere.
pub fn beyond(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    while let Some(last) = chars.pop() {
        match last {
            '9' if chars.last().is_some_and(char::is_ascii_digit) => {}
            '9' => {
                chars.push('a');
                break;
            }
            _ => {
                chars.push(char::from_u32(u32::from(last) + 1).unwrap_or(char::MAX));
                break;
            }
        }
    }
    chars.into_iter().collect()
}

fn pattern(words: &str) -> String {
    let mut pattern = String::with_capacity(words.len() + 2);
    pattern.push('%');
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::{beyond, pattern};

    #[test]
    fn what_begins_with_a_text_stands_below_what_is_beyond_it() {
        for (text, expected) in
            [("349", "35"), ("34", "35"), ("99", "a"), ("+9", "+a"), ("109", "11"), ("nu", "nv")]
        {
            assert_eq!(beyond(text), expected);
            for end in ["", "0", "9", "99999"] {
                let longer = format!("{text}{end}");
                assert!(longer.as_str() >= text && longer.as_str() < expected, "{longer}");
            }
        }
    }

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(pattern("50%_a\\"), "%50\\%\\_a\\\\%");
    }
}
