//! `[portal]`: the roles of a database server that a run gives rights to.

use super::toml_walk::Value;
use crate::record::roles::Roles;

/// Characters of a role's name that a server keeps.
const LONGEST: usize = 63;

/// Reads the table.
pub(super) fn roles(value: &Value<'_>) -> Option<Roles> {
    let mut table = value.table()?;
    let application = table.take("application_role").and_then(|v| role(&v));
    let representative = table.take("representative_role");
    let same = representative.as_ref().filter(|v| {
        let named = v.text();
        named.is_some() && named == application
    });
    if let Some(v) = same {
        v.report(
            "mapping::contradiction",
            format!("`{}` is the application's role as well", v.path()),
            "representatives only read: give them a role of their own",
        );
    }
    let representative = representative.and_then(|v| role(&v));
    table.finish();
    Some(Roles {
        application,
        representative,
    })
}

/// Reads a name that needs no quotes on the server, so that it is the same wherever it is written.
fn role(value: &Value<'_>) -> Option<String> {
    let name = value.text()?;
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.len() <= LONGEST
        && !name.starts_with("pg_");
    if plain {
        return Some(name);
    }
    value.report(
        "mapping::bad_role",
        format!("`{}` is \"{name}\", expected a role's name", value.path()),
        "lower-case letters, digits and underscores, a letter first, not pg_: \"portal_application\"",
    );
    None
}
