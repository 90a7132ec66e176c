//! Token buckets in rows of the table, which all processes share. Taking from one is a write.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use common::Millis;

use crate::allowance::Allowance;
use crate::clock;
use crate::failure::Failure;
use crate::key::Key;
use crate::table::{Table, number, try_update};

/// A bucket in a row of the table.
pub struct RowBucket {
    pub key: Key,
    /// The attribute with the time at which all is paid back, in milliseconds since the Unix epoch.
    pub attribute: &'static str,
    pub allowance: Allowance,
    /// Whether the row is there for its buckets only: then it is made, and expires when they are full again.
    pub is_temporary: bool,
}

impl RowBucket {
    /// Takes so many: one write if the bucket was full, else two. Takes nothing if there are too few, and nothing from a
    /// row that is gone.
    ///
    /// Returns the milliseconds after which there are enough; none if there were.
    pub async fn take(&self, table: &Table, count: u64) -> Result<Option<Millis>, Failure> {
        let now = clock::now();
        if try_update(self.take_first(table, count, now)).await? {
            return Ok(None);
        }
        match self.take_more(table, count, now).send().await {
            Ok(_) => Ok(None),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(failed.item().and_then(|row| self.wait(row.get(self.attribute)?, count, now)))
                }
                _ => Err(error.into()),
            },
        }
    }

    /// Takes from a full bucket.
    fn take_first(&self, table: &Table, count: u64, now: Millis) -> UpdateItemFluentBuilder {
        let exists = if self.is_temporary { "" } else { "attribute_exists(pk) AND " };
        let full = "(attribute_not_exists(#paid) OR #paid <= :now)";
        self.update(table, "SET #paid = :paid", ", ", now)
            .condition_expression(format!("{exists}{full}"))
            .expression_attribute_values(":now", number(now))
            .expression_attribute_values(":paid", number(now.saturating_add(self.allowance.price(count))))
    }

    /// Takes from a bucket that is not full.
    fn take_more(&self, table: &Table, count: u64, now: Millis) -> UpdateItemFluentBuilder {
        let price = self.allowance.price(count);
        let most = now.saturating_add(self.allowance.period).saturating_sub(price);
        self.update(table, "ADD #paid :price", " SET ", now)
            .condition_expression("#paid <= :most")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .expression_attribute_values(":price", number(price))
            .expression_attribute_values(":most", number(most))
    }

    fn update(&self, table: &Table, take: &str, and: &str, now: Millis) -> UpdateItemFluentBuilder {
        let update = table.update(self.key.clone()).expression_attribute_names("#paid", self.attribute);
        if !self.is_temporary {
            return update.update_expression(take);
        }
        let expires = now.saturating_add(2 * self.allowance.period) / 1_000;
        update
            .update_expression(format!("{take}{and}expires = :expires"))
            .expression_attribute_values(":expires", number(expires))
    }

    fn wait(&self, paid: &AttributeValue, count: u64, now: Millis) -> Option<Millis> {
        let paid = paid.as_n().ok()?.parse().ok()?;
        self.allowance.spend(paid, count, now).err()
    }
}
