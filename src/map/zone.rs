//! The column that says in which zone a time stamp was taken: its labels and their offsets.
//!
//! A label stands for one fixed offset from UTC, whatever the season: it is what the clock showed,
//! and no rule of a place.

use super::field_source::{Column, column};
use super::toml_table::Table;
use super::toml_walk::Value;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

/// Hours that no offset reaches.
const NO_OFFSET: i32 = 15;

/// Where the zone of a time stamp stands.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// The column.
    pub(super) column: Column,
    /// Label and offset, in the mapping's order.
    pub(super) offsets: Vec<(String, FixedOffset)>,
}

impl Zone {
    /// Returns the instant at which a clock with this label showed `local`; none where the label
    /// is not in the list.
    pub(super) fn instant(&self, local: NaiveDateTime, label: &str) -> Option<DateTime<Utc>> {
        let (_, offset) = self.offsets.iter().find(|(known, _)| known == label)?;
        let at = offset.from_local_datetime(&local).single()?;
        Some(at.with_timezone(&Utc))
    }
}

/// Reads `zone` and `offsets` of a field.
pub(super) fn zone(table: &mut Table<'_>) -> Option<Zone> {
    let named = table.take("zone");
    let example = "offsets = { PST = \"-08:00\" }: every label of the zone column";
    let Some(named) = named else {
        if table.has("offsets") {
            table.missing("zone", "zone = \"\u{2026}\", the column with the labels");
            table.take("offsets");
        }
        return None;
    };
    let column = column(&named);
    let mut list = table.need("offsets", example).and_then(|v| v.table())?;
    let offsets: Vec<_> = list
        .rest()
        .into_iter()
        .filter_map(|(label, _, v)| Some((label.to_owned(), offset(&v)?)))
        .collect();
    if offsets.is_empty() {
        named.report(
            "mapping::bad_code_list",
            "no zone label has an offset",
            example,
        );
    }
    Some(Zone {
        column: column?,
        offsets,
    })
}

/// Reads `-08:00`.
fn offset(value: &Value<'_>) -> Option<FixedOffset> {
    let text = value.text()?;
    let found = parse(&text);
    if found.is_none() {
        let message = format!(
            "`{}` is \"{text}\", which is no offset from UTC",
            value.path()
        );
        value.report(
            "mapping::bad_pattern",
            message,
            "write it like \"-08:00\" or \"+00:00\"",
        );
    }
    found
}

fn parse(text: &str) -> Option<FixedOffset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |text: &str| {
        let two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        two.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let fits = hours < NO_OFFSET && minutes < 60;
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)).filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_an_offset_whatever_the_season() {
        let zone = Zone {
            column: Column {
                name: "Zone".to_owned(),
                span: 0..0,
            },
            offsets: [("PST", "-08:00"), ("UTC", "+00:00"), ("IST", "+05:30")]
                .map(|(label, text)| (label.to_owned(), parse(text).unwrap()))
                .into(),
        };
        for (local, label, utc) in [
            ("2023-01-01T16:00:00", "PST", Some("2023-01-02T00:00:00Z")),
            ("2023-07-01T16:00:00", "PST", Some("2023-07-02T00:00:00Z")),
            ("2023-07-01T16:00:00", "UTC", Some("2023-07-01T16:00:00Z")),
            ("2023-07-01T00:00:00", "IST", Some("2023-06-30T18:30:00Z")),
            ("2023-07-01T16:00:00", "PDT", None),
            ("2023-07-01T16:00:00", "", None),
        ] {
            let at = zone.instant(local.parse().unwrap(), label);
            assert_eq!(at, utc.map(|utc| utc.parse().unwrap()), "{local} {label}");
        }
    }

    fn codes(policy: &str, at: &str) -> Vec<&'static str> {
        let mapping = format!(
            "[utility]\nname = \"Mill Creek\"\ntime_zone = \"America/Chicago\"\n\
             [cutover]\nextracted_on = 2023-06-09\non = 2023-06-12\n\
             [account_numbers]\npolicy = \"keep\"\n[policy]\n{policy}\n\
             [account]\nfile = \"a\"\nlegacy_account_number = \"N\"\nstatus = {{ always = \"open\" }}\n\
             [activity]\nfile = \"b\"\nlegacy_account_number = \"N\"\nkind = \"K\"\nat = {at}\n"
        );
        match crate::map::parse(&mapping) {
            Ok(mapping) => {
                assert_eq!(mapping.policy.activity_months, Some(36));
                Vec::new()
            }
            Err(findings) => findings.iter().map(|finding| finding.code).collect(),
        }
    }

    #[test]
    fn a_zone_column_has_its_offsets() {
        let years = "activity = \"3 years\"";
        let good = "{ column = \"A\", zone = \"Z\", offsets = { PST = \"-08:00\" } }";
        assert!(codes(years, good).is_empty());
        for (at, code) in [
            ("{ column = \"A\", zone = \"Z\" }", "mapping::missing_key"),
            (
                "{ column = \"A\", offsets = { X = \"-08:00\" } }",
                "mapping::missing_key",
            ),
            (
                "{ column = \"A\", zone = \"Z\", offsets = {} }",
                "mapping::bad_code_list",
            ),
            (
                "{ column = \"A\", zone = \"Z\", offsets = { X = \"8\" } }",
                "mapping::bad_pattern",
            ),
            (
                "{ column = \"A\", zone = \"A\", offsets = { X = \"-08:00\" } }",
                "mapping::column_twice",
            ),
        ] {
            assert!(
                codes(years, at).contains(&code),
                "{at}: {:?}",
                codes(years, at)
            );
        }
    }

    #[test]
    fn policies_that_ask_for_states_need_a_file_that_has_them() {
        for (policy, code) in [
            ("enrolled = \"as_exported\"", "mapping::missing_key"),
            (
                "drafts = { cancel_portal_status = [\"hidden\"] }",
                "mapping::missing_key",
            ),
            (
                "drafts = { cancel_portal_status = [\"enrolled\"] }",
                "mapping::unknown_value",
            ),
            ("drafts = {}", "mapping::missing_key"),
            ("activity = \"long\"", "mapping::bad_pattern"),
        ] {
            assert!(codes(policy, "\"A\"").contains(&code), "{policy}");
        }
    }

    #[test]
    fn offsets_have_a_sign_and_four_digits() {
        for text in [
            "", "UTC", "08:00", "-8:00", "-0800", "+15:00", "+01:60", "+0a:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
