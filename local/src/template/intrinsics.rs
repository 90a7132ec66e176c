//! Evaluates CloudFormation's intrinsic functions, as far as a template on one machine needs them. Parameters have
//! their defaults. `Ref` gives a resource's name. An attribute that only AWS knows becomes a readable placeholder.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

mod conditions;

use super::sub;

/// The account and the region in local names and ARNs.
const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "us-east-1";

/// The values of the names in a template.
#[derive(Debug)]
pub struct Scope {
    parameters: Map<String, Value>,
    mappings: Value,
    conditions: BTreeMap<String, bool>,
    resources: Map<String, Value>,
}

/// A given value: a number if the parameter's type says so, because DynamoDB takes no text in its place.
fn typed(value: &str, parameter: &Value) -> Value {
    let number = serde_json::from_str(value).ok().filter(Value::is_number);
    number.filter(|_| parameter["Type"] == "Number").unwrap_or_else(|| json!(value))
}

impl Scope {
    /// Reads `Parameters`, `Mappings`, `Conditions` and `Resources`. A value in `given` replaces a parameter's
    /// default.
    pub fn new(document: &Value, given: &BTreeMap<String, String>) -> Result<Self> {
        let mut scope = Self {
            parameters: Map::new(),
            mappings: document["Mappings"].clone(),
            conditions: BTreeMap::new(),
            resources: document["Resources"].as_object().cloned().unwrap_or_default(),
        };
        for name in given.keys() {
            ensure!(!document["Parameters"][name].is_null(), "it has no parameter {name}, correct the name");
        }
        for (name, parameter) in document["Parameters"].as_object().into_iter().flatten() {
            let value =
                given.get(name).map_or_else(|| parameter["Default"].clone(), |value| typed(value, parameter));
            scope.parameters.insert(name.clone(), value);
        }
        scope.evaluate_conditions(document["Conditions"].as_object().cloned().unwrap_or_default())?;
        let conditions = &scope.conditions;
        scope.resources.retain(|_, resource| {
            resource["Condition"].as_str().is_none_or(|name| conditions.get(name) != Some(&false))
        });
        Ok(scope)
    }

