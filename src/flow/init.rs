//! `init`: a mapping to start from, its runbook and its schema, in a folder.
//!
//! Profiles the exports, where they are at hand, and writes what is guessed from them. Nothing that
//! is there is replaced, and either all files come to be or none.

use super::failure::Failure;
use super::inspect::{FileReport, FormatKind, Inspection, inspect};
use crate::diag::finding::Finding;
use crate::inspect::{Kind, Profiled, skeleton};
use crate::map::schema::json_schema;
use crate::record::origin::Origin;
use crate::record::skeleton::Skeleton;
use crate::write::skeleton::{Naming, ToDo, mapping, runbook};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use tempfile::NamedTempFile;

const SCHEMA: &str = "mapping.schema.json";

/// What `init` left.
#[derive(Debug)]
pub struct Started {
    /// The mapping.
    pub mapping: PathBuf,
    /// Every file that was written.
    pub files: Vec<PathBuf>,
    /// Files of the exports that got a table.
    pub placed: usize,
    /// Files of the exports that fit nowhere.
    pub unplaced: usize,
    /// What is left to a person.
    pub to_do: ToDo,
    /// What the profile found.
    pub findings: Vec<Finding>,
}

/// Writes a skeleton into `folder`. The mapping is called `name`, by default as the folder.
///
/// # Errors
/// A file of that name that is there, a name that is none, exports that are not there; or a folder
/// that cannot be written.
pub fn init(
    folder: &Path,
    name: Option<&str>,
    exports: Option<&Path>,
    progress: bool,
) -> Result<Started, Failure> {
    let name = named(folder, name)?;
    let at = |file: String| folder.join(file);
    let (toml, book) = (at(format!("{name}.toml")), at(format!("{name}-runbook.md")));
    let schema = at(SCHEMA.to_owned());
    for path in [&toml, &book] {
        refuse_if_there(path)?;
    }
    let schema_text = json_schema();
    // The same schema serves every mapping of a folder; another one is not ours to replace.
    let has_schema = std::fs::read(&schema).is_ok_and(|there| there == schema_text.as_bytes());
    if !has_schema {
        refuse_if_there(&schema)?;
    }
    let inspection = match exports {
        Some(exports) => inspect(&[exports.to_owned()], progress),
        None => Inspection::default(),
    };
    if inspection.missing {
        return Err(match inspection.findings.into_iter().next() {
            Some(finding) => Failure::Usage(finding),
            None => Failure::Unexpected("the exports are not there".to_owned()),
        });
    }
    let skeleton = guessed(&inspection);
    std::fs::create_dir_all(folder).map_err(|e| Failure::io("cannot make", folder, &e))?;
    let relative = exports.map(|exports| relative(exports, folder));
    let naming = Naming {
        name: &name,
        exports: relative.as_deref(),
    };
    let (text, to_do) = mapping(&skeleton, naming);
    let mut files = vec![(toml.clone(), text), (book, runbook(naming, to_do))];
    if !has_schema {
        files.push((schema, schema_text));
    }
    write_all(folder, &files)?;
    Ok(Started {
        mapping: toml,
        files: files.into_iter().map(|(path, _)| path).collect(),
        placed: skeleton.files.len(),
        unplaced: skeleton.unplaced.len(),
        to_do,
        findings: inspection.findings,
    })
}

/// Returns the mapping's name.
fn named(folder: &Path, name: Option<&str>) -> Result<String, Failure> {
    let own = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.map(str::to_owned).or(own).unwrap_or_default();
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(good) {
        return Ok(name);
    }
    let message = format!("`{name}` cannot name a mapping");
    let finding = Finding::error("usage::bad_name", message)
        .help("give one of letters, digits, - and _: --name benton-pud");
    Err(Failure::Usage(finding))
}

fn refuse_if_there(path: &Path) -> Result<(), Failure> {
    if std::fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    Err(there(path))
}

fn there(path: &Path) -> Failure {
    let finding = Finding::error("usage::file_exists", "is there, and is never replaced")
        .at(Origin::file(&path.display().to_string()))
        .help("name another folder or another --name, or move the file away");
    Failure::Usage(finding)
}

/// Returns what the profile comes to as a mapping.
fn guessed(inspection: &Inspection) -> Skeleton {
    let files: Vec<Profiled<'_>> = inspection.files.iter().map(profiled).collect();
    skeleton(&files)
}

fn profiled(file: &FileReport) -> Profiled<'_> {
    let format = &file.format;
    Profiled {
        name: &file.name,
        kind: match format.kind {
            FormatKind::Delimited => Kind::Delimited,
            FormatKind::Fixed if format.copybook.is_some() => Kind::Fixed,
            FormatKind::Workbook => Kind::Workbook,
            FormatKind::Fixed
            | FormatKind::Lines
            | FormatKind::Empty
            | FormatKind::Binary
            | FormatKind::Unreadable => Kind::Other,
        },
        delimiter: format.delimiter.as_deref(),
        encoding: format.encoding.as_deref(),
        header_row: format.header_line,
        tags: format.tags.as_ref(),
        hidden: file.sheet.as_ref().is_some_and(|sheet| sheet.hidden),
        table: file.table.as_ref(),
    }
}

/// Returns a folder as seen from another; as it was named where the two have nothing in common.
fn relative(path: &Path, from: &Path) -> String {
    let named = path.display().to_string();
    let (Ok(path), Ok(from)) = (path.canonicalize(), from.canonicalize()) else {
        return named;
    };
    let path = if path.is_file() {
        path.parent().unwrap_or(&path).to_owned()
    } else {
        path
    };
    let (to, start): (Vec<_>, Vec<_>) = (path.components().collect(), from.components().collect());
    let same = to.iter().zip(&start).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return named;
    }
    let up = start.iter().skip(same).map(|_| Component::ParentDir);
    let steps = up.chain(to.iter().skip(same).copied());
    let steps: Vec<String> = steps
        .map(|step| step.as_os_str().to_string_lossy().into_owned())
        .collect();
    if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    }
}

/// Writes all files, or none: each under another name first.
fn write_all(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let mut staged = Vec::new();
    for (path, text) in files {
        let fault = |e: &std::io::Error| Failure::io("cannot write", path, e);
        let mut file = NamedTempFile::new_in(folder).map_err(|e| fault(&e))?;
        file.write_all(text.as_bytes()).map_err(|e| fault(&e))?;
        file.as_file().sync_all().map_err(|e| fault(&e))?;
        readable(&file).map_err(|e| fault(&e))?;
        staged.push((path, file));
    }
    let mut done: Vec<&PathBuf> = Vec::new();
    for (path, file) in staged {
        if let Err(error) = file.persist_noclobber(path) {
            for path in done {
                let _ = std::fs::remove_file(path);
            }
            let exists = error.error.kind() == std::io::ErrorKind::AlreadyExists;
            return Err(if exists {
                there(path)
            } else {
                Failure::io("cannot write", path, &error.error)
            });
        }
        done.push(path);
    }
    Ok(())
}

/// Gives a staged file the rights that files have, as others read mappings too.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
