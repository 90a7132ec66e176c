//! A place in the log of each of several rooms.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serializer};

use crate::{FromJson, Json, RoomId, Seq, Unfit};

/// A place in the log of each of several rooms: heads, or cursors.
pub type Seqs = LiteMap<RoomId, Seq>;

pub(crate) fn serialize<S: Serializer>(seqs: &Seqs, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(seqs.iter())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Seqs, D::Error> {
    FromJson::from_json(Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

impl FromJson for Seqs {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        let mut seqs = Self::new();
        for (room, seq) in json.fields()? {
            let (room, seq) = (FromJson::from_json(Json::Text(room)), FromJson::from_json(seq));
            seqs.insert(room.map_err(|_| Unfit("a room's id"))?, seq.map_err(|_| Unfit("a room's seq"))?);
        }
        Ok(seqs)
    }
}
