//! Asking the browser's authenticators for a passkey (WebAuthn), and the plain page that does.
//!
//! Options and answers are JSON as WebAuthn writes it, bytes in base64url. Browsers read and write that by themselves
//! only since 2023 or later, so that bytes are made of it here.

use serde_json::Value;
use yaodian_domain::sign_in::PasskeyProblem;

/// Has an authenticator make a passkey.
///
/// # Errors
///
/// The browser knows none, it is there already, or it was broken off.
#[cfg(feature = "hydrate")]
pub async fn create(options: Value) -> Result<Value, PasskeyProblem> {
    browser::create(&options).await
}

/// Has an authenticator make a passkey: only a browser can.
///
/// # Errors
///
/// Always.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub async fn create(_options: Value) -> Result<Value, PasskeyProblem> {
    Err(PasskeyProblem::NoBrowser)
}

#[cfg(feature = "hydrate")]
pub use browser::sign_in;

#[cfg(feature = "hydrate")]
mod browser {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    use leptos::{
        prelude::{document, window},
        web_sys::{
            CredentialCreationOptions, CredentialRequestOptions, CredentialsContainer, Element,
            js_sys::{Array, JSON, Promise, Reflect, Uint8Array},
        },
    };
    use serde_json::{Value, json};
    use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use yaodian_contract::{
        Kind, Problem,
        sign_in::{PasskeyAnswer, PasskeyOptions},
    };
    use yaodian_domain::sign_in::PasskeyProblem;
    use yaodian_words::{Lang, problems};

    use crate::api;

    pub(super) async fn create(options: &Value) -> Result<Value, PasskeyProblem> {
        let options: CredentialCreationOptions = read(options)?.unchecked_into();
        let made = answer(container()?.create_with_options(&options)).await?;
        let response = member(&made, "response");
        Ok(json!({
            "id": member(&made, "id").as_string(),
            "rawId": bytes(&made, "rawId"),
            "type": "public-key",
            "response": {
                "attestationObject": bytes(&response, "attestationObject"),
                "clientDataJSON": bytes(&response, "clientDataJSON"),
            },
        }))
    }

    async fn get(options: &Value) -> Result<Value, PasskeyProblem> {
        let options: CredentialRequestOptions = read(options)?.unchecked_into();
        let given = answer(container()?.get_with_options(&options)).await;
        // Browsers do not tell whether there was none.
        let given = given.map_err(|why| match why {
            PasskeyProblem::BrokenOff => PasskeyProblem::NoneHere,
            why => why,
        })?;
        let response = member(&given, "response");
        Ok(json!({
            "id": member(&given, "id").as_string(),
            "rawId": bytes(&given, "rawId"),
            "type": "public-key",
            "response": {
                "authenticatorData": bytes(&response, "authenticatorData"),
                "clientDataJSON": bytes(&response, "clientDataJSON"),
                "signature": bytes(&response, "signature"),
                "userHandle": bytes(&response, "userHandle"),
            },
        }))
    }

    /// Takes over the plain page of signing in with a passkey: its button asks, and leads on.
    pub fn sign_in() {
        let part = |id| document().get_element_by_id(id);
        let (Some(place), Some(button), Some(trouble)) =
            (part("passkey"), part("use-passkey"), part("passkey-trouble"))
        else {
            return;
        };
        let next = place.get_attribute("data-next").unwrap_or_else(|| "/app".to_owned());
        let pressed = {
            let button = button.clone();
            Closure::<dyn FnMut()>::new(move || {
                let (button, trouble, next) = (button.clone(), trouble.clone(), next.clone());
                let _ = button.set_attribute("disabled", "");
                let _ = trouble.set_attribute("hidden", "");
                spawn_local(async move {
                    match entered().await {
                        Ok(()) => {
                            let _ = window().location().set_href(&next);
                        }
                        Err(problem) => tell(&trouble, &button, &problem.kind),
                    }
                });
            })
        };
        let _ = button.add_event_listener_with_callback("click", pressed.as_ref().unchecked_ref());
        // It lives as long as the page.
        pressed.forget();
        let _ = button.remove_attribute("disabled");
    }

    async fn entered() -> Result<(), Problem> {
        let asked: PasskeyOptions = api::post("/sign-in/passkey/ask".to_owned(), ()).await?;
        let problem = |why| Problem::new(Kind::Passkey { why }, String::new());
        let credential = get(&asked.options).await.map_err(problem)?;
        api::post("/sign-in/passkey".to_owned(), PasskeyAnswer { credential }).await
    }

    fn tell(trouble: &Element, button: &Element, kind: &Kind) {
        let tag = document()
            .document_element()
            .and_then(|page| page.get_attribute("lang"));
        let lang = tag
            .as_deref()
            .and_then(|tag| Lang::named(tag.split('-').next()?))
            .unwrap_or_default();
        let _ = trouble.remove_attribute("hidden");
        trouble.set_text_content(Some(&problems::problem(lang, kind)));
        let _ = button.remove_attribute("disabled");
    }

    /// Where the browser keeps credentials; none where the page came over an open wire.
    fn container() -> Result<CredentialsContainer, PasskeyProblem> {
        let container: JsValue = window().navigator().credentials().into();
        if container.is_undefined() || member(&window(), "PublicKeyCredential").is_undefined() {
            return Err(PasskeyProblem::NoBrowser);
        }
        Ok(container.unchecked_into())
    }

    async fn answer(asked: Result<Promise, JsValue>) -> Result<JsValue, PasskeyProblem> {
        let answer = match asked {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let answer = answer.map_err(|error| match member(&error, "name").as_string().as_deref() {
            Some("InvalidStateError") => PasskeyProblem::Known,
            Some("NotSupportedError" | "SecurityError") => PasskeyProblem::NoBrowser,
            _ => PasskeyProblem::BrokenOff,
        })?;
        if answer.is_null() || answer.is_undefined() {
            return Err(PasskeyProblem::BrokenOff);
        }
        Ok(answer)
    }

    /// Options as the browser takes them.
    fn read(options: &Value) -> Result<JsValue, PasskeyProblem> {
        let options = JSON::parse(&options.to_string()).map_err(|_| PasskeyProblem::NoBrowser)?;
        let asked = member(&options, "publicKey");
        make_bytes(&asked, "challenge");
        make_bytes(&member(&asked, "user"), "id");
        for list in ["excludeCredentials", "allowCredentials"] {
            if let Some(list) = member(&asked, list).dyn_ref::<Array>() {
                list.iter().for_each(|one| make_bytes(&one, "id"));
            }
        }
        Ok(options)
    }

    fn member(of: &JsValue, name: &str) -> JsValue {
        Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    fn make_bytes(of: &JsValue, name: &str) {
        let written = member(of, name).as_string();
        if let Some(bytes) = written.and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok()) {
            let _ = Reflect::set(of, &name.into(), &Uint8Array::from(bytes.as_slice()));
        }
    }

    fn bytes(of: &JsValue, name: &str) -> Option<String> {
        let bytes = member(of, name);
        let there = !bytes.is_undefined() && !bytes.is_null();
        there.then(|| BASE64_URL_SAFE_NO_PAD.encode(Uint8Array::new(&bytes).to_vec()))
    }
}
