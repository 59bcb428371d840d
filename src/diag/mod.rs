//! What goes wrong, as data: findings with a stable code and a place, and their safe display.

pub mod finding;
pub mod mask;
pub mod render;
