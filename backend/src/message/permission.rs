//! Who may make which change to a message.

use common::{Change, Code, Message, React, UserId, limits};

use crate::failure::{Failure, refused};
use crate::row::Role;

/// Reactions that one person may set on one message. Without this limit, one person could use up
/// [`limits::REACTIONS`], which all share.
const REACTIONS_EACH: usize = 10;

/// Checks whether this person may change this message, which is not deleted.
///
/// # Errors
/// `forbidden` if the person may not edit or delete it, `too_large` if it takes no more reactions.
pub fn check(
    change: &Change,
    (user, role): (&UserId, Role),
    author: &UserId,
    message: &Message,
) -> Result<(), Failure> {
    let is_author = user == author;
    match change {
        Change::Edit(_) if !is_author => Err(refused(Code::Forbidden, "Only its author may edit a message.")),
        Change::Delete(_) if !is_author && role != Role::Owner => {
            Err(refused(Code::Forbidden, "Only its author or the room's owner may delete a message."))
        }
        Change::React(react) if react.on => check_reaction(react, user, message),
        Change::Post(_) | Change::Edit(_) | Change::Delete(_) | Change::React(_) => Ok(()),
    }
}

/// A reaction that is set already may be set again: a repetition is harmless.
fn check_reaction(react: &React, user: &UserId, message: &Message) -> Result<(), Failure> {
    let own = message.reactions.iter().filter(|(_, users)| users.contains(user)).count();
    if message.reactions.has(&react.emoji, user) {
        Ok(())
    } else if own >= REACTIONS_EACH {
        let message = format!("You may react {REACTIONS_EACH} times to a message; take one back first.");
        Err(refused(Code::TooLarge, message))
    } else if message.reactions.count() >= limits::REACTIONS {
        Err(refused(Code::TooLarge, format!("A message takes {} reactions.", limits::REACTIONS)))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Delete, Edit, Post};

    fn person(user: &str, role: Role) -> (UserId, Role) {
        (user.parse().unwrap(), role)
    }

    fn message() -> Message {
        Message::new("c-1".parse().unwrap(), Post { text: "hi".parse().unwrap(), reply_to: None })
    }

    fn react(emoji: &str, on: bool) -> Change {
        Change::React(React { target: 1, emoji: emoji.parse().unwrap(), on })
    }

    fn code(change: &Change, (user, role): &(UserId, Role), message: &Message) -> Option<Code> {
        check(change, (user, *role), &"u-author".parse().unwrap(), message)
            .err()
            .map(|failure| failure.code())
    }

    #[test]
    fn the_author_edits_and_the_author_or_an_owner_deletes() {
        let edit = Change::Edit(Edit { target: 1, text: "bye".parse().unwrap() });
        let delete = Change::Delete(Delete { target: 1 });
        let forbidden = Some(Code::Forbidden);
        for (who, edits, deletes) in [
            (person("u-author", Role::Member), None, None),
            (person("u-other", Role::Owner), forbidden, None),
            (person("u-other", Role::Member), forbidden, forbidden),
        ] {
            assert_eq!(code(&edit, &who, &message()), edits, "{who:?}");
            assert_eq!(code(&delete, &who, &message()), deletes, "{who:?}");
        }
    }

    #[test]
    fn reactions_are_limited_for_each_person_and_for_all_together() {
        let (ada, bob) = (person("u-ada", Role::Member), person("u-bob", Role::Member));
        let mut message = message();
        for n in 0..REACTIONS_EACH {
            assert_eq!(code(&react(&n.to_string(), true), &ada, &message), None);
            message.reactions.set(&n.to_string().parse().unwrap(), &ada.0, true);
        }
        assert_eq!(code(&react("x", true), &ada, &message), Some(Code::TooLarge));
        assert_eq!(code(&react("0", true), &ada, &message), None, "it is set already");
        assert_eq!(code(&react("0", false), &ada, &message), None);
        assert_eq!(code(&react("x", true), &bob, &message), None);
        for n in message.reactions.count()..limits::REACTIONS {
            message.reactions.set(&"x".parse().unwrap(), &format!("u-{n}").parse().unwrap(), true);
        }
        assert_eq!(code(&react("x", true), &bob, &message), Some(Code::TooLarge));
        assert_eq!(code(&react("x", false), &bob, &message), None);
    }
}
