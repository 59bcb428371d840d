//! The tests that look at the whole: the shape of the source tree, the benchmark's deliveries and
//! the commands. One binary, so that it links once.

#[cfg(test)]
mod absence;
#[cfg(test)]
mod beacon;
#[cfg(test)]
mod benton;
#[cfg(test)]
mod canary;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod compare_cells;
#[cfg(test)]
mod corruption;
mod corruption_dates;
#[cfg(test)]
mod corruption_holds;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod init;
#[cfg(test)]
mod inspect;
#[cfg(test)]
mod inspect_hidden;
#[cfg(test)]
mod inspect_workbooks;
#[cfg(test)]
mod layers;
#[cfg(test)]
#[path = "../../benches/peers/layout.rs"]
mod layout;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod mapping_reference;
#[cfg(test)]
mod medford;
#[cfg(test)]
mod on_postgres;
#[cfg(test)]
mod own_form;
#[cfg(test)]
mod payment_beside;
#[cfg(test)]
mod payment_corpus;
#[cfg(test)]
mod payment_guard;
#[cfg(test)]
mod payment_leaks;
#[cfg(test)]
mod peers;
#[cfg(test)]
mod portfolio_manager;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod postgres_run;
#[cfg(test)]
mod postgres_server;
#[cfg(test)]
mod postgres_tls;
#[cfg(test)]
mod purged;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rejects;
#[cfg(test)]
mod renderings;
#[cfg(test)]
mod runbook_commands;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod santa_monica;
#[cfg(test)]
#[path = "../../benches/run/scale.rs"]
mod scale;
#[cfg(test)]
mod scaled_delivery;
#[cfg(test)]
mod sce;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod shift;
#[cfg(test)]
mod smud;
#[cfg(test)]
mod smud_portfolios;
#[cfg(test)]
mod support;
#[cfg(test)]
mod survival;
#[cfg(test)]
mod synth;
#[cfg(test)]
mod utility;
