//! The rows of a database as a stream: a thread reads table after table and hands batches over.
//!
//! The one place of the comparison that knows databases. Few batches wait, so memory does not
//! follow the number of rows.

use super::place::Place;
use crate::compare::merge::Rows;
use crate::compare::rows::{Batch, RowRef};
use crate::flow::failure::Failure;
use crate::portal::{Portal, PortalError};
use crate::record::portal::TABLES;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Batches that may wait.
const WAITING: usize = 4;

/// What the reading thread hands over.
pub enum Sent {
    /// Rows of the table that is read.
    Rows(Batch),
    /// The table has no more.
    End,
    /// The database cannot be read.
    Failed(PortalError),
}

/// The receiving end.
pub struct Stream<'a> {
    place: &'a Place,
    from: Receiver<Sent>,
    batch: Batch,
    at: usize,
    ended: bool,
}

impl<'a> Stream<'a> {
    /// Returns both ends of a stream of a result's rows.
    pub fn open(place: &'a Place) -> (SyncSender<Sent>, Self) {
        let (to, from) = sync_channel(WAITING);
        let stream = Self {
            place,
            from,
            batch: Batch::default(),
            at: 0,
            ended: true,
        };
        (to, stream)
    }

    /// Goes on to the next table.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn begin(&mut self) -> Result<(), Failure> {
        self.ended = false;
        self.batch.clear();
        self.at = 0;
        self.fill()
    }

    /// Waits for rows where none is left, up to the end of the table.
    fn fill(&mut self) -> Result<(), Failure> {
        while !self.ended && self.at >= self.batch.len() {
            match self.from.recv() {
                Ok(Sent::Rows(batch)) => {
                    self.batch = batch;
                    self.at = 0;
                }
                Ok(Sent::End) => self.ended = true,
                Ok(Sent::Failed(error)) => return Err(self.place.failure(error)),
                Err(_) => {
                    let message = format!("reading `{}` ended too early", self.place.named);
                    return Err(Failure::Unexpected(message));
                }
            }
        }
        Ok(())
    }
}

impl Rows<Failure> for Stream<'_> {
    fn peek(&self) -> Option<RowRef<'_>> {
        self.batch.row(self.at)
    }

    fn advance(&mut self) -> Result<(), Failure> {
        self.at += 1;
        self.fill()
    }
}

/// Reads every table of a result and hands it over. Ends early where nobody listens any more.
pub fn send(place: &Place, to: &SyncSender<Sent>) {
    if let Err(error) = send_tables(place, to) {
        // Nobody listens: then the other side failed, which is told.
        let _ = to.send(Sent::Failed(error));
    }
}

fn send_tables(place: &Place, to: &SyncSender<Sent>) -> Result<(), PortalError> {
    let mut portal = Portal::open(&place.database)?;
    for (table, columns) in TABLES {
        let (mut batch, mut heard) = (Batch::default(), true);
        portal.each_row(table, columns, |values| {
            if heard {
                batch.push(values);
            }
            if batch.is_full() {
                let full = std::mem::take(&mut batch);
                heard = to.send(Sent::Rows(full)).is_ok();
            }
        })?;
        if !heard || to.send(Sent::Rows(batch)).is_err() || to.send(Sent::End).is_err() {
            break;
        }
    }
    portal.close()
}
