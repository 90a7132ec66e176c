//! Allowances: how much somebody may do at once, and how much in the long run. Each has a token bucket.
//!
//! The state of a bucket is one number: the time at which all that was spent is paid back. So a bucket fits an attribute
//! of a row, and taking from it is one write.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use common::Millis;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::table::{number, try_update};

/// What a bucket allows: so many at once, and as many again in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How many at once.
    pub burst: u64,
    /// The milliseconds in which a whole burst is paid back.
    pub period: Millis,
}

impl Allowance {
    /// The milliseconds in which so many are paid back.
    pub fn price(self, count: u64) -> Millis {
        count.saturating_mul(self.period) / self.burst.max(1)
    }

    /// How long to wait until no more than a whole burst is unpaid; none if that is so now.
    pub fn excess(self, paid: Millis, now: Millis) -> Option<Millis> {
        paid.checked_sub(now.saturating_add(self.period)).filter(|excess| *excess > 0)
    }

    /// When all is paid back, if so many are spent now. `paid` is when all that was spent before is.
    ///
    /// # Errors
    /// They are too many; with the milliseconds after which they are not.
    pub fn spend(self, paid: Millis, count: u64, now: Millis) -> Result<Millis, Millis> {
        let paid = paid.max(now).saturating_add(self.price(count));
        self.excess(paid, now).map_or(Ok(paid), Err)
    }
}

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
    pub async fn take(&self, cx: &Context, count: u64) -> Result<Option<Millis>, Failure> {
        let now = clock::now();
        if try_update(self.take_first(cx, count, now)).await? {
            return Ok(None);
        }
        match self.take_more(cx, count, now).send().await {
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
    fn take_first(&self, cx: &Context, count: u64, now: Millis) -> UpdateItemFluentBuilder {
        let exists = if self.is_temporary { "" } else { "attribute_exists(pk) AND " };
        let full = "(attribute_not_exists(#paid) OR #paid <= :now)";
        self.update(cx, "SET #paid = :paid", ", ", now)
            .condition_expression(format!("{exists}{full}"))
            .expression_attribute_values(":now", number(now))
            .expression_attribute_values(":paid", number(now.saturating_add(self.allowance.price(count))))
    }

    /// Takes from a bucket that is not full.
    fn take_more(&self, cx: &Context, count: u64, now: Millis) -> UpdateItemFluentBuilder {
        let price = self.allowance.price(count);
        let most = now.saturating_add(self.allowance.period).saturating_sub(price);
        self.update(cx, "ADD #paid :price", " SET ", now)
            .condition_expression("#paid <= :most")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .expression_attribute_values(":price", number(price))
            .expression_attribute_values(":most", number(most))
    }

    fn update(&self, cx: &Context, take: &str, and: &str, now: Millis) -> UpdateItemFluentBuilder {
        let update = cx.table.update(self.key.clone()).expression_attribute_names("#paid", self.attribute);
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_A_SECOND: Allowance = Allowance { burst: 10, period: 1_000 };

    #[test]
    fn a_burst_is_allowed_at_once_and_then_what_is_paid_back() {
        let mut paid = 0;
        let mut take = |count, now| TEN_A_SECOND.spend(paid, count, now).map(|at| paid = at);
        assert_eq!(take(10, 5_000), Ok(()));
        assert_eq!(take(1, 5_000), Err(100));
        assert_eq!(take(2, 5_050), Err(150));
        assert_eq!((take(1, 5_100), take(1, 5_100)), (Ok(()), Err(100)), "a refusal takes nothing");
        assert_eq!(
            (take(10, 60_000), take(1, 60_000)),
            (Ok(()), Err(100)),
            "it never holds more than a burst"
        );
    }

    #[test]
    fn no_number_overflows() {
        assert!(TEN_A_SECOND.spend(Millis::MAX, u64::MAX, 0).is_err());
        assert_eq!(Allowance { burst: 0, period: 1_000 }.spend(0, 1, 0), Ok(1_000));
    }
}
