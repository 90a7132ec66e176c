//! How the page shows people: a colour and letters.

/// The number of colours that the stylesheet has for people.
pub const TINTS: u32 = 8;

/// The colour of a person: the same everywhere and always.
///
/// ```
/// assert_eq!(frontend::state::people::tint("u-1"), frontend::state::people::tint("u-1"));
/// assert!(frontend::state::people::tint("u-2") < frontend::state::people::TINTS);
/// ```
pub fn tint(id: &str) -> u32 {
    // FNV-1a: short ids that differ in one letter land far apart.
    let hash =
        id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) % TINTS
}

/// One or two letters that stand for a name; the stylesheet makes them large.
///
/// ```
/// use frontend::state::people::initials;
/// assert_eq!(initials("Ada Lovelace"), "AL");
/// assert_eq!(initials("ada"), "a");
/// assert_eq!(initials("王小明"), "王");
/// assert_eq!(initials("!?"), "!");
/// ```
pub fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut letters = name.split_whitespace().filter_map(letter);
    let Some(first) = letters.next() else { return name.chars().take(1).collect() };
    let last = letters.next_back().filter(|last| last.is_ascii() && first.is_ascii());
    [Some(first), last].into_iter().flatten().collect()
}
