//! Fields together with where their values come from.

use super::{Field, Table, Value, Words};

/// How a record says the value of a field.
type Says<'a, R> = Box<dyn Fn(&R) -> Value<'a> + 'a>;

/// What a table holds, and how each of its records `R` says it.
pub struct Shape<'a, R> {
    table: Table,
    says: Vec<Says<'a, R>>,
}

impl<'a, R: 'a> Shape<'a, R> {
    /// A table without fields yet.
    pub fn new(id: &'static str, title: Words, about: Words) -> Self {
        Self {
            table: Table {
                id,
                title,
                about,
                fields: Vec::new(),
                key: Vec::new(),
            },
            says: Vec::new(),
        }
    }

    /// Adds a field and how a record says it.
    #[must_use]
    pub fn column<V: Into<Value<'a>>>(mut self, field: Field, says: impl Fn(&R) -> V + 'a) -> Self {
        self.table.fields.push(field);
        self.says.push(Box::new(move |record| says(record).into()));
        self
    }

    /// The fields that tell rows apart.
    #[must_use]
    pub fn key(mut self, key: &[&'static str]) -> Self {
        self.table.key = key.to_vec();
        self
    }

    /// The table with its rows, which are made one by one when they are written.
    pub fn rows(self, records: impl IntoIterator<Item = R, IntoIter: 'a>) -> Open<'a> {
        let says = self.says;
        let rows = records
            .into_iter()
            .map(move |record| says.iter().map(|says| says(&record)).collect());
        Open {
            table: self.table,
            rows: Box::new(rows),
        }
    }
}

/// A table with its rows.
pub struct Open<'a> {
    /// What it holds.
    pub table: Table,
    /// Its rows; each has a value for each field.
    pub rows: Box<dyn Iterator<Item = Vec<Value<'a>>> + 'a>,
}

impl<'a> Open<'a> {
    /// The rows in which a field has this value, as it stands in CSV. A field that there is not is `Err`.
    pub fn only(self, field: &str, value: &str) -> Result<Self, NotThere> {
        let fields = &self.table.fields;
        let Some(at) = fields.iter().position(|own| own.name == field) else {
            return Err(NotThere {
                choices: fields.iter().map(|own| own.name.to_owned()).collect(),
            });
        };
        let options = &fields[at].options;
        if !options.is_empty() && !options.iter().any(|option| option == value) {
            return Err(NotThere {
                choices: options.clone(),
            });
        }
        let value = value.to_owned();
        let kept = move |row: &Vec<Value<'a>>| row.get(at).is_some_and(|cell| cell.text() == value.as_str());
        Ok(Self {
            table: self.table,
            rows: Box::new(self.rows.filter(kept)),
        })
    }

    /// The same rows with these fields alone, in this order and under these names.
    #[must_use]
    pub fn pick(self, fields: &[(&str, &'static str)]) -> Self {
        let (mut table, mut places) = (self.table, Vec::new());
        let mut picked = Vec::new();
        for (own, name) in fields {
            if let Some(at) = table.fields.iter().position(|field| field.name == *own) {
                places.push(at);
                picked.push(Field {
                    name,
                    ..table.fields[at].clone()
                });
            }
        }
        table.fields = picked;
        let rows = self.rows.map(move |row| {
            let cells = places.iter().map(|at| row.get(*at).cloned().unwrap_or(Value::Blank));
            cells.collect()
        });
        Self {
            table,
            rows: Box::new(rows),
        }
    }
}

/// A table has no field of that name, or no row can have that value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotThere {
    /// The fields that there are, or the values that the field can have.
    pub choices: Vec<String>,
}
