//! Things of which there are few, kept once.

use std::{borrow::Borrow, collections::HashMap, hash::Hash};

use crate::rows::number;

/// Things by the order in which they were met.
#[derive(Debug)]
pub(crate) struct Interned<T> {
    pub all: Vec<T>,
    pub places: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Interned<T> {
    pub fn new() -> Self {
        let (all, places) = (Vec::new(), HashMap::new());
        Self { all, places }
    }

    /// The place of a thing, which is its own from now on.
    pub fn place<Q: ?Sized + Eq + Hash>(&mut self, what: &Q, owned: impl Fn(&Q) -> T) -> u32
    where
        T: Borrow<Q>,
    {
        if let Some(place) = self.places.get(what) {
            return *place;
        }
        let (place, what) = (number(self.all.len()), owned(what));
        self.all.push(what.clone());
        self.places.insert(what, place);
        place
    }
}
