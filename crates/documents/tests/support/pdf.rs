//! PDFs made by hand.

use std::io::Write;

/// A PDF of these objects, numbered from 1; the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        writeln!(file, "{} 0 obj", at + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(file, "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").unwrap();
    file
}

/// A stream with these entries in its dictionary.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{entries}/Length {}>>stream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A stream packed with Deflate.
pub fn packed(entries: &str, data: &[u8]) -> Vec<u8> {
    stream(&format!("{entries}/Filter/FlateDecode"), &deflated(data))
}

/// Packed with Deflate.
pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Pages with these contents, a Chinese font of the given encoding under `/F1`, and a picture under
/// `/I1`. Strings are shown in the encoding.
pub fn pages(encoding: &str, contents: &[&[u8]]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 7 + at * 2)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/XObject<</I1 6 0 R>>>>>>",
            kids.join(" "),
            kids.len()
        )
        .into_bytes(),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[4 0 R]>>")
            .into_bytes(),
        format!(
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering({})/Supplement 2>>/DW 1000/W[814 [500 500]]/FontDescriptor 5 0 R>>",
            if encoding == "Identity-H" { "Identity" } else { "GB1" }
        )
        .into_bytes(),
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>".to_vec(),
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", b"\x80"),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 8 + at * 2).into_bytes());
        objects.push(stream("", content));
    }
    pdf(&objects)
}

/// What shows a text in GBK at a place.
pub fn at(x: u32, y: u32, text: &str) -> String {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let mut shown = format!("BT /F1 12 Tf {x} {y} Td <").into_bytes();
    for byte in bytes.iter() {
        write!(shown, "{byte:02X}").unwrap();
    }
    shown.extend_from_slice(b"> Tj ET\n");
    String::from_utf8(shown).unwrap()
}
