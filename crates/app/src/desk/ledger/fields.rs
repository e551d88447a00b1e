//! The fields of an entry, each with what is wrong with it as soon as something is typed.

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_domain::ledger::{Cell, Column, Field, FieldKind, cell};
use yaodian_words::{ledger as words, sheets};

use super::{
    entry::{Sheet, Touched},
    evidence, options,
};

/// The form of an entry.
pub(super) fn fields(sheet: Sheet, new: bool, editable: bool) -> AnyView {
    let lang = sheet.lang;
    let key = new.then(|| {
        let trouble = move || {
            let here = sheet
                .key
                .with(|key| (!key.is_empty()).then(|| cell::key(&Cell::Text(key)).err()).flatten());
            let here = here.map(|trouble| sheet.open.with_value(|open| open.trouble(lang, &Column::Key, &trouble)));
            here.or_else(|| sheet.trouble(&Column::Key))
        };
        let heading = sheet.open.with_value(|open| open.heading(lang, &Column::Key));
        view! {
            <div class="field">
                <label for="key">{heading} " " <span class="hint">{words::required(lang)}</span></label>
                <input id="key" autocomplete="off" aria-describedby="key-wrong"
                    prop:value=move || sheet.key.get() on:input=move |event| sheet.key.set(event_target_value(&event))/>
                <p class="wrong" id="key-wrong">{trouble}</p>
            </div>
        }
    });
    let rows = sheet.typed.with_value(|typed| {
        typed
            .iter()
            .map(|(column, text)| field(sheet, column.clone(), *text, editable))
            .collect_view()
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let cells = sheet.touched();
        if new || !cells.is_empty() {
            sheet.send(cells, sheet.version());
        }
    };
    view! {
        <form class="entry-fields" id="entry-form" on:submit=save novalidate>
            <fieldset class="sheet" disabled=!editable>
                <legend>{words::fields(lang)}</legend>
                <div class="fields">{key} {rows}</div>
                {editable.then(|| view! {
                    <p class="actions">
                        <button id="entry-save" type="submit" prop:disabled=move || sheet.busy.get()>{words::save(lang)}</button>
                        <span id="entry-saved" role="status">{move || (sheet.saved.get() && sheet.refused.with(Option::is_none)).then(|| words::saved(lang))}</span>
                    </p>
                })}
            </fieldset>
        </form>
    }
    .into_any()
}

/// A field with its label, its hint and what is wrong with it.
fn field(sheet: Sheet, column: Column, text: Touched, editable: bool) -> AnyView {
    let lang = sheet.lang;
    let id = column.to_string();
    let (heading, hint, list, definition) = sheet.open.with_value(|open| {
        let list = open.choices(lang, &column);
        // That words are words, and that one chooses from a list, goes without saying.
        let plain = list.is_some() || matches!(open.field(&column).map(|field| &field.kind), Some(FieldKind::Text));
        let hint = (!plain).then(|| sheets::hint(lang, &open.view.ledger, &column));
        (open.heading(lang, &column), hint, list, open.field(&column).cloned())
    });
    if let Some(Field {
        id,
        kind: FieldKind::Attachment,
        ..
    }) = definition
    {
        return view! {
            <div class="field wide"><p class="label">{heading}</p>{evidence::files(sheet, None, Some(id), editable)}</div>
        }
        .into_any();
    }
    let needed = column == Column::Unit || definition.as_ref().is_some_and(|field| field.required);
    let long = matches!(definition.as_ref().map(|field| &field.kind), Some(FieldKind::Text));
    let number = matches!(
        definition.as_ref().map(|field| &field.kind),
        Some(FieldKind::Number { .. })
    );
    let column = StoredValue::new(column);
    let stands = move || column.with_value(|column| sheet.stands(column));
    let value = move || text.get().unwrap_or_else(stands);
    let trouble = move || {
        let here = text.with(|text| {
            let text = text.as_ref()?;
            sheet.open.with_value(|open| {
                column.with_value(|column| Some(open.trouble(lang, column, &open.read(column, text).err()?)))
            })
        });
        here.or_else(|| column.with_value(|column| sheet.trouble(column)))
    };
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let described = format!("{hint_id} {wrong_id}");
    let invalid = move || trouble().is_some().then_some("true");
    let typed = move |event| text.set(Some(event_target_value(&event)));
    let (class, for_id) = (number.then_some("number"), id.clone());
    let input = match list {
        Some(list) => view! {
            <select id=id aria-describedby=described aria-invalid=invalid on:change=typed>
                <option value="">{words::blank(lang)}</option>
                {move || options(list.clone(), &value())}
            </select>
        }
        .into_any(),
        None if long => view! {
            <textarea id=id rows="1" aria-describedby=described aria-invalid=invalid prop:value=value on:input=typed></textarea>
        }
        .into_any(),
        None => view! {
            <input id=id class=class autocomplete="off" aria-describedby=described aria-invalid=invalid prop:value=value on:input=typed/>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for=for_id>{heading} " " {needed.then(|| view! { <span class="hint">{words::required(lang)}</span> })}</label>
            {input}
            <p class="hint" id=hint_id>{hint}</p>
            <p class="wrong" id=wrong_id>{trouble}</p>
        </div>
    }
    .into_any()
}
