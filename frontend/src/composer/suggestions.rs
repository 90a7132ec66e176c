//! What the completion offers for a token.

use super::token::{Token, TokenKind};
use crate::state::emoji::table::{Entry, Table};
use crate::state::emoji::tone::Tone;
use crate::state::slash_command::SlashCommand;
use crate::words::{Lang, Words};

/// Emoji that are offered, at most.
const MAX_EMOJI: usize = 8;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What takes the place of the token.
    pub text: String,
    /// What the person recognises it by: an emoji, or the command.
    pub label: String,
    /// What it is.
    pub description: String,
}

/// The emoji of which suggestions are made, once they are there.
pub type Emoji<'a> = Option<(&'a Table, Tone)>;

impl Suggestion {
    /// The suggestions for a token, the best first. A command that is written to its end needs none.
    pub fn all(token: &Token, emoji: Emoji<'_>, lang: Lang) -> Vec<Self> {
        match (&token.kind, emoji) {
            (TokenKind::Command(name), _) => commands(name, lang.words()),
            (TokenKind::Shortcode(name), Some((table, tone))) => table
                .search(name)
                .iter()
                .take(MAX_EMOJI)
                .map(|entry| Self::emoji(entry, tone, lang))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn command(command: SlashCommand, words: &Words) -> Self {
        let label = format!("/{}", command.name());
        let text = if command.takes_text() { format!("{label} ") } else { label.clone() };
        Self { text, label, description: description(command, words).to_owned() }
    }

    fn emoji(entry: &Entry, tone: Tone, lang: Lang) -> Self {
        let description = format!("{} :{}:", entry.name(lang), entry.shortcode());
        Self { text: tone.of(entry), label: tone.of(entry), description }
    }
}

fn commands(typed: &str, words: &Words) -> Vec<Suggestion> {
    let fitting = || SlashCommand::ALL.into_iter().filter(|command| command.name().starts_with(typed));
    if fitting().any(|command| command.name() == typed) {
        return Vec::new();
    }
    fitting().map(|command| Suggestion::command(command, words)).collect()
}

/// What a command does.
pub(super) fn description(command: SlashCommand, words: &Words) -> &'static str {
    match command {
        SlashCommand::Me => words.command_me,
        SlashCommand::Nick => words.command_nick,
        SlashCommand::Shrug => words.command_shrug,
        SlashCommand::Help => words.command_help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str, emoji: Emoji<'_>) -> Vec<String> {
        let suggestions = Suggestion::all(&Token::before_caret(text).unwrap(), emoji, Lang::English);
        suggestions.into_iter().map(|suggestion| suggestion.label).collect()
    }

    #[test]
    fn commands_fit_what_is_typed() {
        assert_eq!(labels("/", None), ["/me", "/nick", "/shrug", "/help"]);
        assert_eq!(labels("／N", None), ["/nick"]);
        assert!(labels("/nick", None).is_empty(), "Enter carries it out");
        assert!(labels("/tea", None).is_empty());
    }

    #[test]
    fn emoji_are_offered_in_the_chosen_tone_once_they_are_there() {
        let table = Table::parse("#people\n👍\tt\t+1,thumbsup\tthumbs up,yes\t拇指向上,赞\n");
        assert!(labels(":yes", None).is_empty());
        assert_eq!(labels(":yes", Some((&table, Tone::Dark))), ["👍🏿"]);
        assert_eq!(labels(":赞", Some((&table, Tone::None))), ["👍"]);
    }
}
