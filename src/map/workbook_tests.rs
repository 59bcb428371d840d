//! What a mapping says of a workbook, and what its cells become: numbers, errors, members.

use super::mapping_tests::GOOD;
use super::{BoundFile, Mapping, parse};
use crate::record::format::{DateSystem, Format, WorkbookFormat};
use crate::record::portfolio::Member;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::{Entity, Record};

fn smud() -> Mapping {
    parse(include_str!("../../mappings/smud.toml")).unwrap()
}

fn bound(entity: Entity) -> BoundFile {
    let mapping = smud();
    let file = mapping.file(entity).unwrap();
    let header: Vec<String> = file.columns().into_iter().map(str::to_owned).collect();
    file.bind(&header).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn number(text: &str) -> Cell {
    Cell::Number(text.parse().unwrap())
}

fn mapped(file: &BoundFile, cells: Vec<Cell>) -> Result<Record, Vec<&'static str>> {
    let mut row = RawRow {
        width: cells.len(),
        cells,
        ..RawRow::default()
    };
    file.restore(&mut row);
    let faults = |faults: Vec<crate::record::source::ColumnFault>| {
        faults.into_iter().map(|fault| fault.code).collect()
    };
    file.map(&row).record.map_err(faults)
}

#[test]
fn a_sheet_is_a_file_with_its_own_header_row() {
    let mapping = smud();
    let format = |entity| mapping.file(entity).unwrap().format().clone();
    let usual = WorkbookFormat {
        header_row: 4,
        total_line: None,
        dates: Some(DateSystem::From1900),
    };
    assert_eq!(format(Entity::Meter), Format::Workbook(usual.clone()));
    let total_line = Some("TOTAL".to_owned());
    let bills = WorkbookFormat {
        total_line,
        ..usual.clone()
    };
    assert_eq!(format(Entity::Bill), Format::Workbook(bills));
    let guests = WorkbookFormat {
        header_row: 3,
        ..usual
    };
    assert_eq!(format(Entity::PortfolioGuest), Format::Workbook(guests));
    let accounts = mapping.file(Entity::Account).unwrap();
    assert_eq!(accounts.file(), "my-account-business.xlsx#Accounts");
    assert_eq!(accounts.path(), "my-account-business.xlsx");
    assert_eq!(mapping.not_read.len(), 1);
}

#[test]
fn what_is_left_unread_has_a_reason() {
    let good = parse(&format!("{GOOD}\n[not_read]\n\"old.csv\" = \"of 2009\"\n")).unwrap();
    assert_eq!(good.not_read["old.csv"], "of 2009");
    let wrong = parse(&format!("{GOOD}\n[not_read]\n\"old.csv\" = \" \"\n")).unwrap_err();
    assert_eq!(wrong[0].code, "mapping::no_reason");
}

#[test]
fn a_place_stands_in_one_table_and_is_whole() {
    let text = include_str!("../../mappings/smud.toml");
    let code = |text: &str| parse(text).unwrap_err()[0].code;
    let half = text.replace("service_city          = \"Service City\"\n", "");
    assert_eq!(code(&half), "mapping::missing_key");
    let premise = "[premise]\nfile = \"my-account-business.xlsx#Places\"\n\
        legacy_premise_id = \"P\"\nline1 = \"L\"\ncity = \"C\"\nstate = \"S\"\npostal_code = \"Z\"\n";
    assert_eq!(code(&format!("{text}\n{premise}")), "mapping::place_twice");
}

#[test]
fn a_members_zeros_come_back_for_accounts_alone() {
    let file = bound(Entity::GroupMember);
    let row =
        |kind: &str, member: Cell| vec![text("G1"), text("PF1"), text("Pumps"), text(kind), member];
    let member = |kind: &str, cell: Cell| match mapped(&file, row(kind, cell)) {
        Ok(Record::GroupMember(r)) => Ok(r.member),
        Ok(_) => panic!(),
        Err(codes) => Err(codes),
    };
    let account = Member::Account("0003816762".to_owned());
    assert_eq!(member("ACCOUNT", number("3816762")), Ok(account.clone()));
    assert_eq!(member("ACCOUNT", text("0003816762")), Ok(account));
    assert_eq!(
        member("USER", number("10015")),
        Ok(Member::User("10015".to_owned()))
    );
    assert_eq!(
        member("USER", text("U10015")),
        Ok(Member::User("U10015".to_owned()))
    );
    assert_eq!(
        member("ACCOUNT", text("3816762")),
        Err(vec!["row::bad_number"])
    );
    assert_eq!(
        member("ACCOUNT", number("3816762.5")),
        Err(vec!["row::number_cell"])
    );
    assert_eq!(member("OTHER", text("U1")), Err(vec!["row::bad_code"]));
    assert_eq!(member("USER", text("")), Err(vec!["row::blank"]));
}

#[test]
fn a_groups_row_names_its_account() {
    let file = bound(Entity::GroupMember);
    let cells = |member: &str| {
        let mut cells = vec![text("G1"), text("PF1"), text("Pumps"), text("ACCOUNT")];
        cells.push(text(member));
        cells
    };
    let named = |cells: Vec<Cell>| {
        let width = cells.len();
        let row = RawRow {
            width,
            cells,
            ..RawRow::default()
        };
        file.map(&row).legacy_account_number
    };
    assert_eq!(named(cells("0003816762")).as_deref(), Some("0003816762"));
    assert_eq!(named(cells("38")), None);
}

#[test]
fn an_error_refuses_the_row_by_its_own_name() {
    let file = bound(Entity::PortfolioGuest);
    let cells = vec![text("PF1"), Cell::Error("#N/A"), number("45000")];
    let row = RawRow {
        width: 3,
        cells,
        ..RawRow::default()
    };
    let faults = file.map(&row).record.unwrap_err();
    assert_eq!(faults[0].code, "row::error_cell");
    assert_eq!(faults[0].message, "holds the error #N/A, which is no value");
    assert_eq!(faults[0].column, "User ID");
}

#[test]
fn days_of_a_workbook_are_cells_bare_numbers_or_text() {
    let file = bound(Entity::PortfolioGuest);
    let added = |cell: Cell| match mapped(&file, vec![text("PF1"), text("U1"), cell]) {
        Ok(Record::PortfolioGuest(r)) => Ok(r.added_on.map(|day| day.to_string())),
        Ok(_) => panic!(),
        Err(codes) => Err(codes),
    };
    let day = || Ok(Some("2022-06-27".to_owned()));
    assert_eq!(added(number("44739")), day());
    assert_eq!(added(text("6/27/2022")), day());
    assert_eq!(added(text("")), Ok(None));
    assert_eq!(added(number("44739.5")), Err(vec!["row::bad_date"]));
    assert_eq!(added(text("2022-06-27")), Err(vec!["row::bad_date"]));
}
