//! Pictures of pixels, from SVG.
//!
//! For links that are shown as pictures elsewhere, where no site takes SVG. The crate is `resvg`: it draws what
//! the pages' own pictures are made of (classes, patterns, outlines around words), takes the fonts that PDFs are
//! set in, and runs within the process. Raster images inside an SVG are left out of it, and so is whatever an SVG
//! would load from elsewhere.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, FontFamily, FontResolver, ImageHrefResolver, Options, Tree},
};

use crate::fonts::{Fonts, NoChineseFont};

/// Families of the pages' sans, as in `style/00-tokens.css`, the best first.
const SANS: &[&str] = &[
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "SimHei",
];
/// Families of the plan's own words.
const SONG: &[&str] = &[
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "STSong",
    "SimSun",
];
/// From this weight on words are bold; the faces in between are not worth their files.
const BOLD: u16 = 600;
/// No picture is larger, in pixels: 16 megabytes of memory.
const MOST_PIXELS: u32 = 4_000_000;

/// Why an SVG gave no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureTrouble {
    /// It is no SVG, or of no size.
    #[error("the SVG cannot be read: {0}")]
    Unreadable(#[from] usvg::Error),
    /// It is too large, in pixels.
    #[error("the picture would have {0} × {1} pixels")]
    TooLarge(u32, u32),
    /// The pixels could not be written.
    #[error("writing PNG: {0}")]
    Writing(String),
}

/// What draws pictures: there is none where no face has Chinese characters, so that no picture has
/// boxes for words.
pub struct Drawer(Options<'static>);

impl std::fmt::Debug for Drawer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Drawer")
    }
}

impl Drawer {
    /// With these fonts; they are looked through here, once.
    ///
    /// # Errors
    ///
    /// Where none of them has Chinese characters.
    pub fn new(fonts: &Fonts) -> Result<Self, NoChineseFont> {
        let of = |families: &[&str], weight| fonts.nearest(families, weight).map(|info| info.id).ok_or(NoChineseFont);
        let sans = [of(SANS, 400)?, of(SANS, 700)?];
        let song = [of(SONG, 400)?, of(SONG, 700)?];
        let is_song = |family: &FontFamily| match family {
            FontFamily::Serif => true,
            FontFamily::Named(name) => SONG.contains(&name.as_str()),
            _ => false,
        };
        let select_font = move |font: &usvg::Font, _: &mut _| {
            let [plain, bold] = if font.families().iter().any(is_song) {
                song
            } else {
                sans
            };
            Some(if font.weight() >= BOLD { bold } else { plain })
        };
        Ok(Self(Options {
            fontdb: fonts.database(),
            font_resolver: FontResolver {
                select_font: Box::new(select_font),
                select_fallback: FontResolver::default_fallback_selector(),
            },
            // Nothing is loaded for a picture.
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        }))
    }

    /// The picture as PNG, as large as the SVG says. The same SVG gives the same bytes with the same fonts.
    ///
    /// # Errors
    ///
    /// Where the SVG cannot be read or is too large.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, PictureTrouble> {
        let tree = Tree::from_str(svg, &self.0)?;
        let size = tree.size().to_int_size();
        let (width, height) = (size.width(), size.height());
        let too_large = || PictureTrouble::TooLarge(width, height);
        if width.checked_mul(height).is_none_or(|pixels| pixels > MOST_PIXELS) {
            return Err(too_large());
        }
        let mut pixels = Pixmap::new(width, height).ok_or_else(too_large)?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels
            .encode_png()
            .map_err(|error| PictureTrouble::Writing(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawer() -> Drawer {
        Drawer::new(&Fonts::of_machine()).expect("Debian's package fonts-noto-cjk")
    }

    fn svg(inside: &str) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">{inside}</svg>"#)
    }

    #[test]
    fn words_are_drawn_in_the_face_and_the_weight_that_they_ask_for() {
        let drawer = drawer();
        let words = |style: &str| {
            let text = format!(r#"<text x="4" y="40" font-size="40" {style}>国报</text>"#);
            drawer.png(&svg(&text)).expect("a picture")
        };
        let (plain, bold, song) = (
            words("font-family='sans-serif'"),
            words("font-family='sans-serif' font-weight='600'"),
            words("font-family='Noto Serif CJK SC, serif'"),
        );
        let empty = drawer.png(&svg("")).expect("a picture");
        for picture in [&plain, &bold, &song] {
            assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n") && picture.len() > empty.len());
        }
        assert!(plain != bold && plain != song && bold != song);
        assert_eq!(plain, words("font-family='sans-serif'"), "the same again");
    }

    #[test]
    fn without_chinese_characters_nothing_is_drawn() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Drawer::new(&Fonts::in_folder(folder.path())).err(), Some(NoChineseFont));
    }

    #[test]
    fn what_is_no_picture_is_told() {
        let drawer = drawer();
        assert!(matches!(drawer.png("<html/>"), Err(PictureTrouble::Unreadable(_))));
        let large = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"/>"#;
        assert!(matches!(drawer.png(large), Err(PictureTrouble::TooLarge(9_000, 9_000))));
        let reading = r#"<image width="9" height="9" href="/etc/hostname"/><image width="9" height="9" href="data:image/svg+xml,%3Csvg/%3E"/>"#;
        assert_eq!(drawer.png(&svg(reading)).ok(), drawer.png(&svg("")).ok());
    }
}
