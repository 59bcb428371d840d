//! Keeps a panic of the workbook library inside the reader: a damaged file is a finding, never an
//! abort, and what the library would say of it is not shown, as it may quote a cell.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// True while this thread reads inside `quietly`.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Calls `work`; none where it panicked. Nothing is printed.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    // What was half done inside is dropped by the caller: nobody looks at it again.
    let done = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_none_and_one_outside_is_a_panic() {
        assert_eq!(quietly(|| 1), Some(1));
        assert_eq!(quietly(|| -> u8 { panic!("4111 1111 1111 1111") }), None);
        assert!(!QUIET.get());
        assert!(catch_unwind(|| -> u8 { panic!("seen") }).is_err());
    }
}
