//! Evaluates `Conditions`, which decide whether a resource exists and which value an `Fn::If` takes.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};

use super::{Scope, intrinsic};

impl Scope {
    /// Evaluates all conditions. They may refer to one another in any order, so each round evaluates those whose
    /// references have a value.
    pub(super) fn evaluate_conditions(&mut self, mut remaining: Map<String, Value>) -> Result<()> {
        while !remaining.is_empty() {
            let before = remaining.len();
            let mut first_error = None;
            remaining.retain(|name, expression| match self.is_true(expression) {
                Ok(value) => {
                    self.conditions.insert(name.clone(), value);
                    false
                }
                Err(error) => {
                    first_error.get_or_insert(error.context(format!("condition {name}")));
                    true
                }
            });
            if let Some(error) = first_error.filter(|_| remaining.len() == before) {
                return Err(error);
            }
        }
        Ok(())
    }

    pub(super) fn condition(&self, name: &str) -> Result<bool> {
        let value = self.conditions.get(name).copied();
        value.ok_or_else(|| {
            anyhow!("condition {name} is unknown or refers to itself, define it in Conditions")
        })
    }

    pub(super) fn is_true(&self, expression: &Value) -> Result<bool> {
        let call = expression.as_object().and_then(intrinsic);
        let (name, argument) = call.with_context(|| format!("{expression} is not a condition"))?;
        let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name, parts) {
            ("Condition", _) => self.condition(argument.as_str().unwrap_or_default()),
            ("Fn::Equals", [left, right]) => Ok(self.text(left)? == self.text(right)?),
            ("Fn::Not", [inner]) => Ok(!self.is_true(inner)?),
            ("Fn::And", parts) => parts.iter().try_fold(true, |all, part| Ok(self.is_true(part)? && all)),
            ("Fn::Or", parts) => parts.iter().try_fold(false, |any, part| Ok(self.is_true(part)? || any)),
            _ => bail!("{name} cannot be read as a condition"),
        }
    }
}

/// Whether an intrinsic evaluates to true or false.
pub(super) fn is_logical(name: &str) -> bool {
    matches!(name, "Condition" | "Fn::Equals" | "Fn::Not" | "Fn::And" | "Fn::Or")
}
