//! What axe-core finds in the page that a person sees.

use super::Person;
use crate::axe;

/// All rules that axe runs by default, best practices among them, and the size of targets. An animation is put to its
/// end first, because half-transparent text has no contrast. Axe does not see the colours that a device forces.
const RUN: &str = r#"
    for (const animation of document.getAnimations())
        if (animation.effect.getComputedTiming().endTime != Infinity) animation.finish();
    const rules = {
        "target-size": {enabled: true},
        "color-contrast": {enabled: !matchMedia("(forced-colors: active)").matches},
    };
    return axe.run(document, {resultTypes: ["violations"], rules})
        .then(({violations}) => violations.flatMap(({id, nodes}) =>
            nodes.map(({html, failureSummary}) => `${id}: ${html}\n${failureSummary}`)))"#;

impl Person {
    /// Fails if the page has a defect of accessibility that axe-core finds.
    pub async fn check_accessibility(&self, state: &str) {
        let defects = self.accessibility_defects().await.unwrap_or_default();
        assert!(defects.is_empty(), "{} {state} is not accessible:\n{}", self.journey, defects.join("\n"));
    }

    /// The defects that axe-core finds in the page, or the reason why it cannot look.
    pub async fn accessibility_defects(&self) -> Result<Vec<String>, &'static str> {
        let source = axe::source()?;
        if self.run("return typeof axe").await != "object" {
            // The Content-Security-Policy of the page does not hold for the scripts of WebDriver.
            self.driver.execute(source, vec![]).await.unwrap();
        }
        let found = self.driver.execute(RUN, vec![]).await.unwrap();
        Ok(found.convert().unwrap())
    }
}
