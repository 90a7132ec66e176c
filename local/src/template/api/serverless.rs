//! An API that is one `AWS::Serverless::WebSocketApi`, of which SAM makes all the rest.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;

use super::super::Scope;
use super::{Written, has_response};

pub(super) fn is_api(resource: &Value) -> bool {
    resource["Type"] == "AWS::Serverless::WebSocketApi"
}

pub(super) fn read<'a>(id: &str, scope: &'a Scope) -> Result<Written<'a>> {
    let properties = &scope.resource(id)?["Properties"];
    let stage_name = match &properties["StageName"] {
        Value::Null => "default".to_owned(), // SAM's default
        name => scope.text(name).context("StageName")?,
    };
    let mut routes = BTreeMap::new();
    for (key, route) in
        properties["Routes"].as_object().context("Routes are missing, give it at least one")?
    {
        let function = function_of(route, scope).with_context(|| format!("route {key}"))?;
        routes.insert(key.clone(), (function, has_response(&route_id(id, key), scope)?));
    }
    Ok(Written { stage: properties, stage_name, routes })
}

/// The logical id of the route that SAM generates for a route key.
fn route_id(api: &str, key: &str) -> String {
    let key = key.trim_start_matches('$').to_lowercase();
    let mut letters = key.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{api}{first}{}Route", letters.as_str())
}

fn function_of(route: &Value, scope: &Scope) -> Result<String> {
    let arn = &route["FunctionArn"];
    ensure!(!arn.is_null(), "FunctionArn is missing, write !GetAtt NameOfTheFunction.Arn");
    // Fn::GetAtt contains the logical id, whereas an ARN only contains the function's physical name.
    match &arn["Fn::GetAtt"] {
        Value::String(path) => Ok(path.trim_end_matches(".Arn").to_owned()),
        Value::Array(parts) => parts.first().map(|id| scope.text(id)).context("Fn::GetAtt is empty")?,
        _ => {
            let arn = scope.text(arn)?;
            Ok(arn.rsplit(':').next().unwrap_or_default().to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn route_ids_are_those_that_sam_generates() {
        assert_eq!(route_id("Api", "$default"), "ApiDefaultRoute");
        assert_eq!(route_id("Api", "sendAll"), "ApiSendallRoute");
    }
}
