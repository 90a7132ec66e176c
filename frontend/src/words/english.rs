//! English.

use client::Question;
use common::Code;

use super::Words;
use super::isolate::isolate;

pub(super) static WORDS: Words = Words {
    tagline: "Rooms to talk in. No account, just a name.",
    your_name: "Your name",
    name_hint: "Others see it beside what you say. You can change it later.",
    another_name: "Suggest another",
    join: "Join",
    name_does_not_fit: "A name is one line of 1 to 40 characters.",
    members_tagline: "Rooms to talk in.",
    sign_in: "Sign in",
    signing_in: "Signing in…",
    sign_in_failed: "Signing in did not work. Please try again.",
    sign_out: "Sign out",
    sign_out_others: "Sign out everywhere else",
    signed_out_others: "Only this device is signed in now.",
    signed_out: "Please sign in to go on.",
    or_as_a_guest: "or come in as a guest",

    skip_to_messages: "Skip to the messages",
    rooms: "Rooms",
    lobby: "Lobby",
    new_room: "New room",
    new_room_hint: "Everybody can join, by its link or from the list of public rooms.",
    room_name: "Room name",
    room_name_does_not_fit: "Use at most 60 characters, with a letter or a digit among them.",
    create: "Create room",
    find_a_room: "Find a room",
    directory_hint: "Public rooms. Open one to join it.",
    directory_is_empty: "There is no public room yet. Make the first one.",
    unread_in: |room, count| format!("{}, {count} unread", isolate(room)),
    hide_rooms: "Hide rooms",
    copy: "Copy",
    copied: "Copied",
    copy_link: "Copy link",
    link_copied: "Link copied",
    leave: "Leave room",
    leave_now: "Leave",
    leave_question: "Leave this room?",
    leave_hint: "You can come back by its link or from the list of public rooms.",
    left_elsewhere: |unsent| match unsent {
        0 => "You have left this room on another device.".to_owned(),
        _ => format!(
            "You have left this room on another device. Not sent:\u{a0}{unsent}. Join again to send what waits, or to discard it."
        ),
    },
    join_again: "Join again",
    no_entry,
    invalid_link: |too_long| {
        if too_long {
            "This link leads to no room: a room's name in a link has at most 64 characters."
        } else {
            "This link leads to no room. Check the link, or find a room."
        }
    },

    connecting: "Connecting…",
    offline: "Offline. What you send goes out later.",
    retry_in: |seconds| {
        if seconds == 0 { "Trying again…".to_owned() } else { format!("Trying again in {seconds} s.") }
    },
    retry_now: "Try now",
    outdated: "This page is out of date. Reload it to go on; what you wrote is kept.",
    reload: "Reload",
    newer_version: "There is a newer version of this page. Reload it when it suits you.",
    not_stored: "This browser does not keep what you write: its storage is full or blocked. Leave the page open until everything is sent.",
    question,
    send_as: |name| format!("Send as {}", isolate(name)),
    send_again: "Send again",

    history_of: |room| format!("Messages in {}", isolate(room)),
    beginning: |room| format!("This is where {} begins", isolate(room)),
    beginning_hint: "Say hello, or send the room’s link to somebody.",
    loading_older: "Loading earlier messages…",
    loading_newer: "Loading later messages…",
    today: "Today",
    yesterday: "Yesterday",
    new_messages: "New",
    joined: |names| format!("{names} joined"),
    left: |names| format!("{names} left"),
    titled: |name, title| format!("{} named the room {}", isolate(name), isolate(title)),
    names,
    deleted: "Message deleted",
    edited: "edited",
    sending: "Sending…",
    not_sent,
    retry: "Retry",
    discard: "Discard",
    earlier_message: "An earlier message",
    in_reply_to: |name| format!("In reply to {}", isolate(name)),
    no_such_message: "This link leads to no message: the room has none with this number.",
    jump_to_unread: "Jump to the first unread message",
    jump_down: "Jump to the newest message",
    count_new: |count| counted(count, "new message", "new messages"),
    typing: |who| match who {
        [] => String::new(),
        [one] => format!("{} is typing…", isolate(one)),
        many if many.len() <= 3 => format!("{} are typing…", names(many)),
        _ => "Several people are typing…".to_owned(),
    },

    react: "React",
    react_with: |emoji| format!("React with {emoji}"),
    reaction: |emoji, count| format!("{emoji}, {count}"),
    you: "You",
    reacted: |names, others| match (names, others) {
        ([], _) => counted(others, "person", "people"),
        ([one], 0) => (*one).to_owned(),
        ([firsts @ .., last], 0) => format!("{} and {last}", firsts.join(", ")),
        _ => format!("{} and {}", names.join(", "), counted(others, "other", "others")),
    },
    reply: "Reply",
    edit: "Edit",
    delete: "Delete",
    undo: "Undo",
    copy_text: "Copy text",
    copy_message_link: "Copy link",
    mark_unread: "Mark as unread",
    marked_unread: "Marked as unread",
    more_actions: "More actions",

    shortcuts: "Keyboard shortcuts",
    shortcuts_everywhere: "Everywhere",
    shortcuts_of_messages: "On a message",
    shortcuts_of_composer: "While writing",
    go_to_room: "Go to a room",
    next_part: "Next or previous part of the page",
    close_or_cancel: "Close or cancel what was opened last",
    from_message_to_message: "Next or previous message",
    first_or_last_message: "First or last message",
    go_inside: "Go inside the message; Esc comes back",
    new_line: "New line",
    edit_last: "Edit your last message, in an empty box",
    switcher_hint: "Type a room’s name",
    actions: "Message actions",

    message: "Message",
    message_to: |room| format!("Message {}", isolate(room)),
    send: "Send",
    save: "Save",
    replying_to: |name| format!("Replying to {}", isolate(name)),
    editing: "Editing your message",
    characters_left: |count| format!("About {} left", counted(count, "character", "characters")),
    too_long: |surplus| {
        let surplus = counted(surplus, "character", "characters");
        format!("Too long by about {surplus}. Shorten it, or send it in parts.")
    },
    does_not_fit: "This text has characters that cannot be sent.",

    preview: "Preview",
    suggestions: "Suggestions",
    command_me: "Say what you do: /me waves",
    command_nick: "Change your name: /nick Ada",
    command_shrug: "Put ¯\\_(ツ)_/¯ behind your text",
    command_help: "Show commands and markup",
    unknown_command: |name| {
        format!("There is no command /{name}. See /help, or type //{name} to send it as a text.")
    },
    command_needs_text: |name| format!("Write something behind /{name}."),
    help: "Commands and markup",
    commands: "Commands",
    commands_hint: "To send a text like /tea, double its slash: //tea.",
    markup: "Markup",
    markup_examples: [
        "**bold**",
        "*italic*",
        "~~gone~~",
        "`code`",
        "> quote",
        "- list",
        "```\ncode in lines\n```",
    ],

    emoji: "Emoji",
    search_emoji: "Search emoji",
    no_emoji: |query| format!("There is no emoji for “{query}”."),
    emoji_loading: "Loading the emoji…",
    emoji_failed: "The emoji could not be loaded. Check the connection, then try again.",
    recent_emoji: "Recent",
    emoji_group: "Group",
    emoji_groups: [
        "Smileys and emotion",
        "People and body",
        "Animals and nature",
        "Food and drink",
        "Travel and places",
        "Activities",
        "Objects",
        "Symbols",
        "Flags",
    ],
    skin_tone: "Skin tone",
    skin_tones: ["No skin tone", "Light", "Medium-light", "Medium", "Medium-dark", "Dark"],

    settings: "Settings",
    name: "Name",
    language: "Language",
    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    sounds: "Sound for new messages while you look elsewhere",
    about: "About Confab",
    version: |page, protocol| format!("Version {page}, protocol {protocol}"),
    licence: "MIT licence",
    made_with: "Made with Leptos",
    design: "Design",
    colors: "Colours",
    letters: "Letters",
    spaces: "Spaces",
    corners: "Corners",
    motion: "Motion",
    widgets: "Widgets",
    cancel: "Cancel",
    done: "Done",
    close: "Close",
};

