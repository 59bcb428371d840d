//! Holds: spans of days on which something is not done to one account. Billing and field staff
//! load them into the systems that charge fees, disconnect, collect and draft.

use super::money::Cents;
use chrono::NaiveDate;

/// What is not done. The names stand in the portal; their order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// The account is not dunned and not handed to a collector.
    CollectionHold,
    /// Service is not disconnected.
    DisconnectHold,
    /// One draft does not run on its day.
    DraftSuppressed,
    /// No late fee is charged.
    LateFeeWaiver,
}

impl HoldKind {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [
        Self::CollectionHold,
        Self::DisconnectHold,
        Self::DraftSuppressed,
        Self::LateFeeWaiver,
    ];

    /// Returns the name as `account_hold.kind` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CollectionHold => "collection_hold",
            Self::DisconnectHold => "disconnect_hold",
            Self::DraftSuppressed => "draft_suppressed",
            Self::LateFeeWaiver => "late_fee_waiver",
        }
    }

    /// Returns the kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why a hold lasts as long as it does, or why a draft does not run. The names stand in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// It ends with the window of its action.
    Window,
    /// A date of the mapping: the hold reaches as far, or the draft comes too late for it.
    Policy,
    /// A bill or an installment of the account is due on a later day now.
    DueDateMoved,
    /// The calendar has a later day for the cycle's late fee, disconnection or reminder now.
    CalendarDate,
    /// A bill of the account stays due inside the window, on the customer's own day.
    DesignatedDayKept,
    /// Automatic payment starts anew: the draft comes too late for the old one.
    AutopayReset,
    /// The draft was planned for a day of its window; an account's other holds last until it runs.
    DraftInWindow,
    /// The account is locked or hidden in the portal.
    PortalState,
}

impl HoldReason {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Window,
        Self::Policy,
        Self::DueDateMoved,
        Self::CalendarDate,
        Self::DesignatedDayKept,
        Self::AutopayReset,
        Self::DraftInWindow,
        Self::PortalState,
    ];

    /// Returns the name as `account_hold.reason` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Policy => "policy",
            Self::DueDateMoved => "due_date_moved",
            Self::CalendarDate => "calendar_date",
            Self::DesignatedDayKept => "designated_day_kept",
            Self::AutopayReset => "autopay_reset",
            Self::DraftInWindow => "draft_in_window",
            Self::PortalState => "portal_state",
        }
    }

    /// Returns the reason of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// One hold of one account. Their order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hold {
    /// What is not done.
    pub kind: HoldKind,
    /// First day of the hold; a draft's own day.
    pub starts_on: NaiveDate,
    /// Last day of the hold, included. A draft runs on the next day; one without an end never does.
    pub ends_on: Option<NaiveDate>,
    /// Why.
    pub reason: HoldReason,
    /// The legacy date behind the reason: of the draft, or of the date that moved or stays.
    pub legacy_date: Option<NaiveDate>,
    /// The draft's amount.
    pub amount: Option<Cents>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_kinds_is_that_of_their_names() {
        let mut names = HoldKind::ALL.map(HoldKind::name);
        names.sort_unstable();
        assert_eq!(names, HoldKind::ALL.map(HoldKind::name));
        let mut kinds = HoldKind::ALL;
        kinds.sort();
        assert_eq!(kinds, HoldKind::ALL);
    }

    #[test]
    fn every_name_is_found_again() {
        for kind in HoldKind::ALL {
            assert_eq!(HoldKind::from_name(kind.name()), Some(kind));
        }
        for reason in HoldReason::ALL {
            assert_eq!(HoldReason::from_name(reason.name()), Some(reason));
        }
        assert_eq!(HoldKind::from_name("hold"), None);
    }
}
