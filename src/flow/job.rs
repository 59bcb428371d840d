//! A command's ground: the mapping read, the folders settled, the key at hand.

use super::failure::Failure;
use super::progress::Progress;
use super::target::Target;
use crate::decide::numbering::NumberKey;
use crate::diag::finding::Finding;
use crate::map::{self, Mapping};
use crate::portal::Database;
use crate::record::policy::NumberPolicy;
use crate::record::source::Entity;
use crate::settings::Settings;
use sha2::{Digest, Sha256};
use std::path::{Component, Path, PathBuf};

/// A mapping file as it stands on disk.
#[derive(Clone)]
pub struct MappingFile {
    /// Its path as given.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl MappingFile {
    /// Reads the file.
    ///
    /// # Errors
    /// Usage, where it is not there or no text.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::Usage(
                Finding::error(
                    "usage::no_mapping",
                    format!("the mapping `{}` cannot be read: {error}", path.display()),
                )
                .help("check its path; mappings are TOML files such as `mappings/benton-pud.toml`"),
            )
        })?;
        Ok(Self {
            path: path.to_owned(),
            text,
        })
    }

    /// Returns the file's name, without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        self.path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Returns the SHA-256 of its text, hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        Sha256::digest(self.text.as_bytes())
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    }

    /// Returns a path that the mapping names, relative to the mapping's own folder.
    #[must_use]
    pub fn resolve(&self, path: &str) -> PathBuf {
        let mut resolved = PathBuf::new();
        for part in self
            .path
            .parent()
            .unwrap_or(Path::new(""))
            .join(path)
            .components()
        {
            // `mappings/../out` is `out`, as long as the folder before it has a name.
            let named = matches!(
                resolved.components().next_back(),
                Some(Component::Normal(_))
            );
            if part == Component::ParentDir && named {
                resolved.pop();
            } else {
                resolved.push(part);
            }
        }
        resolved
    }
}

/// Everything a command needs before it reads the first row.
#[derive(Clone)]
pub struct Job {
    /// The mapping's text and place.
    pub file: MappingFile,
    /// What it says.
    pub mapping: Mapping,
    /// The folder of the exports.
    pub exports: PathBuf,
    /// Where the result goes.
    pub target: Target,
    /// The crosswalk named on the command line.
    pub crosswalk: Option<PathBuf>,
    /// True where only some files of the mapping are read.
    pub restricted: bool,
    /// Bars on a terminal.
    pub progress: Progress,
    key: Option<String>,
}

impl Job {
    /// Reads and checks the mapping, and says where everything is.
    ///
    /// # Errors
    /// Mapping, with every fault in it; usage, where the database is no URL of ours.
    pub fn open(file: MappingFile, settings: &Settings) -> Result<Self, Failure> {
        let mut mapping = map::parse(&file.text).map_err(Failure::Mapping)?;
        restrict(&mut mapping, &settings.only)?;
        let exports = settings
            .exports
            .clone()
            .unwrap_or_else(|| file.resolve(&mapping.exports));
        let out = settings
            .out
            .clone()
            .unwrap_or_else(|| file.resolve(&mapping.out));
        let out = trimmed(&out);
        if out.file_name().is_none() {
            let message = format!("`--out {}` names no folder of its own", out.display());
            return Err(Failure::Usage(Finding::error("usage::bad_out", message).help(
                "a run replaces OUT whole and keeps the former one beside it: name a folder such as out/benton-pud",
            )));
        }
        let database = settings
            .database
            .as_deref()
            .map(Database::parse)
            .transpose()
            .map_err(|message| {
                let message = format!("--database: {message}");
                Failure::Usage(Finding::error("usage::bad_database", message).help(
                    "write it like `--database sqlite:portal/benton-pud.db` or `--database postgres://cutover@db.example:5432/portal`, with the password in PGPASSWORD or .pgpass; without it the database is OUT/portal.db",
                ))
            })?
            .filter(|database| *database != Database::Sqlite(out.join("portal.db")));
        Ok(Self {
            file,
            mapping,
            exports,
            target: Target { out, database },
            crosswalk: settings.crosswalk.clone(),
            restricted: !settings.only.is_empty(),
            progress: Progress::new(settings.terminal.progress),
            key: settings.key.clone(),
        })
    }

    /// Returns the same job on another delivery.
    #[must_use]
    pub fn on(&self, exports: &Path) -> Self {
        Self {
            exports: exports.to_owned(),
            ..self.clone()
        }
    }

    /// Returns the same job on another delivery and with its result elsewhere.
    #[must_use]
    pub fn elsewhere(&self, exports: &Path, out: &Path) -> Self {
        Self {
            target: Target {
                out: out.to_owned(),
                database: None,
            },
            ..self.on(exports)
        }
    }

    /// Returns true where the delivery says which accounts there are.
    #[must_use]
    pub fn knows_accounts(&self) -> bool {
        self.mapping.file(Entity::Account).is_some() || self.mapping.derived_accounts.is_some()
    }

    /// Returns the key of the account numbers, from `CUTOVER_KEY` or the mapping's `key_file`;
    /// none where numbers are kept.
    ///
    /// # Errors
    /// Usage, where numbers are assigned and no key is at hand.
    pub fn number_key(&self) -> Result<Option<NumberKey>, Failure> {
        if self.mapping.policy.numbers == NumberPolicy::Keep {
            return Ok(None);
        }
        let text = match (&self.key, &self.mapping.key_file) {
            (Some(key), _) => key.clone(),
            (None, Some(file)) => {
                let path = self.file.resolve(file);
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    no_key(format!(
                        "the key file `{file}` that the mapping names cannot be read: {error}"
                    ))
                })?;
                text.lines()
                    .filter(|line| !line.trim_start().starts_with('#'))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            (None, None) => {
                return Err(no_key(
                    "no key for the account numbers is at hand".to_owned(),
                ));
            }
        };
        NumberKey::from_text(&text)
            .map(Some)
            .map_err(Failure::Usage)
    }
}

/// Leaves only the named files in the mapping, where any is named.
fn restrict(mapping: &mut Mapping, only: &[String]) -> Result<(), Failure> {
    let names: Vec<String> = mapping.files.iter().map(|f| f.file().to_owned()).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(name)) {
        let message = format!("`--only {unknown}` is no file of the mapping");
        let help = format!("it reads {}", names.join(", "));
        return Err(Failure::Usage(
            Finding::error("usage::no_such_file", message).help(help),
        ));
    }
    if !only.is_empty() {
        mapping
            .files
            .retain(|file| only.iter().any(|name| name == file.file()));
        let read = |entity| mapping.files.iter().any(|file| file.entity() == entity);
        let derived = mapping.derived_accounts.filter(|d| read(d.from));
        mapping.derived_accounts = derived;
    }
    Ok(())
}

fn no_key(message: String) -> Failure {
    Failure::Usage(Finding::error("usage::no_key", message).help(
        "set CUTOVER_KEY, or `key_file` under [account_numbers]; the same key must be used in every run",
    ))
}

/// Returns the path without a trailing slash, so that its neighbours can be named.
fn trimmed(path: &Path) -> PathBuf {
    path.components().collect()
}
