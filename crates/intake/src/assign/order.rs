//! Who leads where no word says so.

use yaodian_domain::plan::Role;

use super::Reading;

/// Lets the first named lead, where the brackets say or imply that the order tells.
pub(super) fn settle(reading: &mut Reading, labelled: bool) {
    if reading.groups.iter().any(|group| group.role == Role::Lead) {
        return;
    }
    let mut responsible = reading
        .groups
        .iter_mut()
        .filter(|group| group.role == Role::Responsible);
    let Some(first) = responsible.next() else {
        return;
    };
    // 责任单位 twice and 牵头单位 not at all is a slip: the first was to lead.
    if labelled && responsible.next().is_some() && !reading.first_leads {
        first.role = Role::Lead;
        first.by_order = true;
        reading.role_twice = true;
        return;
    }
    let by_rule = reading.first_leads || labelled || reading.no_role;
    if !by_rule {
        return;
    }
    let mut lead = first.clone();
    lead.role = Role::Lead;
    lead.by_order = true;
    lead.names.truncate(1);
    first.names.remove(0);
    if let Some(name) = lead.names.first() {
        lead.to = name.to;
    }
    if let Some(name) = first.names.first() {
        first.from = name.from;
    }
    let at = reading.groups.iter().position(|group| group.role == Role::Responsible);
    if let Some(at) = at {
        if reading.groups.get(at).is_some_and(|group| group.names.is_empty()) {
            reading.groups.remove(at);
        }
        reading.groups.insert(at, lead);
    }
}
