//! Under which name somebody says hello, and how often a name may change.

use common::{Code, Millis, Name, UserId};

use crate::allowance::Allowance;
use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::Profile;
use crate::table::{number, text, try_update};

/// How often a person may change their name: each change is written for each of their devices, and
/// posted to it.
const RENAMES: Allowance = Allowance { burst: 5, period: 3_600_000 };

/// A person's name.
#[derive(Debug, PartialEq, Eq)]
pub struct Naming {
    pub name: Name,
    /// The name differs from the one in the table.
    pub renamed: bool,
    /// The person wanted another name, and has to wait for it so many milliseconds.
    wait: Option<Millis>,
    /// The bucket of renames in the table, before and after this.
    renames: (Millis, Millis),
}

impl Naming {
    /// The name of somebody who had none before.
    pub fn first(name: Name) -> Self {
        Self { name, renamed: true, wait: None, renames: (0, 0) }
    }

    /// The name that the person asks for, or else the one of before. Somebody who has changed it too often keeps the one
    /// of before.
    pub fn next(profile: Profile, asked: Option<Name>, now: Millis) -> Self {
        let Profile { name: old, renames, .. } = profile;
        let keep = |wait| Self { name: old.clone(), renamed: false, wait, renames: (renames, renames) };
        match asked.filter(|name| *name != old) {
            None => keep(None),
            Some(name) => match RENAMES.spend(renames, 1, now) {
                Ok(paid) => Self { name, renamed: true, wait: None, renames: (renames, paid) },
                Err(wait) => keep(Some(wait)),
            },
        }
    }

    /// Refuses a name that has to wait. A first `hello` is not refused for that: the person could not come in at all.
    ///
    /// # Errors
    /// `too_large`: trying again by itself would not help soon.
    pub fn check(&self, is_repeated: bool) -> Result<(), Failure> {
        let Some(wait) = self.wait.filter(|_| is_repeated) else { return Ok(()) };
        let minutes = wait.div_ceil(60_000);
        let message = format!("You have changed your name often; try again in {minutes} minutes.");
        Err(refused(Code::TooLarge, message))
    }

    /// Writes the name into the profile, unless another device has changed it meanwhile.
    ///
    /// # Errors
    /// `conflict` if one has.
    pub async fn write(&self, cx: &Context, user: &UserId) -> Result<(), Failure> {
        let (before, after) = self.renames;
        let update = cx
            .table
            .update(Key::profile(user))
            .update_expression("SET #name = :name, renames = :after")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":name", text(self.name.as_str()))
            .expression_attribute_values(":after", number(after));
        let update = match before {
            0 => update.condition_expression("attribute_not_exists(renames) OR renames = :before"),
            _ => update.condition_expression("renames = :before"),
        };
        let is_written = try_update(update.expression_attribute_values(":before", number(before))).await?;
        let conflict = || refused(Code::Conflict, "Another device changes your name too; try again.");
        if is_written { Ok(()) } else { Err(conflict()) }
    }
}

/// The name for a person whose profile may not be there yet.
///
/// # Errors
/// `bad_request` if there is no name.
pub fn naming(
    profile: Option<Profile>,
    asked: Option<Name>,
    issuer: Option<Name>,
) -> Result<Naming, Failure> {
    match profile {
        Some(profile) => Ok(Naming::next(profile, asked, clock::now())),
        None => asked.or(issuer).map(Naming::first).ok_or_else(nameless),
    }
}

pub fn nameless() -> Failure {
    refused(Code::BadRequest, "What are you called? Say hello with a name.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::SignOut;

    fn name(name: impl ToString) -> Name {
        name.to_string().try_into().unwrap()
    }

    #[test]
    fn the_sixth_name_within_an_hour_has_to_wait_twelve_minutes() {
        let sign_out = SignOut::default();
        let mut profile = Profile { name: name("Ada"), sign_out, renames: 0 };
        for n in 0..5 {
            let naming = Naming::next(profile, Some(name(n)), 1_000);
            assert!(naming.renamed && naming.check(true).is_ok());
            profile = Profile { name: naming.name, sign_out, renames: naming.renames.1 };
        }
        let naming = Naming::next(profile.clone(), Some(name("6")), 1_000);
        assert_eq!((&naming.name, naming.renamed, naming.wait), (&name(4), false, Some(720_000)));
        assert!(
            naming.check(true).is_err() && naming.check(false).is_ok(),
            "a first hello keeps the old name"
        );
        assert!(
            Naming::next(profile.clone(), Some(name(4)), 1_000).check(true).is_ok(),
            "it is the name already"
        );
        assert!(Naming::next(profile, Some(name("6")), 721_000).renamed);
    }
}
