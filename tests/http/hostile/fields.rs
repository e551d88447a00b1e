//! Every text that somebody can send: read from the sources, so that a new one is known here as soon as it is written.
//!
//! The server says what it takes by four extractors. From the type of each the walk goes on through the fields, as the
//! names say where they are from, down to what is text.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Fields, GenericArgument, Item, PathArguments, Type, punctuated::Punctuated};

use super::sources::{Definition, Sources};

/// What is read into something that no text comes out of: numbers, days, figures, and names of what there is.
const CLOSED: &[&str] = &[
    "bool",
    "u8",
    "u16",
    "u32",
    "u64",
    "i8",
    "i16",
    "i32",
    "i64",
    "usize",
    "Date",
    "DateTime",
    "Decimal",
    "Timestamp",
    // Read from a text of a fixed form, and refused otherwise.
    "Edition",
    "Period",
    "Column",
    // Looked for in ledgers, and kept nowhere.
    "Sought",
    // What an authenticator answers: no text of it is kept.
    "Value",
];

/// What a walk comes to.
#[derive(Default)]
struct Found {
    texts: BTreeSet<Vec<String>>,
    /// Of what it cannot be told here whether it is text.
    unclear: BTreeSet<String>,
}

/// A text within a request: its type, and the names that lead to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Field {
    pub of: String,
    pub path: Vec<String>,
}

impl Field {
    /// As in `Invite.post.title`.
    pub fn name(&self) -> String {
        [&self.of, ".", &self.path.join(".")].concat()
    }
}

/// The words of an attribute `serde(…)`: each with its value, if it has one.
fn serde(attributes: &[Attribute]) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for one in attributes.iter().filter(|one| one.path().is_ident("serde")) {
        let metas = one.parse_args_with(Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
        for meta in metas.unwrap() {
            let name = meta.path().get_ident().unwrap().to_string();
            let value = match &meta {
                syn::Meta::NameValue(pair) => match &pair.value {
                    syn::Expr::Lit(syn::ExprLit {
                        lit: syn::Lit::Str(text),
                        ..
                    }) => text.value(),
                    _ => String::new(),
                },
                _ => String::new(),
            };
            told.insert(name, value);
        }
    }
    told
}

fn is_read(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .filter(|one| one.path().is_ident("derive"))
        .any(|one| {
            let all = one
                .parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated)
                .unwrap();
            all.iter()
                .any(|path| path.segments.last().is_some_and(|last| last.ident == "Deserialize"))
        })
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

fn is_text(kind: &Type) -> bool {
    matches!(kind, Type::Path(path) if path.path.is_ident("String"))
}

/// As serde calls it.
fn called(name: &str, own: &BTreeMap<String, String>, of_all: Option<&String>) -> String {
    if let Some(name) = own.get("rename") {
        return name.clone();
    }
    match of_all.map(String::as_str) {
        None | Some("snake_case") => name.to_owned(),
        Some("kebab-case") => kebab(name).replace('_', "-"),
        Some("lowercase") => name.to_lowercase(),
        Some(other) => panic!("rename_all = {other}"),
    }
}

impl Sources {
    /// The types that the server takes, each with the texts within.
    pub fn fields(&self) -> BTreeMap<String, BTreeSet<Field>> {
        let mut all: BTreeMap<String, BTreeSet<Field>> = BTreeMap::new();
        let mut unclear = BTreeSet::new();
        for definition in self.taken() {
            let name = definition.name();
            let mut found = Found::default();
            self.within(definition, &mut Vec::new(), &mut Vec::new(), &mut found);
            let of = |path: Vec<String>| Field { of: name.clone(), path };
            all.entry(name.clone())
                .or_default()
                .extend(found.texts.into_iter().map(of));
            unclear.extend(found.unclear);
        }
        assert!(unclear.is_empty(), "are these texts? {unclear:#?}");
        all
    }

