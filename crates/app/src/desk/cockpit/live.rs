//! How news reach the screen: the server says that there are some, and the screen asks for them.

use super::Screen;

/// After so many seconds somebody who was refused tries again.
#[cfg(feature = "hydrate")]
const AGAIN: std::time::Duration = std::time::Duration::from_secs(30);

/// Keeps the screen up to date as long as it is there. On the server there is nothing to follow.
#[cfg(not(feature = "hydrate"))]
pub(super) fn follow(_screen: Screen) {}

/// Keeps the screen up to date as long as it is there.
#[cfg(feature = "hydrate")]
pub(super) fn follow(screen: Screen) {
    use leptos::prelude::*;
    use send_wrapper::SendWrapper;

    let listening = StoredValue::new(None::<SendWrapper<crate::api::Listening>>);
    Effect::new(move |_| listen(screen, listening));
    on_cleanup(move || {
        listening.try_set_value(None);
    });
}

#[cfg(feature = "hydrate")]
fn listen(
    screen: Screen,
    listening: leptos::prelude::StoredValue<Option<send_wrapper::SendWrapper<crate::api::Listening>>>,
) {
    use leptos::prelude::*;

    let said = move |mark: String| {
        screen.live.try_set(true);
        if screen.all.try_with_untracked(|all| all.mark != mark) == Some(true) {
            reload(screen);
        }
    };
    let broken = move |for_good: bool| {
        screen.live.try_set(false);
        if for_good {
            // Somebody who has left the screen no longer has a place to keep the connection in.
            set_timeout(move || listen(screen, listening), AGAIN);
        }
    };
    if !listening.is_disposed() {
        let source = crate::api::Listening::to("/api/v1/cockpit/live", said, broken);
        listening.try_set_value(source.map(send_wrapper::SendWrapper::new));
    }
}

/// Asks for the picture as it is now; what is the same stays as it is, and so does the reader's place.
#[cfg(feature = "hydrate")]
fn reload(screen: Screen) {
    use leptos::prelude::*;

    let grain = screen.asked.with_untracked(|asked| asked.grain);
    leptos::task::spawn_local(async move {
        let Ok(new) = crate::api::get::<super::contract::Cockpit>(super::path(grain)).await else {
            screen.live.try_set(false);
            return;
        };
        let same = screen
            .all
            .try_with_untracked(|all| *all == new || all.grain != new.grain);
        if same == Some(false) {
            screen.all.set(new);
        }
    });
}
