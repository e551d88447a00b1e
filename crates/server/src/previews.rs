//! 链接预览: what draws the pictures that go with links, where the machine has Chinese fonts.

use std::sync::Arc;

use tokio::sync::Semaphore;
use yaodian_contract::Kind;
use yaodian_print::{Drawer, Fonts, NoChineseFont};

use crate::service::{Refused, Served, aside};

/// More at once would only wait for each other, and take the machine from pages.
const AT_ONCE: usize = 1;

/// The drawer, and whose turn it is.
#[derive(Debug)]
pub(crate) struct Previews {
    drawer: Option<Arc<Drawer>>,
    turns: Arc<Semaphore>,
}

impl Default for Previews {
    /// None are drawn.
    fn default() -> Self {
        Self {
            drawer: None,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Previews {
    /// With the fonts of this machine, which are looked through: not for an async thread. Without a Chinese
    /// one pages have no pictures, and the log says so.
    pub(crate) fn of_machine() -> Self {
        let drawer = Drawer::new(&Fonts::of_machine());
        if let Err(error) = &drawer {
            tracing::warn!(%error, "links to pages are shown without a picture");
        }
        Self {
            drawer: drawer.ok().map(Arc::new),
            ..Self::default()
        }
    }

    /// Whether any are drawn.
    pub(crate) fn is_there(&self) -> bool {
        self.drawer.is_some()
    }

    /// An SVG as PNG, one at a time.
    pub(crate) async fn png(&self, svg: String) -> Served<Vec<u8>> {
        let drawer = self.drawer.clone().ok_or_else(no_font)?;
        aside(&self.turns, move || {
            let begun = std::time::Instant::now();
            let png = drawer.png(&svg).map_err(|error| Refused::Failed(error.to_string()))?;
            tracing::debug!(took = ?begun.elapsed(), bytes = png.len(), "drew the picture of a link");
            Ok(png)
        })
        .await
    }
}

fn no_font() -> Kind {
    Kind::NoChineseFont {
        package: NoChineseFont::PACKAGE.to_owned(),
    }
}