    fn within(&self, one: &Definition, path: &mut Vec<String>, seen: &mut Vec<String>, found: &mut Found) {
        let name = one.name();
        let id = format!("{}::{}::{name}", one.package, one.module.join("::"));
        if seen.contains(&id) {
            return;
        }
        let attributes = match &one.item {
            Item::Struct(item) => &item.attrs,
            Item::Enum(item) => &item.attrs,
            Item::Type(item) => {
                return self.kind(&item.ty, one, path, seen, found);
            }
            _ => unreachable!(),
        };
        let told = serde(attributes);
        if let Some(from) = told.get("try_from").or(told.get("from")) {
            let from: Type = syn::parse_str(from).unwrap();
            if is_text(&from) {
                found.unclear.insert(format!("{id}, read from a text"));
                return;
            }
            return self.kind(&from, one, path, seen, found);
        }
        if !is_read(attributes) {
            found.unclear.insert(format!("{id}, read in its own way"));
            return;
        }
        seen.push(id);
        match &one.item {
            Item::Struct(item) => self.members(&item.fields, &told, one, path, seen, found),
            Item::Enum(item) => {
                let open = told.contains_key("tag") || told.contains_key("untagged");
                for variant in &item.variants {
                    let own = serde(&variant.attrs);
                    if !open {
                        path.push(called(&variant.ident.to_string(), &own, told.get("rename_all")));
                    }
                    let mut fields = BTreeMap::new();
                    if let Some(all) = told.get("rename_all_fields") {
                        fields.insert("rename_all".to_owned(), all.clone());
                    }
                    self.members(&variant.fields, &fields, one, path, seen, found);
                    if !open {
                        path.pop();
                    }
                }
            }
            _ => unreachable!(),
        }
        seen.pop();
    }

    fn members(
        &self,
        fields: &Fields,
        told: &BTreeMap<String, String>,
        one: &Definition,
        path: &mut Vec<String>,
        seen: &mut Vec<String>,
        found: &mut Found,
    ) {
        for field in fields {
            let own = serde(&field.attrs);
            if own.contains_key("skip") || own.contains_key("skip_deserializing") {
                continue;
            }
            let name = field.ident.as_ref().filter(|_| !own.contains_key("flatten"));
            if let Some(name) = name {
                path.push(called(&name.to_string(), &own, told.get("rename_all")));
            }
            self.kind(&field.ty, one, path, seen, found);
            if name.is_some() {
                path.pop();
            }
        }
    }

    fn kind(&self, kind: &Type, one: &Definition, path: &mut Vec<String>, seen: &mut Vec<String>, found: &mut Found) {
        match kind {
            Type::Tuple(all) => all
                .elems
                .iter()
                .for_each(|kind| self.kind(kind, one, path, seen, found)),
            Type::Path(named) => {
                let last = named.path.segments.last().unwrap();
                let name = last.ident.to_string();
                let inner = || -> Vec<&Type> {
                    let PathArguments::AngleBracketed(all) = &last.arguments else {
                        return Vec::new();
                    };
                    let kinds = all.args.iter().filter_map(|one| match one {
                        GenericArgument::Type(kind) => Some(kind),
                        _ => None,
                    });
                    kinds.collect()
                };
                match name.as_str() {
                    "String" | "str" => drop(found.texts.insert(path.clone())),
                    "Option" | "Vec" | "Box" | "Arc" | "BTreeSet" | "BTreeMap" | "HashMap" => {
                        for kind in inner() {
                            self.kind(kind, one, path, seen, found);
                        }
                    }
                    _ if CLOSED.contains(&name.as_str()) => {}
                    _ => {
                        let names: Vec<String> = named.path.segments.iter().map(|one| one.ident.to_string()).collect();
                        match self.find(&names, one.package, &one.module, &one.uses) {
                            Some(next) => self.within(next, path, seen, found),
                            // Ids are made by a macro, of letters, digits and hyphens.
                            None if one.uses.get(&name).is_some_and(|from| from.contains(&"id".to_owned())) => {}
                            None => drop(found.unclear.insert(format!("{name} of {}", one.name()))),
                        }
                    }
                }
            }
            _ => drop(found.unclear.insert(format!("{path:?} of {}", one.name()))),
        }
    }
}
