//! The types that the server takes from requests, read from its sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use syn::{
    Attribute, GenericArgument, Item, PathArguments, Type, UseTree,
    visit::{self, Visit},
};

/// The server's extractors of bodies, queries and forms.
const TAKEN: [&str; 4] = ["Body", "Asked", "Query", "Form"];

/// Crates in which types of requests stand.
const CRATES: [(&str, &str); 6] = [
    ("crate", "server"),
    ("yaodian_contract", "contract"),
    ("yaodian_domain", "domain"),
    ("yaodian_intake", "intake"),
    ("yaodian_monitoring", "monitoring"),
    ("yaodian_single_sign_on", "single-sign-on"),
];

/// A definition, and where it stands.
pub struct Definition {
    pub package: &'static str,
    pub module: Vec<String>,
    pub item: Item,
    pub uses: BTreeMap<String, Vec<String>>,
}

/// What a file uses: by the name in it, the path.
type Uses = BTreeMap<String, Vec<String>>;

/// All definitions of the sources.
pub struct Sources {
    all: Vec<Definition>,
    /// What is taken, by the file that says so.
    taken: BTreeSet<(usize, String)>,
    files: Vec<(Vec<String>, Uses)>,
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|one| one.path().is_ident("cfg") && one.parse_args::<syn::Ident>().is_ok_and(|what| what == "test"))
}

fn imported(tree: &UseTree, before: &[String], into: &mut BTreeMap<String, Vec<String>>) {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => imported(&path.tree, &with(&path.ident), into),
        UseTree::Name(name) if name.ident == "self" => {
            into.insert(before.last().unwrap().clone(), before.to_vec());
        }
        UseTree::Name(name) => drop(into.insert(name.ident.to_string(), with(&name.ident))),
        UseTree::Rename(name) => drop(into.insert(name.rename.to_string(), with(&name.ident))),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, before, into)),
        UseTree::Glob(_) => {}
    }
}

impl Sources {
    pub fn read(root: &Path) -> Self {
        let mut sources = Self {
            all: Vec::new(),
            taken: BTreeSet::new(),
            files: Vec::new(),
        };
        for (package, folder) in CRATES {
            sources.folder(package, &root.join("crates").join(folder).join("src"), &[]);
        }
        sources
    }

    /// The types that are taken.
    pub fn taken(&self) -> impl Iterator<Item = &Definition> {
        self.taken.iter().map(|(file, name)| {
            let (module, uses) = &self.files[*file];
            let found = self.find(std::slice::from_ref(name), "crate", module, uses);
            found.unwrap_or_else(|| panic!("{name} of {module:?} is not found"))
        })
    }

    fn folder(&mut self, package: &'static str, folder: &Path, module: &[String]) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let below = [module, std::slice::from_ref(&name)].concat();
            if path.is_dir() {
                self.folder(package, &path, &below);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let own = if ["lib", "main", "mod"].contains(&name.as_str()) {
                    module
                } else {
                    &below
                };
                let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
                self.items(package, own, file.items);
            }
        }
    }

    fn items(&mut self, package: &'static str, module: &[String], items: Vec<Item>) {
        let mut uses = BTreeMap::new();
        for item in &items {
            if let Item::Use(one) = item {
                imported(&one.tree, &[], &mut uses);
            }
        }
        if package == "crate" && module.first().is_some_and(|first| first == "web") {
            let mut finder = Finder(BTreeSet::new());
            items
                .iter()
                .filter(|item| !matches!(item, Item::Mod(_)))
                .for_each(|item| finder.visit_item(item));
            for name in finder.0 {
                self.taken.insert((self.files.len(), name));
            }
        }
        self.files.push((module.to_vec(), uses.clone()));
        for item in items {
            match item {
                Item::Mod(inner) if !is_test(&inner.attrs) => {
                    if let Some((_, items)) = inner.content {
                        self.items(package, &[module, &[inner.ident.to_string()]].concat(), items);
                    }
                }
                Item::Struct(_) | Item::Enum(_) | Item::Type(_) => self.all.push(Definition {
                    package,
                    module: module.to_vec(),
                    item,
                    uses: uses.clone(),
                }),
                _ => {}
            }
        }
    }

    /// Where the type stands that a path names within a module.
    pub fn find(
        &self,
        path: &[String],
        package: &str,
        module: &[String],
        uses: &BTreeMap<String, Vec<String>>,
    ) -> Option<&Definition> {
        let mut whole = path.to_vec();
        if let Some(from) = uses.get(&path[0]) {
            whole = [from, &path[1..]].concat();
        } else if path.len() == 1 {
            whole = [&[package.to_owned()], module, path].concat();
        }
        let mut package = package.to_owned();
        let mut base: Vec<String> = Vec::new();
        let mut rest = whole.as_slice();
        if rest[0] == "super" || rest[0] == "self" {
            base = module.to_vec();
            while let Some(first) = rest.first().filter(|first| ["super", "self"].contains(&first.as_str())) {
                if first == "super" {
                    base.pop();
                }
                rest = &rest[1..];
            }
        } else {
            let known = CRATES.iter().any(|(known, _)| *known == rest[0]);
            if known && rest[0] != "crate" {
                package.clone_from(&rest[0]);
            }
            if known {
                rest = &rest[1..];
            } else {
                // A module below this one.
                base = module.to_vec();
            }
        }
        let (name, modules) = rest.split_last()?;
        let wanted = [base.as_slice(), modules].concat();
        let mut found: Vec<&Definition> = self
            .all
            .iter()
            .filter(|one| one.package == package && one.name() == *name && one.module.starts_with(&wanted))
            .collect();
        found.sort_by_key(|one| one.module.len());
        // The nearest; what stands deeper is told there to the outside.
        found.first().copied()
    }
}

impl Definition {
    pub fn name(&self) -> String {
        match &self.item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            Item::Type(item) => item.ident.to_string(),
            _ => unreachable!(),
        }
    }
}

/// Looks for what is taken.
struct Finder(BTreeSet<String>);

impl<'a> Visit<'a> for Finder {
    fn visit_path(&mut self, path: &'a syn::Path) {
        let last = path.segments.last().unwrap();
        if TAKEN.iter().any(|name| last.ident == name)
            && let PathArguments::AngleBracketed(all) = &last.arguments
            && let Some(GenericArgument::Type(kind)) = all.args.first()
        {
            self.named(kind);
        }
        visit::visit_path(self, path);
    }
}

impl Finder {
    fn named(&mut self, kind: &Type) {
        let Type::Path(path) = kind else { return };
        let last = path.path.segments.last().unwrap();
        match &last.arguments {
            PathArguments::AngleBracketed(all) => {
                for one in &all.args {
                    if let GenericArgument::Type(kind) = one {
                        self.named(kind);
                    }
                }
            }
            _ => {
                let name = last.ident.to_string();
                if name.len() > 1 && name != "String" {
                    self.0.insert(name);
                }
            }
        }
    }
}