    /// The resources whose condition is true, by logical id.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.resources.iter().map(|(id, resource)| (id.as_str(), resource))
    }

    /// The resource with this logical id.
    pub fn resource(&self, id: &str) -> Result<&Value> {
        self.resources.get(id).with_context(|| {
            format!("{id} is neither a parameter nor a resource of this template, correct the name")
        })
    }

    /// Evaluates every intrinsic in a value. `AWS::NoValue` disappears from its map or list.
    pub fn evaluate(&self, value: &Value) -> Result<Value> {
        match value {
            Value::Object(map) => match intrinsic(map) {
                Some((name, argument)) => self.call(name, argument),
                None => self.evaluate_map(map),
            },
            Value::Array(items) => {
                let items = items.iter().map(|item| self.evaluate(item)).collect::<Result<Vec<_>>>()?;
                Ok(items.into_iter().filter(|item| !item.is_null()).collect())
            }
            scalar => Ok(scalar.clone()),
        }
    }

    /// Evaluates a value to a text. Numbers and booleans become text, as in CloudFormation.
    pub fn text(&self, value: &Value) -> Result<String> {
        match self.evaluate(value)? {
            Value::String(text) => Ok(text),
            scalar @ (Value::Number(_) | Value::Bool(_)) => Ok(scalar.to_string()),
            other => bail!("{other} is not a text, write one"),
        }
    }

    fn evaluate_map(&self, map: &Map<String, Value>) -> Result<Value> {
        let mut evaluated = Map::new();
        for (key, value) in map {
            let value = self.evaluate(value).with_context(|| key.clone())?;
            if !value.is_null() {
                evaluated.insert(key.clone(), value);
            }
        }
        Ok(Value::Object(evaluated))
    }

    fn call(&self, name: &str, argument: &Value) -> Result<Value> {
        match name {
            "Ref" => self.reference(self.text(argument)?.as_str()),
            "Fn::Sub" => self.sub(argument),
            "Fn::GetAtt" => self.get_att(argument),
            "Fn::Join" => self.join(argument),
            "Fn::If" => self.choose(argument),
            "Fn::Select" => self.select(argument),
            "Fn::Split" => self.split(argument),
            "Fn::FindInMap" => self.find_in_map(argument),
            _ if conditions::is_logical(name) => Ok(json!(self.is_true(&json!({ name: argument }))?)),
            _ => bail!("{name} is not supported here, use a parameter instead"),
        }
    }

    fn reference(&self, name: &str) -> Result<Value> {
        if let Some(value) = self.parameters.get(name) {
            ensure!(!value.is_null(), "parameter {name} has no Default, give it one that suits a local run");
            return Ok(value.clone());
        }
        Ok(match name {
            "AWS::NoValue" => Value::Null,
            "AWS::Region" => json!(REGION),
            "AWS::AccountId" => json!(ACCOUNT),
            "AWS::Partition" => json!("aws"),
            "AWS::URLSuffix" => json!("amazonaws.com"),
            "AWS::StackName" | "AWS::StackId" => json!("local"),
            _ => json!(self.physical_name(name)?),
        })
    }

    /// The name that the template gives a resource, or else its logical id.
    fn physical_name(&self, id: &str) -> Result<String> {
        let resource = self.resource(id)?;
        let given = ["TableName", "FunctionName", "BucketName"].map(|key| &resource["Properties"][key]);
        given.into_iter().find(|name| !name.is_null()).map_or(Ok(id.to_owned()), |name| self.text(name))
    }

    fn sub(&self, argument: &Value) -> Result<Value> {
        let (pattern, own) = match argument {
            Value::Array(parts) => (parts.first().unwrap_or(&Value::Null), parts.get(1)),
            pattern => (pattern, None),
        };
        let pattern = pattern.as_str().context("Fn::Sub needs a text")?;
        let replaced = sub::replace(pattern, |name| {
            if let Some(value) = own.and_then(|own| own.get(name)) {
                return self.text(value);
            }
            match name.split_once('.') {
                Some((id, attribute)) => self.attribute(id, attribute),
                None => self.text(&json!({ "Ref": name })),
            }
        })?;
        Ok(json!(replaced))
    }

    fn get_att(&self, argument: &Value) -> Result<Value> {
        let (id, attribute) = match argument {
            Value::String(path) => path.split_once('.'),
            Value::Array(parts) => match parts.as_slice() {
                [id, attribute] => id.as_str().zip(attribute.as_str()),
                _ => None,
            },
            _ => None,
        }
        .with_context(|| format!("Fn::GetAtt needs a resource and an attribute, not {argument}"))?;
        self.attribute(id, attribute).map(Value::String)
    }

    fn attribute(&self, id: &str, attribute: &str) -> Result<String> {
        let name = self.physical_name(id)?;
        let kind = self.resource(id)?["Type"].as_str().unwrap_or_default();
        Ok(match (kind, attribute) {
            ("AWS::DynamoDB::Table", "Arn") => table_arn(&name),
            ("AWS::DynamoDB::Table", "StreamArn") => format!("{}/stream/local", table_arn(&name)),
            ("AWS::Serverless::Function", "Arn") => function_arn(&name),
            _ => format!("{id}.{attribute}"),
        })
    }

    fn join(&self, argument: &Value) -> Result<Value> {
        let (separator, items) = pair(argument, "Fn::Join")?;
        let items = self.evaluate(items)?;
        let items = items.as_array().context("Fn::Join needs a list")?;
        let texts = items.iter().map(|item| self.text(item)).collect::<Result<Vec<_>>>()?;
        Ok(json!(texts.join(&self.text(separator)?)))
    }

    fn choose(&self, argument: &Value) -> Result<Value> {
        let Some([condition, yes, no]) = argument.as_array().map(Vec::as_slice) else {
            bail!("Fn::If needs a condition and two values");
        };
        let name = condition.as_str().context("Fn::If needs the name of a condition")?;
        self.evaluate(if self.condition(name)? { yes } else { no })
    }

    fn select(&self, argument: &Value) -> Result<Value> {
        let (index, items) = pair(argument, "Fn::Select")?;
        let index: usize = self.text(index)?.parse().context("Fn::Select needs a number")?;
        let items = self.evaluate(items)?;
        items.get(index).cloned().with_context(|| format!("Fn::Select {index} is beyond the list"))
    }

    fn split(&self, argument: &Value) -> Result<Value> {
        let (separator, text) = pair(argument, "Fn::Split")?;
        let (separator, text) = (self.text(separator)?, self.text(text)?);
        Ok(text.split(&separator).map(|part| json!(part)).collect())
    }

    fn find_in_map(&self, argument: &Value) -> Result<Value> {
        let keys = argument.as_array().context("Fn::FindInMap needs a map and two keys")?;
        let mut found = &self.mappings;
        for key in keys {
            let key = self.text(key)?;
            found = found.get(&key).with_context(|| format!("Mappings has no {key} here"))?;
        }
        self.evaluate(found)
    }
}

/// A table's ARN.
pub(crate) fn table_arn(name: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}")
}

/// The ARN of all connections of a stage, for one verb of `@connections`.
pub(crate) fn connections_arn(api: &str, stage: &str, verb: &str) -> String {
    format!("arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/{stage}/{verb}/@connections/*")
}

/// A function's ARN, in its environment and in `Fn::GetAtt`.
pub(crate) fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
}

fn intrinsic(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    (name == "Ref" || name == "Condition" || name.starts_with("Fn::")).then_some((name.as_str(), argument))
}

fn pair<'a>(argument: &'a Value, name: &str) -> Result<(&'a Value, &'a Value)> {
    match argument.as_array().map(Vec::as_slice) {
        Some([first, second]) => Ok((first, second)),
        _ => bail!("{name} needs two values"),
    }
}
