//! A data package (Frictionless Data Package): the descriptor and the archive with all its files.

use std::io::{Seek, Write};

use jiff::civil::Date;
use serde::Serialize;
use yaodian_domain::plan::Name;
use yaodian_words::Lang;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Field, Table};
use crate::WriteTrouble;

/// Under which terms the data may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Licence {
    /// Its short name: `CC-BY-4.0`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Where its text stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// A publication that figures come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Publication {
    /// As it would be cited.
    pub title: String,
    /// Its address, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Who made something of it, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contributor {
    /// A body, never a person.
    pub title: String,
    /// As what.
    pub role: &'static str,
}

/// A file of the package.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it holds.
    pub holds: Holder,
    /// Where it lies: a path beside the descriptor, or an address.
    pub path: String,
    /// How many rows it has.
    pub rows: Option<usize>,
    /// How many bytes, and their SHA-256 as hexadecimal digits.
    pub sum: Option<(u64, String)>,
}

/// What a resource holds.
#[derive(Debug, Clone)]
pub enum Holder {
    /// A table, as CSV.
    Table(Box<Table>),
    /// A file that is described elsewhere: its name, its title, its ending and its media type.
    File {
        /// By which it is called in the descriptor.
        name: String,
        /// For people.
        title: Name,
        /// `json`, `csv` …
        format: &'static str,
        /// Its media type, without parameters.
        media: &'static str,
    },
}

/// What is said of all of it.
#[derive(Debug, Clone)]
pub struct Package {
    /// How it is called: the plan's id.
    pub name: String,
    /// Its title.
    pub title: Name,
    /// What it is, and what to know about it.
    pub description: Name,
    /// Where its page stands, if the server knows.
    pub homepage: Option<String>,
    /// The day of knowledge.
    pub as_of: Date,
    /// Whether some of it is made up.
    pub demonstration: bool,
    /// Its terms.
    pub licence: Licence,
    /// What its figures come from.
    pub sources: Vec<Publication>,
    /// Who issued the plan, and who put the data together.
    pub contributors: Vec<Contributor>,
    /// Its files.
    pub resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Descriptor<'a> {
    profile: &'static str,
    name: &'a str,
    title: &'a str,
    title_en: &'a str,
    description: &'a str,
    description_en: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<&'a str>,
    version: String,
    as_of: Date,
    demonstration: bool,
    licenses: [&'a Licence; 1],
    sources: &'a [Publication],
    contributors: &'a [Contributor],
    resources: Vec<Described<'a>>,
}

#[derive(Serialize)]
struct Described<'a> {
    profile: &'static str,
    name: &'a str,
    path: &'a str,
    title: &'a str,
    title_en: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description_en: Option<&'static str>,
    format: &'a str,
    mediatype: &'a str,
    encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<SchemaField<'a>>,
    primary_key: &'a [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct SchemaField<'a> {
    name: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    title: &'static str,
    title_en: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description_en: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Constraints::is_none")]
    constraints: Constraints<'a>,
}

#[derive(Serialize)]
struct Constraints<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unique: bool,
    #[serde(rename = "enum", skip_serializing_if = "<[_]>::is_empty")]
    options: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
}

impl Constraints<'_> {
    fn is_none(&self) -> bool {
        !self.required && !self.unique && self.options.is_empty() && self.pattern.is_none()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Referred,
}

#[derive(Serialize)]
struct Referred {
    resource: &'static str,
    fields: [&'static str; 1],
}

impl Package {
    /// `datapackage.json`.
    pub fn descriptor(&self) -> Result<Vec<u8>, WriteTrouble> {
        let descriptor = Descriptor {
            profile: "data-package",
            name: &self.name,
            title: &self.title.zh,
            title_en: &self.title.en,
            description: &self.description.zh,
            description_en: &self.description.en,
            homepage: self.homepage.as_deref(),
            version: self.as_of.to_string(),
            as_of: self.as_of,
            demonstration: self.demonstration,
            licenses: [&self.licence],
            sources: &self.sources,
            contributors: &self.contributors,
            resources: self.resources.iter().map(described).collect(),
        };
        let mut json = serde_json::to_vec_pretty(&descriptor).map_err(|error| WriteTrouble::Io(error.into()))?;
        json.push(b'\n');
        Ok(json)
    }

    /// The archive: the descriptor, the words that go with it, and `files`, each of which writes itself under its
    /// path. The same content makes the same bytes.
    pub fn zip<W: Write + Seek>(
        &self,
        readme: &str,
        files: impl IntoIterator<Item = (String, Box<dyn std::io::Read>)>,
        out: W,
    ) -> Result<(), WriteTrouble> {
        let failed = |error: zip::result::ZipError| WriteTrouble::Io(error.into());
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let mut zip = ZipWriter::new(out);
        zip.start_file("datapackage.json", options).map_err(failed)?;
        zip.write_all(&self.descriptor()?)?;
        zip.start_file("README.md", options).map_err(failed)?;
        zip.write_all(readme.as_bytes())?;
        for (path, mut file) in files {
            zip.start_file(path, options).map_err(failed)?;
            std::io::copy(&mut file, &mut zip)?;
        }
        zip.finish().map_err(failed)?;
        Ok(())
    }
}

fn described(resource: &Resource) -> Described<'_> {
    let (bytes, hash) = resource.sum.clone().unzip();
    let common = |name, title, title_en, format, mediatype| Described {
        profile: "data-resource",
        name,
        path: &resource.path,
        title,
        title_en,
        description: None,
        description_en: None,
        format,
        mediatype,
        encoding: "utf-8",
        bytes,
        hash: hash.clone().map(|hash| format!("sha256:{hash}")),
        rows: resource.rows,
        dialect: None,
        schema: None,
    };
    match &resource.holds {
        Holder::File {
            name,
            title,
            format,
            media,
        } => common(name, &title.zh, &title.en, format, media),
        Holder::Table(table) => Described {
            profile: "tabular-data-resource",
            description: Some((table.about)(Lang::Zh)),
            description_en: Some((table.about)(Lang::En)),
            dialect: Some(Dialect {
                delimiter: ",",
                line_terminator: "\r\n",
                quote_char: "\"",
                double_quote: true,
                header: true,
            }),
            schema: Some(schema(table)),
            ..common(
                table.id,
                (table.title)(Lang::Zh),
                (table.title)(Lang::En),
                "csv",
                "text/csv",
            )
        },
    }
}

fn schema(table: &Table) -> Schema<'_> {
    let key = |field: &Field| {
        let refers = field.refers?;
        // An empty resource means the table itself.
        let resource = if refers.table == table.id { "" } else { refers.table };
        Some(ForeignKey {
            fields: [field.name],
            reference: Referred {
                resource,
                fields: [refers.field],
            },
        })
    };
    Schema {
        fields: table.fields.iter().map(schema_field).collect(),
        primary_key: &table.key,
        foreign_keys: table.fields.iter().filter_map(key).collect(),
        missing_values: [""],
    }
}

fn schema_field(field: &Field) -> SchemaField<'_> {
    SchemaField {
        name: field.name,
        r#type: field.kind.as_str(),
        format: field.kind.format(),
        title: (field.title)(Lang::Zh),
        title_en: (field.title)(Lang::En),
        description: field.about.map(|about| about(Lang::Zh)),
        description_en: field.about.map(|about| about(Lang::En)),
        unit: field.unit,
        constraints: Constraints {
            required: field.required,
            unique: field.unique,
            options: &field.options,
            pattern: field.pattern,
        },
    }
}
