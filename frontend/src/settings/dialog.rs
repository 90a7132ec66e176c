//! Name, language, theme.

use client::Command;
use common::Name;
use leptos::{ev, prelude::*};

use super::Theme;
use super::current::Preferences;
use crate::chat::Chat;
use crate::shell::SettingsOpen;
use crate::sign_in::view::Account;
use crate::widgets::erased::{on, when};
use crate::widgets::modal::modal;
use crate::words::current::{lang, words};
use crate::words::{Lang, Words};

/// The dialog.
pub(crate) fn settings() -> AnyView {
    let SettingsOpen(open) = expect_context();
    modal(open, |t| t.settings.to_owned(), move || view! { <Form open/> }.into_any())
}

/// Language and theme apply at once, the name on Done.
#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let old = chat.glance(|client| client.name().map(ToString::to_string)).unwrap_or_default();
    let (name, wrong) = (RwSignal::new(old.clone()), RwSignal::new(false));
    let done = on(move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Ok(name) = name.get_untracked().parse::<Name>() else { return wrong.set(true) };
        if chat.glance(|client| client.name() != Some(&name)) {
            chat.command(Command::Rename(name));
        }
        open.set(false);
    });
    let write = on(move |event: ev::Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    });
    let hint = move || view! { <p class="hint wrong">{move || t().name_does_not_fit}</p> }.into_any();
    view! {
        <form on:submit=done novalidate>
            <label for="name">{move || t().name}</label>
            <input id="name" class="field" type="text" maxlength="80" autocomplete="nickname" value=old
                aria-describedby="new-name-hint" aria-invalid=move || wrong.get().to_string()
                on:input=write/>
            <div id="new-name-hint" role="status">{when(move || wrong.get(), hint)}</div>
            <Languages/>
            <Themes/>
            <Account/>
            <div class="modal-actions">
                <button type="submit" class="button primary">{move || t().done}</button>
            </div>
        </form>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let (preferences, t, lang) = (expect_context::<Preferences>(), words(), lang());
    let choice = move |each: Lang| {
        view! {
            <label lang=each.tag()>
                <input type="radio" name="language" prop:checked=move || lang() == each on:change=on(move |_: ev::Event| preferences.speak(each))/>
                <span>{each.own_name()}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices">
            <legend>{move || t().language}</legend>
            {Lang::ALL.into_iter().map(choice).collect::<Vec<_>>()}
        </fieldset>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let (preferences, t) = (expect_context::<Preferences>(), words());
    let choice = move |each: Theme| {
        view! {
            <label>
                <input type="radio" name="theme" prop:checked=move || preferences.theme() == each
                    on:change=on(move |_: ev::Event| preferences.wear(each))/>
                <span>{move || name(each, t())}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices">
            <legend>{move || t().theme}</legend>
            {Theme::ALL.into_iter().map(choice).collect::<Vec<_>>()}
        </fieldset>
    }
}

fn name(theme: Theme, t: &Words) -> &'static str {
    match theme {
        Theme::System => t.theme_system,
        Theme::Light => t.theme_light,
        Theme::Dark => t.theme_dark,
    }
}
