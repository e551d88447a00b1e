//! The pages of a PDF in order, each loaded when its turn comes.
//!
//! The library's own list holds every page with all that it inherits: a small file can make that
//! thousands of times itself.

use std::collections::HashSet;

use pdfboss_core::{Dict, ObjRef, Object, Page, source::ObjectSource};
use yaodian_contract::prose::ProseTrouble;

use super::bounds::Bounded;
use crate::prose::damaged;

/// How deep the tree of pages may be.
const DEPTH: usize = 64;

/// A page before it is loaded.
#[derive(Debug)]
pub(super) struct Leaf {
    page: ObjRef,
    /// The nodes above it, the root first.
    above: Vec<ObjRef>,
}

/// Walks the tree of pages. Pages and nodes are objects of their own in every file that keeps to
/// the standard; others are passed over.
pub(super) fn walk(source: &Bounded<'_>, most: usize) -> Result<Vec<Leaf>, ProseTrouble> {
    let root = source.document().xref().trailer.get("Root").cloned();
    let catalog = resolve(source, &root.unwrap_or(Object::Null))?;
    let root = catalog.as_dict().and_then(|catalog| catalog.get_ref("Pages"));
    let mut waiting = Vec::new();
    waiting.extend(root.map(|root| (root, Vec::new())));
    let mut seen = HashSet::new();
    let mut leaves = Vec::new();
    while let Some((at, above)) = waiting.pop() {
        if above.len() > DEPTH || !seen.insert((at.num, at.r#gen)) {
            continue;
        }
        let node = resolve(source, &Object::Ref(at))?;
        let Some(node) = node.as_dict() else { continue };
        let is_page = node.get_name("Type").is_some_and(|name| name.0 == "Page");
        let kids = if is_page {
            None
        } else {
            node.get("Kids").map(|kids| resolve(source, kids)).transpose()?
        };
        match kids.as_ref().and_then(Object::as_array) {
            Some(kids) => {
                let mut above = above;
                above.push(at);
                let kids = kids.iter().rev().filter_map(Object::as_ref);
                // What waits holds the way to it.
                for kid in kids {
                    if waiting.len() > most.saturating_mul(64) {
                        return Err(ProseTrouble::TooManyPages { limit: most });
                    }
                    waiting.push((kid, above.clone()));
                }
            }
            None if leaves.len() >= most => return Err(ProseTrouble::TooManyPages { limit: most }),
            None => leaves.push(Leaf { page: at, above }),
        }
    }
    Ok(leaves)
}

/// Loads a page with what it inherits.
pub(super) fn load(source: &Bounded<'_>, index: usize, leaf: &Leaf) -> Result<Page, ProseTrouble> {
    let page = resolve(source, &Object::Ref(leaf.page))?;
    let page = page.as_dict().cloned().unwrap_or_default();
    let (mut resources, mut turn): (Option<Dict>, _) = (None, None);
    let mut take = |node: &Dict| -> Result<(), ProseTrouble> {
        if let Some(found) = node.get("Resources") {
            let found = resolve(source, found)?;
            resources = found.as_dict().cloned().or(resources.take());
        }
        turn = node
            .get_int("Rotate")
            .and_then(|turn| i32::try_from(turn).ok())
            .or(turn);
        Ok(())
    };
    for above in &leaf.above {
        if let Some(node) = resolve(source, &Object::Ref(*above))?.as_dict() {
            take(node)?;
        }
    }
    take(&page)?;
    // Where the page's edges are does not matter to its text.
    Ok(Page::from_tree_attrs(
        index,
        resources,
        None,
        None,
        None,
        None,
        None,
        turn,
        page,
        Some(leaf.page),
    ))
}

fn resolve(source: &Bounded<'_>, object: &Object) -> Result<Object, ProseTrouble> {
    let found = source.resolve(object);
    source.verdict()?;
    found.map_err(|why| damaged(why.to_string()))
}
