//! Which PostgreSQL database, from a URL, the environment and the password file, as libpq has it.

use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A PostgreSQL database and how to reach it. What it shows has no password.
#[derive(Clone)]
pub struct Target {
    options: Arc<PgConnectOptions>,
}

impl Target {
    /// Returns the database that `postgres://user@host:port/name?sslmode=…` names. What the URL leaves
    /// out comes from `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGDATABASE`, `PGSSLMODE` and the
    /// password file.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it, without the URL.
    pub fn parse(url: &str) -> Result<Self, String> {
        let options = PgConnectOptions::from_str(url).map_err(|_| {
            "expected `postgres://user@host:5432/name`, with `?sslmode=verify-full` and such behind it"
                .to_owned()
        })?;
        let options = Arc::new(options.application_name("cutover"));
        Ok(Self { options })
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        write!(f, "postgres://{}@", options.get_username())?;
        match options.get_socket() {
            Some(socket) => write!(f, "{}", socket.display())?,
            None => write!(f, "{}:{}", options.get_host(), options.get_port())?,
        }
        let name = options.get_database().unwrap_or(options.get_username());
        write!(f, "/{name}")
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Target {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        let target = Target::parse("postgres://ops:Sesame7@db.example:5433/portal").unwrap();
        for shown in [format!("{target}"), format!("{target:?}")] {
            assert!(
                shown.contains("postgres://ops@db.example:5433/portal"),
                "{shown}"
            );
            assert!(!shown.contains("Sesame7"), "{shown}");
        }
    }

    #[test]
    fn what_is_no_url_is_refused_without_showing_it() {
        let said = Target::parse("postgres://ops:Sesame7@db.example:nowhere").unwrap_err();
        assert!(said.contains("expected `postgres://") && !said.contains("Sesame7"));
    }
}
