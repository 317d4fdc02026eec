//! The documents of a term → few signs, and back. Both ways to write them are tried, and the shorter one is taken: the gaps
//! between their numbers, for a term that few documents have; one bit a document, for one that many have.

/// Six bits are one sign; all of them may stand in a line of text as they are.
const SIGNS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// What bits begin with; gaps never do.
const BITS: char = '!';

/// Five bits of a gap are one sign, and the sixth says that more follow.
const MORE: u32 = 32;

/// Numbers in ascending order, each once, as signs.
#[must_use]
pub fn encode(numbers: &[u32]) -> String {
    let gaps = gaps(numbers);
    let length = numbers.last().map_or(0, |last| *last as usize / 6 + 2);
    if gaps.len() <= length { gaps } else { bits(numbers, length) }
}

fn gaps(numbers: &[u32]) -> String {
    let mut out = String::with_capacity(numbers.len());
    let mut next = 0;
    for number in numbers {
        let mut gap = number - next;
        while gap >= MORE {
            out.push(sign(gap % MORE + MORE));
            gap /= MORE;
        }
        out.push(sign(gap));
        next = number + 1;
    }
    out
}

fn bits(numbers: &[u32], length: usize) -> String {
    let mut sixes = vec![0_u32; length - 1];
    for number in numbers {
        sixes[*number as usize / 6] |= 1 << (number % 6);
    }
    std::iter::once(BITS).chain(sixes.into_iter().map(sign)).collect()
}

fn sign(six: u32) -> char {
    char::from(SIGNS[six as usize % SIGNS.len()])
}

/// The numbers that [`encode`] has written.
#[must_use]
pub fn decode(text: &str) -> Vec<u32> {
    let value = |sign: u8| SIGNS.iter().position(|known| *known == sign).map_or(0, |at| u32::try_from(at).unwrap_or(0));
    if let Some(bits) = text.strip_prefix(BITS) {
        let of_six = |(at, sign): (usize, u8)| {
            let six = value(sign);
            (0..6).filter(move |bit| six >> bit & 1 == 1).map(move |bit| u32::try_from(at).unwrap_or(0) * 6 + bit)
        };
        return bits.bytes().enumerate().flat_map(of_six).collect();
    }
    let (mut numbers, mut next, mut gap, mut shift) = (Vec::new(), 0_u32, 0_u32, 0);
    for sign in text.bytes() {
        let six = value(sign);
        gap |= (six % MORE) << shift;
        shift += 5;
        if six < MORE {
            numbers.push(next + gap);
            (next, gap, shift) = (next + gap + 1, 0, 0);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(numbers: &[u32], expected: &str) {
        let text = encode(numbers);
        assert_eq!(text, expected);
        assert_eq!(decode(&text), numbers);
    }

    #[test]
    fn numbers_come_back() {
        case(&[], "");
        case(&[0], "0");
        case(&[1, 2, 3], "!E");
        case(&[31, 63, 64], "VV0");
        case(&[32, 100_000], "W1_pX3");
        case(&(0..12).collect::<Vec<_>>(), "!__");
        case(&(0..60).filter(|number| number % 3 == 1).collect::<Vec<_>>(), "!IIIIIIIIII");
    }

    #[test]
    fn many_are_never_longer_than_bits() {
        for step in 1..40 {
            let numbers: Vec<u32> = (0..8_192).step_by(step).collect();
            let text = encode(&numbers);
            assert!(text.len() <= 8_192 / 6 + 2, "{step}");
            assert_eq!(decode(&text), numbers);
        }
    }
}
