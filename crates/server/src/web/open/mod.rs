//! The public interface `/api/v1`: one table, from which both the routes and the document are made, so that
//! neither can have what the other has not.
//!
//! * [`reads`]: what anybody may read;
//! * [`keyed`]: what a key opens;
//! * [`given`]: the parameters of an address;
//! * [`document`]: the table as OpenAPI.
//!
//! Whatever else lies under `/api/v1` belongs to the app: it takes a session, and no key opens it.

mod document;
mod given;
mod keyed;
mod reads;

use axum::{
    Extension, Router,
    http::{Method, header},
    middleware,
    routing::MethodRouter,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use tower_http::cors::{Any, CorsLayer};
use yaodian_domain::key::KeyScope;

pub(super) use given::Scoped;
use given::{Allowed, Parameter};

use crate::house::House;

/// How a schema is come by.
type Shape = fn(&mut SchemaGenerator) -> Schema;

fn shape_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Something that can be asked for or done.
struct Operation {
    method: Method,
    path: &'static str,
    /// How programs call it.
    id: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
    /// What is sent: media types, each with the shape of the body.
    sent: Vec<(&'static str, Shape)>,
    /// What is answered.
    answer: Shape,
    opened_by: OpenedBy,
}

/// What opens an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenedBy {
    /// Nothing is needed, and whoever has the answer already is told so.
    Anybody,
    /// Nothing is needed to ask this.
    AnybodyWhoAsks,
    /// A key with this scope, or a session.
    Key(KeyScope),
}

/// The interface as a table.
#[derive(Default)]
struct Table {
    open: Router<House>,
    keyed: Router<House>,
    operations: Vec<Operation>,
}

impl Table {
    /// Something that anybody may read.
    fn read<T: JsonSchema>(
        &mut self,
        path: &'static str,
        (id, summary): (&'static str, &'static str),
        parameters: &'static [Parameter],
        handler: MethodRouter<House>,
    ) {
        let handler = handler.route_layer(Extension(Allowed(parameters)));
        self.open = std::mem::take(&mut self.open).route(path, handler);
        self.operations.push(Operation {
            method: Method::GET,
            path,
            id,
            summary,
            parameters,
            sent: Vec::new(),
            answer: shape_of::<T>,
            opened_by: OpenedBy::Anybody,
        });
    }

    /// Something that a key with `scope` may read.
    fn read_by_key<T: JsonSchema>(
        &mut self,
        scope: KeyScope,
        path: &'static str,
        (id, summary): (&'static str, &'static str),
        parameters: &'static [Parameter],
        handler: MethodRouter<House>,
    ) {
        let operation = Operation {
            method: Method::GET,
            path,
            id,
            summary,
            parameters,
            sent: Vec::new(),
            answer: shape_of::<T>,
            opened_by: OpenedBy::Key(scope),
        };
        self.keep(operation, handler);
    }

    /// Something that is done with a body.
    fn write<T: JsonSchema>(
        &mut self,
        opened_by: OpenedBy,
        path: &'static str,
        (id, summary): (&'static str, &'static str),
        parameters: &'static [Parameter],
        sent: &[(&'static str, Shape)],
        handler: MethodRouter<House>,
    ) {
        let operation = Operation {
            method: Method::POST,
            path,
            id,
            summary,
            parameters,
            sent: sent.to_vec(),
            answer: shape_of::<T>,
            opened_by,
        };
        self.keep(operation, handler);
    }

    fn keep(&mut self, operation: Operation, handler: MethodRouter<House>) {
        let handler = match operation.opened_by {
            OpenedBy::Key(scope) => handler.route_layer(Extension(Scoped(scope))),
            OpenedBy::Anybody | OpenedBy::AnybodyWhoAsks => handler,
        };
        self.keyed = std::mem::take(&mut self.keyed).route(operation.path, handler);
        self.operations.push(operation);
    }
}

/// The whole table.
fn table() -> Table {
    let mut table = Table::default();
    reads::enter(&mut table);
    keyed::enter(&mut table);
    table
}

/// The routes of the table.
pub(super) fn router() -> Router<House> {
    let Table { open, keyed, .. } = table();
    // Nothing here depends on who asks, so that any page may ask.
    let anywhere = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([header::ACCEPT, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::LINK])
        .vary([]);
    open.layer(middleware::from_fn(super::conditional::conditional))
        .layer(anywhere)
        .merge(keyed)
}
