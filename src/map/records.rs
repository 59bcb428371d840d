//! One raw row becomes one canonical record, or is refused with all its faults.
//!
//! Whether a record is carried is not decided here. Rules that hang on more than one field:
//! a person has a surname and a business its name; a closed account has the day it was closed.

use super::bind::BoundFile;
use super::cells::Cells;
use super::fields::ACCOUNT;
use crate::record::account::{
    Account, Address, Customer, Language, Meter, PortalStatus, Premise, UserAccount, WebUser,
};
use crate::record::calendar::CalendarRow;
use crate::record::history::{
    Activity, Adjustment, Bill, Draft, Installment, Note, Payment, PaymentMethod, Usage,
};
use crate::record::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};
use crate::record::raw::RawRow;
use crate::record::source::{Entity, Mapped, Record};
use rust_decimal::Decimal;

impl BoundFile {
    /// Makes a record of the row, or refuses it with every fault. Either way, what it says of its
    /// account's number and of money is handed on where it can be read.
    #[must_use]
    pub fn map(&self, row: &RawRow) -> Mapped {
        let mut cells = Cells::new(self, row);
        let legacy_account_number = cells.peek(ACCOUNT).map(str::to_owned);
        let width = self.columns().len();
        if row.width != width || row.misfit.is_some() {
            let found = row.width;
            let counted = || format!("the row has {found} columns, the header {width}");
            let message = row.misfit.clone().unwrap_or_else(counted);
            cells.push("", "row::columns", message);
            cells.peek_money();
            return Mapped {
                skipped: false,
                record: Err(cells.faults),
                legacy_account_number,
                money: cells.money,
            };
        }
        let record = record(self.entity(), &mut cells);
        cells.money.sort_unstable();
        // A group's row names its account in a field of its own.
        let good = cells.faults.is_empty();
        let named = record.legacy_account_number().filter(|_| good);
        let legacy_account_number = legacy_account_number.or_else(|| named.map(str::to_owned));
        Mapped {
            skipped: self.skips(row),
            record: if good { Ok(record) } else { Err(cells.faults) },
            legacy_account_number,
            money: cells.money,
        }
    }
}

fn record(entity: Entity, cells: &mut Cells<'_>) -> Record {
    match entity {
        Entity::Customer => Record::Customer(customer(cells)),
        Entity::Premise => Record::Premise(premise(cells)),
        Entity::Account => Record::Account(account(cells)),
        Entity::Meter => Record::Meter(meter(cells)),
        Entity::Calendar => Record::Calendar(calendar(cells)),
        Entity::UserAccount => Record::UserAccount(user_account(cells)),
        Entity::Bill => Record::Bill(bill(cells)),
        Entity::Usage => Record::Usage(usage(cells)),
        Entity::Payment => Record::Payment(payment(cells)),
        Entity::Adjustment => Record::Adjustment(adjustment(cells)),
        Entity::Installment => Record::Installment(installment(cells)),
        Entity::Draft => Record::Draft(draft(cells)),
        Entity::PaymentMethod => Record::PaymentMethod(payment_method(cells)),
        Entity::Note => Record::Note(note(cells)),
        Entity::WebUser => Record::WebUser(web_user(cells)),
        Entity::Activity => Record::Activity(activity(cells)),
        Entity::Portfolio => Record::Portfolio(portfolio(cells)),
        Entity::PortfolioAccount => Record::PortfolioAccount(portfolio_account(cells)),
        Entity::PortfolioGuest => Record::PortfolioGuest(portfolio_guest(cells)),
        Entity::GroupMember => Record::GroupMember(group_member(cells)),
    }
}

fn customer(cells: &mut Cells<'_>) -> Customer {
    let legacy_customer_id = cells.text("legacy_customer_id");
    let kind = cells.code("kind");
    let customer = Customer {
        legacy_customer_id,
        business: kind == "business",
        first_name: cells.text("first_name"),
        last_name: cells.text("last_name"),
        business_name: cells.text("business_name"),
        email: cells.text("email"),
        phone: cells.text("phone"),
        language: if cells.code("language") == Language::Es.code() {
            Language::Es
        } else {
            Language::En
        },
        mailing: Address {
            line1: cells.text("mailing_line1"),
            line2: cells.text("mailing_line2"),
            city: cells.text("mailing_city"),
            state: cells.text("mailing_state"),
            postal_code: cells.text("mailing_postal_code"),
        },
    };
    match kind {
        "residential" => {
            let named = !customer.last_name.is_empty();
            cells.require("last_name", named, "a person has a surname");
        }
        "business" => {
            let named = !customer.business_name.is_empty();
            cells.require("business_name", named, "a business has a name");
        }
        _ => {}
    }
    customer
}

