//! The walls between the layers, read from the source text: who may import whom, which outside
//! crate belongs where, how long a file may be, and what must not stand in it. The tables are in
//! `layers/rules.rs`; `layers/planted.rs` shows that every rule can fail.

mod paths;
mod planted;
mod rules;
mod tokens;

use super::support;
use paths::{Names, Path, names};
use rules::{
    BANNED_TEXTS, BANNED_WORDS, CRATES, FLOAT_MODULE, IN_RECORD, LAYERS, MOST_LINES, NO_FLOAT,
    PRINTING, SQL, STD, WORDS,
};
use std::collections::BTreeSet;

/// A source file and what it names.
struct File {
    path: String,
    layer: String,
    module: Vec<String>,
    names: Names,
}

/// Returns every breach in the given source files, each as `path:line: what is wrong`.
fn breaches(sources: &[(String, String)]) -> Vec<String> {
    let files: Vec<File> = sources
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"))
        .map(|(path, text)| {
            let module = module_of(path);
            File {
                path: path.clone(),
                layer: layer_of(path, &module),
                names: names(text, &module),
                module,
            }
        })
        .collect();
    let test_modules: BTreeSet<Vec<String>> = files
        .iter()
        .flat_map(|f| f.names.test_modules.iter().cloned())
        .collect();
    let mut found = Vec::new();
    for file in &files {
        let test = (1..=file.module.len()).any(|n| test_modules.contains(&file.module[..n]));
        check_file(file, test, &mut found);
    }
    found
}

/// Returns the module that a file is: `src/map/convert.rs` is `map::convert`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(
        module.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        module.pop();
    }
    module
}

fn layer_of(path: &str, module: &[String]) -> String {
    match (path, module.first()) {
        ("src/main.rs", _) => "main".to_owned(),
        (_, Some(layer)) => layer.clone(),
        (_, None) => "lib".to_owned(),
    }
}

fn check_file(file: &File, test_file: bool, found: &mut Vec<String>) {
    let mut say = |line: usize, what: String| found.push(format!("{}:{line}: {what}", file.path));
    let Some((layer, may_name)) = LAYERS.iter().find(|(name, _)| *name == file.layer) else {
        say(1, format!("`{}` is no layer we know", file.layer));
        return;
    };
    for path in &file.names.paths {
        if let Some(what) = wrong_import(path, layer, may_name) {
            say(path.line, what);
        }
        if test_file || path.test {
            continue;
        }
        if path.parts.windows(2).any(|w| w == ["super", "super"]) {
            say(path.line, "`super::super`: write `crate::…`".to_owned());
        }
        if let Some(what) = wrong_crate(path, &file.names, layer) {
            say(path.line, what);
        }
        let solver = file.path.starts_with(FLOAT_MODULE)
            && path.parts.first().is_some_and(|part| part == "f64");
        if let Some(what) = wrong_word(path, layer).filter(|_| !solver) {
            say(path.line, what);
        }
    }
    if test_file {
        return;
    }
    if NO_FLOAT.contains(layer) && !file.path.starts_with(FLOAT_MODULE) {
        for line in &file.names.floats {
            say(*line, format!("a float number in `{layer}`"));
        }
    }
    for (text, line) in &file.names.texts {
        if let Some(start) = SQL
            .iter()
            .find(|s| text.contains(**s) && *layer != "portal")
        {
            say(
                *line,
                format!(
                    "SQL (`{}`) in `{layer}`: only `portal` has SQL",
                    start.trim()
                ),
            );
        }
    }
}

/// Returns what is wrong with a path into our own code, if anything. Test code is no exception.
fn wrong_import(path: &Path, layer: &str, may_name: &[&str]) -> Option<String> {
    let inside = match (layer, path.parts.first().map(String::as_str)) {
        ("main", Some("cutover")) => path.parts.iter().skip(1).cloned().collect(),
        _ => path.inside()?,
    };
    match inside.first().map(String::as_str) {
        None if path.imported => Some("imports the whole crate under a name".to_owned()),
        Some("*") => Some("imports everything of the whole crate".to_owned()),
        Some(target) if target == layer || may_name.contains(&target) => None,
        Some(target) if LAYERS.iter().any(|(name, _)| *name == target) => {
            Some(format!("`{layer}` must not name `{target}`"))
        }
        Some(target) if layer != "lib" => Some(format!(
            "`{target}` is no layer we know (name its full path)"
        )),
        _ => None,
    }
}

