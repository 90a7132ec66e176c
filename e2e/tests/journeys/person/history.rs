//! Where a person is in the history of a room, and how they get elsewhere.

use serde_json::json;

use super::Person;

/// Scripts of these journeys read the scrolling element, its rows, and what of them is visible.
const READ: &str = "const area = document.querySelector('.timeline-scroller');
    const rows = [...document.querySelectorAll('[role=feed] > *')];
    const {top, bottom} = area.getBoundingClientRect();
    const isVisible = row => row && row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom;
    const row = seq => document.querySelector(`[role=feed] > [data-seq='${seq}']`);
    const seqs = rows.map(row => Number(row.dataset.seq)).filter(Boolean);";

impl Person {
    pub async fn read(&self, expression: &str) -> serde_json::Value {
        self.run(&format!("{READ} return {expression}")).await
    }

    pub async fn until_read(&self, expression: &str) {
        self.until(&format!("sees {expression}"), async || self.read(expression).await == true).await;
    }

    /// Waits until a message is visible, has the focus, and stands between rows without a hole.
    pub async fn arrives_at(&self, seq: u64) {
        self.until_read(&format!("isVisible(row({seq})) && document.activeElement == row({seq})")).await;
        self.until_read("seqs.every((seq, index) => index == 0 || seq == seqs[index - 1] + 1)").await;
        assert_eq!(self.read("rows.length <= 300").await, true);
    }

    /// Turns the wheel over the history by so many pixels.
    pub async fn scroll(&self, y: i64) {
        let wheel = json!({"type": "mouseWheel", "x": 700, "y": 400, "deltaX": 0, "deltaY": y});
        self.send_cdp("Input.dispatchMouseEvent", wheel).await;
    }

    /// Turns the wheel until a message is visible.
    pub async fn scroll_to(&self, seq: u64, y: i64) {
        let is_visible = format!("isVisible(row({seq}))");
        self.until(&format!("scrolls to {seq}"), async || {
            self.scroll(y).await;
            self.read(&is_visible).await == true
        })
        .await;
    }

    /// Goes back or forward in the browser's history.
    pub async fn travel(&self, by: i32) {
        self.run(&format!("history.go({by})")).await;
    }
}
