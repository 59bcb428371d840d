//! Canonical records as portal rows: names and forms change, facts do not.

use super::account_plan::{self, AccountPlan};
use crate::decide::drafts::DraftDay;
use crate::decide::due_dates::DueDate;
use crate::decide::holds::{CycleHolds, last_day};
use crate::record::account::{Account, Customer, Meter, Premise, WebUser};
use crate::record::history::{
    Activity, Adjustment, Bill, Draft, Installment, Note, Payment, Usage,
};
use crate::record::holds::{Hold, HoldKind};
use crate::record::policy::{Carry, Policy};
use crate::record::portal::{
    AccountHoldRow, AccountNoteRow, AccountRow, ActivityLogRow, AdjustmentRow, BillRow,
    CustomerRow, InstallmentRow, MeterRow, PaymentRow, PortalUserRow, ScheduledPaymentRow,
    ServiceLocationRow, UsageRow,
};
use crate::record::value::Stamp;

pub(super) fn customer(r: Customer) -> CustomerRow {
    CustomerRow {
        customer_id: r.legacy_customer_id.clone(),
        legacy_customer_id: r.legacy_customer_id,
        kind: if r.business {
            "business"
        } else {
            "residential"
        }
        .to_owned(),
        first_name: r.first_name,
        last_name: r.last_name,
        business_name: r.business_name,
        email: r.email,
        phone: r.phone,
        language: r.language.code().to_owned(),
        mailing_line1: r.mailing.line1,
        mailing_line2: r.mailing.line2,
        mailing_city: r.mailing.city,
        mailing_state: r.mailing.state,
        mailing_postal_code: r.mailing.postal_code,
    }
}

pub(super) fn service_location(r: Premise) -> ServiceLocationRow {
    ServiceLocationRow {
        service_location_id: r.legacy_premise_id.clone(),
        legacy_premise_id: r.legacy_premise_id,
        line1: r.service.line1,
        line2: r.service.line2,
        city: r.service.city,
        state: r.service.state,
        postal_code: r.service.postal_code,
        district: r.district,
    }
}

pub(super) fn account(
    r: &Account,
    plan: &AccountPlan,
    number: &str,
    policy: &Policy,
    cycles: &CycleHolds,
) -> AccountRow {
    let holds = account_plan::holds(r, plan, policy, cycles);
    let autopay_status = match (r.autopay, policy.autopay) {
        (false, _) => "none",
        (true, Carry::Carry) => "carried",
        (true, Carry::Reset) => "re_enroll_required",
    };
    AccountRow {
        account_number: number.to_owned(),
        legacy_account_number: r.legacy_account_number.clone(),
        customer_id: r.legacy_customer_id.clone(),
        service_location_id: r.legacy_premise_id.clone(),
        status: if r.open { "open" } else { "closed" }.to_owned(),
        opened_on: r.opened_on,
        closed_on: r.closed_on,
        bill_cycle: r.bill_cycle.clone(),
        custom_due_day: r.custom_due_day,
        statement_group: r.statement_group.clone(),
        rate_class: r.rate_class.clone(),
        opening_balance_cents: plan.opening,
        opening_balance_on: policy.window().from,
        balance_cents: r.balance,
        deposit_cents: r.deposit,
        donation_program: r
            .donation
            .filter(|d| d.0 != 0)
            .and(policy.donation_program.clone()),
        donation_cents: r.donation,
        medical_baseline: r.medical_baseline,
        autopay_status: autopay_status.to_owned(),
        paperless: r.paperless && policy.paperless == Carry::Carry,
        portal_status: plan.portal_status.name().to_owned(),
        late_fee_waived_until: last_day(&holds, HoldKind::LateFeeWaiver),
        disconnect_hold_until: last_day(&holds, HoldKind::DisconnectHold),
    }
}

/// `sequence` counts the holds of one kind from 1.
pub(super) fn hold(hold: &Hold, sequence: i64, number: &str, legacy: &str) -> AccountHoldRow {
    AccountHoldRow {
        account_number: number.to_owned(),
        kind: hold.kind.name().to_owned(),
        sequence,
        legacy_account_number: legacy.to_owned(),
        starts_on: hold.starts_on,
        ends_on: hold.ends_on,
        reason: hold.reason.name().to_owned(),
        legacy_date: hold.legacy_date,
        amount_cents: hold.amount,
    }
}

pub(super) fn meter(r: Meter, number: &str) -> MeterRow {
    MeterRow {
        account_number: number.to_owned(),
        meter_number: r.meter_number,
        commodity: r.commodity,
        multiplier: r.multiplier,
        installed_on: r.installed_on,
        removed_on: r.removed_on,
    }
}

