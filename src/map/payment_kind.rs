//! The words that stand for kinds of payment data in a mapping.

use crate::record::payment_kind::PaymentKind;

/// Every kind with its words.
pub(super) const WORDS: [(&str, PaymentKind); 13] = [
    ("card number", PaymentKind::CardNumber),
    ("card expiry", PaymentKind::CardExpiry),
    ("card code", PaymentKind::CardCode),
    ("name on instrument", PaymentKind::NameOnInstrument),
    ("routing number", PaymentKind::RoutingNumber),
    ("bank account", PaymentKind::BankAccount),
    ("account type", PaymentKind::AccountType),
    ("method id", PaymentKind::MethodId),
    ("iban", PaymentKind::Iban),
    ("social security", PaymentKind::SocialSecurity),
    ("track data", PaymentKind::TrackData),
    ("pin", PaymentKind::Pin),
    ("other", PaymentKind::Other),
];