/// Returns what is wrong with a path into another crate or the standard library, if anything.
fn wrong_crate(path: &Path, names: &Names, layer: &str) -> Option<String> {
    let parts: Vec<&str> = path.parts.iter().map(String::as_str).collect();
    let first = *parts.first()?;
    if names.own.contains(first) || (parts.len() < 2 && !path.imported) {
        return None;
    }
    if first == "std" && (parts.len() == 1 || parts.get(1) == Some(&"*")) {
        return Some("imports the whole standard library: name what is needed".to_owned());
    }
    for (part, layers) in STD {
        if parts.starts_with(part) && !layers.contains(&layer) {
            return Some(format!("`{}` in `{layer}`", part.join("::")));
        }
    }
    let (_, layers) = CRATES.iter().find(|(name, _)| *name == first)?;
    let allowed = match layer {
        "record" => IN_RECORD.contains(&first),
        _ => layers.contains(&layer),
    };
    (!allowed).then(|| format!("the crate `{first}` does not belong in `{layer}`"))
}

/// Returns what is wrong with the words of a path, if anything.
fn wrong_word(path: &Path, layer: &str) -> Option<String> {
    let last = path.parts.last()?.as_str();
    if path.called && PRINTING.contains(&last) && !matches!(layer, "cli" | "main") {
        return Some(format!("`{last}!` in `{layer}`: only `cli` prints"));
    }
    let end = path.parts[path.parts.len().saturating_sub(2)..].join("::");
    WORDS
        .iter()
        .filter(|(_, layers, _)| layers.contains(&layer))
        .find_map(|(words, _, reason)| {
            let word = words
                .iter()
                .find(|w| end == **w || path.parts.iter().any(|part| part == **w))?;
            Some(format!("`{word}` in `{layer}`: {reason}"))
        })
}

/// Returns the files that are too long, each with its length.
fn too_long(sources: &[(String, String)]) -> Vec<String> {
    sources
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines, at most {MOST_LINES}"))
        .collect()
}

/// Returns every line that holds a banned text or word.
fn banned(texts: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in texts {
        for (number, line) in text.lines().enumerate() {
            let words: BTreeSet<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
            let text = BANNED_TEXTS.iter().find(|b| line.contains(**b));
            let word = BANNED_WORDS.iter().find(|b| words.contains(**b));
            if let Some(what) = text.or(word) {
                found.push(format!("{path}:{}: `{what}`", number + 1));
            }
        }
    }
    found
}

/// Fails with all of `found`, one a line.
fn none_of(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn every_import_keeps_to_its_layer() {
    none_of("breaches of layers", &breaches(&support::texts(&["src"])));
}

#[test]
fn no_source_file_is_too_long() {
    let sources = support::texts(&["src", "tests", "benches"]);
    none_of("files too long", &too_long(&sources));
}

#[test]
fn nothing_unfinished_or_of_one_machine_is_shipped() {
    let texts = support::texts(&["src", "README.md", "mappings", "runbooks"]);
    none_of("banned texts", &banned(&texts));
}

#[test]
fn every_dependency_has_its_place() {
    let manifest = support::text("Cargo.toml");
    let manifest: toml::Table = manifest.parse().unwrap();
    let unplaced: Vec<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .filter(|name| !CRATES.iter().any(|(known, _)| known == name))
        .collect();
    none_of(
        "name the layers of these crates in tests/it/layers/rules.rs",
        &unplaced,
    );
}

#[test]
fn readme_and_ci_give_the_same_test_command() {
    let readme = support::text("README.md");
    let ci = support::text(".ci/run");
    assert!(readme.lines().any(|line| line.trim() == "tests/run"));
    assert!(ci.lines().any(|line| line.trim() == "show tests/run"));
}
