//! Where a popup opens.

use leptos::prelude::document;
use web_sys::{Event, HtmlElement};

use crate::widgets::focus::closest;

/// Pixels between a popup and its anchor, and between a popup and the edge of the screen, at least.
const GAP: f64 = 8.0;

/// The edges of the element beside which a popup opens, in pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Anchor {
    top: f64,
    right: f64,
    bottom: f64,
}

impl Anchor {
    /// The button that an event has come from.
    pub fn of(event: &Event) -> Option<Self> {
        let edges = closest(event, "button")?.get_bounding_client_rect();
        Some(Self { top: edges.top(), right: edges.right(), bottom: edges.bottom() })
    }

    /// Moves a popup here. Its stylesheet decides whether it follows.
    pub(super) fn place(&self, popup: &HtmlElement) {
        let Some(page) = document().document_element() else { return };
        let size = (popup.offset_width().into(), popup.offset_height().into());
        let (left, top) = self.position(size, (page.client_width().into(), page.client_height().into()));
        for (name, pixels) in [("--popup-left", left), ("--popup-top", top)] {
            // Browsers refuse it only in stylesheets, which cannot be changed.
            let _ = popup.style().set_property(name, &format!("{pixels}px"));
        }
    }

    /// Left and top of a popup with this size, on a screen with that size: above the anchor, if there is space, else
    /// below it; at the anchor's right edge.
    fn position(&self, (width, height): (f64, f64), (screen_width, screen_height): (f64, f64)) -> (f64, f64) {
        let above = self.top - GAP - height;
        let top = if above >= GAP { above } else { self.bottom + GAP };
        let fit = |start: f64, size: f64, screen: f64| start.min(screen - GAP - size).max(GAP);
        (fit(self.right - width, width, screen_width), fit(top, height, screen_height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (f64, f64) = (1280.0, 800.0);
    const SIZE: (f64, f64) = (350.0, 400.0);

    #[test]
    fn a_popup_is_above_its_anchor_where_there_is_space() {
        let composer = Anchor { top: 740.0, right: 900.0, bottom: 776.0 };
        assert_eq!(composer.position(SIZE, SCREEN), (550.0, 332.0));
        let first_message = Anchor { top: 100.0, right: 900.0, bottom: 132.0 };
        assert_eq!(first_message.position(SIZE, SCREEN), (550.0, 140.0));
    }

    #[test]
    fn a_popup_stays_on_the_screen() {
        let left = Anchor { top: 740.0, right: 40.0, bottom: 776.0 };
        assert_eq!(left.position(SIZE, SCREEN), (8.0, 332.0));
        let low_screen = Anchor { top: 200.0, right: 1300.0, bottom: 236.0 };
        assert_eq!(low_screen.position(SIZE, (1280.0, 420.0)), (922.0, 12.0));
    }
}
