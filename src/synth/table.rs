//! The files of the delivery and their columns, once for all forms.

use self::Shape::{Day, Digits, Moment, Money, Number, Text};

/// What a column holds, and how wide it is where that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text(usize),
    /// A number of so many digits, with zeros in front in every form.
    Digits(usize),
    /// A number, with zeros in front only where columns have a width.
    Number(usize),
    /// An amount.
    Money,
    /// A day.
    Day,
    /// A day with hour and minute.
    Moment,
}

/// A column: its name, and what it holds.
pub type Column = (&'static str, Shape);

/// A file of the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Who pays.
    Customer,
    /// Where service is taken.
    Premise,
    /// What a bill is addressed to.
    Account,
    /// Meters, removed ones too.
    Meter,
    /// The days of each cycle.
    Calendar,
    /// Bills.
    Bill,
    /// Consumption.
    Usage,
    /// Payments.
    Payment,
    /// Adjustments.
    Adjustment,
    /// Payment arrangements.
    Installment,
    /// Payments that are to be drawn.
    Draft,
    /// Stored payment methods.
    Method,
    /// Notes of representatives.
    Note,
    /// Log-ins.
    User,
}

const CUSTOMER: &[Column] = &[
    ("CUST_ID", Text(10)),
    ("CUST_TYPE", Text(1)),
    ("LAST_NAME", Text(24)),
    ("FIRST_NAME", Text(24)),
    ("COMPANY", Text(40)),
    ("EMAIL", Text(60)),
    ("PHONE", Text(16)),
    ("LANG", Text(1)),
    ("MAIL_1", Text(40)),
    ("MAIL_2", Text(20)),
    ("MAIL_CITY", Text(20)),
    ("MAIL_STATE", Text(2)),
    ("MAIL_ZIP", Text(5)),
];
const PREMISE: &[Column] = &[
    ("PREM_ID", Text(10)),
    ("ADDR_1", Text(40)),
    ("ADDR_2", Text(20)),
    ("CITY", Text(20)),
    ("STATE", Text(2)),
    ("ZIP", Text(5)),
    ("DISTRICT", Text(2)),
];
const ACCOUNT: &[Column] = &[
    ("ACCT_NO", Text(9)),
    ("CUST_ID", Text(10)),
    ("PREM_ID", Text(10)),
    ("STATUS", Text(1)),
    ("OPENED", Day),
    ("CLOSED", Day),
    ("CYCLE", Digits(2)),
    ("DUE_DAY", Digits(2)),
    ("STMT_GRP", Text(10)),
    ("RATE", Text(4)),
    ("BALANCE", Money),
    ("DEPOSIT", Money),
    ("DONATION", Money),
    ("MED_BASE", Text(1)),
    ("AUTOPAY", Text(1)),
    ("PAPERLESS", Text(1)),
];
const METER: &[Column] = &[
    ("METER_NO", Text(10)),
    ("ACCT_NO", Text(9)),
    ("INSTALLED", Day),
    ("REMOVED", Day),
];
const CALENDAR: &[Column] = &[
    ("CYCLE", Digits(2)),
    ("PERIOD", Text(7)),
    ("READ_DATE", Day),
    ("BILL_DATE", Day),
    ("DUE_DATE", Day),
];
const BILL: &[Column] = &[
    ("BILL_ID", Text(11)),
    ("ACCT_NO", Text(9)),
    ("BILL_DATE", Day),
    ("DUE_DATE", Day),
    ("FROM_DATE", Day),
    ("TO_DATE", Day),
    ("PREV_BAL", Money),
    ("CHARGES", Money),
    ("TOTAL_DUE", Money),
];
const USAGE: &[Column] = &[
    ("BILL_ID", Text(11)),
    ("ACCT_NO", Text(9)),
    ("METER_NO", Text(10)),
    ("FROM_DATE", Day),
    ("TO_DATE", Day),
    ("KWH", Number(9)),
];
const PAYMENT: &[Column] = &[
    ("PAY_ID", Text(11)),
    ("ACCT_NO", Text(9)),
    ("PAID_ON", Day),
    ("AMOUNT", Money),
    ("SOURCE", Text(2)),
    ("REFERENCE", Text(12)),
];
const ADJUSTMENT: &[Column] = &[
    ("ADJ_ID", Text(11)),
    ("ACCT_NO", Text(9)),
    ("POSTED", Day),
    ("AMOUNT", Money),
    ("ADJ_CODE", Text(2)),
    ("DESCR", Text(30)),
];
const INSTALLMENT: &[Column] = &[
    ("ARR_ID", Text(8)),
    ("ACCT_NO", Text(9)),
    ("SEQ", Number(2)),
    ("DUE_DATE", Day),
    ("AMOUNT", Money),
];
const DRAFT: &[Column] = &[
    ("DRAFT_ID", Text(8)),
    ("ACCT_NO", Text(9)),
    ("DRAFT_DATE", Day),
    ("AMOUNT", Money),
    ("STATUS", Text(1)),
];
const METHOD: &[Column] = &[
    ("METHOD_ID", Text(8)),
    ("ACCT_NO", Text(9)),
    ("METHOD", Text(1)),
    ("CARD_NO", Text(19)),
    ("CARD_EXP", Text(5)),
    ("HOLDER", Text(50)),
    ("ROUTING_NO", Text(9)),
    ("BANK_ACCT", Text(17)),
    ("BANK_TYPE", Text(1)),
];
const NOTE: &[Column] = &[
    ("NOTE_ID", Text(9)),
    ("ACCT_NO", Text(9)),
    ("NOTED_ON", Day),
    ("NOTE_TEXT", Text(120)),
];
const USER: &[Column] = &[
    ("USER_ID", Text(8)),
    ("CUST_ID", Text(10)),
    ("LOGIN", Text(40)),
    ("EMAIL", Text(60)),
    ("PASSWORD_HASH", Text(60)),
    ("FAILED", Number(3)),
    ("STATUS", Text(1)),
    ("LAST_LOGIN", Moment),
];

