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
    use super::pattern;

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(pattern("50%_a\\"), "%50\\%\\_a\\\\%");
    }
}
