//! The help: commands, and the markup of texts.

use common::markup::parse;
use leptos::prelude::*;

use super::suggestions::description;
use crate::state::language::Language;
use crate::state::slash_command::SlashCommand;
use crate::widgets::markup::blocks;
use crate::widgets::modal::Modal;

#[component]
pub(super) fn Help(open: RwSignal<bool>) -> impl IntoView {
    let language = expect_context::<Language>();
    let command = move |command: SlashCommand| {
        let name = format!("/{}", command.name());
        view! {
            <dt>{name}</dt>
            <dd>{move || description(command, language.words())}</dd>
        }
    };
    let example = |text: &'static str| {
        view! {
            <dt>{text}</dt>
            <dd class="markup">{blocks(parse(text))}</dd>
        }
    };
    view! {
        <Modal open title=language.text(|t| t.help)>
            <h3 class="help-title">{language.text(|t| t.commands)}</h3>
            <dl class="help-list">{SlashCommand::ALL.map(command).collect_view()}</dl>
            <p class="modal-text">{language.text(|t| t.commands_hint)}</p>
            <h3 class="help-title">{language.text(|t| t.markup)}</h3>
            <dl class="help-list">
                {move || language.words().markup_examples.map(example).collect_view()}
            </dl>
        </Modal>
    }
}