impl Table {
    /// Every file, in the order of the delivery.
    pub const ALL: [Self; 14] = [
        Self::Customer,
        Self::Premise,
        Self::Account,
        Self::Meter,
        Self::Calendar,
        Self::Bill,
        Self::Usage,
        Self::Payment,
        Self::Adjustment,
        Self::Installment,
        Self::Draft,
        Self::Method,
        Self::Note,
        Self::User,
    ];

    /// Returns the file's name without ending, and its columns.
    const fn facts(self) -> (&'static str, &'static [Column]) {
        match self {
            Self::Customer => ("CUSTOMER", CUSTOMER),
            Self::Premise => ("PREMISE", PREMISE),
            Self::Account => ("ACCOUNT", ACCOUNT),
            Self::Meter => ("METER", METER),
            Self::Calendar => ("CALENDAR", CALENDAR),
            Self::Bill => ("BILL", BILL),
            Self::Usage => ("USAGE", USAGE),
            Self::Payment => ("PAYMENT", PAYMENT),
            Self::Adjustment => ("ADJUST", ADJUSTMENT),
            Self::Installment => ("ARRANGE", INSTALLMENT),
            Self::Draft => ("DRAFT", DRAFT),
            Self::Method => ("PAYMETH", METHOD),
            Self::Note => ("NOTE", NOTE),
            Self::User => ("WEBUSER", USER),
        }
    }

    /// Returns the file's name without ending.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().0
    }

    /// Returns the file's columns.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        self.facts().1
    }

    /// Returns the names of the columns that hold amounts.
    pub fn money_columns(self) -> impl Iterator<Item = &'static str> {
        let columns = self.columns().iter();
        columns.filter_map(|(name, shape)| (*shape == Money).then_some(*name))
    }
}
