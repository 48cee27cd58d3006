//! The way through a JSON text: serde's visitor, one call a value.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::items::{Items, Open, Piece, What};

/// Bytes of the longest key that is looked at: it is looked at for each string of an array under it.
const MAX_KEY: usize = 128;

/// Takes in one value, without the groups in it that stand too deep.
pub(super) fn read_value<'de, D: Deserializer<'de>>(items: &mut Items, deserializer: D) -> Result<(), D::Error> {
    Value { items, key: (0, 0), around: None }.deserialize(deserializer)
}

/// A value that is to be read.
struct Value<'i> {
    items: &'i mut Items,
    key: Piece,
    /// The group around it.
    around: Option<&'i mut Open>,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let words = self.items.string(self.key, text, self.around.as_deref());
        if let Some(around) = self.around {
            around.count(words);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        if self.items.is_too_deep() {
            return IgnoredAny.visit_seq(array).map(drop);
        }
        let mut open = self.items.open(What::Group, self.key, true);
        while let Some(()) =
            array.next_element_seed(Value { items: &mut *self.items, key: self.key, around: Some(&mut open) })?
        {
        }
        self.items.close(&open);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        if self.items.is_too_deep() {
            return IgnoredAny.visit_map(object).map(drop);
        }
        let what = if self.around.is_some_and(|around| around.is_array()) { What::Entry } else { What::Group };
        let mut open = self.items.open(what, self.key, false);
        while let Some(key) = object.next_key::<std::borrow::Cow<'de, str>>()? {
            if self.items.is_aside(&key) {
                object.next_value::<IgnoredAny>()?;
                continue;
            }
            let key = self.items.store(if key.len() <= MAX_KEY { &key } else { "" });
            object.next_value_seed(Value { items: &mut *self.items, key, around: Some(&mut open) })?;
        }
        self.items.close(&open);
        Ok(())
    }
}
