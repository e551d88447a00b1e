//! Of a PNG, the chunks that make its picture.

/// A copy with nothing but the picture and its EXIF data; `None` if it ends too early.
///
/// A colour profile and texts are compressed and unpack to a thousand times their size, and the
/// decoder unpacks the profile whether it is wanted or not. Further pictures of an animation go
/// too, and so does what follows the end.
pub(super) fn essence(bytes: &[u8]) -> Option<Vec<u8>> {
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut essence = Vec::with_capacity(bytes.len());
    essence.extend_from_slice(signature);
    loop {
        let [a, b, c, d, name @ ..] = rest.first_chunk::<8>()?;
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?;
        // Length, name, data, checksum.
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        if matches!(name, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND" | b"eXIf") {
            essence.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(essence);
        }
        rest = after;
    }
}
