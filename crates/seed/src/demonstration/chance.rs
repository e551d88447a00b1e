//! Numbers that look drawn by lot and are the same every time: SplitMix64 (Steele, Lea, Flood:
//! «Fast splittable pseudorandom number generators», OOPSLA 2014).

/// The golden ratio in 64 bits, by which the state goes on.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

pub(super) struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// One of 0 to `end`, `end` not among them; 0 where there is none. That low numbers are a
    /// little more common is of no matter here.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }
}

fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A seed of its own for whatever `bytes` name.
pub(super) fn scatter(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(STEP, |state, byte| mixed(state.wrapping_add(STEP) ^ u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::Chance;

    /// The first numbers of seed 1234567 as the authors' own program gives them.
    #[test]
    fn draws_what_others_draw() {
        let mut chance = Chance::of(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }
}
