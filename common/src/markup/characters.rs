//! The classes of characters that decide whether a delimiter run opens or closes emphasis.
//!
//! The ranges are coarser than Unicode's tables, which would weigh more than the parser. They are exact for the blocks
//! that people write in chat; a test compares them with comrak's.

/// Whether a character is punctuation or a symbol (Unicode's categories P and S).
pub(super) fn is_punctuation(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_punctuation(),
        // Latin-1, without its letters, digits and fractions.
        'ª' | '²' | '³' | '\u{ad}' | 'µ' | '¹' | 'º' | '¼'..='¾' => false,
        '¡'..='¿' | '×' | '÷' => true,
        // General punctuation, currencies, arrows, signs, dingbats; not the numbers in circles.
        '\u{2070}'..='\u{209f}' | '\u{2100}'..='\u{218f}' | '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' => {
            false
        }
        '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20c1}'
        | '\u{2190}'..='\u{2bff}' => true,
        '\u{2e00}'..='\u{2e5d}' => true,
        // Chinese, Japanese, and their full-width and vertical forms.
        '々'..='〇' | '〡'..='〩' | '〱'..='〵' | '〸'..='〼' => false,
        '、'..='〿' | '゛' | '゜' | '゠' | '・' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' => {
            true
        }
        '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='･' | '￠'..='￮' => true,
        // Pictures, which are symbols to Unicode.
        '\u{1f000}'..='\u{1faff}' => true,
        _ => false,
    }
}

/// Whether a character belongs to a script that writes no spaces between words, or to Korean: Chinese, Japanese and
/// Korean characters, their punctuation, and the selectors of their variants.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' | '\u{ff01}'..='\u{ffee}'
        | '\u{16fe0}'..='\u{1b2ff}' | '\u{1f200}'..='\u{1f265}' | '\u{20000}'..='\u{3fffd}'
        | '\u{e0100}'..='\u{e01ef}')
}
