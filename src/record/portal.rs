//! The rows of the portal database, one struct a table: name, columns and their order.
//!
//! A column is a field of the same name. There is no field for card or bank data.

use super::money::Cents;
use super::value::{HasKind, Kind, Stamp, Value};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A row of a portal table.
pub trait PortalRow {
    /// The table's name.
    const TABLE: &'static str;
    /// Its columns, in the order of `values`.
    const COLUMNS: &'static [&'static str];
    /// What each of them holds.
    const KINDS: &'static [Kind];
    /// Appends the row's values.
    fn values(self, out: &mut Vec<Value>);
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:literal { $($field:ident: $kind:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[expect(missing_docs, reason = "a field is the portal column of the same name; the schema documents it")]
            #[derive(Clone, Debug)]
            pub struct $name { $(pub $field: $kind),* }
            impl PortalRow for $name {
                const TABLE: &'static str = $table;
                const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
                const KINDS: &'static [Kind] = &[$(<$kind as HasKind>::KIND),*];
                fn values(self, out: &mut Vec<Value>) { $(out.push(self.$field.into());)* }
            }
        )*
        /// Every portal table with its columns, in the order in which they are loaded.
        pub const TABLES: &[(&str, &[&str])] = &[$(($table, <$name as PortalRow>::COLUMNS)),*];
        /// What the columns of each of them hold.
        pub const KINDS: &[(&str, &[Kind])] = &[$(($table, <$name as PortalRow>::KINDS)),*];
    };
}

type Text = String;
type MaybeText = Option<String>;
type MaybeDate = Option<NaiveDate>;