/// A row without bill and meter is told from others of its account by its place in the file.
pub(super) fn usage(r: &Usage, number: &str, row: u64) -> UsageRow {
    let usage_id = match (&r.legacy_bill_id, &r.meter_number) {
        (Some(bill), Some(meter)) => format!("{bill}/{meter}"),
        (Some(bill), None) => bill.clone(),
        (None, _) => row.to_string(),
    };
    UsageRow {
        account_number: number.to_owned(),
        usage_id,
        meter_number: r.meter_number.clone(),
        legacy_bill_id: r.legacy_bill_id.clone(),
        period_start: r.period_start,
        period_end: r.period_end,
        quantity: r.quantity,
        unit: r.unit.clone(),
        read_type: if r.estimated { "estimated" } else { "actual" }.to_owned(),
    }
}

pub(super) fn bill(r: &Bill, number: &str, due: Option<DueDate>, policy: &Policy) -> BillRow {
    BillRow {
        account_number: number.to_owned(),
        bill_id: r.legacy_bill_id.clone(),
        legacy_bill_id: r.legacy_bill_id.clone(),
        bill_date: r.bill_date,
        due_date: due.map_or(r.due_date, |due| Some(due.new)),
        legacy_due_date: r.due_date,
        period_start: r.period_start,
        period_end: r.period_end,
        previous_balance_cents: r.previous_balance,
        current_charges_cents: r.current_charges,
        total_due_cents: r.total_due,
        image_available: policy.images_from.is_some_and(|from| r.bill_date >= from),
        moved_by: due.and_then(|due| due.moved_by()),
    }
}

pub(super) fn payment(r: &Payment, number: &str) -> PaymentRow {
    PaymentRow {
        account_number: number.to_owned(),
        payment_id: r.legacy_payment_id.clone(),
        legacy_payment_id: r.legacy_payment_id.clone(),
        paid_on: r.paid_on,
        amount_cents: r.amount,
        channel: r.channel.clone(),
        status: if r.amount.0 < 0 { "returned" } else { "posted" }.to_owned(),
        reference: r.reference.clone(),
    }
}

pub(super) fn adjustment(r: &Adjustment, number: &str) -> AdjustmentRow {
    AdjustmentRow {
        account_number: number.to_owned(),
        adjustment_id: r.legacy_adjustment_id.clone(),
        legacy_adjustment_id: r.legacy_adjustment_id.clone(),
        posted_on: r.posted_on,
        amount_cents: r.amount,
        kind: r.kind.clone(),
        description: r.description.clone(),
    }
}

pub(super) fn installment(r: Installment, number: &str, due: DueDate) -> InstallmentRow {
    InstallmentRow {
        account_number: number.to_owned(),
        arrangement_id: r.arrangement_id,
        sequence: r.sequence,
        legacy_due_date: r.due_date,
        due_date: due.new,
        amount_cents: r.amount,
        moved_by: due.moved_by(),
    }
}

pub(super) fn scheduled_payment(r: Draft, number: &str, draft: DraftDay) -> ScheduledPaymentRow {
    ScheduledPaymentRow {
        account_number: number.to_owned(),
        scheduled_payment_id: r.legacy_draft_id,
        legacy_draft_date: r.draft_date,
        draft_date: draft.day.new,
        amount_cents: r.amount,
        status: draft.status.name().to_owned(),
        moved_by: draft.day.moved_by(),
    }
}

pub(super) fn note(r: Note, number: &str) -> AccountNoteRow {
    AccountNoteRow {
        account_number: number.to_owned(),
        note_id: r.legacy_note_id,
        noted_on: r.noted_on,
        text: r.text,
    }
}

/// Lines of one account and second are told apart by their place in the file.
pub(super) fn activity(r: &Activity, user: Option<&str>, number: &str, row: u64) -> ActivityLogRow {
    ActivityLogRow {
        account_number: number.to_owned(),
        at: Stamp(r.at),
        sequence: i64::try_from(row).unwrap_or(i64::MAX),
        user_id: user.map(str::to_owned),
        kind: r.kind.clone(),
        detail: r.detail.clone(),
    }
}

/// Returns true where the policy locks at so many failed log-ins.
fn reaches(policy: &Policy, failed: u32) -> bool {
    let most = policy.failed_logins_lock;
    most.is_some_and(|most| failed >= most)
}

pub(super) fn user(r: WebUser, policy: &Policy) -> PortalUserRow {
    let carried = policy.credentials == Carry::Carry;
    let locked = r.locked || reaches(policy, r.failed_logins);
    PortalUserRow {
        user_id: r.user_id,
        customer_id: r.legacy_customer_id,
        login: r.login,
        email: r.email,
        password_hash: r.password_hash.filter(|_| carried),
        credentials: if carried { "carried" } else { "re_register" }.to_owned(),
        failed_logins: if carried { r.failed_logins } else { 0 },
        locked: carried && locked,
        last_login_at: r.last_login_at.map(Stamp),
    }
}
