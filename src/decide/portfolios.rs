//! Who owns a portfolio.
//!
//! In: the recorded owner, and the guests with their first log-in. Out: the owner; none where the
//! rule names nobody, which a person must settle. The owner is no guest any more.

use chrono::{DateTime, NaiveDate, Utc};

/// A carried log-in that may look into the portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest<'a> {
    /// The log-in.
    pub user_id: &'a str,
    /// When it was first used; none where it never was.
    pub first_login_at: Option<DateTime<Utc>>,
    /// Day it was let in.
    pub added_on: Option<NaiveDate>,
}

/// What the export says of a portfolio's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded<'a> {
    /// Nobody was recorded.
    Nobody,
    /// This log-in, which is carried.
    Carried(&'a str),
    /// A log-in that is not carried. Nobody takes its place unasked.
    NotCarried,
}

/// Returns the owner: the recorded one, or else the guest who logged in first. Of several who did
/// in the same second it is the one let in first, then the one with the lower id.
#[must_use]
pub fn owner<'a>(recorded: Recorded<'a>, guests: &[Guest<'a>]) -> Option<&'a str> {
    match recorded {
        Recorded::Carried(user) => Some(user),
        Recorded::NotCarried => None,
        Recorded::Nobody => {
            let seen = guests.iter().filter(|guest| guest.first_login_at.is_some());
            let first = |guest: &&Guest<'a>| {
                let unknown = guest.added_on.is_none();
                (guest.first_login_at, unknown, guest.added_on, guest.user_id)
            };
            seen.min_by_key(first).map(|guest| guest.user_id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest<'a>(user_id: &'a str, login: &str, added: &str) -> Guest<'a> {
        Guest {
            user_id,
            first_login_at: login.parse().ok(),
            added_on: added.parse().ok(),
        }
    }

    #[test]
    fn the_recorded_owner_stays_and_one_that_is_not_carried_is_not_replaced() {
        let guests = [guest("U2", "2020-01-01T08:00:00Z", "")];
        assert_eq!(owner(Recorded::Carried("U1"), &guests), Some("U1"));
        assert_eq!(owner(Recorded::NotCarried, &guests), None);
    }

    #[test]
    fn else_the_guest_who_logged_in_first_owns_it() {
        let guests = [
            guest("U1", "2023-05-01T08:00:01Z", "2019-01-01"),
            guest("U3", "2023-05-01T08:00:00Z", "2024-01-01"),
            guest("U2", "", "2018-01-01"),
        ];
        assert_eq!(owner(Recorded::Nobody, &guests), Some("U3"));
    }

    #[test]
    fn ties_go_to_who_was_let_in_first_then_to_the_lower_id() {
        let at = "2023-05-01T08:00:00Z";
        let guests = [
            guest("U1", at, ""),
            guest("U4", at, "2022-02-02"),
            guest("U3", at, "2022-02-02"),
            guest("U2", at, "2022-02-03"),
        ];
        assert_eq!(owner(Recorded::Nobody, &guests), Some("U3"));
        assert_eq!(owner(Recorded::Nobody, &guests[..1]), Some("U1"));
    }

    #[test]
    fn without_a_guest_who_ever_logged_in_there_is_no_owner() {
        assert_eq!(owner(Recorded::Nobody, &[]), None);
        let never = [guest("U1", "", "2022-02-02")];
        assert_eq!(owner(Recorded::Nobody, &never), None);
    }
}
