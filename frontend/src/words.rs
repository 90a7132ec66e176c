//! The texts of the page, in each of its languages. A text that one language lacks does not compile.

mod chinese;
mod english;
mod isolate;

use client::Question;
use common::Code;
use serde::{Deserialize, Serialize};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[serde(rename = "en")]
    English,
    /// 简体中文.
    #[serde(rename = "zh-CN")]
    Chinese,
}

impl Lang {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language tag, for `lang` attributes and `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The first of a reader's languages that the page has.
    ///
    /// ```
    /// use frontend::words::Lang;
    /// assert_eq!(Lang::preferred(["fr", "zh-Hant-TW", "en"]), Lang::Chinese);
    /// assert_eq!(Lang::preferred(["fr"]), Lang::English);
    /// ```
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        let spoken = |tag: &str| match tag.split(['-', '_']).next().unwrap_or_default() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        };
        tags.into_iter().find_map(|tag| spoken(&tag.to_ascii_lowercase())).unwrap_or(Self::English)
    }

    /// The texts in this language.
    pub fn words(self) -> &'static Words {
        match self {
            Self::English => &english::WORDS,
            Self::Chinese => &chinese::WORDS,
        }
    }
}

/// The texts of one language. Functions are texts with something to fill in.
#[expect(missing_docs, reason = "the field's name is what its text says")]
pub struct Words {
    pub tagline: &'static str,
    pub your_name: &'static str,
    pub name_hint: &'static str,
    pub another_name: &'static str,
    pub join: &'static str,
    pub name_does_not_fit: &'static str,
    pub members_tagline: &'static str,
    pub sign_in: &'static str,
    pub signing_in: &'static str,
    pub sign_in_failed: &'static str,
    pub signed_out: &'static str,
    pub sign_out: &'static str,
    pub sign_out_others: &'static str,
    pub signed_out_others: &'static str,
    pub or_as_a_guest: &'static str,

    pub skip_to_messages: &'static str,
    pub rooms: &'static str,
    pub lobby: &'static str,
    pub new_room: &'static str,
    pub new_room_hint: &'static str,
    pub room_name: &'static str,
    pub room_name_does_not_fit: &'static str,
    pub create: &'static str,
    pub find_a_room: &'static str,
    pub directory_hint: &'static str,
    pub directory_is_empty: &'static str,
    pub unread_in: fn(&str, &str) -> String,
    pub hide_rooms: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_link: &'static str,
    pub link_copied: &'static str,
    pub leave: &'static str,
    pub leave_now: &'static str,
    pub leave_question: &'static str,
    pub leave_hint: &'static str,
    pub left_elsewhere: fn(usize) -> String,
    pub join_again: &'static str,
    pub no_entry: fn(Code) -> &'static str,
    pub invalid_link: fn(bool) -> &'static str,

    pub connecting: &'static str,
    pub offline: &'static str,
    pub retry_in: fn(u64) -> String,
    pub retry_now: &'static str,
    pub outdated: &'static str,
    pub reload: &'static str,
    pub newer_version: &'static str,
    pub not_stored: &'static str,
    pub question: fn(Question, &str, &str) -> String,
    pub send_as: fn(&str) -> String,
    pub send_again: &'static str,

    pub history_of: fn(&str) -> String,
    pub beginning: fn(&str) -> String,
    pub beginning_hint: &'static str,
    pub loading_older: &'static str,
    pub loading_newer: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub new_messages: &'static str,
    pub joined: fn(&str) -> String,
    pub left: fn(&str) -> String,
    pub titled: fn(&str, &str) -> String,
    pub names: fn(&[&str]) -> String,
    pub deleted: &'static str,
    pub edited: &'static str,
    pub sending: &'static str,
    pub not_sent: fn(Code) -> &'static str,
    pub retry: &'static str,
    pub discard: &'static str,
    pub earlier_message: &'static str,
    pub in_reply_to: fn(&str) -> String,
    pub no_such_message: &'static str,
    pub jump_to_unread: &'static str,
    pub jump_down: &'static str,
    pub count_new: fn(usize) -> String,
    pub typing: fn(&[&str]) -> String,

    pub react: &'static str,
    pub react_with: fn(&str) -> String,
    pub reaction: fn(&str, usize) -> String,
    pub you: &'static str,
    pub reacted: fn(&[&str], usize) -> String,
    pub reply: &'static str,
    pub edit: &'static str,
    pub delete: &'static str,
    pub undo: &'static str,
    pub copy_text: &'static str,
    pub copy_message_link: &'static str,
    pub mark_unread: &'static str,
    pub marked_unread: &'static str,
    pub more_actions: &'static str,

