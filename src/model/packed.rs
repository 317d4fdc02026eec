//! A value that many never ask for, kept as bytes until somebody does.

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::OnceLock;

/// A value, or the bytes it was kept as: those are read when it is first asked for.
pub struct Packed<T>(State<T>);

enum State<T> {
    Value(T),
    Kept { bytes: Box<[u8]>, read: OnceLock<Box<T>> },
}

impl<T> From<T> for Packed<T> {
    fn from(value: T) -> Self {
        Self(State::Value(value))
    }
}

impl<T: Default> Default for Packed<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: DeserializeOwned + Default> Deref for Packed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            State::Value(value) => value,
            State::Kept { bytes, read } => read.get_or_init(|| {
                let value = postcard::from_bytes(bytes);
                // What is kept tells whether it is whole, and of which state of the program, before anything is read from it.
                debug_assert!(value.is_ok(), "another value was kept");
                Box::new(value.unwrap_or_default())
            }),
        }
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            State::Value(value) => serializer.serialize_bytes(&postcard::to_stdvec(value).map_err(ser::Error::custom)?),
            State::Kept { bytes, .. } => serializer.serialize_bytes(bytes),
        }
    }
}

impl<'de, T> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}

struct Bytes<T>(PhantomData<T>);

impl<T> Visitor<'_> for Bytes<T> {
    type Value = Packed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(Packed(State::Kept { bytes: bytes.into(), read: OnceLock::new() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkKind, Written, WrittenLink};

    #[test]
    fn what_was_kept_is_what_it_was() {
        let link = WrittenLink { target: "b.html".into(), range: 3..9, kind: LinkKind::Link };
        let written = Written { links: [link].into(), ids: ["s-甲".into()].into(), is_open: true };
        let first = Packed::from(written.clone());
        let bytes = postcard::to_stdvec(&first).expect("bytes");
        let again: Packed<Written> = postcard::from_bytes(&bytes).expect("a value");
        assert_eq!(postcard::to_stdvec(&again).expect("bytes"), bytes, "kept again without being read");
        assert_eq!((&*first, &*again), (&written, &written));
        assert_eq!(*Packed::<Written>::default(), Written::default());
    }
}
