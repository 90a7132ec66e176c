//! The pattern language of `Fn::Sub`: `${Name}` is replaced by a value, `${!Name}` becomes the literal `${Name}`.

use anyhow::{Context, Result};

/// Replaces every `${name}` in `pattern` by `value(name)`.
pub fn replace(pattern: &str, value: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut replaced = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) =
            after.split_once('}').with_context(|| format!("a }} is missing in {pattern:?}"))?;
        replaced.push_str(before);
        match name.strip_prefix('!') {
            Some(literal) => replaced.push_str(&format!("${{{literal}}}")),
            None => replaced.push_str(&value(name.trim())?),
        }
        rest = after;
    }
    replaced.push_str(rest);
    Ok(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_literals_kept() {
        let upper = |name: &str| Ok(name.to_uppercase());
        assert_eq!(replace("a ${b}-${ c }, ${!d} $e", upper).unwrap(), "a B-C, ${d} $e");
        assert!(replace("${b", upper).is_err());
    }
}
