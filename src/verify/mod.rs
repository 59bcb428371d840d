//! The second path: proves the invariants from the exports and the portal, without the rules
//! that decided.
