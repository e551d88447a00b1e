//! What text is written on: so many bytes and no more.

use yaodian_contract::prose::ProseTrouble;

/// Text that grows up to a limit.
#[derive(Debug)]
pub(super) struct Paper {
    text: String,
    limit: usize,
}

impl Paper {
    /// A blank one for `limit` bytes of UTF-8.
    pub fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            limit,
        }
    }

    /// Writes a line and ends it. Blanks at its end are left out.
    pub fn line(&mut self, line: &str) -> Result<(), ProseTrouble> {
        self.write(line.trim_end())?;
        self.write("\n")
    }

    /// Writes `text` as it is.
    pub fn write(&mut self, text: &str) -> Result<(), ProseTrouble> {
        if self.text.len() + text.len() > self.limit {
            return Err(ProseTrouble::TooMuchText {
                limit: self.limit as u64,
            });
        }
        self.text.push_str(text);
        Ok(())
    }

    /// What was written.
    pub fn text(self) -> String {
        self.text
    }
}
