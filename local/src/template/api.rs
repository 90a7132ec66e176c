//! The WebSocket API: its stage, its routes, and the expression that selects a frame's route.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{Function, Scope, Throttle};

mod plain;
mod serverless;

/// A WebSocket API with its stage and its routes: an `AWS::Serverless::WebSocketApi`, or an `AWS::ApiGatewayV2::Api` with
/// resources of its own.
#[derive(Debug)]
pub struct Api {
    /// Logical id.
    pub id: String,
    /// The stage's name. Clients connect to the path of this name.
    pub stage: String,
    /// The expression that selects a frame's route.
    pub selection: RouteSelection,
    /// Every route, by key.
    pub routes: BTreeMap<String, Route>,
}

/// One route of the API.
#[derive(Clone, Debug)]
pub struct Route {
    /// Logical id of the function that the route invokes.
    pub function: String,
    /// Whether the route has a route response, which returns the function's body to the client.
    pub two_way: bool,
    /// How many requests the route accepts. Without it, any number.
    pub throttle: Option<Throttle>,
}

/// A `RouteSelectionExpression` such as `$request.body.action`: the path to the route key in a frame's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSelection(Vec<String>);

/// What one of the two ways to write an API says.
struct Written<'a> {
    /// The properties of the stage.
    stage: &'a Value,
    stage_name: String,
    /// The logical id of each route's function, and whether the route has a response, by key.
    routes: BTreeMap<String, (String, bool)>,
}

impl Api {
    /// Whether the resource is an API that can be read.
    pub(super) fn is_written_in(resource: &Value) -> bool {
        serverless::is_api(resource) || plain::is_api(resource)
    }

    pub(super) fn read(id: &str, scope: &Scope) -> Result<Self> {
        let resource = scope.resource(id)?;
        let expression = &resource["Properties"]["RouteSelectionExpression"];
        let expression = scope.text(expression).context("RouteSelectionExpression")?;
        let Written { stage, stage_name, routes } =
            if plain::is_api(resource) { plain::read(id, scope) } else { serverless::read(id, scope) }?;
        Throttle::check(stage, |key| routes.contains_key(key))?;
        let route = |(key, (function, two_way)): (String, (String, bool))| {
            let throttle = Throttle::read(stage, &key, scope).with_context(|| format!("route {key}"))?;
            Ok((key, Route { function, two_way, throttle }))
        };
        let routes = routes.into_iter().map(route).collect::<Result<_>>()?;
        let selection = RouteSelection::read(&expression)?;
        Ok(Self { id: id.to_owned(), stage: stage_name, selection, routes })
    }

    /// Checks that the template has the function of every route.
    pub(super) fn check(&self, functions: &BTreeMap<String, Function>) -> Result<()> {
        for (key, route) in &self.routes {
            ensure!(
                functions.contains_key(&route.function),
                "route {key} names the function {}, which is not in Resources",
                route.function
            );
        }
        Ok(())
    }
}

/// Whether the template has a route response for the route with this logical id.
fn has_response(route: &str, scope: &Scope) -> Result<bool> {
    for (id, resource) in scope.resources() {
        let properties = &resource["Properties"];
        if resource["Type"] == "AWS::ApiGatewayV2::RouteResponse" && properties["RouteId"]["Ref"] == route {
            let key =
                scope.text(&properties["RouteResponseKey"]).with_context(|| format!("resource {id}"))?;
            ensure!(
                key == "$default",
                "resource {id}: RouteResponseKey must be $default, AWS knows no other"
            );
            return Ok(true);
        }
    }
    Ok(false)
}

impl RouteSelection {
    fn read(expression: &str) -> Result<Self> {
        let bare = expression.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
        let path =
            bare.or_else(|| expression.strip_prefix('$')).and_then(|path| path.strip_prefix("request.body."));
        let path = path.filter(|path| !path.is_empty()).with_context(|| {
            format!("RouteSelectionExpression {expression:?} is not supported, write $request.body.NAME")
        })?;
        Ok(Self(path.split('.').map(str::to_owned).collect()))
    }

    /// The route key in a frame. `None` if the frame is not JSON or has no such key.
    #[must_use]
    pub fn route_key(&self, frame: &str) -> Option<String> {
        let frame: Value = serde_json::from_str(frame).ok()?;
        match self.0.iter().try_fold(&frame, |value, key| value.get(key))? {
            Value::String(key) => Some(key.clone()),
            key @ (Value::Number(_) | Value::Bool(_)) => Some(key.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expression_selects_the_route_key() {
        let selection = RouteSelection::read("$request.body.action").unwrap();
        assert_eq!(selection, RouteSelection::read("${request.body.action}").unwrap());
        assert_eq!(selection.route_key(r#"{"action":"send"}"#).as_deref(), Some("send"));
        assert_eq!(selection.route_key(r#"{"action":{"a":1}}"#), None);
        assert_eq!(selection.route_key("send"), None);
        assert_eq!(selection.route_key("[1]"), None);
        let nested = RouteSelection::read("$request.body.a.b").unwrap();
        assert_eq!(nested.route_key(r#"{"a":{"b":3}}"#).as_deref(), Some("3"));
        assert!(RouteSelection::read("$request.header.x").is_err());
    }
}