    pub shortcuts: &'static str,
    pub shortcuts_everywhere: &'static str,
    pub shortcuts_of_messages: &'static str,
    pub shortcuts_of_composer: &'static str,
    pub go_to_room: &'static str,
    pub next_part: &'static str,
    pub close_or_cancel: &'static str,
    pub from_message_to_message: &'static str,
    pub first_or_last_message: &'static str,
    pub go_inside: &'static str,
    pub new_line: &'static str,
    pub edit_last: &'static str,
    pub switcher_hint: &'static str,
    pub actions: &'static str,

    pub message: &'static str,
    pub message_to: fn(&str) -> String,
    pub send: &'static str,
    pub save: &'static str,
    pub replying_to: fn(&str) -> String,
    pub editing: &'static str,
    pub characters_left: fn(usize) -> String,
    pub too_long: fn(usize) -> String,
    pub does_not_fit: &'static str,

    pub preview: &'static str,
    pub suggestions: &'static str,
    pub command_me: &'static str,
    pub command_nick: &'static str,
    pub command_shrug: &'static str,
    pub command_help: &'static str,
    pub unknown_command: fn(&str) -> String,
    pub command_needs_text: fn(&str) -> String,
    pub help: &'static str,
    pub commands: &'static str,
    pub commands_hint: &'static str,
    pub markup: &'static str,
    pub markup_examples: [&'static str; 7],

    pub emoji: &'static str,
    pub search_emoji: &'static str,
    pub no_emoji: fn(&str) -> String,
    pub emoji_loading: &'static str,
    pub emoji_failed: &'static str,
    pub recent_emoji: &'static str,
    pub emoji_group: &'static str,
    pub emoji_groups: [&'static str; 9],
    pub skin_tone: &'static str,
    pub skin_tones: [&'static str; 6],

    pub settings: &'static str,
    pub name: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub sounds: &'static str,
    pub about: &'static str,
    pub version: fn(&str, u32) -> String,
    pub licence: &'static str,
    pub made_with: &'static str,
    pub design: &'static str,
    pub colors: &'static str,
    pub letters: &'static str,
    pub spaces: &'static str,
    pub corners: &'static str,
    pub motion: &'static str,
    pub widgets: &'static str,
    pub cancel: &'static str,
    pub done: &'static str,
    pub close: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_what_the_language_is_kept_as() {
        for lang in Lang::ALL {
            assert_eq!(serde_json::to_string(&lang).unwrap(), format!("\"{}\"", lang.tag()));
        }
    }

    #[test]
    fn right_to_left_names_are_isolated() {
        let ada = "\u{5d0}\u{5d3}\u{5d4}";
        for t in Lang::ALL.map(Lang::words) {
            let of_one = [t.send_as, t.history_of, t.beginning, t.in_reply_to, t.message_to, t.replying_to];
            let lists = [(t.names)(&[ada, "Bo"]), (t.typing)(&[ada]), (t.typing)(&["Bo", ada])];
            let of_two = [(t.unread_in)(ada, "2"), (t.titled)("Bo", ada), (t.titled)(ada, "Tea")];
            let questions =
                [Question::OfGuest, Question::Old].map(|question| (t.question)(question, "x", ada));
            for text in of_one.map(|text| text(ada)).into_iter().chain(lists).chain(of_two).chain(questions) {
                assert!(text.contains(&format!("\u{2068}{ada}\u{2069}")), "{text:?}");
            }
        }
        assert_eq!((Lang::English.words().send_as)("Ada"), "Send as Ada", "other names have no marks");
    }

    #[test]
    fn lists_of_names_read_as_sentences() {
        let english = Lang::English.words();
        assert_eq!((english.joined)(&(english.names)(&["Ada"])), "Ada joined");
        assert_eq!((english.names)(&["Ada", "Bo", "Cy"]), "Ada, Bo and Cy");
        assert_eq!((english.names)(&["A", "B", "C", "D", "E"]), "A, B, C and 2 others");
        assert_eq!((english.typing)(&["Ada", "Bo"]), "Ada and Bo are typing…");
        assert_eq!((Lang::Chinese.words().names)(&["小明", "小红", "小刚"]), "小明、小红和小刚");
    }
}
