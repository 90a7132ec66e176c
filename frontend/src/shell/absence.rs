//! In place of a room: why there is none, and what to do next.

use client::{Client, Command};
use common::{Code, RoomId};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::route::Route;
use crate::words::Words;

/// Why the room is not there.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Absence {
    /// The server refused to let this person in.
    Refused(Code),
    /// This person has left it on another device. So many changes were not sent.
    LeftElsewhere(usize),
}

impl Absence {
    /// Why this person is not in the room; none if they are, or come in.
    pub fn of(client: &Client, room: &RoomId) -> Option<Self> {
        if client.room(room).is_some() {
            None
        } else if client.was_left(room) {
            Some(Self::LeftElsewhere(client.pending(room).count()))
        } else {
            client.refusal(room).map(Self::Refused)
        }
    }

    fn text(self, t: &Words) -> String {
        match self {
            Self::Refused(code) => (t.no_entry)(code).to_owned(),
            Self::LeftElsewhere(unsent) => (t.left_elsewhere)(unsent),
        }
    }

    /// What the person can do about it: the button's text, and the command.
    fn remedy(self, t: &Words, room: RoomId) -> Option<(&'static str, Command)> {
        match self {
            Self::Refused(Code::NotFound) => Some((t.create, Command::Create { room, title: None })),
            Self::Refused(_) => None,
            Self::LeftElsewhere(_) => Some((t.join_again, Command::Open(room))),
        }
    }
}

#[component]
pub(super) fn AbsenceNotice(absence: Absence) -> impl IntoView {
    let (chat, room, language) =
        (expect_context::<Chat>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let remedy = move || {
        let (text, command) = absence.remedy(language.words(), room.id())?;
        let act = move |_| chat.command(command.clone());
        Some(view! {
            <button type="button" class="button is-primary" on:click=act>
                {text}
            </button>
        })
    };
    view! {
        <div class="shell-notice" role="alert">
            <p>{move || absence.text(language.words())}</p>
            {remedy}
            <FindRoom />
        </div>
    }
}

/// The way to the directory.
#[component]
pub(super) fn FindRoom() -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <a class="button" href=Route::Directory.href()>
            {language.text(|t| t.find_a_room)}
        </a>
    }
}
