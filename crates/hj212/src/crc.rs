//! Is a packet as it was sent? The check sum of HJ 212.
//!
//! Formula: a register of 16 bits begins at `0xFFFF`. For each byte `b` it becomes `(r >> 8) ^ b`;
//! then eight times it is shifted right, and `0xA001` is added where the bit shifted out was 1.
//! Source: HJ 212-2017 annex A, HJ 212-2025 annex A.1. It is not CRC-16/MODBUS, which keeps the
//! low byte of the register instead of dropping it.
//!
//! Limits: the low byte is dropped at every step, so only one byte of state is carried along. There
//! are 256 sums, not 65,536, and one packet in some forty passes with two digits changed. Judge a
//! value by itself, whatever its sum says.

/// The register after one byte, by the sum (exclusive or) of its high byte before and that byte.
static STEP: [u16; 256] = step_table();

/// `CARRY[k][x]`: what a byte `x` adds to the state that is carried `k + 1` bytes further on.
///
/// The step is linear, so that the parts that eight bytes add can be looked up at once.
static CARRY: [[u8; 256]; 8] = carry_tables();

const fn step_table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut register = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            register = if register & 1 == 1 { (register >> 1) ^ 0xA001 } else { register >> 1 };
            bit += 1;
        }
        table[byte] = register;
        byte += 1;
    }
    table
}

const fn carry_tables() -> [[u8; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut state = byte as u8;
        let mut far = 0;
        while far < 8 {
            state = (STEP[state as usize] >> 8) as u8;
            tables[far][byte] = state;
            far += 1;
        }
        byte += 1;
    }
    tables
}

/// The check sum of a data segment, the bytes between the length and the check sum of a packet.
///
/// ```
/// // The example of HJ 212-2025, annex A.1.
/// let segment = b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&";
/// assert_eq!(yanlian_hj212::crc(segment), 0x2200);
/// ```
pub fn crc(segment: &[u8]) -> u16 {
    let Some((last, head)) = segment.split_last() else { return 0xFFFF };
    let (blocks, rest) = head.as_chunks::<8>();
    let mut state = 0xFF;
    for block in blocks {
        let mut next = CARRY[7][usize::from(state ^ block[0])];
        for (far, byte) in block[1..].iter().rev().enumerate() {
            next ^= CARRY[far][usize::from(*byte)];
        }
        state = next;
    }
    for byte in rest {
        state = CARRY[0][usize::from(state ^ byte)];
    }
    STEP[usize::from(state ^ last)]
}

#[cfg(test)]
mod tests {
    use super::crc;

    /// The loop as the standard prints it.
    fn by_the_letter(segment: &[u8]) -> u16 {
        segment.iter().fold(0xFFFF, |register, byte| {
            (0..8).fold((register >> 8) ^ u16::from(*byte), |register, _| {
                if register & 1 == 1 { (register >> 1) ^ 0xA001 } else { register >> 1 }
            })
        })
    }

    #[test]
    fn examples_of_the_standards() {
        let of_2017 =
            b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
        let of_2025 = b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&";
        assert_eq!((of_2017.len(), crc(of_2017)), (101, 0x1C80));
        assert_eq!((of_2025.len(), crc(of_2025)), (87, 0x2200));
    }

    #[test]
    fn tables_agree_with_the_letter_at_every_length() {
        let bytes: Vec<u8> = (0..1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for end in 0..bytes.len() {
            assert_eq!(crc(&bytes[..end]), by_the_letter(&bytes[..end]), "{end} bytes");
        }
    }
}
