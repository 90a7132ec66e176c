//! Name, language, theme.

use client::Command;
use common::Name;
use leptos::prelude::*;
use web_sys::Event;

use super::Theme;
use super::current::Preferences;
use crate::chat::Chat;
use crate::shell::SettingsOpen;
use crate::sign_in::view::account;
use crate::widgets::element::{El, el};
use crate::widgets::erased::when;
use crate::widgets::modal::modal;
use crate::widgets::state::{Watched, context};
use crate::words::current::{lang, t};
use crate::words::{Lang, Words};

/// The dialog.
pub(crate) fn settings() -> El {
    let SettingsOpen(open) = context();
    modal(open, || t().settings, move || form(open))
}

/// Language and theme apply at once, the name on Done.
fn form(open: Watched<bool>) -> El {
    let old = Chat.glance(|client| client.name().map(ToString::to_string)).unwrap_or_default();
    let (name, wrong) = (Watched::new(old.clone()), Watched::new(false));
    let done = move |event: Event| {
        event.prevent_default();
        let Ok(name) = name.get_untracked().parse::<Name>() else { return wrong.set(true) };
        if Chat.glance(|client| client.name() != Some(&name)) {
            Chat.command(Command::Rename(name));
        }
        open.set(false);
    };
    let write = move |event: Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    };
    let input = el("input.field")
        .attr("id", "name")
        .attr("type", "text")
        .attr("maxlength", "80")
        .attr("autocomplete", "nickname")
        .attr("value", &old)
        .attr("aria-describedby", "new-name-hint")
        .bind("aria-invalid", move || wrong.get())
        .on("input", write);
    let hint = el("div")
        .attr("id", "new-name-hint")
        .attr("role", "status")
        .add(when(move || wrong.get(), || el("p.hint.wrong").says(|| t().name_does_not_fit)));
    let done_button = el("button.button.primary").attr("type", "submit").says(|| t().done);
    el("form")
        .attr("novalidate", "")
        .on("submit", done)
        .add([el("label").attr("for", "name").says(|| t().name), input, hint, languages(), themes()])
        .add(account())
        .add(el("div.modal-actions").add(done_button))
}

fn languages() -> El {
    let choice = |each: Lang| {
        radio("language", move || lang() == each, move || Preferences.speak(each))
            .attr("lang", each.tag())
            .add(el("span").text(each.own_name()))
    };
    let legend = el("legend").says(|| t().language);
    el("fieldset.choices").add(legend).add(Lang::ALL.map(choice))
}

fn themes() -> El {
    let choice = |each: Theme| {
        radio("theme", move || Preferences.theme() == each, move || Preferences.wear(each))
            .add(el("span").says(move || name(each, t())))
    };
    let legend = el("legend").says(|| t().theme);
    el("fieldset.choices").add(legend).add(Theme::ALL.map(choice))
}

/// One of several choices, with its label.
fn radio(group: &str, chosen: impl Fn() -> bool + 'static, mut choose: impl FnMut() + 'static) -> El {
    let input = el("input").attr("type", "radio").attr("name", group).checked(chosen);
    el("label").add(input.on("change", move |_: Event| choose()))
}

fn name(theme: Theme, t: &Words) -> &'static str {
    match theme {
        Theme::System => t.theme_system,
        Theme::Light => t.theme_light,
        Theme::Dark => t.theme_dark,
    }
}
