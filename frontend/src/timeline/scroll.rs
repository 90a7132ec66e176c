//! Where the rows are: geometry only.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Closer to the end than this, in pixels, the reader wants to stay at the end.
const NEAR_END: f64 = 80.0;

/// A row that holds its place while others come and go above it.
#[derive(Clone)]
pub(super) struct Anchor {
    row: Element,
    offset: f64,
}

/// The scrolling element and the element whose children are the rows.
#[derive(Clone)]
pub(super) struct Scroll {
    pub scroller: HtmlElement,
    pub feed: HtmlElement,
}

impl Scroll {
    fn top(&self) -> f64 {
        self.scroller.get_bounding_client_rect().top()
    }

    /// Pixels between what is seen and the end.
    pub fn below(&self) -> f64 {
        let seen = self.scroller.scroll_top() + self.scroller.client_height();
        f64::from(self.scroller.scroll_height() - seen)
    }

    /// Pixels between the beginning and what is seen.
    pub fn above(&self) -> f64 {
        f64::from(self.scroller.scroll_top())
    }

    pub fn is_near_end(&self) -> bool {
        self.below() <= NEAR_END
    }

    pub fn to_end(&self) {
        self.scroller.set_scroll_top(self.scroller.scroll_height());
    }

    /// The first message that is seen, and where. Dividers would not do: a day's goes up with every page.
    pub fn anchor(&self) -> Option<Anchor> {
        let top = self.top();
        let mut row = self.row(self.first(|row| row.get_bounding_client_rect().bottom() > top))?;
        while row.tag_name() != "ARTICLE" {
            row = row.next_element_sibling()?;
        }
        let offset = row.get_bounding_client_rect().top() - top;
        Some(Anchor { row, offset })
    }

    /// Puts a row back where it was, `scrolled` pixels ago; does nothing if it is gone, or there.
    pub fn restore(&self, anchor: &Anchor, scrolled: f64) {
        if anchor.row.is_connected() {
            let wanted = anchor.offset - scrolled;
            let moved = (anchor.row.get_bounding_client_rect().top() - self.top() - wanted).round() as i32;
            if moved != 0 {
                self.scroller.set_scroll_top(self.scroller.scroll_top() + moved);
            }
        }
    }

    /// The `data-seq` of the last row that is seen.
    pub fn last_seen(&self) -> Option<u64> {
        let bottom = self.scroller.get_bounding_client_rect().bottom() - 8.0;
        let after = self.first(|row| row.get_bounding_client_rect().top() >= bottom);
        let seq = |place| self.row(place)?.get_attribute("data-seq")?.parse().ok();
        (0..after).rev().find_map(seq)
    }

    /// The row of an event.
    pub fn find(&self, seq: u64) -> Option<HtmlElement> {
        let found = self.feed.query_selector(&format!("[data-seq=\"{seq}\"]")).ok().flatten()?;
        found.dyn_into().ok()
    }

    /// Brings a row into view, `share` of the height below the top.
    pub fn show(&self, row: &Element, share: f64) {
        let height = f64::from(self.scroller.client_height());
        let by = row.get_bounding_client_rect().top() - self.top() - height * share;
        self.scroller.set_scroll_top(self.scroller.scroll_top() + by.round() as i32);
    }

    /// The unread line, if it stands above what is seen.
    pub fn unread_line_above(&self) -> Option<Element> {
        let line = self.feed.query_selector(".unread-line").ok().flatten()?;
        (line.get_bounding_client_rect().top() < self.top()).then_some(line)
    }

    fn row(&self, place: u32) -> Option<Element> {
        self.feed.children().item(place)
    }

    /// The place of the first row for which `reached` holds; rows only go downwards.
    fn first(&self, reached: impl Fn(&Element) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.feed.child_element_count());
        while low < high {
            let middle = low.midpoint(high);
            match self.row(middle) {
                Some(row) if !reached(&row) => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}
