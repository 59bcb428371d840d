//! Finds every path that a source file names, from `use` trees and from code, and follows `crate`,
//! `self` and `super` to the layer they end in.

use super::tokens::{Kind, Token, tokens};
use std::collections::BTreeSet;

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its parts, as written; a glob ends in `*`.
    pub parts: Vec<String>,
    /// The line it starts on.
    pub line: usize,
    /// The module it stands in, from the crate's root.
    pub module: Vec<String>,
    /// It stands in a `use`.
    pub imported: bool,
    /// It is followed by `!`.
    pub called: bool,
    /// It stands in code that only tests see.
    pub test: bool,
}

impl Path {
    /// Returns the path from the crate's root where it leads into our own code; none for others.
    pub fn inside(&self) -> Option<Vec<String>> {
        let mut base = match self.parts.first()?.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => {
                let mut base = self.module.clone();
                base.pop();
                base
            }
            _ => return None,
        };
        for part in self.parts.iter().skip(1) {
            match part.as_str() {
                "super" => {
                    base.pop();
                }
                _ => base.push(part.clone()),
            }
        }
        Some(base)
    }
}

/// What a source file names.
#[derive(Debug, Default)]
pub struct Names {
    /// Every path, in order.
    pub paths: Vec<Path>,
    /// Names that belong to the file itself: its modules, and what it imports from our own code.
    pub own: BTreeSet<String>,
    /// Files below this one that only tests see (`#[cfg(test)] mod x;`), as module paths.
    pub test_modules: BTreeSet<Vec<String>>,
    /// Texts, with their line, that are not in test code.
    pub texts: Vec<(String, usize)>,
    /// Lines of float numbers that are not in test code.
    pub floats: Vec<usize>,
}

/// Returns what `source` names, the file being the module `module`.
pub fn names(source: &str, module: &[String]) -> Names {
    let mut walk = Walk {
        tokens: tokens(source),
        at: 0,
        blocks: Vec::new(),
        cfg_test: false,
        file: module.to_vec(),
        names: Names::default(),
    };
    while walk.at < walk.tokens.len() {
        walk.step();
    }
    walk.names
}

struct Block {
    module: Option<String>,
    test: bool,
}

struct Walk {
    tokens: Vec<Token>,
    at: usize,
    blocks: Vec<Block>,
    /// `#[cfg(test)]` was read and the item it belongs to has not begun.
    cfg_test: bool,
    file: Vec<String>,
    names: Names,
}

impl Walk {
    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.at + ahead).map(|t| &t.kind)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.kind(ahead) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.kind(ahead) == Some(&Kind::Mark(mark))
    }

    fn in_test(&self) -> bool {
        self.cfg_test || self.blocks.last().is_some_and(|b| b.test)
    }

    fn module(&self) -> Vec<String> {
        let inner = self.blocks.iter().filter_map(|b| b.module.clone());
        self.file.iter().cloned().chain(inner).collect()
    }

    fn step(&mut self) {
        let line = self.tokens[self.at].line;
        match self.tokens[self.at].kind.clone() {
            Kind::Word(word) => match word.as_str() {
                "use" => self.import(),
                "mod" => self.begin_module(),
                _ => self.path(),
            },
            Kind::Mark('#') => self.attribute(),
            Kind::Mark('{') => self.open(None),
            Kind::Mark('}') => {
                self.blocks.pop();
                self.at += 1;
            }
            Kind::Mark(';') => {
                self.cfg_test = false;
                self.at += 1;
            }
            Kind::Text(text) => {
                if !self.in_test() {
                    self.names.texts.push((text, line));
                }
                self.at += 1;
            }
            Kind::Float => {
                if !self.in_test() {
                    self.names.floats.push(line);
                }
                self.at += 1;
            }
            Kind::Sep | Kind::Other | Kind::Mark(_) => self.at += 1,
        }
    }

    /// Reads the head of an attribute; its paths are read by the steps that follow.
    fn attribute(&mut self) {
        let head = (self.word(2), self.word(4));
        if self.is_mark(1, '[') && head == (Some("cfg"), Some("test")) && self.is_mark(5, ')') {
            self.cfg_test = true;
        }
        self.at += 1;
    }

    fn open(&mut self, module: Option<String>) {
        let test = self.in_test();
        self.cfg_test = false;
        self.blocks.push(Block { module, test });
        self.at += 1;
    }

    fn begin_module(&mut self) {
        let Some(name) = self.word(1).map(str::to_owned) else {
            self.at += 1;
            return;
        };
        self.names.own.insert(name.clone());
        self.at += 2;
        if self.is_mark(0, '{') {
            self.open(Some(name));
        } else if self.in_test() {
            let mut module = self.module();
            module.push(name);
            self.names.test_modules.insert(module);
        }
    }

    /// Reads a path that stands in code, and steps past it.
    fn path(&mut self) {
        let after_point = self.at > 0 && self.tokens[self.at - 1].kind == Kind::Mark('.');
        let line = self.tokens[self.at].line;
        let mut parts = Vec::new();
        while let Some(word) = self.word(0).map(str::to_owned) {
            parts.push(word);
            self.at += 1;
            if self.kind(0) != Some(&Kind::Sep) || self.word(1).is_none() {
                break;
            }
            self.at += 1;
        }
        if !after_point {
            let called = self.is_mark(0, '!') && !self.is_mark(1, '=');
            self.keep(parts, line, false, called);
        }
    }

    /// Reads a whole `use` item, groups and renames included.
    fn import(&mut self) {
        self.at += 1;
        self.tree(&[]);
    }

    fn tree(&mut self, prefix: &[String]) {
        let mut parts = prefix.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |t| t.line);
        loop {
            match self.kind(0).cloned() {
                Some(Kind::Sep) => self.at += 1,
                Some(Kind::Mark('*')) => {
                    parts.push("*".to_owned());
                    self.at += 1;
                    break;
                }
                Some(Kind::Mark('{')) => {
                    self.at += 1;
                    while self.kind(0).is_some() && !self.is_mark(0, '}') {
                        self.tree(&parts);
                        if self.is_mark(0, ',') {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                Some(Kind::Word(word)) if word != "as" => {
                    if word != "self" || parts.is_empty() {
                        parts.push(word);
                    }
                    self.at += 1;
                }
                _ => break,
            }
        }
        let mut bound = parts.last().cloned();
        if self.word(0) == Some("as") {
            bound = self.word(1).map(str::to_owned);
            self.at += 2;
        }
        let ours = |part: &String| matches!(part.as_str(), "crate" | "self" | "super");
        if let Some(bound) = bound.filter(|_| parts.first().is_some_and(ours)) {
            self.names.own.insert(bound);
        }
        if !self.is_mark(0, ',') && !self.is_mark(0, '}') && !self.is_mark(0, ';') {
            self.at += 1; // never stand still on what is no Rust
        }
        self.keep(parts, line, true, false);
    }

    fn keep(&mut self, parts: Vec<String>, line: usize, imported: bool, called: bool) {
        self.names.paths.push(Path {
            parts,
            line,
            module: self.module(),
            imported,
            called,
            test: self.in_test(),
        });
    }
}
