//! The way in: a name, once, or an account.

use client::Command;
use common::Name;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::suggest;
use crate::chat::Chat;
use crate::device;
use crate::settings::current::Preferences;
use crate::sign_in::flow::SignIn;
use crate::sign_in::view::sign_in;
use crate::widgets::element::{El, ElementRef, button, el};
use crate::widgets::erased::{effect, next_frame};
use crate::widgets::icon::{AGAIN, icon_button, mark};
use crate::widgets::state::Watched;
use crate::words::Lang;
use crate::words::current::{lang, t};

/// The first screen.
pub(crate) fn welcome() -> El {
    let offer = SignIn.offer();
    let (accounts, guests) = (offer.issuer.is_some(), offer.guests);
    let card = el("div.welcome-card")
        .add([mark(), el("h1").text("Confab")])
        .add(el("p.tagline").says(move || if accounts { t().members_tagline } else { t().tagline }))
        .add(accounts.then(sign_in))
        .add((accounts && guests).then(|| el("p.or").says(|| t().or_as_a_guest)))
        .add(guests.then(|| guest(accounts)));
    el("main.welcome").add([card, languages()])
}

/// Asks for a name: a suggestion stands in the box already. Where there are accounts, they come first.
fn guest(accounts: bool) -> El {
    let suggest = move || suggest::name(untrack(lang), device::random());
    let (name, wrong) = (Watched::new(suggest()), Watched::new(false));
    let input = ElementRef::new();
    // The suggestion is selected: typing replaces it, Enter takes it.
    effect(move || {
        if let Some(input) = input.get::<HtmlInputElement>() {
            next_frame(move || input.select());
        }
    });
    let join = move |event: Event| {
        event.prevent_default();
        match name.get_untracked().parse::<Name>() {
            Ok(name) => Chat.command(Command::Rename(name)),
            Err(_) => wrong.set(true),
        }
    };
    let write = move |event: Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    };
    let field = el("input.field")
        .attr("id", "your-name")
        .attr("type", "text")
        .attr("maxlength", "80")
        .attr("autocomplete", "nickname")
        .attr("autofocus", "")
        .attr("aria-describedby", "name-hint")
        .bind("aria-invalid", move || wrong.get())
        .value(move || name.get())
        .on("input", write)
        .at(input);
    let row = el("div.field-row")
        .add([field, icon_button(AGAIN, || t().another_name, move || name.set(suggest()))]);
    let hint = el("p.hint")
        .attr("id", "name-hint")
        .attr("role", "status")
        .toggle("wrong", move || wrong.get())
        .says(move || if wrong.get() { t().name_does_not_fit } else { t().name_hint });
    let classes = if accounts { "button wide" } else { "button wide primary" };
    let submit = el("button").attr("type", "submit").attr("class", classes).says(|| t().join);
    let label = el("label").attr("for", "your-name").says(|| t().your_name);
    el("form").attr("novalidate", "").on("submit", join).add([label, row, hint, submit])
}

/// The languages by their own names.
fn languages() -> El {
    let choice = |each: Lang| {
        button("text-button")
            .attr("lang", each.tag())
            .bind("aria-pressed", move || lang() == each)
            .text(each.own_name())
            .click(move || Preferences.speak(each))
    };
    el("div.languages").add(Lang::ALL.map(choice))
}
