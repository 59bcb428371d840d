//! Who may do what in a portal database on a server, from `[portal]` of the mapping.

/// The server's roles that a run gives rights to. A role that is not named gets none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The portal's application: reads everything, and writes what is not the record of the cutover
    /// itself. `portal.application_role`.
    pub application: Option<String>,
    /// Representatives: read everything but password hashes. `portal.representative_role`.
    pub representative: Option<String>,
}
