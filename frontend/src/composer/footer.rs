//! Below the box: what is wrong with the text, and how much space is left.

use leptos::prelude::*;

use super::preview::{Preview, PreviewButton};
use crate::state::composing::Composing;
use crate::state::draft::{Draft, Space};
use crate::state::language::Language;
use crate::state::slash_command::SlashError;
use crate::words::Words;

/// Tells what does not fit; nothing is cut off. Near the limit it tells how much space is left.
#[component]
pub(super) fn Footer(preview: Preview) -> impl IntoView {
    let (composing, language) = (expect_context::<Composing>(), expect_context::<Language>());
    let space = Memo::new(move |_| composing.with(Draft::space));
    let error = move || match (space.get(), composing.slash_error()) {
        (Space::Over(characters), _) => (language.words().too_long)(characters),
        (_, Some(error)) => slash_error(&error, language.words()),
        _ if composing.with(Draft::has_control_characters) => language.words().does_not_fit.to_owned(),
        _ => String::new(),
    };
    let counter = move || match space.get() {
        Space::Left(characters) => (language.words().characters_left)(characters),
        Space::Enough | Space::Over(_) => String::new(),
    };
    view! {
        <div class="composer-footer">
            <p class="composer-error" id="composer-error" role="status">
                {error}
            </p>
            <span class="composer-counter">{counter}</span>
            <PreviewButton preview />
        </div>
    }
}

fn slash_error(error: &SlashError, words: &Words) -> String {
    match error {
        SlashError::Unknown(name) => (words.unknown_command)(name),
        SlashError::NeedsText(command) => (words.command_needs_text)(command.name()),
        SlashError::Name => words.name_does_not_fit.to_owned(),
    }
}
