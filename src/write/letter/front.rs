//! What stands above the text on the first page: sender, address, date and notice, subject.
//! In: its words. Out: a flow of pages that goes on below. It sets no running text.
//!
//! Nothing but the address stands where the envelope's window can show it.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::markup::Rich;
use super::page::Flow;
use super::sheet::{MARGIN, MEASURE, Overflow, WIDTH};
use super::text::{Role, Shaper};
use super::window::{self, Fitted};

const LETTERHEAD: &str = "the letterhead (`utility.name`, `address`, `phone` and `web`)";
const LETTERHEAD_TOP: f32 = 46.0;
/// The letterhead must end above the strip that the window can show (2.0 inches).
pub(super) const LETTERHEAD_END: f32 = 144.0;
/// Right of all that the window can show.
const REFERENCE_LEFT: f32 = 396.0;
const REFERENCE_TOP: f32 = 168.0;
/// Below the first fold.
const FIRST_TOP: f32 = 268.0;

/// What stands above the text on the first page.
#[derive(Debug)]
pub(super) struct Front<'a> {
    /// The sender's name.
    pub(super) sender: &'a str,
    /// Its address, one line each.
    pub(super) sender_lines: &'a [String],
    /// Its telephone and web address.
    pub(super) contact: &'a [String],
    /// The customer's name and address.
    pub(super) address: &'a Fitted,
    /// Date and notice.
    pub(super) reference: &'a [String],
    /// What the letter is about.
    pub(super) subject: &'a str,
}
/// Sets the first page's head: sender, address, reference and subject.
pub(super) fn begin<'a>(shaper: &'a mut Shaper, front: &Front<'_>) -> Result<Flow<'a>, Overflow> {
    let mut flow = Flow::new(shaper);
    letterhead(&mut flow, front)?;
    address(&mut flow, front.address);
    flow.go_to(REFERENCE_TOP);
    let room = WIDTH - MARGIN - REFERENCE_LEFT;
    for line in front.reference {
        set(&mut flow, line, Role::Small, REFERENCE_LEFT, room);
    }
    flow.go_to(FIRST_TOP);
    let subject = Rich::plain(front.subject);
    let shaped = flow.shaper.shape(&subject, Role::Subject, Some(MEASURE));
    flow.heading(&shaped, 1);
    flow.down(8.0);
    Ok(flow)
}

fn letterhead(flow: &mut Flow<'_>, front: &Front<'_>) -> Result<(), Overflow> {
    let half = MEASURE / 2.0;
    flow.go_to(LETTERHEAD_TOP);
    set(flow, front.sender, Role::Letterhead, MARGIN, MEASURE);
    for line in front.sender_lines {
        set(flow, line, Role::Small, MARGIN, half);
    }
    let left_end = flow.y();
    flow.go_to(LETTERHEAD_TOP + Role::Letterhead.look().leading);
    for line in front.contact {
        let shaped = flow
            .shaper
            .shape(&Rich::plain(line), Role::Small, Some(half));
        flow.paragraph(&shaped, WIDTH - MARGIN - shaped.width);
    }
    flow.go_to(flow.y().max(left_end) + 7.0);
    flow.rule(MARGIN, MEASURE, false);
    if flow.y() > LETTERHEAD_END {
        let lines = front.sender_lines.len().max(front.contact.len());
        return Err(Overflow(LETTERHEAD, lines, 5));
    }
    Ok(())
}

fn address(flow: &mut Flow<'_>, address: &Fitted) {
    flow.go_to(window::END - address.height());
    for part in &address.parts {
        flow.paragraph(part, MARGIN);
    }
}

/// Sets one plain text at a fixed place and goes down past it.
fn set(flow: &mut Flow<'_>, text: &str, role: Role, x: f32, width: f32) {
    let shaped = flow.shaper.shape(&Rich::plain(text), role, Some(width));
    flow.paragraph(&shaped, x);
}
