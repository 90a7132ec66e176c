//! Converts CloudFormation's YAML to JSON. Every short form (`!Ref x`) becomes its long form (`{"Ref": "x"}`).

use anyhow::{Context, Result, bail, ensure};
use saphyr::{LoadableYamlNode, ScalarOwned, YamlOwned};
use serde_json::{Map, Value, json};

/// Reads one YAML document.
pub fn parse(text: &str) -> Result<Value> {
    let documents = YamlOwned::load_from_str(text).context("this is not YAML")?;
    ensure!(documents.len() == 1, "one YAML document is expected, the file has {}", documents.len());
    to_json(&documents[0])
}

fn to_json(node: &YamlOwned) -> Result<Value> {
    Ok(match node {
        YamlOwned::Value(scalar) => from_scalar(scalar),
        YamlOwned::Sequence(items) => Value::Array(items.iter().map(to_json).collect::<Result<_>>()?),
        YamlOwned::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key_of(key)?, to_json(value)?);
            }
            Value::Object(map)
        }
        YamlOwned::Tagged(tag, inner) => long_form(&tag.suffix, to_json(inner)?),
        YamlOwned::Alias(_) => bail!("YAML aliases (*name) are not supported, write the value out"),
        YamlOwned::BadValue | YamlOwned::Representation(..) => bail!("a value is not valid YAML"),
    })
}

fn from_scalar(scalar: &ScalarOwned) -> Value {
    match scalar {
        ScalarOwned::Null => Value::Null,
        ScalarOwned::Boolean(value) => json!(value),
        ScalarOwned::Integer(value) => json!(value),
        ScalarOwned::FloatingPoint(value) => json!(value.into_inner()),
        ScalarOwned::String(value) => json!(value),
    }
}

fn key_of(key: &YamlOwned) -> Result<String> {
    match to_json(key)? {
        Value::String(key) => Ok(key),
        key @ (Value::Number(_) | Value::Bool(_)) => Ok(key.to_string()),
        key => bail!("{key} cannot be a key"),
    }
}

fn long_form(tag: &str, value: Value) -> Value {
    let name = match tag {
        "Ref" | "Condition" => tag.to_owned(),
        _ => format!("Fn::{tag}"),
    };
    json!({ name: value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_become_long_ones() {
        let text =
            "a: !Ref Table\nb: !Sub '${Table}-x'\nc: !If [Dev, !GetAtt Table.Arn, 2]\nd: 2012-10-17\n1: yes";
        let expected = json!({
            "a": {"Ref": "Table"},
            "b": {"Fn::Sub": "${Table}-x"},
            "c": {"Fn::If": ["Dev", {"Fn::GetAtt": "Table.Arn"}, 2]},
            "d": "2012-10-17",
            "1": "yes",
        });
        assert_eq!(parse(text).unwrap(), expected);
    }

    #[test]
    fn the_error_of_broken_yaml_has_its_line() {
        let error = format!("{:#}", parse("a: [1,\nb: }").unwrap_err());
        assert!(error.contains("not YAML") && error.contains("line 2"), "{error}");
    }
}
