//! Real requests against the real server.

mod access;
mod api;
mod bad_input;
mod changes;
mod cockpit;
mod commands;
mod data;
mod imports;
mod judgements;
mod ledgers;
mod monitoring;
mod networks;
mod open;
mod people;
mod periods;
mod public;
mod reading;
mod reminders;
mod replay;
mod reports;
mod shares;
mod supervision;
mod trial_day;
mod user_commands;
mod year;
mod year_end;
