//! A function: its binary, its environment and its limits. `Globals` supplies what the function itself does not set.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

use super::Scope;

/// An `AWS::Serverless::Function` that is built by `rust-cargolambda`.
#[derive(Clone, Debug)]
pub struct Function {
    /// Logical id.
    pub id: String,
    /// `Metadata.BuildProperties.Binary`: the binary of the workspace that the function runs.
    pub binary: String,
    /// The most time that one invocation may take.
    pub timeout: Duration,
    /// Megabytes. The function gets the number in its environment; nothing enforces it.
    pub memory: u64,
    /// Whether `LoggingConfig` asks for JSON lines.
    pub json_logs: bool,
    /// Environment variables.
    pub environment: BTreeMap<String, String>,
}

impl Function {
    pub(super) fn read(id: &str, resource: &Value, globals: &Value, scope: &Scope) -> Result<Self> {
        let binary = scope.text(&resource["Metadata"]["BuildProperties"]["Binary"]).context(
            "Metadata.BuildProperties.Binary is missing, name the binary of the workspace that the function runs",
        )?;
        let properties = &resource["Properties"];
        let seconds = number(properties, globals, "Timeout", 3, scope)?;
        let memory = number(properties, globals, "MemorySize", 128, scope)?;
        let format = [properties, globals].map(|from| &from["LoggingConfig"]["LogFormat"]);
        let format = format.into_iter().find(|format| !format.is_null()).unwrap_or(&Value::Null);
        let json_logs = scope.evaluate(format).context("LogFormat")? == "JSON";
        let mut environment = variables(globals, scope).context("Globals")?;
        environment.extend(variables(properties, scope)?);
        Ok(Self {
            id: id.to_owned(),
            binary,
            timeout: Duration::from_secs(seconds),
            memory,
            json_logs,
            environment,
        })
    }
}

fn number(properties: &Value, globals: &Value, key: &str, default: u64, scope: &Scope) -> Result<u64> {
    let given = [properties, globals].into_iter().map(|from| &from[key]).find(|value| !value.is_null());
    let Some(value) = given else { return Ok(default) };
    let text = scope.text(value).with_context(|| key.to_owned())?;
    text.parse().with_context(|| format!("{key} must be a whole number, not {text:?}"))
}

fn variables(properties: &Value, scope: &Scope) -> Result<BTreeMap<String, String>> {
    let mut variables = BTreeMap::new();
    for (name, value) in properties["Environment"]["Variables"].as_object().into_iter().flatten() {
        let variable = || format!("environment variable {name}");
        if !scope.evaluate(value).with_context(variable)?.is_null() {
            variables.insert(name.clone(), scope.text(value).with_context(variable)?);
        }
    }
    Ok(variables)
}
