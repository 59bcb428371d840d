//! The walls between the layers, as tables: change them here, with a reason.

/// Each layer and the others that it may name.
pub const LAYERS: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("main", &["cli", "settings"]),
    ("cli", &["flow", "settings", "diag", "record"]),
    ("settings", &["diag", "record"]),
    (
        "flow",
        &[
            "settings", // as a value: flow never reads flags or the environment
            "read", "map", "decide", "portal", "write", "verify", "compare", "inspect", "synth",
            "diag", "record",
        ],
    ),
    ("compare", &["diag", "record"]),
    ("read", &["diag", "record"]),
    ("map", &["diag", "record"]),
    ("inspect", &["diag", "record"]),
    ("decide", &["diag", "record"]),
    ("portal", &["diag", "record"]),
    ("write", &["diag", "record"]),
    ("verify", &["diag", "record"]),
    ("synth", &["diag", "record"]), // makes bytes out of a number; reads nothing
    ("diag", &["record"]),
    ("record", &[]),
];

/// Any layer but `record`, which may name nothing but what stands for it in `IN_RECORD`.
const ANY: &[&str] = &[
    "main", "cli", "settings", "flow", "read", "map", "decide", "portal", "write", "verify",
    "compare", "inspect", "synth", "diag",
];

/// The outside crates that `record` may name.
pub const IN_RECORD: &[&str] = &[
    "chrono",
    "chrono_tz",
    "rust_decimal",
    "serde",
    "serde_json",
    "thiserror",
];

/// Every outside crate, and the layers that may name it. Tests may name all of them.
pub const CRATES: &[(&str, &[&str])] = &[
    ("aes", &["decide", "verify"]), // verify recomputes the new numbers by its own path
    (
        "blake3",
        &["decide", "flow", "read", "portal", "write", "verify"],
    ),
    ("calamine", &["read"]),
    ("cfb", &["read"]),
    ("chrono", ANY),
    ("chrono_tz", ANY),
    ("clap", &["cli", "settings"]),
    ("csv", &["read", "write"]),
    ("encoding_rs", &["read"]),
    ("flate2", &["read", "write"]),
    ("fpe", &["decide", "verify"]),
    ("futures_util", &["portal"]),
    ("indicatif", &["cli", "flow"]),
    ("krilla", &["write"]),
    ("lopdf", &["read"]),
    ("microlp", &["decide"]),
    ("miette", &["cli", "diag"]),
    ("minijinja", &["write"]),
    ("parley", &["write"]),
    ("quick_xml", &["read"]),
    ("rayon", &["cli", "flow"]),
    ("rusqlite", &["portal"]),
    ("rust_decimal", ANY),
    ("rust_xlsxwriter", &["write"]),
    ("rustix", &["flow"]),
    ("schemars", &["map"]),
    ("self_cell", &["read"]),
    ("serde", ANY),
    ("serde_json", ANY),
    ("sha2", ANY),
    ("signal_hook", &["flow"]),
    ("sqlx", &["portal"]),
    ("strsim", &["cli", "map"]),
    ("tempfile", &["flow", "read", "portal", "write"]),
    ("terminal_size", &["settings"]),
    ("thiserror", ANY),
    ("tokio", &["portal"]),
    ("toml", &["map"]),
    ("unicode_normalization", &["write"]),
    ("zeroize", &["flow", "verify"]), // wipes what held a card or bank number
    ("zip", &["read", "write"]),      // write makes the workbooks of an invented delivery
];

/// Parts of the standard library, and the layers that may name them.
pub const STD: &[(&[&str], &[&str])] = &[
    (&["std", "env"], &["main", "settings"]),
    (
        &["std", "fs"],
        &["cli", "settings", "flow", "read", "portal", "write"],
    ),
    (&["std", "process"], &["main", "cli"]),
    (&["std", "thread"], &["flow", "portal"]),
    (&["std", "net"], &["portal"]),
];

/// Words and ends of paths, and the layers that must not hold them, with the reason.
pub const WORDS: &[(&[&str], &[&str], &str)] = &[
    (
        &["HashMap", "HashSet", "RandomState"],
        &["decide", "map", "verify", "compare", "inspect", "synth"],
        "its order differs from run to run",
    ),
    (
        &["f32", "f64"],
        &[
            "decide", "map", "verify", "compare", "record", "inspect", "synth",
        ],
        "money is Cents, quantities are Decimal",
    ),
    (
        &["SystemTime", "Instant", "Local", "Utc::now"],
        &[
            "read", "map", "decide", "portal", "write", "verify", "compare", "inspect", "synth",
            "diag", "record",
        ],
        "dates come from the mapping, never from the clock",
    ),
];

/// Macros that print; only `cli` and `main` may.
pub const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// Layers without float numbers.
pub const NO_FLOAT: &[&str] = &[
    "decide", "map", "verify", "compare", "record", "inspect", "synth",
];

/// The one module of those layers that may: the solver works in them, and its answers are rounded
/// and checked in whole numbers.
pub const FLOAT_MODULE: &str = "src/decide/cycle_shift/solver";

/// Starts of SQL statements; only `portal` has them.
pub const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
];

/// Most lines a source file may have.
pub const MOST_LINES: usize = 400;

/// Texts that must not stand in what we ship: paths of one machine, and unfinished work.
pub const BANNED_TEXTS: &[&str] = &[
    "/home/",
    "/root/",
    "/Users/",
    "/work/",
    "C:\\",
    "../shared",
    "dbg!",
];

/// Words of unfinished work.
pub const BANNED_WORDS: &[&str] = &["TODO", "FIXME", "XXX"];
