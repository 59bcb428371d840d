//! A file that changes between the two readings. No command can be stopped between them, so the
//! steps are walked here.

use super::super::job::MappingFile;
use super::super::{collect, delivery, planning, survey};
use super::*;
use crate::diag::render::render;
use crate::settings::{Settings, Terminal};
use std::fs;
use std::path::Path;

const MAPPING: &str = "\
[utility]
name = \"Mill Creek\"
time_zone = \"America/Los_Angeles\"
[cutover]
extracted_on = 2017-02-23
on = 2017-03-01
[account_numbers]
policy = \"keep\"
[account]
file = \"ACCOUNT.csv\"
legacy_account_number = \"ACCT\"
status = { always = \"open\" }
";

fn job(folder: &Path) -> Job {
    let mapping = folder.join("mill-creek.toml");
    fs::write(&mapping, MAPPING).unwrap();
    let settings = Settings {
        mapping: mapping.clone(),
        exports: Some(folder.to_owned()),
        out: None,
        database: None,
        only: Vec::new(),
        crosswalk: None,
        key: None,
        terminal: Terminal {
            progress: false,
            colour: false,
            width: 100,
        },
    };
    Job::open(MappingFile::read(&mapping).unwrap(), &settings).unwrap()
}

#[test]
fn a_file_that_changes_while_it_is_read_refuses_the_delivery() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path());
    let export = folder.path().join("ACCOUNT.csv");
    fs::write(&export, "ACCT\n0101\n0202\n").unwrap();
    let mut files = delivery::open(&job).unwrap();
    let secrets = collect::collect(&job, &mut files).unwrap().secrets;
    let mut survey = survey::survey(&job, &files, &secrets).unwrap();
    let planned = planning::plan(&job, &files, &mut survey, &Default::default()).unwrap();
    let decided = (&planned, &secrets);
    assert!(load(&job, &files, &survey, decided, None).is_ok());

    fs::write(&export, "ACCT\n0101\n0203\n").unwrap();
    let Err(Failure::Exports(found)) = load(&job, &files, &survey, decided, None) else {
        panic!("the change was not noticed");
    };
    insta::assert_snapshot!(render(&found, None, 100, false), @"
    read::file_changed

      × ACCOUNT.csv: the file changed while it was being read
      help: wait until the extract is complete, then start again; nothing was changed

    1 error
    ");
}