/// A number of things. English has one form for exactly one, and another for every other number.
fn counted(count: usize, one: &str, others: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { others })
}

fn names(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| isolate(name)).collect();
    match &*names {
        [] => String::new(),
        [one] => one.to_string(),
        [first, second, third, rest @ ..] if rest.len() > 1 => {
            format!("{first}, {second}, {third} and {} others", rest.len())
        }
        [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
    }
}

fn no_entry(code: Code) -> &'static str {
    match code {
        Code::Forbidden | Code::Unauthorized => "This room is closed to you. Ask a member to let you in.",
        Code::NotFound => "There is no such room. Check the link, or make the room.",
        Code::TooLarge => "You are in as many rooms as one person can be. Leave one first.",
        _ => "This room cannot be opened now. Try again later.",
    }
}

fn not_sent(code: Code) -> &'static str {
    match code {
        Code::Forbidden => "Not sent: you may not do this here.",
        Code::NotFound => "Not sent: this message or room is gone.",
        Code::TooLarge => "Not sent: it is too long.",
        Code::RateLimited => "Not sent: too many at once. Try again.",
        _ => "Not sent.",
    }
}

fn question(question: Question, change: &str, room: &str) -> String {
    let (change, room) = (isolate(change), isolate(room));
    match question {
        Question::OfGuest => format!("Written here under another name, for {room}, and not sent: {change}"),
        Question::SentByGuest => format!(
            "Sent to {room} under another name, and perhaps not arrived. Look there, and write it again if it is missing: {change}"
        ),
        Question::OfAccount => {
            "Something that was written with an account waits here. Sign in with that account to send it, or discard it."
                .to_owned()
        }
        Question::Old => format!(
            "Sent to {room} long ago, and perhaps not arrived. Look there, and send it again only if it is missing: {change}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_no_plural() {
        let all = |count: usize| {
            [
                (WORDS.count_new)(count),
                (WORDS.characters_left)(count),
                (WORDS.reacted)(&[], count),
                (WORDS.reacted)(&["Ada"], count),
            ]
        };
        assert_eq!(all(1), ["1 new message", "About 1 character left", "1 person", "Ada and 1 other"]);
        assert_eq!(all(2), ["2 new messages", "About 2 characters left", "2 people", "Ada and 2 others"]);
    }
}
