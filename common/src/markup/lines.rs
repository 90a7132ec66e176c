//! The indentation of lines. A tab counts as four columns, wherever it stands.

/// The columns of a line's indentation.
pub(super) fn indentation(line: &str) -> usize {
    line.chars().map_while(columns).sum()
}

/// A line without so many columns of its indentation, or without all of it if it has fewer.
pub(super) fn outdented(line: &str, by: usize) -> &str {
    let (mut rest, mut column) = (line, 0);
    while column < by {
        let mut chars = rest.chars();
        let Some(width) = chars.next().and_then(columns) else { break };
        (rest, column) = (chars.as_str(), column + width);
    }
    rest
}

fn columns(c: char) -> Option<usize> {
    match c {
        ' ' => Some(1),
        '\t' => Some(4),
        _ => None,
    }
}

/// Whether a line has nothing but white space.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim_start().is_empty()
}

/// A line without its indentation, if that is small enough for a marker to count: less than four columns.
pub(super) fn marked(line: &str) -> Option<&str> {
    (indentation(line) < 4).then(|| line.trim_start_matches([' ', '\t']))
}
