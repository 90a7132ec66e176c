//! The first screen: a name, once, or an account.

use client::Command;
use common::Name;
use leptos::ev::SubmitEvent;
use leptos::{html, prelude::*};

use super::suggest;
use crate::chat::Chat;
use crate::device;
use crate::sign_in::flow::SignIn;
use crate::sign_in::view::SignInButton;
use crate::state::language::Language;
use crate::state::settings::Preferences;
use crate::widgets::icon::{AGAIN, IconButton, Logo};
use crate::words::Lang;

#[component]
pub(crate) fn Welcome() -> impl IntoView {
    let language = expect_context::<Language>();
    let offer = expect_context::<SignIn>().offer();
    let has_accounts = offer.issuer.is_some();
    let separator = move || view! { <p class="welcome-separator">{language.text(|t| t.or_as_a_guest)}</p> };
    view! {
        <main class="welcome">
            <div class="welcome-card">
                <Logo />
                <h1>"Confab"</h1>
                <p class="welcome-tagline">
                    {move || {
                        if has_accounts { language.words().members_tagline } else { language.words().tagline }
                    }}
                </p>
                {has_accounts.then(|| view! { <SignInButton /> })}
                {(has_accounts && offer.guests).then(separator)}
                {offer.guests.then(|| view! { <GuestForm is_primary=!has_accounts /> })}
            </div>
            <Languages />
        </main>
    }
}

/// Asks for a name. A suggestion stands in the box already.
#[component]
fn GuestForm(is_primary: bool) -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let suggest = move || suggest::name(untrack(|| language.get()), device::random());
    let (name, is_invalid) = (RwSignal::new(suggest()), RwSignal::new(false));
    let input = NodeRef::<html::Input>::new();
    // The suggestion is selected, so that typing replaces it and Enter accepts it.
    Effect::new(move || {
        if let Some(input) = input.get() {
            request_animation_frame(move || input.select());
        }
    });
    let join = move |event: SubmitEvent| {
        event.prevent_default();
        match name.get_untracked().parse::<Name>() {
            Ok(name) => chat.command(Command::Rename(name)),
            Err(_) => is_invalid.set(true),
        }
    };
    view! {
        <form novalidate on:submit=join>
            <label class="field-label" for="your-name">
                {language.text(|t| t.your_name)}
            </label>
            <div class="field-row">
                <input
                    class="field-input"
                    id="your-name"
                    type="text"
                    dir="auto"
                    maxlength="80"
                    autocomplete="nickname"
                    autofocus
                    node_ref=input
                    aria-describedby="name-hint"
                    aria-invalid=move || is_invalid.get().to_string()
                    prop:value=name
                    on:input:target=move |event| {
                        is_invalid.set(false);
                        name.set(event.target().value());
                    }
                />
                <IconButton
                    icon=AGAIN
                    label=language.text(|t| t.another_name)
                    on_click=move |_| name.set(suggest())
                />
            </div>
            <p class="field-hint" class:is-error=is_invalid id="name-hint" role="status">
                {move || {
                    if is_invalid.get() {
                        language.words().name_does_not_fit
                    } else {
                        language.words().name_hint
                    }
                }}
            </p>
            <button type="submit" class="button is-wide" class:is-primary=is_primary>
                {language.text(|t| t.join)}
            </button>
        </form>
    }
}

/// The languages by their own names.
#[component]
fn Languages() -> impl IntoView {
    let (language, preferences) = (expect_context::<Language>(), expect_context::<Preferences>());
    let choice = move |each: Lang| {
        view! {
            <button
                type="button"
                class="button-link"
                lang=each.tag()
                aria-pressed=move || (language.get() == each).to_string()
                on:click=move |_| preferences.set_language(each)
            >
                {each.own_name()}
            </button>
        }
    };
    view! { <div class="welcome-languages">{Lang::ALL.map(choice).collect_view()}</div> }
}
