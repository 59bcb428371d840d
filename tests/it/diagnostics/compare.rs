//! Two results do not fit together.

use super::small::Small;

cases!(compare: number_changed);

/// Made with one key, and made anew with another.
fn number_changed() -> String {
    let small = Small::new().assigned("ddddddddc", &"ab".repeat(32));
    small.run("earlier");
    let small = small.with_key(&"cd".repeat(32));
    small.run("later");
    small.line_said(&["compare", "earlier", "later"])
}
