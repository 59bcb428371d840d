//! What a PostgreSQL server says, and what to do about it.

use sqlx::Error;
use sqlx::error::DatabaseError;
use std::io::ErrorKind;

/// What to do where TLS does not come about.
const TLS: &str = "; check `sslmode` and `sslrootcert` in the URL, or PGSSLMODE and PGSSLROOTCERT";

/// Returns what went wrong in the words of the server or the system, and what to do about it where
/// that is known. It never shows a row or a password.
#[must_use]
pub fn advice(error: &Error) -> String {
    if let Error::Database(said) = error {
        return format!(
            "{}{}",
            said.message(),
            for_code(&said.code().unwrap_or_default())
        );
    }
    if let Error::Io(why) = error
        && is_lost(error)
    {
        return format!(
            "the connection to the server was lost ({why}); see that the server runs, then start again"
        );
    }
    if let Error::Io(error) = error {
        // A certificate that is not trusted comes as data that is not valid.
        if error.kind() == std::io::ErrorKind::InvalidData {
            return format!("{error}{TLS}");
        }
        return format!(
            "{error}; check that the server runs and that host and port are right, then start again"
        );
    }
    if let Error::Tls(error) = error {
        return format!("{error}{TLS}");
    }
    error.to_string()
}

/// Returns true where a connection that stood is gone, or the server said while it ended it that it
/// is going: whether it did what it was asked for last is not known.
#[must_use]
pub fn is_lost(error: &Error) -> bool {
    if let Error::Io(error) = error {
        return matches!(
            error.kind(),
            ErrorKind::UnexpectedEof
                | ErrorKind::BrokenPipe
                | ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::TimedOut
        );
    }
    let said = error.as_database_error().and_then(DatabaseError::code);
    matches!(said.as_deref(), Some("57P01" | "57P02"))
}

/// Returns what to do about an error of the server, by its SQLSTATE.
fn for_code(code: &str) -> &'static str {
    match code {
        "28P01" | "28000" => "; set PGPASSWORD, or a line in the password file .pgpass",
        "3D000" => "; make the database first, with `createdb`",
        "42501" => {
            "; a run needs a user with the right CREATE on the database, who owns what stands there"
        }
        "53100" => "; free space on the server, then start again: what stood before still stands",
        "53300" => "; the server allows no more connections: end some, or raise max_connections",
        "55P03" => "; another session is using what a run replaces: end it, then start again",
        "57P01" | "57P02" | "57P03" => {
            "; wait until the server runs, then start again: what stood before still stands"
        }
        "25006" => "; the server takes no changes: name its primary",
        "42P01" | "42703" | "3F000" => "; the database is not what `cutover run` leaves",
        _ => "",
    }
}
