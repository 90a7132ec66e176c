//! The table of emoji, which `frontend/emoji/make_table.py` makes and describes.

use super::search::rank;
use crate::words::Lang;

/// Groups of the table. Their names are in [`Words`](crate::words::Words), in the table's order.
pub const GROUPS: usize = 9;

/// An emoji with what people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The emoji itself, without a skin tone.
    pub emoji: &'static str,
    /// Whether it has skin tones.
    pub has_tones: bool,
    pub(super) shortcodes: &'static str,
    /// A name and keywords, separated by commas. The English name may be missing; then a shortcode says it.
    pub(super) english: &'static str,
    pub(super) chinese: &'static str,
}

/// All emoji, in their groups.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    groups: Vec<Vec<Entry>>,
    /// Every shortcode with its emoji, sorted: a text may have thousands of shortcodes.
    by_shortcode: Vec<(&'static str, Entry)>,
}

impl Table {
    /// Reads the table. The page keeps it as long as it lives.
    pub fn parse(text: &'static str) -> Self {
        let mut groups: Vec<Vec<Entry>> = Vec::with_capacity(GROUPS);
        for line in text.lines() {
            if line.starts_with('#') && !line.contains('\t') {
                groups.push(Vec::new());
            } else if let (Some(group), Some(entry)) = (groups.last_mut(), Entry::parse(line)) {
                group.push(entry);
            }
        }
        let of_entry =
            |entry: &Entry| entry.shortcodes().map(|shortcode| (shortcode, *entry)).collect::<Vec<_>>();
        let mut by_shortcode: Vec<_> = groups.iter().flatten().flat_map(of_entry).collect();
        by_shortcode.sort_unstable_by_key(|(shortcode, _)| *shortcode);
        Self { groups, by_shortcode }
    }

    /// The emoji of a group.
    pub fn group(&self, index: usize) -> &[Entry] {
        self.groups.get(index).map_or(&[], Vec::as_slice)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.groups.iter().flatten()
    }

    /// What a shortcode stands for.
    pub fn find(&self, shortcode: &str) -> Option<&Entry> {
        let index = self.by_shortcode.binary_search_by_key(&shortcode, |(each, _)| each).ok()?;
        self.by_shortcode.get(index).map(|(_, entry)| entry)
    }

    /// The emoji that fit all words of a query, in whatever language; the best first.
    pub fn search(&self, query: &str) -> Vec<Entry> {
        let mut found: Vec<(u8, Entry)> =
            self.entries().filter_map(|entry| Some((rank(entry, query)?, *entry))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// What the table says of an emoji, whatever its skin tone.
    pub fn entry(&self, emoji: &str) -> Option<Entry> {
        let plain = super::tone::without_tone(emoji);
        self.entries().find(|entry| entry.emoji.trim_end_matches('\u{fe0f}') == plain).copied()
    }
}

impl Entry {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let (emoji, has_tones) = (next()?, next()? == "t");
        Some(Self { emoji, has_tones, shortcodes: next()?, english: next()?, chinese: next()? })
    }

    pub(super) fn shortcodes(&self) -> impl Iterator<Item = &'static str> {
        self.shortcodes.split(',')
    }

    /// The shortcode that is shown.
    pub fn shortcode(&self) -> &'static str {
        self.shortcodes().next().unwrap_or_default()
    }

    /// The name in a language.
    pub fn name(&self, lang: Lang) -> String {
        let words = match lang {
            Lang::English => self.english,
            Lang::Chinese => self.chinese,
        };
        match words.split(',').next() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => self.shortcode().replace('_', " "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tone::Tone;
    use super::*;

    fn table() -> Table {
        Table::parse(include_str!("../../../emoji/emoji.txt"))
    }

    #[test]
    fn every_line_is_an_emoji_with_names_and_shortcodes_of_its_own() {
        let table = table();
        assert_eq!(table.groups.len(), GROUPS);
        assert_eq!(table.entries().count(), 1898);
        let mut shortcodes: Vec<&str> = table.entries().flat_map(Entry::shortcodes).collect();
        let count = shortcodes.len();
        shortcodes.sort_unstable();
        shortcodes.dedup();
        assert_eq!(shortcodes.len(), count);
        for entry in table.entries() {
            for name in [entry.name(Lang::English), entry.name(Lang::Chinese)] {
                assert!(!name.is_empty() && !name.contains(','), "{entry:?}");
            }
            let longest = Tone::ALL.into_iter().map(|tone| tone.of(entry).len()).max().unwrap();
            assert!(longest <= common::limits::EMOJI, "{entry:?} is too long for a reaction");
        }
    }

    #[test]
    fn a_shortcode_finds_its_emoji() {
        let table = table();
        for (name, emoji) in
            [("tada", Some("🎉")), ("+1", Some("👍")), ("heart", Some("❤️")), ("tadaa", None)]
        {
            assert_eq!(table.find(name).map(|entry| entry.emoji), emoji);
        }
    }

    #[test]
    fn a_search_finds_the_best_first_in_both_languages() {
        let table = table();
        let best = |query: &str| table.search(query).first().map(|entry| entry.emoji);
        for (query, emoji) in [
            ("tada", "🎉"),
            ("thumbs up", "👍"),
            ("Red HEART", "❤️"),
            ("赞", "👍"),
            ("拉炮", "🎉"),
            ("红心", "❤️"),
            ("England", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        ] {
            assert_eq!(best(query), Some(emoji), "{query}");
        }
        assert_eq!(best("tadaa"), None);
        assert_eq!(best("thumbs tada"), None, "all words have to fit");
    }

    #[test]
    fn an_emoji_with_a_tone_has_the_entry_of_the_one_without() {
        let table = table();
        for emoji in ["👍", "👍🏽", "❤️", "🧑🏽‍⚕️"] {
            assert!(table.entry(emoji).is_some(), "{emoji}");
        }
        assert_eq!(table.entry("👍🏽").unwrap().shortcode(), "+1");
    }
}
