//! `README.md` against the project: its mapping excerpt stands in the mapping, and the paths that
//! it names are there.

use super::support::{root, text};

/// Returns what stands between the fences of the first block in this language.
fn block(text: &str, language: &str) -> String {
    let (_, rest) = text.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// Returns a line with single blanks.
fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_excerpt_stands_in_the_mapping_in_its_order() {
    let mapping = text("mappings/benton-pud.toml");
    let mut lines = mapping.lines().map(plain);
    let excerpt = block(&text("README.md"), "toml");
    for line in excerpt.lines().map(plain).filter(|line| !line.is_empty()) {
        assert!(lines.any(|other| other == line), "{line}");
    }
}

#[test]
fn every_path_that_is_named_is_there() {
    for page in [
        "README.md",
        "fixtures/README.md",
        "runbooks/README.md",
        "CHANGELOG.md",
    ] {
        let folder = root().join(page).parent().unwrap().to_owned();
        let text = text(page);
        // Blocks of commands and of outputs name no paths of the project.
        let prose = text.split("```").step_by(2);
        let words = prose.flat_map(|part| part.split('`').skip(1).step_by(2));
        let named = words.filter(|word| {
            let tops = [
                "src/",
                "tests/",
                "mappings/",
                "fixtures/",
                "runbooks/",
                "deny.toml",
            ];
            tops.iter().any(|top| word.starts_with(top))
        });
        for path in named {
            let there = root().join(path).exists() || folder.join(path).exists();
            assert!(there, "{page} names `{path}`");
        }
    }
}
