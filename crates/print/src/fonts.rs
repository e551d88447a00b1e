//! The faces that a PDF is set in, as far as the machine has them.

use std::{
    cell::RefCell,
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use fontdb::{Database, FaceInfo, Source};
use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};

/// The faces that the standard names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Face {
    /// 小标宋, of titles.
    Title,
    /// 仿宋, of the text.
    Text,
    /// 黑体, of headings of the first level.
    Hei,
    /// 楷体, of headings of the second.
    Kai,
    /// 宋体, of page numbers.
    Song,
}

impl Face {
    pub(crate) const ALL: [Self; 5] = [Self::Text, Self::Title, Self::Hei, Self::Kai, Self::Song];

    /// Families, the best first: those that offices have, then free ones that stand in for them.
    fn families(self) -> &'static [&'static str] {
        match self {
            Self::Title => &[
                "方正小标宋简体",
                "FZXiaoBiaoSong-B05S",
                "方正小标宋_GBK",
                "FZXiaoBiaoSong-B05",
                "STZhongsong",
                "Noto Serif CJK SC",
                "Noto Serif SC",
                "Source Han Serif SC",
                "Source Han Serif CN",
                "SimSun",
            ],
            Self::Text => &[
                "仿宋_GB2312",
                "FangSong_GB2312",
                "FangSong",
                "STFangsong",
                "FandolFang",
                "Noto Serif CJK SC",
                "Noto Serif SC",
                "Source Han Serif SC",
                "Source Han Serif CN",
                "SimSun",
            ],
            Self::Hei => &[
                "SimHei",
                "STHeiti",
                "FandolHei",
                "Noto Sans CJK SC",
                "Noto Sans SC",
                "Source Han Sans SC",
                "Source Han Sans CN",
            ],
            Self::Kai => &[
                "楷体_GB2312",
                "KaiTi_GB2312",
                "KaiTi",
                "STKaiti",
                "FandolKai",
                "AR PL UKai CN",
                "AR PL KaitiM GB",
                "Noto Serif CJK SC",
                "Noto Serif SC",
                "Source Han Serif SC",
                "Source Han Serif CN",
            ],
            Self::Song => &[
                "SimSun",
                "STSong",
                "FandolSong",
                "Noto Serif CJK SC",
                "Noto Serif SC",
                "Source Han Serif SC",
                "Source Han Serif CN",
            ],
        }
    }

    /// How dark a family is taken that comes in several weights.
    fn weight(self) -> u16 {
        match self {
            Self::Title => 700,
            Self::Hei => 500,
            Self::Text | Self::Kai | Self::Song => 400,
        }
    }
}

/// No face on the machine has Chinese characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no font with Chinese characters; install Debian's package {}", Self::PACKAGE)]
pub struct NoChineseFont;

impl NoChineseFont {
    /// Debian's package that mends it.
    pub const PACKAGE: &str = "fonts-noto-cjk";
}

/// The fonts that were found on a machine. Cheap to clone; a file is read when it is used.
#[derive(Clone)]
pub struct Fonts(Arc<Database>);

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fonts({} faces)", self.0.len())
    }
}

impl Fonts {
    /// Those of this machine, looked for once.
    pub fn of_machine() -> Self {
        static FOUND: OnceLock<Fonts> = OnceLock::new();
        FOUND
            .get_or_init(|| {
                let mut found = Database::new();
                found.load_system_fonts();
                Self(Arc::new(found))
            })
            .clone()
    }

    /// Those in a folder and the folders in it.
    pub fn in_folder(folder: &std::path::Path) -> Self {
        let mut found = Database::new();
        found.load_fonts_dir(folder);
        Self(Arc::new(found))
    }

    /// All of them, for whoever looks by himself.
    pub(crate) fn database(&self) -> Arc<Database> {
        self.0.clone()
    }

