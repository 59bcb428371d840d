//! The tests that look at the whole: the shape of the source tree, the benchmark's deliveries and
//! the commands. One binary, so that it links once.

#[cfg(test)]
mod layers;
#[cfg(test)]
mod mapping_reference;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod runbook_commands;
#[cfg(test)]
#[path = "../../benches/run/scale.rs"]
mod scale;
#[cfg(test)]
mod scaled_delivery;
#[cfg(test)]
mod support;
