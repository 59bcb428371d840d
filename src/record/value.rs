//! The values that portal columns hold, the same for every database.

use super::money::Cents;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rust_decimal::Decimal;

/// A value of a portal column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// No value.
    Null,
    /// Text, also identifiers, periods (YYYY-MM) and instants (RFC 3339, UTC, whole seconds).
    Text(String),
    /// A whole number, also cents.
    Int(i64),
    /// A flag.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// An exact decimal.
    Decimal(Decimal),
}

/// What a portal column holds, null or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, also identifiers and periods (YYYY-MM).
    Text,
    /// An instant, as text: RFC 3339, UTC, whole seconds.
    Stamp,
    /// A whole number, also cents.
    Int,
    /// A flag.
    Bool,
    /// A day.
    Date,
    /// An exact decimal.
    Decimal,
}

/// A type that a portal column has.
pub trait HasKind {
    /// What the column holds.
    const KIND: Kind;
}

macro_rules! kinds {
    ($($type:ty => $kind:ident),* $(,)?) => {
        $(impl HasKind for $type { const KIND: Kind = Kind::$kind; })*
    };
}

kinds! {
    String => Text, Stamp => Stamp, i64 => Int, u32 => Int, Cents => Int, bool => Bool,
    NaiveDate => Date, Decimal => Decimal,
}

impl<T: HasKind> HasKind for Option<T> {
    const KIND: Kind = T::KIND;
}

/// An instant in UTC, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(pub DateTime<Utc>);

impl From<Stamp> for Value {
    fn from(v: Stamp) -> Self {
        Self::Text(v.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}
impl From<u32> for Value {
    fn from(v: u32) -> Self {
        Self::Int(i64::from(v))
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}
impl From<NaiveDate> for Value {
    fn from(v: NaiveDate) -> Self {
        Self::Date(v)
    }
}
impl From<Cents> for Value {
    fn from(v: Cents) -> Self {
        Self::Int(v.0)
    }
}
impl From<Decimal> for Value {
    fn from(v: Decimal) -> Self {
        Self::Decimal(v.normalize())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}
