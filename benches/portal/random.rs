//! A seed → numbers that look random (splitmix64) and are the same on every machine.

/// How far the state moves for each number: 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of numbers.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of one record. Each record has its own, so that a larger portal holds the smaller one's records.
    pub(crate) fn of(kind: &str, record: [usize; 3]) -> Self {
        let mut random = Self(STEP);
        for part in kind.bytes().map(u64::from).chain(record.map(|part| part as u64)) {
            random.0 ^= part;
            random.0 = random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `most`, both included.
    pub(crate) fn up_to(&mut self, most: u32) -> u32 {
        let range = u64::from(most) + 1;
        // The upper half of a 64-bit product: even enough, and never out of range.
        u32::try_from(((self.next() >> 32) * range) >> 32).expect("below the range, which fits")
    }

    /// One of several.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        let last = u32::try_from(of.len() - 1).expect("the lists are short");
        of[self.up_to(last) as usize]
    }
}
