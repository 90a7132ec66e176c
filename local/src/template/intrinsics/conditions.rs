//! `Conditions`: which resources exist, and which branch an `Fn::If` takes.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};

use super::{Scope, intrinsic};

impl Scope {
    /// Conditions may refer to one another in any order: each round settles those whose references are settled.
    pub(super) fn settle_conditions(&mut self, mut open: Map<String, Value>) -> Result<()> {
        while !open.is_empty() {
            let before = open.len();
            let mut reason = None;
            open.retain(|name, expression| match self.holds(expression) {
                Ok(holds) => {
                    self.conditions.insert(name.clone(), holds);
                    false
                }
                Err(error) => {
                    reason.get_or_insert(error.context(format!("condition {name}")));
                    true
                }
            });
            if let Some(error) = reason.filter(|_| open.len() == before) {
                return Err(error);
            }
        }
        Ok(())
    }

    pub(super) fn condition(&self, name: &str) -> Result<bool> {
        let settled = self.conditions.get(name).copied();
        settled.ok_or_else(|| {
            anyhow!("condition {name} is unknown or refers to itself, define it in Conditions")
        })
    }

    pub(super) fn holds(&self, expression: &Value) -> Result<bool> {
        let call = expression.as_object().and_then(intrinsic);
        let (name, argument) = call.with_context(|| format!("{expression} is not a condition"))?;
        let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name, parts) {
            ("Condition", _) => self.condition(argument.as_str().unwrap_or_default()),
            ("Fn::Equals", [left, right]) => Ok(self.text(left)? == self.text(right)?),
            ("Fn::Not", [inner]) => Ok(!self.holds(inner)?),
            ("Fn::And", parts) => parts.iter().try_fold(true, |all, part| Ok(self.holds(part)? && all)),
            ("Fn::Or", parts) => parts.iter().try_fold(false, |any, part| Ok(self.holds(part)? || any)),
            _ => bail!("{name} cannot be read as a condition"),
        }
    }
}

/// Whether an intrinsic is true or false.
pub(super) fn is_logical(name: &str) -> bool {
    matches!(name, "Condition" | "Fn::Equals" | "Fn::Not" | "Fn::And" | "Fn::Or")
}
