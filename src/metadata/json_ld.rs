//! What `<script type="application/ld+json">` says of a page in the words of schema.org.
//!
//! <https://www.w3.org/TR/json-ld11/>, <https://schema.org/docs/gs.html>

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::parse::unescaped;
use crate::tree::MAX_JSON_DEPTH;

/// Defines the keys that are read; the values of all others are skipped unparsed.
macro_rules! keys {
    ($($variant:ident $name:literal)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Key { $($variant),* }

        impl Key {
            fn of(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

keys! {
    AlternateName "alternateName" Author "author" ContentUrl "contentUrl" Creator "creator" DateCreated "dateCreated"
    DateModified "dateModified" DatePublished "datePublished" Description "description" Graph "@graph"
    Headline "headline" Id "@id" Image "image" InLanguage "inLanguage" MainEntity "mainEntity"
    MainEntityOfPage "mainEntityOfPage" Name "name" Publisher "publisher" ThumbnailUrl "thumbnailUrl" Type "@type"
    UploadDate "uploadDate" Url "url" Value "@value"
}

/// Things of one page that are looked at. Listings name hundreds, of which none is the page's own.
const MAX_THINGS: usize = 1000;

/// A JSON value, as far as it is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Object(Object),
    Nothing,
}

/// What is said of a thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object(Vec<(Key, Value)>);

impl Value {
    /// The value itself, or those of the list; lists in a list are left out.
    pub(super) fn each(&self) -> impl Iterator<Item = &Self> {
        let items = if let Self::List(items) = self { items } else { std::slice::from_ref(self) };
        items.iter().filter(|item| !matches!(item, Self::List(_)))
    }

    /// The first text: the string, or what an object calls its value, its name or its address.
    pub(super) fn text(&self) -> Option<&str> {
        self.each().find_map(|item| match item {
            Self::Text(text) => Some(text.as_str()),
            Self::Object(object) => {
                let keys = [Key::Value, Key::Name, Key::AlternateName, Key::Url, Key::ContentUrl, Key::Id];
                keys.iter().find_map(|key| match object.get(*key) {
                    Some(Self::Text(text)) => Some(text.as_str()),
                    _ => None,
                })
            }
            _ => None,
        })
    }

    pub(super) fn object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }
}

impl Object {
    pub(super) fn get(&self, key: Key) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    pub(super) fn text(&self, key: Key) -> Option<&str> {
        self.get(key)?.text().map(str::trim).filter(|text| !text.is_empty())
    }
}

/// Everything that the JSON-LD of a page says.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    documents: Vec<Value>,
}

impl JsonLd {
    /// Takes in the content of one script; what is no JSON is left out.
    pub(super) fn read(&mut self, script: &str) {
        if let Some(value) = parse(script).or_else(|| parse(&repaired(script)?)) {
            self.documents.push(value);
        }
    }

    /// All things in document order, those inside others after them as far as they are part of the page.
    pub(super) fn things(&self) -> Vec<&Object> {
        let mut todo: Vec<&Value> = self.documents.iter().rev().collect();
        let mut things = Vec::new();
        while let Some(value) = todo.pop() {
            match value {
                Value::List(items) => todo.extend(items.iter().rev()),
                Value::Object(object) => {
                    let inner = [Key::MainEntityOfPage, Key::MainEntity, Key::Graph];
                    todo.extend(inner.iter().filter_map(|key| object.get(*key)));
                    things.push(object);
                }
                Value::Text(_) | Value::Nothing => {}
            }
            if things.len() >= MAX_THINGS {
                break;
            }
        }
        things
    }
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_end_matches(';');
    let mut deserializer = serde_json::Deserializer::from_str(script);
    // What follows a whole document, such as a stray brace, does not make it worse.
    Seed(MAX_JSON_DEPTH).deserialize(&mut deserializer).ok()
}

/// The script without what often breaks it: comment marks around it, line breaks inside strings, commas before a
/// closing bracket. `None` if nothing of the kind is there.
fn repaired(script: &str) -> Option<String> {
    let script = script.split_once("CDATA[").map_or(script, |(_, inner)| inner.split("]]>").next().unwrap_or(inner));
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])? + 1;
    let mut out = String::with_capacity(script.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in script.get(start..end)?.chars() {
        let c = if c.is_control() { ' ' } else { c };
        if !in_string && matches!(c, '}' | ']') {
            let kept = out.trim_end().len();
            if out.get(..kept).is_some_and(|text| text.ends_with(',')) {
                out.truncate(kept - 1);
            }
        }
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
        out.push(c);
    }
    (out != script).then_some(out)
}

/// Reads a [`Value`] of any shape, in which lists and objects stand so deep at most; deeper ones are passed over.
struct Seed(u8);

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(unescaped(text).into_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Some(left) = self.0.checked_sub(1) else { return IgnoredAny.visit_seq(items).map(|_| Value::Nothing) };
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Seed(left))? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let Some(left) = self.0.checked_sub(1) else { return IgnoredAny.visit_map(entries).map(|_| Value::Nothing) };
        let mut object = Object::default();
        while let Some(name) = entries.next_key_seed(Name)? {
            match name {
                Some(key) => object.0.push((key, entries.next_value_seed(Seed(left))?)),
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Value::Object(object))
    }
}

/// Reads the name of a property.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<Key>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Key>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<Key>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<Key>, E> {
        Ok(Key::of(name))
    }
}
