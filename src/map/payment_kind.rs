//! What kind of payment data a dropped column holds: the evidence names the kind, never a value.

/// What stood in a column that the mapping drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaymentKind {
    /// A card number.
    CardNumber,
    /// A card's expiry.
    CardExpiry,
    /// A card's verification code.
    CardCode,
    /// The name on a card or bank account.
    NameOnInstrument,
    /// A bank's routing number.
    RoutingNumber,
    /// A bank account number.
    BankAccount,
    /// Checking or savings.
    AccountType,
    /// The key of a stored method, or a processor's token for it.
    MethodId,
    /// Anything else about an instrument.
    Other,
}

impl PaymentKind {
    /// Every kind with the words that stand for it in a mapping.
    pub(super) const WORDS: [(&'static str, Self); 9] = [
        ("card number", Self::CardNumber),
        ("card expiry", Self::CardExpiry),
        ("card code", Self::CardCode),
        ("name on instrument", Self::NameOnInstrument),
        ("routing number", Self::RoutingNumber),
        ("bank account", Self::BankAccount),
        ("account type", Self::AccountType),
        ("method id", Self::MethodId),
        ("other", Self::Other),
    ];

    /// Returns the kind's name as the evidence has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CardNumber => "card_number",
            Self::CardExpiry => "card_expiry",
            Self::CardCode => "card_code",
            Self::NameOnInstrument => "name_on_instrument",
            Self::RoutingNumber => "routing_number",
            Self::BankAccount => "bank_account",
            Self::AccountType => "account_type",
            Self::MethodId => "method_id",
            Self::Other => "other",
        }
    }
}
