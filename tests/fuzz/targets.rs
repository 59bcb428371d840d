//! What is damaged: every file that a mapping of ours reads, by that mapping.

use super::mutate::{Random, mutated};
use cutover::map::{self, FileMapping};
use cutover::read;
use cutover::record::format::{DateSystem, Format, WorkbookFormat};
use cutover::record::raw::{ColumnUse, RawRow};
use std::path::{Path, PathBuf};

/// Bytes of a file that are kept as a seed: damage shows in the first rows as well as in all.
const SEED_BYTES: usize = 6 << 10;

/// One kind of file with a good example.
pub struct Target {
    /// Mapping and file.
    pub name: String,
    /// A good file, or the beginning of one.
    pub seed: Vec<u8>,
    /// How findings call the file, a sheet behind `#`.
    file: String,
    format: Format,
    mapping: Option<FileMapping>,
    /// The copybook that lies beside the file, where it has one.
    copybook: Option<(String, Vec<u8>)>,
}

/// Returns every file of every mapping, and a small workbook of every type.
pub fn all() -> Vec<Target> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut mappings: Vec<PathBuf> = std::fs::read_dir(root.join("mappings"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    mappings.sort();
    let mut targets: Vec<Target> = mappings.iter().flat_map(|path| of_mapping(path)).collect();
    for end in ["xlsx", "xlsb", "xls", "ods"] {
        let name = format!("small.{end}");
        let path = root.join("fixtures/workbooks").join(&name);
        let sheets = read::sheets(&path, &name).unwrap();
        targets.push(Target {
            file: format!("{name}#{}", sheets[0]),
            seed: std::fs::read(&path).unwrap(),
            format: Format::Workbook(WorkbookFormat {
                dates: Some(DateSystem::From1900),
                ..WorkbookFormat::default()
            }),
            mapping: None,
            copybook: None,
            name,
        });
    }
    targets
}

fn of_mapping(path: &Path) -> Vec<Target> {
    let text = std::fs::read_to_string(path).unwrap();
    let mapping = map::parse(&text).unwrap();
    let exports = path.parent().unwrap().join(&mapping.exports);
    let text_file = |file: &&FileMapping| !matches!(file.format(), Format::Workbook(_));
    let target = |file: &FileMapping| {
        let mut seed = std::fs::read(exports.join(file.file())).unwrap();
        seed.truncate(SEED_BYTES);
        let copybook = Path::new(file.file()).with_extension("cpy");
        let text = std::fs::read(exports.join(&copybook)).ok();
        Target {
            copybook: text.map(|text| (copybook.display().to_string(), text)),
            name: format!("{} {}", path.file_name().unwrap().display(), file.file()),
            seed,
            file: file.file().to_owned(),
            format: file.format().clone(),
            mapping: Some(file.clone()),
        }
    };
    mapping.files.iter().filter(text_file).map(target).collect()
}

impl Target {
    /// Writes a damaged file where the reader finds it; returns its path. Now and then the copybook
    /// beside it is damaged too.
    pub fn write(&self, bytes: &[u8], folder: &Path, random: &mut Random) -> PathBuf {
        if let Some((name, text)) = &self.copybook {
            let damaged = random.below(3) == 0;
            let text = if damaged {
                mutated(text, &[], random)
            } else {
                text.clone()
            };
            std::fs::write(folder.join(name), text).unwrap();
        }
        let path = folder.join(self.file.split('#').next().unwrap());
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Reads and maps the file; true where it was read to its end.
    pub fn read(&self, path: &Path) -> bool {
        let Ok(mut reader) = read::open(path, &self.file, &self.format) else {
            return false;
        };
        let bound = match &self.mapping {
            Some(mapping) => match mapping.bind(reader.header()) {
                Ok(bound) => Some(bound),
                Err(_) => return false,
            },
            None => None,
        };
        let all = || vec![ColumnUse::Keep; reader.header().len()];
        let uses = bound
            .as_ref()
            .map_or_else(all, |bound| bound.uses().to_vec());
        reader.select(uses);
        let mut row = RawRow::default();
        loop {
            match reader.next(&mut row) {
                Ok(true) => {
                    if let Some(bound) = &bound {
                        bound.restore(&mut row);
                        let _ = bound.map(&row);
                    }
                }
                Ok(false) => break,
                Err(_) => return false,
            }
        }
        reader.digest().bytes > 0
    }
}