tables! {
    /// The run that made the database.
    CutoverRun = "cutover_run" { run_id: Text, mapping_sha256: Text, cutover_on: NaiveDate, tool_version: Text }
    /// A source file, what is read from it, and its row account.
    SourceFile = "source_file" {
        run_id: Text, path: Text, entity: Text, sha256: Text, rows_read: i64, rows_carried: i64, rows_dropped: i64, rows_rejected: i64,
    }
    /// One figure, as the legacy export has it and as the portal has it.
    ControlTotal = "control_total" { run_id: Text, entity: Text, measure: Text, legacy_value: Text, portal_value: Text }
    /// Who is responsible for paying.
    CustomerRow = "customer" {
        customer_id: Text, legacy_customer_id: Text, kind: Text, first_name: Text, last_name: Text, business_name: Text,
        email: Text, phone: Text, language: Text, mailing_line1: Text, mailing_line2: Text, mailing_city: Text,
        mailing_state: Text, mailing_postal_code: Text,
    }
    /// The place served.
    ServiceLocationRow = "service_location" {
        service_location_id: Text, legacy_premise_id: Text, line1: Text, line2: Text, city: Text, state: Text,
        postal_code: Text, district: MaybeText,
    }
    /// What a bill is addressed to.
    AccountRow = "account" {
        account_number: Text, legacy_account_number: Text, customer_id: MaybeText, service_location_id: MaybeText,
        status: Text, opened_on: MaybeDate, closed_on: MaybeDate, bill_cycle: MaybeText, custom_due_day: Option<u32>,
        statement_group: MaybeText, rate_class: MaybeText, opening_balance_cents: Option<Cents>,
        opening_balance_on: NaiveDate, balance_cents: Option<Cents>, deposit_cents: Option<Cents>,
        donation_program: MaybeText, donation_cents: Option<Cents>, medical_baseline: bool, autopay_status: Text,
        paperless: bool, portal_status: Text, late_fee_waived_until: MaybeDate, disconnect_hold_until: MaybeDate,
    }
    /// A measuring device.
    MeterRow = "meter" {
        account_number: Text, meter_number: Text, commodity: Text, multiplier: Decimal, installed_on: MaybeDate,
        removed_on: MaybeDate,
    }
    /// Consumption. `usage_id` tells rows of one account apart: bill and meter, or the source row.
    UsageRow = "usage" {
        account_number: Text, usage_id: Text, meter_number: MaybeText, legacy_bill_id: MaybeText,
        period_start: MaybeDate, period_end: MaybeDate, quantity: Decimal, unit: Text, read_type: Text,
    }
    /// An issued bill.
    BillRow = "bill" {
        account_number: Text, bill_id: Text, legacy_bill_id: Text, bill_date: NaiveDate, due_date: MaybeDate,
        legacy_due_date: MaybeDate, period_start: MaybeDate, period_end: MaybeDate,
        previous_balance_cents: Option<Cents>, current_charges_cents: Cents, total_due_cents: Option<Cents>,
        image_available: bool, moved_by: MaybeText,
    }
    /// A payment.
    PaymentRow = "payment" {
        account_number: Text, payment_id: Text, legacy_payment_id: Text, paid_on: NaiveDate, amount_cents: Cents,
        channel: Text, status: Text, reference: MaybeText,
    }
    /// An adjustment.
    AdjustmentRow = "adjustment" {
        account_number: Text, adjustment_id: Text, legacy_adjustment_id: Text, posted_on: NaiveDate,
        amount_cents: Cents, kind: Text, description: MaybeText,
    }
    /// A cycle's dates in one month.
    BillingCalendarRow = "billing_calendar" {
        bill_cycle: Text, period: Text, legacy_read_date: NaiveDate, read_date: NaiveDate, legacy_bill_date: NaiveDate,
        bill_date: NaiveDate, legacy_due_date: NaiveDate, due_date: NaiveDate, days_in_period: Option<i64>,
        accounts: i64, legacy_reminder_date: MaybeDate, reminder_date: MaybeDate, legacy_late_fee_date: MaybeDate,
        late_fee_date: MaybeDate, legacy_disconnect_date: MaybeDate, disconnect_date: MaybeDate,
        legacy_days_in_period: Option<i64>, moved_by: MaybeText,
    }
    /// A billing period of an account whose length changed, and what that does to the bill.
    PeriodChangeRow = "period_change" {
        account_number: Text, bill_cycle: Text, period: Text, legacy_days: i64, days: i64, basis_bill_id: MaybeText,
        basis_charges_cents: Option<Cents>, basis_days: Option<i64>, expected_change_cents: Option<Cents>,
        prorated: bool,
    }
    /// One installment of a payment arrangement.
    InstallmentRow = "installment" {
        account_number: Text, arrangement_id: Text, sequence: u32, legacy_due_date: NaiveDate, due_date: NaiveDate,
        amount_cents: Cents, moved_by: MaybeText,
    }
    /// A budget plan.
    BudgetPlanRow = "budget_plan" { account_number: Text, amount_cents: Cents, month_in_plan: u32, deferred_cents: Cents }
    /// A draft or scheduled payment.
    ScheduledPaymentRow = "scheduled_payment" {
        account_number: Text, scheduled_payment_id: Text, legacy_draft_date: NaiveDate, draft_date: NaiveDate,
        amount_cents: Cents, status: Text, moved_by: MaybeText,
    }
    /// Something that is not done to an account for some days: a line of the lists for billing and
    /// field staff. `sequence` tells those of one kind apart, earliest first.
    AccountHoldRow = "account_hold" {
        account_number: Text, kind: Text, sequence: i64, legacy_account_number: Text, starts_on: NaiveDate,
        ends_on: MaybeDate, reason: Text, legacy_date: MaybeDate, amount_cents: Option<Cents>,
    }
    /// A log-in.
    PortalUserRow = "portal_user" {
        user_id: Text, customer_id: Text, login: Text, email: Text, password_hash: MaybeText, credentials: Text,
        failed_logins: u32, locked: bool, last_login_at: Option<Stamp>,
    }
    /// A portfolio.
    PortfolioRow = "portfolio" { portfolio_id: Text, name: Text }
    /// An account in a portfolio.
    PortfolioAccountRow = "portfolio_account" { account_number: Text, portfolio_id: Text }
    /// A user of a portfolio.
    PortfolioUserRow = "portfolio_user" { portfolio_id: Text, user_id: Text, role: Text }
    /// A group of accounts inside a portfolio.
    AccountGroupRow = "account_group" { group_id: Text, portfolio_id: Text, name: Text }
    /// An account in a group.
    AccountGroupAccountRow = "account_group_account" { account_number: Text, group_id: Text }
    /// A user of a group.
    AccountGroupUserRow = "account_group_user" { group_id: Text, user_id: Text }
    /// One line of the portal's activity log.
    ActivityLogRow = "activity_log" { account_number: Text, at: Stamp, sequence: i64, user_id: MaybeText, kind: Text, detail: MaybeText }
    /// A representative's note, redacted.
    AccountNoteRow = "account_note" { account_number: Text, note_id: Text, noted_on: NaiveDate, text: Text }
    /// Old number to new number.
    CrosswalkRow = "crosswalk" { legacy_account_number: Text, account_number: MaybeText, disposition: Text, reason: Text }
    /// One letter to one customer.
    NoticeRow = "notice" {
        notice_id: Text, customer_id: Text, kind: Text, language: Text, channel: Text, file: Text, first_page: u32,
        last_page: u32,
    }
    /// An account that a letter is about.
    NoticeAccountRow = "notice_account" { account_number: Text, notice_id: Text }
}
