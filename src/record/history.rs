//! What happened on an account: rows that are streamed, never kept.

use super::money::Cents;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

super::hidden::shows_name_only!(
    Bill,
    Usage,
    Payment,
    Adjustment,
    Installment,
    Draft,
    PaymentMethod,
    Note,
    Activity
);

/// An issued bill.
#[derive(Clone)]
pub struct Bill {
    /// The legacy bill number.
    pub legacy_bill_id: String,
    /// The account billed.
    pub legacy_account_number: String,
    /// Day it was issued.
    pub bill_date: NaiveDate,
    /// Due date as printed; none where the export has none.
    pub due_date: Option<NaiveDate>,
    /// First day of the billed period.
    pub period_start: Option<NaiveDate>,
    /// Last day of the billed period, or the reading that ends it.
    pub period_end: Option<NaiveDate>,
    /// Balance just before this bill; none where the export has none.
    pub previous_balance: Option<Cents>,
    /// This bill's charges.
    pub current_charges: Cents,
    /// Previous plus current; none where the export has none.
    pub total_due: Option<Cents>,
}

/// Consumption of one meter on one bill.
#[derive(Clone)]
pub struct Usage {
    /// The account served.
    pub legacy_account_number: String,
    /// The meter read; none where the export has no meters.
    pub meter_number: Option<String>,
    /// The bill it was billed on; none where the export has no bills.
    pub legacy_bill_id: Option<String>,
    /// First day.
    pub period_start: Option<NaiveDate>,
    /// Last day.
    pub period_end: Option<NaiveDate>,
    /// How much.
    pub quantity: Decimal,
    /// Of what: kWh, CCF, gal, therm, kgal.
    pub unit: String,
    /// True for an estimated reading.
    pub estimated: bool,
}

/// A payment, or a returned one as a negative row of its own.
#[derive(Clone)]
pub struct Payment {
    /// The legacy payment number.
    pub legacy_payment_id: String,
    /// The account credited.
    pub legacy_account_number: String,
    /// Day it was paid.
    pub paid_on: NaiveDate,
    /// Positive lowers the balance; negative is a returned payment.
    pub amount: Cents,
    /// How it was paid, as the portal's value list has it.
    pub channel: String,
    /// The processor's or the bank's reference.
    pub reference: Option<String>,
}

/// An adjustment of a balance.
#[derive(Clone)]
pub struct Adjustment {
    /// The legacy adjustment number.
    pub legacy_adjustment_id: String,
    /// The account adjusted.
    pub legacy_account_number: String,
    /// Day it was posted.
    pub posted_on: NaiveDate,
    /// Positive raises the balance.
    pub amount: Cents,
    /// What it is, as the portal's value list has it.
    pub kind: String,
    /// Text beside it.
    pub description: Option<String>,
}

/// One installment of a payment arrangement.
#[derive(Clone)]
pub struct Installment {
    /// The arrangement.
    pub arrangement_id: String,
    /// The account that pays it.
    pub legacy_account_number: String,
    /// Position in the arrangement, from 1.
    pub sequence: u32,
    /// Day it is due.
    pub due_date: NaiveDate,
    /// Amount.
    pub amount: Cents,
}

/// A draft or scheduled payment that the legacy system holds.
#[derive(Clone)]
pub struct Draft {
    /// The legacy key.
    pub legacy_draft_id: String,
    /// The account it pays for.
    pub legacy_account_number: String,
    /// Day it is to be taken.
    pub draft_date: NaiveDate,
    /// Amount.
    pub amount: Cents,
}

/// That a payment method was on file: all that is ever read of one.
#[derive(Clone)]
pub struct PaymentMethod {
    /// The account it was stored for.
    pub legacy_account_number: String,
    /// `card` or `bank`.
    pub kind: String,
}

/// A representative's note.
#[derive(Clone)]
pub struct Note {
    /// The legacy key.
    pub legacy_note_id: String,
    /// The account it is about.
    pub legacy_account_number: String,
    /// Day it was written.
    pub noted_on: NaiveDate,
    /// The text as typed; redacted before it is written anywhere.
    pub text: String,
    /// Which line of the note the row is; none where a row is a whole note.
    pub line: Option<u32>,
    /// True for a line whose text stands in the note's first row: no note of its own.
    pub continues: bool,
}

/// One line of the legacy portal's activity log.
#[derive(Clone)]
pub struct Activity {
    /// The account it is about.
    pub legacy_account_number: String,
    /// The log-in that acted, where one did.
    pub user_id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done, as the legacy portal names it.
    pub kind: String,
    /// Text beside it; redacted before it is written anywhere.
    pub detail: Option<String>,
}