fn premise(cells: &mut Cells<'_>) -> Premise {
    Premise {
        legacy_premise_id: cells.text("legacy_premise_id"),
        service: Address {
            line1: cells.text("line1"),
            line2: cells.text("line2"),
            city: cells.text("city"),
            state: cells.text("state"),
            postal_code: cells.text("postal_code"),
        },
        district: cells.maybe_text("district"),
    }
}

fn account(cells: &mut Cells<'_>) -> Account {
    let legacy_account_number = cells.text(ACCOUNT);
    let legacy_customer_id = cells.maybe_text("legacy_customer_id");
    let legacy_premise_id = cells.maybe_text("legacy_premise_id");
    let status = cells.code("status");
    let opened_on = cells.maybe_day("opened_on");
    let closed_on = cells.maybe_day("closed_on");
    if status == "closed" && cells.maps("closed_on") {
        cells.require(
            "closed_on",
            closed_on.is_some(),
            "a closed account has the day it was closed",
        );
    }
    let place = legacy_premise_id.as_deref().and_then(|id| place(cells, id));
    Account {
        legacy_account_number,
        legacy_customer_id,
        legacy_premise_id,
        place,
        open: status == "open",
        opened_on,
        closed_on,
        bill_cycle: cells.maybe_text("bill_cycle"),
        custom_due_day: cells.maybe_count("custom_due_day"),
        statement_group: cells.maybe_text("statement_group"),
        rate_class: cells.maybe_text("rate_class"),
        balance: cells.maybe_cents("balance"),
        deposit: cells.maybe_cents("deposit"),
        donation: cells.maybe_cents("donation"),
        medical_baseline: cells.flag("medical_baseline"),
        autopay: cells.flag("autopay"),
        paperless: cells.flag("paperless"),
    }
}

/// Returns the place of service, where the mapping finds it in the account's own row.
fn place(cells: &mut Cells<'_>, legacy_premise_id: &str) -> Option<Premise> {
    if !cells.maps("service_line1") {
        return None;
    }
    Some(Premise {
        legacy_premise_id: legacy_premise_id.to_owned(),
        service: Address {
            line1: cells.text("service_line1"),
            line2: cells.text("service_line2"),
            city: cells.text("service_city"),
            state: cells.text("service_state"),
            postal_code: cells.text("service_postal_code"),
        },
        district: cells.maybe_text("district"),
    })
}

fn meter(cells: &mut Cells<'_>) -> Meter {
    Meter {
        meter_number: cells.text("meter_number"),
        legacy_account_number: cells.text(ACCOUNT),
        commodity: cells.code("commodity").to_owned(),
        multiplier: cells.maybe_quantity("multiplier").unwrap_or(Decimal::ONE),
        installed_on: cells.maybe_day("installed_on"),
        removed_on: cells.maybe_day("removed_on"),
    }
}

fn calendar(cells: &mut Cells<'_>) -> CalendarRow {
    CalendarRow {
        bill_cycle: cells.text("bill_cycle"),
        period: cells.text("period"),
        read_date: cells.day("read_date"),
        bill_date: cells.day("bill_date"),
        due_date: cells.day("due_date"),
        reminder_date: cells.maybe_day("reminder_date"),
        late_fee_date: cells.maybe_day("late_fee_date"),
        disconnect_date: cells.maybe_day("disconnect_date"),
    }
}

fn bill(cells: &mut Cells<'_>) -> Bill {
    Bill {
        legacy_bill_id: cells.text("legacy_bill_id"),
        legacy_account_number: cells.text(ACCOUNT),
        bill_date: cells.day("bill_date"),
        due_date: cells.maybe_day("due_date"),
        period_start: cells.maybe_day("period_start"),
        period_end: cells.maybe_day("period_end"),
        previous_balance: cells.maybe_cents("previous_balance"),
        current_charges: cells.cents("current_charges"),
        total_due: cells.maybe_cents("total_due"),
    }
}

fn usage(cells: &mut Cells<'_>) -> Usage {
    Usage {
        legacy_account_number: cells.text(ACCOUNT),
        meter_number: cells.maybe_text("meter_number"),
        legacy_bill_id: cells.maybe_text("legacy_bill_id"),
        period_start: cells.maybe_day("period_start"),
        period_end: cells.maybe_day("period_end"),
        quantity: cells.maybe_quantity("quantity").unwrap_or_default(),
        unit: cells.code("unit").to_owned(),
        estimated: cells.code("read_type") == "estimated",
    }
}

