//! The kinds of payment data, by name: a card's, a bank's, a person's. What was found or dropped is told by kind and count;
//! nothing here can hold a value.

/// What a piece of payment data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// The number of a card.
    CardNumber,
    /// Month and year a card ends.
    CardExpiry,
    /// The three or four digits beside a card's number.
    CardCode,
    /// The name on a card or bank account.
    NameOnInstrument,
    /// The nine digits of a bank in the United States.
    RoutingNumber,
    /// The number of an account at a bank.
    BankAccount,
    /// Checking or savings.
    AccountType,
    /// The key under which a processor holds a card or bank account.
    MethodId,
    /// An international bank account number.
    Iban,
    /// The number under which the United States know a person, or a taxpayer.
    SocialSecurity,
    /// What a card's magnetic stripe holds besides its number.
    TrackData,
    /// The secret number that goes with a card.
    Pin,
    /// Any other column that belongs to a stored card or bank account.
    Other,
}

impl PaymentKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::CardNumber,
        Self::CardExpiry,
        Self::CardCode,
        Self::NameOnInstrument,
        Self::RoutingNumber,
        Self::BankAccount,
        Self::AccountType,
        Self::MethodId,
        Self::Iban,
        Self::SocialSecurity,
        Self::TrackData,
        Self::Pin,
        Self::Other,
    ];

    /// Returns the kind with this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns the kind in the words that a mapping has for it.
    #[must_use]
    pub fn words(self) -> String {
        self.code().replace('_', " ")
    }

    /// Returns the kind's name as the mapping and the evidence have it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CardNumber => "card_number",
            Self::CardExpiry => "card_expiry",
            Self::CardCode => "card_code",
            Self::NameOnInstrument => "name_on_instrument",
            Self::RoutingNumber => "routing_number",
            Self::BankAccount => "bank_account",
            Self::AccountType => "account_type",
            Self::MethodId => "method_id",
            Self::Iban => "iban",
            Self::SocialSecurity => "social_security",
            Self::TrackData => "track_data",
            Self::Pin => "pin",
            Self::Other => "other",
        }
    }
}
