//! The screen, and what the person prefers. Chromium emulates all of it, the other engines what a window can show.

use serde_json::{Value, json};

use super::Person;
use e2e::browser::Engine;

impl Person {
    /// Sets the screen's size. A narrow screen is a phone's, with touch in place of a mouse.
    pub async fn set_screen(&self, (width, height): (u32, u32)) {
        self.screen.set((width, height));
        if Engine::chosen() != Engine::Chromium {
            return self.resize_window(width, height).await;
        }
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.send_cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        self.send_cdp("Emulation.setTouchEmulationEnabled", json!({"enabled": mobile})).await;
    }

    /// Gives the page this size, or makes it as narrow as the engine's windows can be.
    async fn resize_window(&self, width: u32, height: u32) {
        // Firefox's popups can be narrower than its other windows.
        if Engine::chosen() == Engine::Firefox && width < 500 && self.run("return opener").await.is_null() {
            self.run("open('about:blank', '', 'popup')").await;
            let windows = self.driver.windows().await.unwrap();
            self.driver.switch_to_window(windows[1].clone()).await.unwrap();
        }
        let borders = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]").await;
        let border = |index: usize| borders[index].as_u64().unwrap_or_default() as u32;
        self.driver.set_window_rect(0, 0, width + border(0), height + border(1)).await.unwrap();
    }

    /// Whether the screen is used by touch.
    pub async fn has_touch(&self) -> bool {
        self.run("return matchMedia('(pointer: coarse)').matches").await == true
    }

    /// Emulates the preferred color scheme, "light" or "dark", and the preference for reduced motion, because a headless
    /// browser may never finish an animation. Where nothing is emulated, the page's own setting does it.
    pub async fn emulate_scheme(&self, scheme: &str) {
        if Engine::chosen() != Engine::Chromium {
            return self.set_theme(scheme).await;
        }
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.send_cdp("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// Ends the preference for reduced motion.
    pub async fn emulate_motion(&self) {
        self.send_cdp("Emulation.setEmulatedMedia", json!({"features": []})).await;
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub async fn send_cdp(&self, command: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(command, parameters).await.unwrap()
    }
}
