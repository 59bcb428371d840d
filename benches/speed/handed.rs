//! What the others get from our own first run: the rows for the floor, and the folder of the peers.

use super::Failure;
use super::contenders::{Contender, Work};
use super::{floor, layout};
use std::fs;

/// Takes from a run of ours what the others need. The run into SQLite gives the rows of SQLite's
/// floor and the peers' folder, the one into PostgreSQL the rows of that floor.
///
/// # Errors
/// Where the result cannot be read.
pub fn take_from(work: &Work, ours: Contender) -> Result<(), Failure> {
    if ours == Contender::OursSqlite {
        let mapping = fs::read_to_string(&work.delivery.mapping)?;
        let out = work.out(ours);
        let database = rusqlite::Connection::open(out.join("portal.db"))?;
        let from = "SELECT min(opening_balance_on) FROM account";
        let history_from: String = database.query_row(from, [], |row| row.get(0))?;
        let policy = layout::policy(&mapping, &history_from)?;
        layout::hand_over(&work.handed(), &out, &policy)?;
        return floor::prepare(&out.join("portal.db"), &work.rows().join("sqlite"));
    }
    fs::create_dir_all(work.rows())?;
    for (table, columns) in cutover::record::portal::TABLES {
        let count = work.server.sql(
            ours.database(),
            &format!("SELECT count(*) FROM portal.{table}"),
        )?;
        if count.trim() != "0" {
            let to = work.rows().join(format!("{table}.copy"));
            let columns = columns.join(", ");
            // A client's command, so that the file is ours and not the server's.
            let copy = format!(
                "\\copy (SELECT {columns} FROM portal.{table}) to '{}' (format binary)",
                to.display()
            );
            work.server.sql(ours.database(), &copy)?;
        }
    }
    Ok(())
}