fn payment(cells: &mut Cells<'_>) -> Payment {
    Payment {
        legacy_payment_id: cells.text("legacy_payment_id"),
        legacy_account_number: cells.text(ACCOUNT),
        paid_on: cells.day("paid_on"),
        amount: cells.cents("amount"),
        channel: cells.code("channel").to_owned(),
        reference: cells.maybe_text("reference"),
    }
}

fn adjustment(cells: &mut Cells<'_>) -> Adjustment {
    Adjustment {
        legacy_adjustment_id: cells.text("legacy_adjustment_id"),
        legacy_account_number: cells.text(ACCOUNT),
        posted_on: cells.day("posted_on"),
        amount: cells.cents("amount"),
        kind: cells.code("kind").to_owned(),
        description: cells.maybe_text("description"),
    }
}

fn installment(cells: &mut Cells<'_>) -> Installment {
    Installment {
        arrangement_id: cells.text("arrangement_id"),
        legacy_account_number: cells.text(ACCOUNT),
        sequence: cells.maybe_count("sequence").unwrap_or_default(),
        due_date: cells.day("due_date"),
        amount: cells.cents("amount"),
    }
}

fn draft(cells: &mut Cells<'_>) -> Draft {
    // The state is not carried, but one that is in no list refuses the row.
    cells.code("status");
    Draft {
        legacy_draft_id: cells.text("legacy_draft_id"),
        legacy_account_number: cells.text(ACCOUNT),
        draft_date: cells.day("draft_date"),
        amount: cells.cents("amount"),
    }
}

fn payment_method(cells: &mut Cells<'_>) -> PaymentMethod {
    // Without its key a row cannot be told from another; the key itself goes no further.
    cells.maybe_text("legacy_method_id");
    PaymentMethod {
        legacy_account_number: cells.text(ACCOUNT),
        kind: cells.code("kind").to_owned(),
    }
}

fn note(cells: &mut Cells<'_>) -> Note {
    Note {
        legacy_note_id: cells.text("legacy_note_id"),
        legacy_account_number: cells.text(ACCOUNT),
        noted_on: cells.day("noted_on"),
        text: cells.verbatim("text"),
        line: cells.maybe_count("line"),
        continues: cells.continues(),
    }
}

fn web_user(cells: &mut Cells<'_>) -> WebUser {
    WebUser {
        user_id: cells.text("user_id"),
        legacy_customer_id: cells.text("legacy_customer_id"),
        login: cells.text("login"),
        email: cells.text("email"),
        password_hash: cells.maybe_text("password_hash"),
        failed_logins: cells.maybe_count("failed_logins").unwrap_or_default(),
        locked: cells.code("status") == "locked",
        first_login_at: cells.maybe_instant("first_login_at"),
        last_login_at: cells.maybe_instant("last_login_at"),
    }
}

fn user_account(cells: &mut Cells<'_>) -> UserAccount {
    let user_id = cells.text("user_id");
    let legacy_account_number = cells.text(ACCOUNT);
    let name = cells.code("portal_status");
    let status = PortalStatus::ALL.into_iter().find(|s| s.name() == name);
    UserAccount {
        user_id,
        legacy_account_number,
        portal_status: status.unwrap_or(PortalStatus::Unenrolled),
    }
}

fn activity(cells: &mut Cells<'_>) -> Activity {
    Activity {
        legacy_account_number: cells.text(ACCOUNT),
        user_id: cells.maybe_text("user_id"),
        at: cells.maybe_instant("at").unwrap_or_default(),
        kind: cells.text("kind"),
        detail: cells.maybe_text("detail"),
    }
}

fn portfolio(cells: &mut Cells<'_>) -> Portfolio {
    Portfolio {
        portfolio_id: cells.text("portfolio_id"),
        name: cells.text("name"),
        legacy_customer_id: cells.maybe_text("legacy_customer_id"),
        owner_user_id: cells.maybe_text("owner_user_id"),
    }
}

fn portfolio_account(cells: &mut Cells<'_>) -> PortfolioAccount {
    PortfolioAccount {
        portfolio_id: cells.text("portfolio_id"),
        legacy_account_number: cells.text(ACCOUNT),
    }
}

fn portfolio_guest(cells: &mut Cells<'_>) -> PortfolioGuest {
    PortfolioGuest {
        portfolio_id: cells.text("portfolio_id"),
        user_id: cells.text("user_id"),
        added_on: cells.maybe_day("added_on"),
    }
}

fn group_member(cells: &mut Cells<'_>) -> GroupMember {
    let account = cells.code("member_kind") == "account";
    GroupMember {
        group_id: cells.text("group_id"),
        portfolio_id: cells.text("portfolio_id"),
        name: cells.text("name"),
        member: if account {
            Member::Account(cells.account_member("member"))
        } else {
            Member::User(cells.text("member"))
        },
    }
}
