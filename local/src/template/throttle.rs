//! The throttles of a stage: how many requests each of its routes accepts.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html>

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Scope;

/// The numbers of a token bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throttle {
    /// Requests a second in the long run.
    pub rate: f64,
    /// Requests at once.
    pub burst: f64,
}

impl Throttle {
    /// The throttle of a route: its entry of `RouteSettings`, and from `DefaultRouteSettings` what that lacks. None if
    /// neither limits the rate. Each route has a bucket of its own, also with the default numbers.
    pub(super) fn read(stage: &Value, key: &str, scope: &Scope) -> Result<Option<Self>> {
        let settings = [&stage["RouteSettings"][key], &stage["DefaultRouteSettings"]];
        let number = |name: &str| -> Result<Option<f64>> {
            let Some(value) = settings.iter().map(|from| &from[name]).find(|value| !value.is_null()) else {
                return Ok(None);
            };
            let text = scope.text(value).context(name.to_owned())?;
            let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
            number.map(Some).with_context(|| format!("{name} must be a number, not {text:?}"))
        };
        let Some(rate) = number("ThrottlingRateLimit")? else { return Ok(None) };
        Ok(Some(Self { rate, burst: number("ThrottlingBurstLimit")?.unwrap_or(rate) }))
    }

    /// Checks that `RouteSettings` names only routes that there are: AWS refuses such a stage.
    pub(super) fn check(stage: &Value, has_route: impl Fn(&str) -> bool) -> Result<()> {
        for key in stage["RouteSettings"].as_object().into_iter().flat_map(|settings| settings.keys()) {
            ensure!(has_route(key), "RouteSettings names the route {key}, which the API does not have");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn a_route_without_settings_has_those_of_the_stage() {
        let scope = Scope::new(&json!({"Parameters": {"Rate": {"Default": 7}}}), &BTreeMap::new()).unwrap();
        let properties = json!({
            "DefaultRouteSettings": {"ThrottlingRateLimit": {"Ref": "Rate"}, "ThrottlingBurstLimit": 20},
            "RouteSettings": {"send": {"ThrottlingRateLimit": 0.5}},
        });
        let read = |key| Throttle::read(&properties, key, &scope).unwrap();
        assert_eq!(read("$default"), Some(Throttle { rate: 7.0, burst: 20.0 }));
        assert_eq!(read("send"), Some(Throttle { rate: 0.5, burst: 20.0 }));
        assert_eq!(Throttle::read(&json!({}), "send", &scope).unwrap(), None);
        let wrong = json!({"DefaultRouteSettings": {"ThrottlingRateLimit": "many"}});
        assert!(Throttle::read(&wrong, "send", &scope).is_err());
    }

    #[test]
    fn settings_of_a_route_that_is_not_there_are_an_error() {
        let stage = json!({"RouteSettings": {"sent": {}}});
        let error = Throttle::check(&stage, |key| key == "send").unwrap_err();
        assert!(error.to_string().contains("the route sent"), "{error}");
    }
}
