//! One hash over all that a batch brought.

use sha2::{Digest as _, Sha256};

use crate::encode::{hex, take_in};

/// The member of the detail of a batch's row that holds it.
pub(crate) const ROWS: &str = "measured";

/// Takes rows in, in the order of their places.
#[derive(Default)]
pub(crate) struct Sum(Sha256);

impl Sum {
    /// The next row: its place, network, whether it is made up (`0` or `1`), station, moment, review state, day and body.
    pub(crate) fn add(&mut self, place: i64, texts: [&str; 7]) {
        self.0.update(place.to_be_bytes());
        take_in(&mut self.0, texts);
    }

    /// The hash, in hexadecimal digits.
    pub(crate) fn digits(self) -> String {
        hex(&self.0.finalize())
    }
}
