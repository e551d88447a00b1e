//! A set of slots, one bit each.

/// Slots that are in, by their number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// None of `slots` slots.
    pub fn none(slots: usize) -> Self {
        Self {
            words: vec![0; slots.div_ceil(64)],
        }
    }

    pub fn has(&self, slot: u32) -> bool {
        let word = self.words.get((slot >> 6) as usize);
        word.is_some_and(|word| word >> (slot & 63) & 1 == 1)
    }

    pub fn set(&mut self, slot: u32, on: bool) {
        let at = (slot >> 6) as usize;
        if at >= self.words.len() {
            if !on {
                return;
            }
            self.words.resize(at + 1, 0);
        }
        if let Some(word) = self.words.get_mut(at) {
            let bit = 1 << (slot & 63);
            *word = if on { *word | bit } else { *word & !bit };
        }
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps those that are in `other` too.
    pub fn and(&mut self, other: &Self) {
        self.and_words(&other.words);
    }

    pub fn and_words(&mut self, other: &[u64]) {
        self.words.truncate(other.len());
        for (word, other) in self.words.iter_mut().zip(other) {
            *word &= other;
        }
    }

    /// Those that are in, the lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.words).flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at << 6 | bit
                })
            })
        })
    }

    /// Adds every slot whose number in `numbers` lies from `from` on and before `to`. Written so
    /// that the compiler compares many at once.
    pub fn add_between(&mut self, numbers: &[u32], from: u32, to: u32) {
        let width = to.saturating_sub(from);
        for (word, numbers) in self.words.iter_mut().zip(numbers.chunks(64)) {
            let mut inside = [0_u8; 64];
            for (inside, number) in inside.iter_mut().zip(numbers) {
                *inside = u8::from(number.wrapping_sub(from) < width);
            }
            for (byte, eight) in inside.as_chunks::<8>().0.iter().enumerate() {
                // Gathers the lowest bits of eight bytes in the highest byte.
                let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                *word |= gathered << (byte * 8);
            }
        }
    }

    pub fn bytes(&self) -> usize {
        self.words.len() * 8
    }
}
