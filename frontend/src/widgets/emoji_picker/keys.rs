//! The keys of the grid. Like the ARIA grid pattern, but Home and End lead to the first and the last emoji of all.

/// Emoji in a row. The stylesheet has as many columns.
pub(super) const COLUMNS: usize = 8;

/// Rows that a page key goes.
const PAGE: usize = 5;

/// The cell to which a key leads from the one at `index`; none if it leads nowhere.
pub(super) fn next_cell(key: &str, index: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(index + 1).filter(|next| *next <= last),
        "ArrowLeft" => index.checked_sub(1),
        // If the last row has no cell straight below, this leads to its last cell.
        "ArrowDown" => (index / COLUMNS < last / COLUMNS).then_some((index + COLUMNS).min(last)),
        "ArrowUp" => index.checked_sub(COLUMNS),
        "PageDown" => Some((index + PAGE * COLUMNS).min(last)),
        "PageUp" => Some(index.saturating_sub(PAGE * COLUMNS)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::next_cell;

    #[test]
    fn arrows_stay_in_the_grid() {
        let count = 19;
        for (key, from, to) in [
            ("ArrowRight", 7, Some(8)),
            ("ArrowRight", 18, None),
            ("ArrowLeft", 0, None),
            ("ArrowDown", 3, Some(11)),
            ("ArrowDown", 15, Some(18)),
            ("ArrowDown", 17, None),
            ("ArrowUp", 11, Some(3)),
            ("ArrowUp", 3, None),
            ("End", 0, Some(18)),
            ("Home", 18, Some(0)),
            ("PageDown", 1, Some(18)),
            ("a", 1, None),
        ] {
            assert_eq!(next_cell(key, from, count), to, "{key} from {from}");
        }
        assert_eq!(next_cell("End", 0, 0), None);
    }
}
