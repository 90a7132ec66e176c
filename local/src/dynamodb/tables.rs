//! The template's tables, made where they are missing.

use anyhow::{Context, Result, anyhow};
use dynoxide::Database;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest};

use crate::template::Table;

/// Makes the table if it is not there yet.
pub fn ensure(database: &Database, table: &Table) -> Result<()> {
    let known = database.get_table_metadata(&table.name).with_context(|| format!("table {}", table.name))?;
    if known.is_some() {
        return Ok(());
    }
    let request: CreateTableRequest = serde_json::from_value(table.creation.clone())
        .map_err(|error| anyhow!(error.to_string().trim_start_matches("VALIDATION:").to_owned()))
        .with_context(|| {
            format!("resource {} of the template is not a table DynamoDB would make", table.name)
        })?;
    database.create_table(request).with_context(|| {
        format!("resource {} of the template is not a table DynamoDB would make", table.name)
    })?;
    let Some(attribute) = &table.expires else { return Ok(()) };
    let time_to_live_specification =
        TimeToLiveSpecification { attribute_name: attribute.clone(), enabled: true };
    let request = UpdateTimeToLiveRequest { table_name: table.name.clone(), time_to_live_specification };
    database
        .update_time_to_live(request)
        .with_context(|| format!("TimeToLiveSpecification of {}", table.name))?;
    Ok(())
}
