//! Several servers on one database of PostgreSQL: what one of them does the others show, and work is done once.

mod bucket;
mod provinces;
mod replica;
mod shown;
mod tls;
mod work;
