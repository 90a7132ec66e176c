//! JSON as a tree, and types that are made from it.
//!
//! What a browser reads is made by hand from a [`Json`]: readers that serde derives for tagged enums are compiled
//! anew for every type and every nesting, and were a third of the page. What only a server reads is derived.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
///
/// ```
/// use common::{Json, Seq};
/// let json: Json = serde_json::from_str(r#"{"seq":42,"later":[1.5]}"#).unwrap();
/// let mut fields = json.fields().unwrap();
/// assert_eq!(fields.take::<Seq>("seq").unwrap(), 42);
/// assert_eq!(fields.take::<Option<Seq>>("none").unwrap(), None);
/// assert_eq!(fields.take::<Seq>("later").unwrap_err().to_string(), "later does not fit");
/// let mut fields = serde_json::from_str::<Json>(r#"{"seq":-1}"#).unwrap().fields().unwrap();
/// assert!(fields.take::<Option<Seq>>("seq").is_err(), "what does not fit is not missing");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`, or not there.
    Nothing,
    /// What no type here is made from: negative and broken numbers, bytes.
    Other,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Fields),
}

impl Json {
    /// An object's fields.
    ///
    /// # Errors
    /// It is something else.
    pub fn fields(self) -> Result<Fields, Unfit> {
        if let Self::Object(fields) = self { Ok(fields) } else { Err(Unfit("an object")) }
    }
}

/// What an object consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields(Vec<(String, Json)>);

impl Fields {
    /// Takes a field out; one that is missing counts as `null`.
    ///
    /// # Errors
    /// It does not fit the type.
    pub fn take<T: FromJson>(&mut self, name: &'static str) -> Result<T, Unfit> {
        T::from_json(self.remove(name)).map_err(|_| Unfit(name))
    }

    fn remove(&mut self, name: &str) -> Json {
        let place = self.0.iter().position(|(field, _)| field == name);
        place.map_or(Json::Nothing, |place| self.0.swap_remove(place).1)
    }
}

impl FromIterator<(String, Json)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl IntoIterator for Fields {
    type Item = (String, Json);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// This part of a value is missing or is not what its type asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} does not fit")]
pub struct Unfit(pub &'static str);

/// What can be made from JSON.
pub trait FromJson: Sized {
    /// Makes it.
    ///
    /// # Errors
    /// The value does not fit this type.
    fn from_json(json: Json) -> Result<Self, Unfit>;
}

/// What can be made from an object. Fields that the type does not know are ignored.
pub trait FromFields: Sized {
    /// Makes it.
    ///
    /// # Errors
    /// A field is missing or does not fit.
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit>;
}

impl<T: FromFields> FromJson for T {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        Self::from_fields(&mut json.fields()?)
    }
}

impl FromJson for bool {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        if let Json::Bool(value) = json { Ok(value) } else { Err(Unfit("a boolean")) }
    }
}

impl FromJson for u64 {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        if let Json::Number(number) = json { Ok(number) } else { Err(Unfit("a whole number")) }
    }
}

impl FromJson for u32 {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        u64::from_json(json)?.try_into().map_err(|_| Unfit("a small number"))
    }
}

impl FromJson for usize {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        u64::from_json(json)?.try_into().map_err(|_| Unfit("a small number"))
    }
}

impl FromJson for String {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        if let Json::Text(text) = json { Ok(text) } else { Err(Unfit("a string")) }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        if matches!(json, Json::Nothing) { Ok(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        let Json::List(list) = json else { return Err(Unfit("a list")) };
        list.into_iter().map(T::from_json).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        let pair = Vec::<Json>::from_json(json)?.try_into();
        let [a, b]: [Json; 2] = pair.map_err(|_| Unfit("a pair"))?;
        Ok((A::from_json(a)?, B::from_json(b)?))
    }
}

impl FromJson for Json {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        Ok(json)
    }
}

/// Lets serde read types that are made from JSON.
#[macro_export]
macro_rules! deserialize_from_json {
    ($($type:ty),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = <$crate::Json as serde::Deserialize>::deserialize(deserializer)?;
                $crate::FromJson::from_json(json).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

impl<'de> serde::Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(number.try_into().map_or(Json::Other, Json::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(Fields(fields)))
    }
}
