//! Whether all chunks of a WebP are there. A decoder would set memory aside for what they claim.

pub(super) fn whole(bytes: &[u8]) -> bool {
    let Some((head, body)) = bytes.split_first_chunk::<12>() else {
        return false;
    };
    let [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P'] = *head else {
        return false;
    };
    // The length counts from after itself, so «WEBP» with it.
    let Some(mut rest) = length([a, b, c, d])
        .checked_sub(4)
        .and_then(|length| body.get(..length))
    else {
        return false;
    };
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let Some((&[_, _, _, _, a, b, c, d], chunk)) = rest.split_first_chunk::<8>() else {
            return false;
        };
        let size = length([a, b, c, d]);
        if size > chunk.len() {
            return false;
        }
        // Chunks are padded to an even length; some writers leave the very last byte away.
        rest = chunk.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
    true
}

fn length(four: [u8; 4]) -> usize {
    usize::try_from(u32::from_le_bytes(four)).unwrap_or(usize::MAX)
}
