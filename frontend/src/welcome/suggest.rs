//! Suggested names.

use crate::words::Lang;

const ADJECTIVES: [&str; 16] = [
    "Calm", "Bright", "Gentle", "Merry", "Quiet", "Sunny", "Brave", "Curious", "Kind", "Lucky", "Nimble",
    "Witty", "Cosy", "Breezy", "Honest", "Jolly",
];
const NOUNS: [&str; 16] = [
    "Otter", "Heron", "Maple", "Finch", "Willow", "Badger", "Robin", "Comet", "Clover", "Panda", "Fern",
    "Swift", "Beetle", "Marten", "Poppy", "Walrus",
];
const ADJECTIVES_ZH: [&str; 12] = [
    "安静的",
    "开朗的",
    "温柔的",
    "快乐的",
    "勇敢的",
    "好奇的",
    "善良的",
    "幸运的",
    "机灵的",
    "自在的",
    "真诚的",
    "悠闲的",
];
const NOUNS_ZH: [&str; 12] =
    ["水獭", "白鹭", "枫叶", "山雀", "柳树", "小熊猫", "知更鸟", "彗星", "三叶草", "蕨草", "雨燕", "海象"];

/// A name made of two words; `random` chooses.
///
/// ```
/// use frontend::{welcome::suggest::name, words::Lang};
/// assert_eq!(name(Lang::English, 0), "Calm Otter");
/// assert_ne!(name(Lang::English, 1), name(Lang::English, 2));
/// ```
pub fn name(lang: Lang, random: u64) -> String {
    let (adjectives, nouns, separator): (&[&str], &[&str], &str) = match lang {
        Lang::English => (&ADJECTIVES, &NOUNS, " "),
        Lang::Chinese => (&ADJECTIVES_ZH, &NOUNS_ZH, ""),
    };
    [pick(adjectives, random), pick(nouns, random / adjectives.len() as u64)].join(separator)
}

fn pick<'a>(words: &[&'a str], random: u64) -> &'a str {
    words[(random % words.len() as u64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggestion_is_a_name() {
        for lang in [Lang::English, Lang::Chinese] {
            for random in 0..256 {
                assert!(name(lang, random).parse::<common::Name>().is_ok());
            }
        }
    }
}
