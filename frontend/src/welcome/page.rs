//! The way in: a name, once, or an account.

use client::Command;
use common::Name;
use leptos::prelude::*;
use leptos::{ev, html};

use super::suggest;
use crate::chat::Chat;
use crate::device;
use crate::settings::current::Preferences;
use crate::sign_in::flow::SignIn;
use crate::sign_in::view::SignInPart;
use crate::widgets::erased::{click, effect, next_frame, on, when};
use crate::widgets::icon::{AGAIN, Icon, Mark};
use crate::words::Lang;
use crate::words::current::{lang, words};

/// The first screen.
#[component]
pub(crate) fn Welcome() -> impl IntoView {
    let (offer, t) = (expect_context::<SignIn>().offer(), words());
    let (accounts, guests) = (offer.issuer.is_some(), offer.guests);
    let tagline = move || if accounts { t().members_tagline } else { t().tagline };
    view! {
        <main class="welcome">
            <div class="welcome-card">
                <Mark/>
                <h1>"Confab"</h1>
                <p class="tagline">{move || tagline()}</p>
                {when(move || accounts, || view! { <SignInPart/> }.into_any())}
                {when(move || accounts && guests, move || view! { <p class="or">{move || t().or_as_a_guest}</p> }.into_any())}
                {when(move || guests, move || view! { <Guest accounts/> }.into_any())}
            </div>
            <Languages/>
        </main>
    }
}

/// Asks for a name: a suggestion stands in the box already. Where there are accounts, they come first.
#[component]
fn Guest(accounts: bool) -> impl IntoView {
    let (chat, t, lang) = (expect_context::<Chat>(), words(), lang());
    let suggest = move || suggest::name(untrack(lang), device::random());
    let (name, wrong) = (RwSignal::new(suggest()), RwSignal::new(false));
    let input = NodeRef::<html::Input>::new();
    // The suggestion is selected: typing replaces it, Enter takes it.
    effect(move || {
        if let Some(input) = input.get() {
            next_frame(move || input.select());
        }
    });
    let join = on(move |event: ev::SubmitEvent| {
        event.prevent_default();
        match name.get_untracked().parse::<Name>() {
            Ok(name) => chat.command(Command::Rename(name)),
            Err(_) => wrong.set(true),
        }
    });
    let write = on(move |event: ev::Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    });
    view! {
        <form on:submit=join novalidate>
            <label for="your-name">{move || t().your_name}</label>
            <div class="field-row">
                <input id="your-name" class="field" type="text" maxlength="80" autocomplete="nickname" autofocus
                    node_ref=input aria-describedby="name-hint" aria-invalid=move || wrong.get().to_string()
                    prop:value=move || name.get()
                    on:input=write/>
                <button type="button" class="icon-button" aria-label=move || t().another_name title=move || t().another_name
                    on:click=click(move || name.set(suggest()))>
                    <Icon path=AGAIN/>
                </button>
            </div>
            <p id="name-hint" class="hint" role="status" class:wrong=move || wrong.get()>
                {move || if wrong.get() { t().name_does_not_fit } else { t().name_hint }}
            </p>
            <button type="submit" class="button wide" class:primary=!accounts>{move || t().join}</button>
        </form>
    }
}

/// The languages by their own names.
#[component]
fn Languages() -> impl IntoView {
    let (preferences, lang) = (expect_context::<Preferences>(), lang());
    let choice = move |each: Lang| {
        view! {
            <button type="button" class="text-button" lang=each.tag() aria-pressed=move || (lang() == each).to_string()
                on:click=click(move || preferences.speak(each))>
                {each.own_name()}
            </button>
        }
        .into_any()
    };
    view! { <div class="languages">{Lang::ALL.into_iter().map(choice).collect::<Vec<_>>()}</div> }
}
