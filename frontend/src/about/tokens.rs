//! The design's tokens, which `styles/tokens.css` defines.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::words::Words;

/// Tokens of one kind.
pub struct Group {
    /// What stands above them.
    title: fn(&'static Words) -> &'static str,
    /// The custom properties begin with it. The stylesheet selects by it what a sample shows.
    kind: &'static str,
    /// The rest of their names.
    names: &'static [&'static str],
}

/// All tokens that are worth a look.
pub const GROUPS: [Group; 5] = [
    Group {
        title: |t| t.colors,
        kind: "color",
        names: &[
            "background",
            "sidebar",
            "surface",
            "text",
            "text-muted",
            "border",
            "border-strong",
            "border-field",
            "hover",
            "accent",
            "accent-soft",
            "accent-strong",
            "on-accent",
            "highlight",
            "danger",
            "on-danger",
            "scrim",
        ],
    },
    Group {
        title: |t| t.letters,
        kind: "font-size",
        names: &["smallest", "tiny", "small", "body", "input", "large", "title", "emoji"],
    },
    Group { title: |t| t.spaces, kind: "space", names: &["half", "1", "2", "3", "4", "5", "6", "7", "8"] },
    Group { title: |t| t.corners, kind: "radius", names: &["small", "medium", "large", "largest", "full"] },
    Group { title: |t| t.motion, kind: "duration", names: &["fast", "slow"] },
];

impl Group {
    /// The names of the custom properties.
    pub fn properties(&self) -> impl Iterator<Item = String> {
        self.names.iter().map(|name| format!("--{}-{name}", self.kind))
    }
}

#[component]
pub(super) fn Tokens() -> impl IntoView {
    let language = expect_context::<Language>();
    let sample = |property: String| {
        let value = format!("var({property})");
        view! {
            <li>
                <span class="about-sample" style=("--about-value", value) aria-hidden="true"></span>
                <code>{property}</code>
            </li>
        }
    };
    let group = move |group: &Group| {
        view! {
            <h3>{language.text(group.title)}</h3>
            <ul class="about-tokens" data-kind=group.kind>
                {group.properties().map(sample).collect_view()}
            </ul>
        }
    };
    GROUPS.iter().map(group).collect_view()
}
