//! Slash commands: a text that begins with `/` or `／` and the name of a command.
//!
//! A command's name has only letters, and a space or the end follows it. So a path (`/usr/bin`) and a comment (`// why`)
//! are texts like others. A text that looks like a command is sent as a text if its slash is doubled: `//me` sends `/me`.

use common::Name;

/// A command. The order is that in which they are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlashCommand {
    /// Says what the person does.
    Me,
    /// Changes the person's name.
    Nick,
    /// Puts a shrug behind the text.
    Shrug,
    /// Shows the commands and the markup.
    Help,
}

impl SlashCommand {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Me, Self::Nick, Self::Shrug, Self::Help];

    /// The name, without the slash.
    pub fn name(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Nick => "nick",
            Self::Shrug => "shrug",
            Self::Help => "help",
        }
    }

    /// Whether something may follow the name.
    pub fn takes_text(self) -> bool {
        self != Self::Help
    }
}

/// What sending a text does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Sends this text.
    Text(String),
    /// Changes the person's name.
    Nick(Name),
    /// Shows the help.
    Help,
}

/// Why a command cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlashError {
    /// There is no command with this name.
    Unknown(String),
    /// The command needs a text.
    NeedsText(SlashCommand),
    /// A name does not fit.
    Name,
}

/// Reads what a person wants to send.
///
/// ```
/// use frontend::state::slash_command::{parse, Meaning, SlashError};
/// let text = |text: &str| Ok(Meaning::Text(text.to_owned()));
/// assert_eq!(parse("/me waves"), text("_waves_"));
/// assert_eq!(parse("／ME 挥手"), text("_挥手_"));
/// assert_eq!(parse("/nick Ada"), Ok(Meaning::Nick("Ada".parse().unwrap())));
/// assert_eq!(parse("/tea"), Err(SlashError::Unknown("tea".to_owned())));
/// assert_eq!(parse("//tea"), text("/tea"));
/// assert_eq!(parse("/usr/bin"), text("/usr/bin"));
/// ```
///
/// # Errors
/// The text looks like a command, but is none that can be carried out.
pub fn parse(text: &str) -> Result<Meaning, SlashError> {
    let Some(rest) = without_slash(text) else { return Ok(Meaning::Text(text.to_owned())) };
    if without_slash(rest).and_then(name).is_some() {
        return Ok(Meaning::Text(rest.to_owned()));
    }
    let Some((name, argument)) = name(rest) else { return Ok(Meaning::Text(text.to_owned())) };
    let is_it = |command: &SlashCommand| command.name().eq_ignore_ascii_case(name);
    let command = SlashCommand::ALL.into_iter().find(is_it);
    interpret(command.ok_or_else(|| SlashError::Unknown(name.to_owned()))?, argument)
}

fn interpret(command: SlashCommand, argument: &str) -> Result<Meaning, SlashError> {
    match command {
        SlashCommand::Me if argument.is_empty() => Err(SlashError::NeedsText(command)),
        SlashCommand::Me => Ok(Meaning::Text(in_italics(argument))),
        SlashCommand::Nick => argument.parse().map(Meaning::Nick).map_err(|_| SlashError::Name),
        SlashCommand::Shrug => Ok(Meaning::Text(format!("{argument} {SHRUG}").trim_start().to_owned())),
        SlashCommand::Help => Ok(Meaning::Help),
    }
}

/// Escaped, because a backslash and an underscore are markup.
const SHRUG: &str = r"¯\\\_(ツ)\_/¯";

/// Emphasis ends with its paragraph, so each line has its own.
fn in_italics(text: &str) -> String {
    let line = |line: &str| match line.trim() {
        "" => String::new(),
        line => format!("_{line}_"),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The text behind the slash with which it begins.
pub fn without_slash(text: &str) -> Option<&str> {
    text.strip_prefix(['/', '／'])
}

/// The name with which a text begins, if it can be a command's, and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let is_command = !name.is_empty() && rest.chars().next().is_none_or(char::is_whitespace);
    is_command.then_some((name, rest.trim()))
}

#[cfg(test)]
mod tests {
    use common::markup::{self, Block, Inline, plain_text};

    use super::*;

    fn sent(text: &str) -> String {
        match parse(text) {
            Ok(Meaning::Text(text)) => text,
            other => panic!("{text:?} is {other:?}"),
        }
    }

    #[test]
    fn what_is_no_command_is_sent_as_it_is() {
        for text in ["tea", "a /me", " /me", "/", "/1", "/usr/bin", "// why", "//a.example/b", "/me, too"] {
            assert_eq!(sent(text), text);
        }
    }

    #[test]
    fn a_doubled_slash_sends_what_looks_like_a_command() {
        for (text, expected) in [("//etc", "/etc"), ("//me waves", "/me waves"), ("／／me", "／me")] {
            assert_eq!(sent(text), expected);
        }
    }

    #[test]
    fn an_action_is_in_italics() {
        let emphasis =
            |text: &str| vec![Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text.to_owned())])])];
        for action in ["waves", "waves!", "挥手。", "- waves", "(waves)"] {
            assert_eq!(markup::parse(&sent(&format!("/me {action}"))), emphasis(action));
        }
        assert_eq!(sent("/me waves\n\nand leaves"), "_waves_\n\n_and leaves_");
        assert_eq!(parse("/me  "), Err(SlashError::NeedsText(SlashCommand::Me)));
    }

    #[test]
    fn a_shrug_has_both_arms() {
        assert_eq!(plain_text(&markup::parse(&sent("/shrug"))), r"¯\_(ツ)_/¯");
        assert_eq!(plain_text(&markup::parse(&sent("/shrug who knows"))), r"who knows ¯\_(ツ)_/¯");
    }

    #[test]
    fn a_name_has_to_fit() {
        for text in ["/nick", &format!("/nick {}", "x".repeat(41))] {
            assert_eq!(parse(text), Err(SlashError::Name));
        }
    }
}
