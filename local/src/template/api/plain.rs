//! An API of CloudFormation's own resources: an `AWS::ApiGatewayV2::Api`, its stage, and a resource for each route and
//! each integration.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::super::Scope;
use super::{Written, has_response};

pub(super) fn is_api(resource: &Value) -> bool {
    resource["Type"] == "AWS::ApiGatewayV2::Api" && resource["Properties"]["ProtocolType"] == "WEBSOCKET"
}

pub(super) fn read<'a>(id: &str, scope: &'a Scope) -> Result<Written<'a>> {
    let stages: Vec<_> = children(id, "AWS::ApiGatewayV2::Stage", scope).collect();
    let [(_, stage)] = stages[..] else {
        bail!("one AWS::ApiGatewayV2::Stage is expected for it, {} are there", stages.len());
    };
    let stage_name = scope.text(&stage["StageName"]).context("StageName")?;
    let mut routes = BTreeMap::new();
    for (route, properties) in children(id, "AWS::ApiGatewayV2::Route", scope) {
        let name = || format!("resource {route}");
        let key = scope.text(&properties["RouteKey"]).with_context(name)?;
        let function = function_of(properties, scope).with_context(name)?;
        routes.insert(key, (function, has_response(route, scope)?));
    }
    ensure!(!routes.is_empty(), "it has no AWS::ApiGatewayV2::Route, give it at least one");
    Ok(Written { stage, stage_name, routes })
}

/// The logical ids and the properties of the API's resources of a type.
fn children<'a>(api: &str, kind: &str, scope: &'a Scope) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let is_child = move |(_, resource): &(&str, &Value)| {
        resource["Type"] == kind && resource["Properties"]["ApiId"]["Ref"] == api
    };
    scope.resources().filter(is_child).map(|(id, resource)| (id, &resource["Properties"]))
}

/// The logical id of the function that the route's integration invokes.
fn function_of(route: &Value, scope: &Scope) -> Result<String> {
    let target = scope.text(&route["Target"]).context("Target")?;
    let integration = target
        .strip_prefix("integrations/")
        .context("Target is wrong, write !Sub integrations/${NameOfTheIntegration}")?;
    let properties = &scope.resource(integration)?["Properties"];
    let uri =
        scope.text(&properties["IntegrationUri"]).context(format!("IntegrationUri of {integration}"))?;
    let arn = uri.split_once("/functions/").and_then(|(_, rest)| rest.strip_suffix("/invocations"));
    let arn = arn.with_context(|| {
        format!("IntegrationUri of {integration} is no function, write …/functions/${{Name.Arn}}/invocations")
    })?;
    let is_it = |id: &str| scope.text(&json!({"Fn::GetAtt": [id, "Arn"]})).is_ok_and(|it| it == arn);
    let functions = scope.resources().filter(|(_, resource)| resource["Type"] == "AWS::Serverless::Function");
    let function = functions.map(|(id, _)| id).find(|id| is_it(id));
    function.map(str::to_owned).with_context(|| format!("{arn} is no AWS::Serverless::Function in Resources"))
}
