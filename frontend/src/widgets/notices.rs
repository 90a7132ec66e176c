//! What the person should know about this page and this device, or has to decide.

use client::{Command, Pending, Question};
use common::{Change, ClientId};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::{self, dates};
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;
use crate::state::open_room::title_of;
use crate::state::route::Route;
use crate::state::timeline::excerpt::excerpt;
use crate::widgets::icon::{CLOSE, IconButton};

/// Lines above the room. They stay while the person goes from room to room.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    view! {
        <div class="notices" role="status">
            <Show when=move || !chat.is_stored.get()>
                <p class="notice">{language.text(|t| t.not_stored)}</p>
            </Show>
            <NewerVersion />
            {move || chat.question.get().map(|(pending, question)| view! { <Ask pending question /> })}
        </div>
    }
}

/// The page works on with a newer server, so that the person may put off the reload.
#[component]
fn NewerVersion() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let dismissed = RwSignal::new(false);
    view! {
        <Show when=move || chat.is_behind_server.get() && !dismissed.get()>
            <p class="notice">
                {language.text(|t| t.newer_version)} <span class="notice-actions">
                    <button type="button" class="button-link" on:click=|_| device::reload()>
                        {language.text(|t| t.reload)}
                    </button>
                    <IconButton
                        icon=CLOSE
                        label=language.text(|t| t.close)
                        on_click=move |_| dismissed.set(true)
                    />
                </span>
            </p>
        </Show>
    }
}

/// Asks about one pending change. The next one follows when the person has decided.
#[component]
fn Ask(pending: Pending, question: Question) -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let emoji = expect_context::<EmojiTable>();
    let command = move |command: fn(ClientId) -> Command, id: &ClientId| chat.command(command(id.clone()));
    let (id, other_id) = (pending.client_id.clone(), pending.client_id.clone());
    let room = StoredValue::new(pending.room.clone());
    let room_title = move || title_of(chat, &room.read_value(), language.words());
    // Nobody else is led to the room of a person with an account.
    let link = (question != Question::OfAccount).then(|| {
        view! {
            <a class="button-link" href=Route::Room(pending.room.clone()).href()>
                {room_title}
            </a>
        }
    });
    let text =
        move || (language.words().question)(question, &summary(&pending, emoji, language), &room_title());
    let send = move || match question {
        Question::Old => language.words().send_again.to_owned(),
        _ => (language.words().send_as)(&chat.name.get().map(String::from).unwrap_or_default()),
    };
    view! {
        <p class="notice">
            {text}
            <span class="notice-actions">
                {link}
                {question
                    .may_send()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button-link"
                                on:click=move |_| command(Command::Retry, &id)
                            >
                                {send}
                            </button>
                        }
                    })}
                <button
                    type="button"
                    class="button-link"
                    on:click=move |_| command(Command::Discard, &other_id)
                >
                    {language.text(|t| t.discard)}
                </button>
            </span>
        </p>
    }
}

/// What the change is, and when it was made.
fn summary(pending: &Pending, emoji: EmojiTable, language: Language) -> String {
    let by_shortcode = |name: &str| emoji.by_shortcode(name);
    let what = match &pending.change {
        Change::Post(post) => excerpt(post.text.as_str(), &by_shortcode),
        Change::Edit(edit) => excerpt(edit.text.as_str(), &by_shortcode),
        Change::Delete(_) => language.words().delete.to_owned(),
        Change::React(react) => react.emoji.to_string(),
    };
    let at = pending.client_id.made_at().unwrap_or_default();
    format!("“{what}” ({})", dates::day(at, language.tag()))
}
