//! The parts of the page, among which F6 moves the focus: sidebar, messages, composer.

use leptos::prelude::document;
use web_sys::Element;

use crate::widgets::focus::focus;

/// A part of the page: where it is, and what takes the focus in it, best first.
struct Landmark {
    area: &'static str,
    targets: &'static [&'static str],
}

const LANDMARKS: [Landmark; 3] = [
    Landmark { area: ".sidebar", targets: &[".sidebar a[aria-current=page]", ".sidebar a"] },
    Landmark { area: ".shell-content", targets: &["article[tabindex='0']", ".shell-content"] },
    Landmark { area: ".composer", targets: &[".composer textarea"] },
];

/// Moves the focus to the next part that is there and visible, or to the one before.
pub(super) fn focus_next(back: bool) {
    let there: Vec<&Landmark> = LANDMARKS.iter().filter(|landmark| target(landmark).is_some()).collect();
    // The composer lies within the content, so the last that holds the focus is the nearest.
    let current = there.iter().rposition(|landmark| has_focus(landmark));
    if let Some(next) = next(there.len(), current, back) {
        focus(target(there[next]));
    }
}

/// The index after the current one of so many, around the end. Without a current one it begins at an end.
fn next(count: usize, current: Option<usize>, back: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match current {
        None | Some(0) if back => last,
        Some(current) if back => current - 1,
        Some(current) if current < last => current + 1,
        _ => 0,
    })
}

fn has_focus(landmark: &Landmark) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.closest(landmark.area).ok().flatten().is_some())
}

fn target(landmark: &Landmark) -> Option<Element> {
    let find = |css: &&str| document().query_selector(css).ok().flatten().filter(is_visible);
    landmark.targets.iter().find_map(find)
}

/// A link in the closed drawer of a small screen lies left of the window, so it does not count as visible.
fn is_visible(element: &Element) -> bool {
    let rect = element.get_bounding_client_rect();
    rect.width() > 0.0 && rect.right() > 0.0
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn the_way_leads_around() {
        let forth: Vec<_> = [None, Some(0), Some(1), Some(2)].map(|at| next(3, at, false).unwrap()).into();
        assert_eq!(forth, [0, 1, 2, 0]);
        let back: Vec<_> = [None, Some(2), Some(1), Some(0)].map(|at| next(3, at, true).unwrap()).into();
        assert_eq!(back, [2, 1, 0, 2]);
        assert_eq!(next(0, None, false), None);
    }
}
