//! Code spans: text between two runs of equally many backticks.

/// Finds the code spans of a text in linear time.
pub(super) struct CodeSpans<'a> {
    text: &'a str,
    /// For each length of a run, where its last run begins. A run that has no other one behind it is not searched for.
    last: Vec<usize>,
}

impl<'a> CodeSpans<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut last = Vec::new();
        for (start, length) in runs(text, 0) {
            last.resize(last.len().max(length + 1), 0);
            last[length] = start;
        }
        Self { text, last }
    }

    /// The code of the span that begins with the backticks at `start`, and where the span ends; or how many backticks
    /// these are, if it has no end.
    pub(super) fn at(&self, start: usize) -> Result<(String, usize), usize> {
        let text = self.text.get(start..).unwrap_or_default();
        let length = text.len() - text.trim_start_matches('`').len();
        let begin = start + length;
        if self.last.get(length).is_none_or(|last| *last < begin) {
            return Err(length);
        }
        let end = runs(self.text, begin).find(|run| run.1 == length).map(|run| run.0).ok_or(length)?;
        Ok((code(self.text.get(begin..end).unwrap_or_default()), end + length))
    }
}

/// The backtick runs from a place on: where each begins, and how long it is.
fn runs(text: &str, from: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut position = from;
    std::iter::from_fn(move || {
        let rest = text.get(position..)?;
        let start = position + rest.find('`')?;
        let backticks = text.get(start..)?;
        let length = backticks.len() - backticks.trim_start_matches('`').len();
        position = start + length;
        Some((start, length))
    })
}

/// A line break in code is a space. One space on either side is not part of the code, so that it can begin with a
/// backtick.
fn code(text: &str) -> String {
    let code = text.replace('\n', " ");
    match code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')) {
        Some(inner) if !inner.trim_matches(' ').is_empty() => inner.to_owned(),
        _ => code,
    }
}
