//! The settings: name, language, theme, account.

use client::Command;
use common::Name;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::sign_in::view::Account;
use crate::state::dialogs::SettingsOpen;
use crate::state::language::Language;
use crate::state::route::Route;
use crate::state::settings::{Preferences, Theme};
use crate::widgets::modal::Modal;
use crate::words::{Lang, Words};

#[component]
pub(crate) fn SettingsDialog() -> impl IntoView {
    let (SettingsOpen(open), language) = (expect_context(), expect_context::<Language>());
    view! {
        <Modal open title=language.text(|t| t.settings)>
            <Form open />
        </Modal>
    }
}

/// Language and theme apply at once, the name when the person is done.
#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let old = chat.name.get_untracked().map(String::from).unwrap_or_default();
    let (name, is_invalid) = (RwSignal::new(old.clone()), RwSignal::new(false));
    let done = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(name) = name.get_untracked().parse::<Name>() else { return is_invalid.set(true) };
        if chat.name.get_untracked().as_ref() != Some(&name) {
            chat.command(Command::Rename(name));
        }
        open.set(false);
    };
    view! {
        <form novalidate on:submit=done>
            <label class="field-label" for="name">
                {language.text(|t| t.name)}
            </label>
            <input
                class="field-input"
                id="name"
                type="text"
                dir="auto"
                maxlength="80"
                autocomplete="nickname"
                value=old
                aria-describedby="new-name-hint"
                aria-invalid=move || is_invalid.get().to_string()
                on:input:target=move |event| {
                    is_invalid.set(false);
                    name.set(event.target().value());
                }
            />
            <p class="field-hint is-error" id="new-name-hint" role="status">
                {move || if is_invalid.get() { language.words().name_does_not_fit } else { "" }}
            </p>
            <Languages />
            <Themes />
            <Sounds />
            <Account />
            <p class="settings-about">
                <a href=Route::About.href() on:click=move |_| open.set(false)>
                    {language.text(|t| t.about)}
                </a>
            </p>
            <div class="modal-actions">
                <button type="submit" class="button is-primary">
                    {language.text(|t| t.done)}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let (preferences, language) = (expect_context::<Preferences>(), expect_context::<Language>());
    let choice = move |each: Lang| {
        view! {
            <label lang=each.tag()>
                <input
                    type="radio"
                    name="language"
                    prop:checked=move || language.get() == each
                    on:change=move |_| preferences.set_language(each)
                />
                <span>{each.own_name()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{language.text(|t| t.language)}</legend>
            {Lang::ALL.map(choice).collect_view()}
        </fieldset>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let (preferences, language) = (expect_context::<Preferences>(), expect_context::<Language>());
    let choice = move |each: Theme| {
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    prop:checked=move || preferences.theme() == each
                    on:change=move |_| preferences.set_theme(each)
                />
                <span>{move || theme_name(each, language.words())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{language.text(|t| t.theme)}</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
}

#[component]
fn Sounds() -> impl IntoView {
    let (preferences, language) = (expect_context::<Preferences>(), expect_context::<Language>());
    view! {
        <label class="settings-switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || preferences.sounds()
                on:change:target=move |event| preferences.set_sounds(event.target().checked())
            />
            <span>{language.text(|t| t.sounds)}</span>
        </label>
    }
}

fn theme_name(theme: Theme, t: &Words) -> &'static str {
    match theme {
        Theme::System => t.theme_system,
        Theme::Light => t.theme_light,
        Theme::Dark => t.theme_dark,
    }
}
