//! What a table is, in the terms of Frictionless Table Schema.

use yaodian_words::Lang;

/// Words of the catalogue.
pub type Words = fn(Lang) -> &'static str;

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// An exact decimal.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Truth,
    /// A day: `2023-09-25`.
    Day,
    /// A month: `2023-09`.
    Month,
    /// An address on the web.
    Address,
}

impl Kind {
    /// The name of the type in a Table Schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text | Self::Address => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Truth => "boolean",
            Self::Day => "date",
            Self::Month => "yearmonth",
        }
    }

    /// The format within the type, where it is not the plain one.
    pub fn format(self) -> Option<&'static str> {
        (self == Self::Address).then_some("uri")
    }
}

/// Whose key a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// Its field.
    pub field: &'static str,
}

/// A field of a table.
#[derive(Debug, Clone)]
pub struct Field {
    /// How it is called in files and addresses; it never changes.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Its name for people.
    pub title: Words,
    /// What it says, where the title does not.
    pub about: Option<Words>,
    /// The unit of measure, where it is the same in all rows.
    pub unit: Option<&'static str>,
    /// Whether it is never blank.
    pub required: bool,
    /// Whether no two rows have the same.
    pub unique: bool,
    /// The values that it can have, where they are few.
    pub options: Vec<String>,
    /// What its text looks like, as a regular expression.
    pub pattern: Option<&'static str>,
    /// Whose key it holds.
    pub refers: Option<Reference>,
}

impl Field {
    /// A field of a type.
    pub fn new(name: &'static str, kind: Kind, title: Words) -> Self {
        Self {
            name,
            kind,
            title,
            about: None,
            unit: None,
            required: false,
            unique: false,
            options: Vec::new(),
            pattern: None,
            refers: None,
        }
    }

    /// A text.
    pub fn text(name: &'static str, title: Words) -> Self {
        Self::new(name, Kind::Text, title)
    }

    /// An exact number.
    pub fn number(name: &'static str, title: Words) -> Self {
        Self::new(name, Kind::Number, title)
    }

    /// A whole number.
    pub fn integer(name: &'static str, title: Words) -> Self {
        Self::new(name, Kind::Integer, title)
    }

    /// A truth value; never blank.
    pub fn truth(name: &'static str, title: Words) -> Self {
        Self::new(name, Kind::Truth, title).required()
    }

    /// A day.
    pub fn day(name: &'static str, title: Words) -> Self {
        Self::new(name, Kind::Day, title)
    }

    /// Never blank.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Never the same twice.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// With words on what it says.
    #[must_use]
    pub fn about(mut self, about: Words) -> Self {
        self.about = Some(about);
        self
    }

    /// In this unit of measure.
    #[must_use]
    pub fn in_unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// One of these.
    #[must_use]
    pub fn among(mut self, options: impl IntoIterator<Item: Into<String>>) -> Self {
        self.options = options.into_iter().map(Into::into).collect();
        self
    }

    /// Of this look.
    #[must_use]
    pub fn like(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// The key of another table.
    #[must_use]
    pub fn of(mut self, table: &'static str, field: &'static str) -> Self {
        self.refers = Some(Reference { table, field });
        self
    }
}

/// What a table holds.
#[derive(Debug, Clone)]
pub struct Table {
    /// How it is called in files and addresses; it never changes.
    pub id: &'static str,
    /// Its name for people.
    pub title: Words,
    /// What a row is, and where it comes from.
    pub about: Words,
    /// Its fields in order.
    pub fields: Vec<Field>,
    /// The fields that tell its rows apart.
    pub key: Vec<&'static str>,
}