    /// Reads what a document needs.
    pub(crate) fn load(&self) -> Result<Loaded, NoChineseFont> {
        let mut files = HashMap::<PathBuf, Arc<Vec<u8>>>::new();
        let mut faces = HashMap::new();
        for face in Face::ALL {
            let info = self.choose(face).ok_or(NoChineseFont)?;
            let (Source::File(path) | Source::SharedFile(path, _)) = &info.source else {
                return Err(NoChineseFont);
            };
            let data = match files.get(path) {
                Some(data) => data.clone(),
                None => {
                    let data = Arc::new(std::fs::read(path).map_err(|_| NoChineseFont)?);
                    files.insert(path.clone(), data.clone());
                    data
                }
            };
            faces.insert(face, LoadedFace::new(data, info.index).ok_or(NoChineseFont)?);
        }
        Ok(Loaded { faces })
    }

    /// The nearest that there is to a face.
    fn choose(&self, face: Face) -> Option<&FaceInfo> {
        self.nearest(face.families(), face.weight())
    }

    /// The first of these families that is there, in the weight nearest to this one; else any face that has
    /// Chinese characters.
    pub(crate) fn nearest(&self, families: &[&str], weight: u16) -> Option<&FaceInfo> {
        let named = |family: &str| {
            let of_family = self
                .0
                .faces()
                .filter(|info| info.style == fontdb::Style::Normal)
                .filter(|info| info.families.iter().any(|(name, _)| name == family))
                .filter(|info| self.is_chinese(info));
            of_family.min_by_key(|info| info.weight.0.abs_diff(weight))
        };
        let by_name = families.iter().find_map(|family| named(family));
        by_name.or_else(|| self.0.faces().find(|info| self.is_chinese(info)))
    }

    fn is_chinese(&self, info: &FaceInfo) -> bool {
        let has = |data: &[u8], index: u32| {
            FontRef::from_index(data, index).is_ok_and(|font| "国报督".chars().all(|c| font.charmap().map(c).is_some()))
        };
        self.0.with_face_data(info.id, has).unwrap_or(false)
    }
}

/// The faces of one document, in memory.
pub(crate) struct Loaded {
    faces: HashMap<Face, LoadedFace>,
}

/// A glyph: which face it is of, its number and its width, in parts of the size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) face: Face,
    pub(crate) id: u32,
    pub(crate) width: f32,
}

/// What stands for a character that no face has: the first of these that one has.
const WANTING: [char; 3] = ['〓', '□', '?'];

impl Loaded {
    /// The glyph of a character in a face, or in the first other face that has it. Where none has, and for
    /// characters that mean something to their makers only, the mark stands that printers set for a character
    /// that is wanting: PDF/A takes no gap.
    pub(crate) fn glyph(&self, face: Face, c: char) -> (char, Glyph) {
        let found = |c: char| {
            let others = Face::ALL.into_iter().filter(|other| *other != face);
            std::iter::once(face).chain(others).find_map(|face| {
                let (id, width) = self.faces.get(&face)?.glyph(c)?;
                Some((c, Glyph { face, id, width }))
            })
        };
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
        let own = if private { None } else { found(c) };
        own.or_else(|| WANTING.into_iter().find_map(found)).unwrap_or((
            c,
            Glyph {
                face,
                id: 0,
                width: 1.0,
            },
        ))
    }

    /// The font to draw a face with.
    pub(crate) fn font(&self, face: Face) -> Option<&krilla::text::Font> {
        self.faces.get(&face).map(|face| &face.font)
    }
}

struct LoadedFace {
    data: Arc<Vec<u8>>,
    index: u32,
    font: krilla::text::Font,
    seen: RefCell<HashMap<char, Option<(u32, f32)>>>,
}

impl LoadedFace {
    fn new(data: Arc<Vec<u8>>, index: u32) -> Option<Self> {
        let font = krilla::text::Font::new(data.clone().into(), index)?;
        Some(Self {
            data,
            index,
            font,
            seen: RefCell::default(),
        })
    }

    fn glyph(&self, c: char) -> Option<(u32, f32)> {
        *self.seen.borrow_mut().entry(c).or_insert_with(|| {
            let font = FontRef::from_index(&self.data, self.index).ok()?;
            let id = font.charmap().map(c)?;
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let width = metrics.advance_width(id)? / self.font.units_per_em();
            Some((id.to_u32(), width))
        })
    }
}
