//! The dialog that lists the keyboard shortcuts.

use leptos::prelude::*;

use crate::device;
use crate::state::language::Language;
use crate::timeline::actions::Action;
use crate::widgets::modal::Modal;
use crate::words::Words;

/// Keys that do the same, and what they do. `Mod` is the command key of the system.
type Row = (&'static [&'static str], fn(&'static Words) -> &'static str);

const EVERYWHERE: &[Row] = &[
    (&["?", "Mod+/"], |t| t.shortcuts),
    (&["Mod+K"], |t| t.go_to_room),
    (&["F6", "Shift+F6"], |t| t.next_part),
    (&["Esc"], |t| t.close_or_cancel),
    (&["Mod+Z"], |t| t.undo),
];

const MESSAGES: &[Row] = &[
    (&["↑", "↓"], |t| t.from_message_to_message),
    (&["Home", "End"], |t| t.first_or_last_message),
    (&["Enter"], |t| t.go_inside),
    (&["Shift+F10"], |t| t.more_actions),
];

const COMPOSER: &[Row] =
    &[(&["Enter"], |t| t.send), (&["Shift+Enter"], |t| t.new_line), (&["↑"], |t| t.edit_last)];

#[component]
pub(super) fn ShortcutsDialog(open: RwSignal<bool>) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <Modal open title=language.text(|t| t.shortcuts)>
            <Group title=|t| t.shortcuts_everywhere rows=EVERYWHERE />
            <Group title=|t| t.shortcuts_of_messages rows=MESSAGES>
                <ActionKeys />
            </Group>
            <Group title=|t| t.shortcuts_of_composer rows=COMPOSER />
        </Modal>
    }
}

#[component]
fn Group(
    title: fn(&'static Words) -> &'static str,
    rows: &'static [Row],
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let row = |&(keys, label): &Row| {
        let label = move || label(language.words());
        view! { <Shortcut keys=keys.iter().map(|key| named(key)).collect() label /> }
    };
    view! {
        <section class="shortcuts">
            <h3>{language.text(title)}</h3>
            <dl>
                {rows.iter().map(row).collect_view()}
                {children.map(|children| children())}
            </dl>
        </section>
    }
}

/// The keys of a message's actions, from the same list as its menu.
#[component]
fn ActionKeys() -> impl IntoView {
    let language = expect_context::<Language>();
    let row = |action: Action| {
        let label = move || action.label(language.words());
        action.key_label().map(|key| view! { <Shortcut keys=vec![key] label /> })
    };
    Action::ALL.map(row).collect_view()
}

#[component]
fn Shortcut(keys: Vec<String>, label: impl Fn() -> &'static str + Send + 'static) -> impl IntoView {
    view! {
        <div class="shortcuts-row">
            <dt>{label}</dt>
            <dd>{keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dd>
        </div>
    }
}

/// A key as it stands on this keyboard.
fn named(key: &str) -> String {
    let (command, sign) = if device::is_mac() { ("⌘", "") } else { ("Ctrl", "+") };
    key.replace("Mod+", &format!("{command}{sign}"))
}
