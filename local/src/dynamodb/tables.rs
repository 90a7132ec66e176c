//! Creates the template's tables where they are missing.

use anyhow::{Context, Result, anyhow, ensure};
use dynoxide::Database;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest};
use serde_json::{Value, json};

use crate::template::Table;

/// Creates the table if it is missing.
///
/// # Errors
/// A table of this name exists with other keys or indexes than the template's.
pub fn ensure(database: &Database, table: &Table) -> Result<()> {
    let name = &table.name;
    match database.get_table_metadata(name).with_context(|| format!("table {name} cannot be read"))? {
        None => create(database, table)
            .with_context(|| format!("DynamoDB would refuse the table {name}, correct it")),
        Some(existing) => {
            let existing = (keys(&existing.key_schema), indexes(existing.gsi_definitions.as_deref()));
            let request = &table.create_request;
            let expected = (request["KeySchema"].clone(), index_keys(&request["GlobalSecondaryIndexes"]));
            ensure!(
                existing == expected,
                "the data file's table {name} has other keys than the template's, delete the file or choose another with --data"
            );
            Ok(())
        }
    }
}

fn create(database: &Database, table: &Table) -> Result<()> {
    let request: CreateTableRequest = serde_json::from_value(table.create_request.clone())
        .map_err(|error| anyhow!(error.to_string().trim_start_matches("VALIDATION:").to_owned()))?;
    database.create_table(request)?;
    if let Some(attribute) = &table.ttl_attribute {
        let specification = TimeToLiveSpecification { attribute_name: attribute.clone(), enabled: true };
        let table_name = table.name.clone();
        database.update_time_to_live(UpdateTimeToLiveRequest {
            table_name,
            time_to_live_specification: specification,
        })?;
    }
    Ok(())
}

fn keys(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap_or_default()
}

fn indexes(definitions: Option<&str>) -> Vec<(Value, Value)> {
    index_keys(&definitions.map(keys).unwrap_or(json!([])))
}

/// Name and keys of each index. Other properties of an index do not matter for the comparison.
fn index_keys(definitions: &Value) -> Vec<(Value, Value)> {
    let keys = |index: &Value| (index["IndexName"].clone(), index["KeySchema"].clone());
    let mut keys: Vec<_> = definitions.as_array().into_iter().flatten().map(keys).collect();
    keys.sort_by_key(|(name, _)| name.to_string());
    keys
}
