//! The second path: proves the invariants from the exports and the portal, without the rules
//! that decided.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]
