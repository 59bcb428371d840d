//! What the names of files say of their rows: data for the guesses.

use crate::record::source::Entity;

/// Returns parts of file names that speak for an entity, run together and in lower case.
pub(super) fn file_words(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Customer => &["cust", "person", "contact"],
        Entity::Premise => &["prem", "location", "site"],
        Entity::Account => &["acct", "account"],
        Entity::Meter => &["met", "mtr"],
        Entity::Calendar => &["cal"],
        Entity::UserAccount => &["useraccount", "useracct"],
        Entity::Bill => &["bill", "invoice"],
        Entity::Usage => &["usag", "usage", "read", "cons"],
        Entity::Payment => &["pay", "receipt"],
        Entity::Adjustment => &["adj"],
        Entity::Installment => &["arr", "install"],
        Entity::Draft => &["draft", "dirpay", "scheduledpay"],
        Entity::PaymentMethod => &["paymeth", "paymentmethod", "payinst", "wallet"],
        Entity::Note => &["note", "comment"],
        Entity::WebUser => &["user", "login"],
        Entity::Activity => &["activ", "log", "audit"],
        Entity::Portfolio => &["portfolio"],
        Entity::PortfolioAccount => &["portfolioaccount"],
        Entity::PortfolioGuest => &["guest"],
        Entity::GroupMember => &["group"],
    }
}
