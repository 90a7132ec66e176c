//! Finds rooms by what a person types of their names.

/// How well a name fits; the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The name begins so.
    Start,
    /// A word of the name begins so.
    Word,
    /// It is somewhere in the name.
    Within,
}

/// The rooms whose names fit what was typed, best first; those that fit as well keep their order. `lowercase` is the
/// platform's own function.
pub(super) fn search<T>(
    typed: &str,
    rooms: impl IntoIterator<Item = (String, T)>,
    lowercase: impl Fn(&str) -> String,
) -> Vec<T> {
    let typed = lowercase(typed.trim());
    let fitting = rooms.into_iter().filter_map(|(name, room)| Some((fit(&typed, &lowercase(&name))?, room)));
    let mut fitting: Vec<(Fit, T)> = fitting.collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    fitting.into_iter().map(|(_, room)| room).collect()
}

fn fit(typed: &str, name: &str) -> Option<Fit> {
    let at = name.find(typed)?;
    let follows_no_word =
        |at: usize| name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    Some(if at == 0 {
        Fit::Start
    } else if name.match_indices(typed).any(|(at, _)| follows_no_word(at)) {
        Fit::Word
    } else {
        Fit::Within
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        search(typed, names.iter().map(|name| ((*name).to_owned(), *name)), str::to_lowercase)
    }

    #[test]
    fn a_name_that_begins_so_comes_first() {
        let names = ["Steam", "Green Tea", "Tea & Biscuits", "Coffee"];
        assert_eq!(found("tea", &names), ["Tea & Biscuits", "Green Tea", "Steam"]);
    }

    #[test]
    fn names_of_both_scripts_are_found() {
        let names = ["老茶馆", "茶馆", "Tea 茶"];
        assert_eq!(found("茶", &names), ["茶馆", "Tea 茶", "老茶馆"]);
        assert_eq!(found(" TEA ", &names), ["Tea 茶"]);
    }

    #[test]
    fn nothing_typed_finds_all_in_their_order() {
        assert_eq!(found("", &["b", "a"]), ["b", "a"]);
        assert_eq!(found("x", &["b", "a"]), Vec::<&str>::new());
    }
}
