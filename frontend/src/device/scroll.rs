//! The geometry of a scrolling element whose rows come and go.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Closer to the end than this, in pixels, the reader wants to stay at the end.
const NEAR_END: f64 = 80.0;

/// Scrolls as little as shows a whole element.
pub(crate) fn reveal(element: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// A row that keeps its place on the screen while others come and go above it.
#[derive(Clone)]
pub(crate) struct Anchor {
    row: Element,
    offset: f64,
}

impl Anchor {
    /// The row's `data-seq`.
    pub fn seq(&self) -> Option<u64> {
        seq_of(&self.row)
    }
}

fn seq_of(row: &Element) -> Option<u64> {
    row.get_attribute("data-seq")?.parse().ok()
}

/// A scrolling element, and the element in it whose children are the rows. A row that stands for an event carries its
/// number as `data-seq`.
#[derive(Clone)]
pub(crate) struct ScrollArea {
    pub scroller: HtmlElement,
    pub rows: HtmlElement,
}

impl ScrollArea {
    fn top(&self) -> f64 {
        self.scroller.get_bounding_client_rect().top()
    }

    /// Pixels between the visible part and the end.
    pub fn below(&self) -> f64 {
        let bottom = self.scroller.scroll_top() + self.scroller.client_height();
        f64::from(self.scroller.scroll_height() - bottom)
    }

    /// Pixels between the beginning and the visible part.
    pub fn above(&self) -> f64 {
        f64::from(self.scroller.scroll_top())
    }

    /// Whether the end is so near that the reader wants to stay there.
    pub fn is_near_end(&self) -> bool {
        self.below() <= NEAR_END
    }

    /// Scrolls to the end.
    pub fn scroll_to_end(&self) {
        self.scroller.set_scroll_top(self.scroller.scroll_height());
    }

    /// The first visible article. Dividers cannot be anchors: a day's divider moves up with every page.
    pub fn anchor(&self) -> Option<Anchor> {
        let top = self.top();
        let mut row = self.row(self.first(|row| row.get_bounding_client_rect().bottom() > top))?;
        while row.tag_name() != "ARTICLE" {
            row = row.next_element_sibling()?;
        }
        let offset = row.get_bounding_client_rect().top() - top;
        Some(Anchor { row, offset })
    }

    /// Puts a row back to where it was before the reader scrolled by `scrolled` pixels, if it is still there.
    pub fn restore(&self, anchor: &Anchor, scrolled: f64) {
        if anchor.row.is_connected() {
            let wanted = anchor.offset - scrolled;
            let moved = (anchor.row.get_bounding_client_rect().top() - self.top() - wanted).round() as i32;
            if moved != 0 {
                self.scroller.set_scroll_top(self.scroller.scroll_top() + moved);
            }
        }
    }

    /// The `data-seq` of the last visible row.
    pub fn last_visible(&self) -> Option<u64> {
        let bottom = self.scroller.get_bounding_client_rect().bottom() - 8.0;
        let after = self.first(|row| row.get_bounding_client_rect().top() >= bottom);
        (0..after).rev().find_map(|index| seq_of(&self.row(index)?))
    }

    /// The row of an event, or the row before it, if it has none of its own.
    pub fn find(&self, seq: u64) -> Option<HtmlElement> {
        let is_it = |row: &Element| seq_of(row).is_some_and(|of_row| of_row <= seq);
        let mut rows = (0..self.rows.child_element_count()).rev().filter_map(|index| self.row(index));
        rows.find(is_it)?.dyn_into().ok()
    }

    /// The first `data-seq` of all rows.
    pub fn first_seq(&self) -> Option<u64> {
        (0..self.rows.child_element_count()).find_map(|index| seq_of(&self.row(index)?))
    }

    /// The last article.
    pub fn last_article(&self) -> Option<HtmlElement> {
        self.rows.query_selector("article:last-of-type").ok().flatten()?.dyn_into().ok()
    }

    /// The unread line.
    pub fn find_line(&self) -> Option<Element> {
        self.rows.query_selector("[data-kind=unread]").ok().flatten()
    }

    /// Whether a row lies above the visible part.
    pub fn is_above(&self, row: &Element) -> bool {
        row.get_bounding_client_rect().top() < self.top()
    }

    /// Scrolls a row into view, `share` of the height below the top.
    pub fn scroll_to(&self, row: &Element, share: f64) {
        let height = f64::from(self.scroller.client_height());
        let by = row.get_bounding_client_rect().top() - self.top() - height * share;
        self.scroller.set_scroll_top(self.scroller.scroll_top() + by.round() as i32);
    }

    fn row(&self, index: u32) -> Option<Element> {
        self.rows.children().item(index)
    }

    /// The index of the first row for which `reached` holds. The rows lie in order from top to bottom.
    fn first(&self, reached: impl Fn(&Element) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.rows.child_element_count());
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
