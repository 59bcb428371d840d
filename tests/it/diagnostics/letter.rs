//! Letters that a person must look at, and what keeps all of them from being written.

use super::small::Small;
use cutover::record::account::{Address, Language};
use cutover::record::letter::{Letter, NoticeKind};
use cutover::record::policy::Utility;
use cutover::record::windows::Spans;
use cutover::write::letter::{LetterError, LetterFacts, Letters};

cases!(letter:
    look_at, missing_character, cut, address_joined, address_cut, no_address, blank_fact, too_long,
    text, nothing_to_say, font, pdf,
);

/// Returns the small delivery with letters, `name` on the letterhead.
fn with_letters(name: &str, phone: &str) -> Small {
    let lines = format!(
        "portal = \"Brookside\"\nphone = \"{phone}\"\nweb = \"mill.example\"\naddress = [\"Mill Creek, WA\"]"
    );
    Small::new()
        .mapping("\"Mill Creek Utilities\"", &format!("\"{name}\""))
        .under("utility", &lines)
        .table("[notices]\ntell = [\"paperless_re_enroll\", \"autopay_re_enroll\"]")
        .edit("ACCOUNT.csv", "0.00,N\n0202", "0.00,Y\n0202")
}

fn plain() -> Small {
    with_letters("Mill Creek Utilities", "425-555-0100")
}

fn look_at() -> String {
    plain().edit("CUSTOMER.csv", "Ames", "Аmes").plan()
}

/// In a customer's address, and on the letterhead.
fn missing_character() -> String {
    let customer = plain().edit("CUSTOMER.csv", "C1,R,Ames,Ruth,,12", "C1,R,Ames,Ruth,,水12");
    let letterhead = with_letters("Mill Creek 水", "425-555-0100");
    [customer.plan(), letterhead.plan()].join("\n")
}

fn cut() -> String {
    plain()
        .edit("CUSTOMER.csv", "Ames", &"Ames-".repeat(60))
        .plan()
}

/// Returns what is said of a letter to this surname, street and unit.
fn address(name: &str, street: &str, unit: &str) -> String {
    let (from, to) = (
        "Ames,Ruth,,12 Mill Rd,",
        format!("{name},Ruth,,{street},{unit}"),
    );
    plain().edit("CUSTOMER.csv", from, &to).plan()
}

fn address_joined() -> String {
    let name = "Confederated Growers of the Lower Yakima Valley ".repeat(3);
    let street = "words that go on and on ".repeat(5);
    address(name.trim(), &street, "Door 7")
}

fn address_cut() -> String {
    let unit = "Rear Door behind the Mill ".repeat(6);
    address(
        "Ames",
        &"Building of the Old Brook Bakery ".repeat(6),
        &unit,
    )
}

fn no_address() -> String {
    address("Ames", "\u{200b}", "")
}

fn blank_fact() -> String {
    with_letters("Mill Creek Utilities", " ").plan()
}

fn too_long() -> String {
    let lines = "\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"";
    plain()
        .mapping("[\"Mill Creek, WA\"]", &format!("[{lines}]"))
        .plan()
}

/// Returns what is said where letters cannot be written and no delivery is at fault.
fn unexpected(error: &LetterError) -> String {
    format!("cutover: letters: {}\n", error.with_code())
}

/// The texts are built into the program, and every build is tested with them.
fn text() -> String {
    unexpected(&LetterError::Text {
        template: "es/closing".to_owned(),
        message: "a `**` is never closed".to_owned(),
    })
}

/// No letter is asked for that is about no account: this guards what is built without a run.
fn nothing_to_say() -> String {
    let utility = Utility {
        name: "Mill Creek Utilities".to_owned(),
        address: vec!["Mill Creek, WA".to_owned()],
        phone: "425-555-0100".to_owned(),
        web: "mill.example".to_owned(),
        portal_name: "Brookside".to_owned(),
        ..Utility::default()
    };
    let letter = Letter {
        notice_id: "N-C1".to_owned(),
        customer_id: "C1".to_owned(),
        language: Language::En,
        name: "Ruth Ames".to_owned(),
        enrolment_name: "Ames".to_owned(),
        business: false,
        mailing: Address::default(),
        kinds: vec![NoticeKind::PaperlessReEnroll],
        accounts: Vec::new(),
    };
    let facts = LetterFacts {
        dated_on: None,
        cutover_on: "2017-03-01".parse().unwrap(),
        due: Spans::default(),
        draft: Spans::default(),
        late_fee_waived_until: None,
        old_number_still_works: false,
        credentials: cutover::record::policy::Carry::Reset,
    };
    let letters = Letters::new(&utility, &facts).unwrap();
    unexpected(&letters.render(&letter).unwrap_err())
}

/// The fonts are built into the program: only a damaged build lacks one.
fn font() -> String {
    unexpected(&LetterError::Font { name: "bold" })
}

/// The PDF writer takes every page that our own pages can be: only a fault in it refuses one.
fn pdf() -> String {
    unexpected(&LetterError::Pdf {
        notice_id: "N-C1".to_owned(),
        message: "MissingHeadingTitle".to_owned(),
    })
}
