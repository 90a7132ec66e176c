//! How well an emoji fits what a person types.

use super::table::Entry;

/// How well an emoji fits a query, 0 is best; none if one of the query's words does not fit at all.
pub(super) fn rank(entry: &Entry, query: &str) -> Option<u8> {
    let mut names = [entry.english, entry.chinese].into_iter().filter_map(|words| words.split(',').next());
    let is_it = |each: &str| each.eq_ignore_ascii_case(query);
    if !query.is_empty() && (entry.shortcodes().any(is_it) || names.any(is_it)) {
        return Some(0);
    }
    query
        .split([' ', '_'])
        .filter(|word| !word.is_empty())
        .map(|word| rank_of_word(entry, word))
        .try_fold(0, |worst, rank| Some(worst.max(rank?)))
}

fn rank_of_word(entry: &Entry, word: &str) -> Option<u8> {
    if entry.shortcodes().any(|shortcode| begins_with(shortcode, word)) {
        return Some(1);
    }
    if !word.is_ascii() {
        return rank_in_chinese(entry, word);
    }
    let mut names = entry.shortcodes().chain(entry.english.split(',').take(1));
    let mut keywords = entry.english.split(',').skip(1);
    let has = |words: &str| words.split([' ', '_', '-']).any(|each| begins_with(each, word));
    names.any(has).then_some(2).or_else(|| keywords.any(has).then_some(3))
}

/// Chinese has no spaces between words, so that a word may be anywhere.
fn rank_in_chinese(entry: &Entry, word: &str) -> Option<u8> {
    let mut words = entry.chinese.split(',');
    if words.clone().any(|each| each == word) {
        return Some(1);
    }
    words
        .next()
        .is_some_and(|name| name.contains(word))
        .then_some(2)
        .or_else(|| words.any(|keyword| keyword.contains(word)).then_some(3))
}

fn begins_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
