//! Screenshots, and what is checked of each.

use serde_json::Value;

use super::Person;

/// The screens of a phone, a tablet and a large monitor.
const SCREENS: [(u32, u32); 3] = [(360, 740), (768, 1024), (1600, 900)];

impl Person {
    /// Saves a screenshot in `target/screenshots`, and checks that what it shows is accessible. With `SCREENSHOTS=all`,
    /// the same in each language, in each theme and on each screen.
    pub async fn screenshot(&self, name: &str) {
        self.save_screenshot(name).await;
        self.check_accessibility(name).await;
        if std::env::var("SCREENSHOTS").is_ok_and(|which| which == "all") {
            self.take_all_screenshots(name).await;
        }
    }

    /// Saves a screenshot, whatever it shows.
    pub async fn save_screenshot(&self, name: &str) {
        let folder = e2e::folder().join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{}-{name}.png", self.journey));
        if let Err(error) = self.driver.screenshot(&file).await {
            eprintln!("the screenshot {} cannot be saved: {error}", file.display());
        }
    }

    /// The journey goes on as if nothing had happened: the screen and the settings are put back.
    async fn take_all_screenshots(&self, name: &str) {
        let (screen, settings) =
            (self.screen.get(), self.run("return localStorage['confab.settings']").await);
        for size in SCREENS {
            // A larger screen has no drawer, so the page would close it for good.
            if size.0 > 720 && self.run("return !!document.querySelector('.is-drawer-open')").await == true {
                continue;
            }
            self.set_screen(size).await;
            for theme in ["light", "dark"] {
                for language in ["en", "zh-CN"] {
                    let settings = format!(r#"{{"theme":"{theme}","lang":"{language}"}}"#);
                    self.set_settings(&settings.into()).await;
                    let name = format!("{name}-{}-{theme}-{language}", size.0);
                    self.save_screenshot(&name).await;
                    self.check_accessibility(&name).await;
                }
            }
        }
        self.set_settings(&settings).await;
        self.set_screen(screen).await;
    }

    /// Chooses a theme, once the page is there.
    pub(super) async fn set_theme(&self, theme: &str) {
        let settings = self.run("return localStorage['confab.settings'] ?? '{}'").await;
        let Some(settings) = settings.as_str() else { return };
        let mut settings: Value = serde_json::from_str(settings).unwrap();
        settings["theme"] = theme.into();
        self.set_settings(&settings.to_string().into()).await;
    }

    /// Stores the settings as another page of the browser would, and waits until this page has followed.
    async fn set_settings(&self, settings: &Value) {
        let script = format!(
            "const settings = {settings}, key = 'confab.settings', root = document.documentElement;
             settings ? localStorage.setItem(key, settings) : localStorage.removeItem(key);
             if (app.inert) {{
                 const {{theme, lang}} = JSON.parse(settings ?? '{{}}');
                 root.dataset.theme = theme ?? 'system';
                 root.lang = lang ?? 'en';
             }} else {{
                 dispatchEvent(new StorageEvent('storage', {{key}}));
             }}
             const frame = () => new Promise(requestAnimationFrame);
             return frame().then(frame)"
        );
        self.run(&script).await;
    }
}
