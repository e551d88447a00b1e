//! Signing out at the provider (OpenID Connect RP-Initiated Logout 1.0).
//!
//! The provider is told which client asks (`client_id`), and not who signs out: for that the ID token would have to be
//! kept as long as the session, and it holds the person's name. So the provider asks the person, as the standard wants.

use openidconnect::{
    AdditionalProviderMetadata, ClientId, CsrfToken, EndSessionUrl, LogoutRequest, PostLogoutRedirectUrl,
    ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Provider, Trouble, Waited, patiently};

/// What a provider tells of itself.
pub(crate) type Metadata = ProviderMetadata<
    Ends,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Where people sign out, if a provider tells. Whatever else stands there hinders nobody from signing in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Ends {
    #[serde(default)]
    end_session_endpoint: Value,
}

impl AdditionalProviderMetadata for Ends {}

impl Provider {
    /// Where a browser goes to sign out at the provider too, from where it comes back with `state`; nothing if the
    /// provider has no such place. What is known of the provider is believed here however old it is.
    ///
    /// # Errors
    ///
    /// Nothing is known of the provider, and it cannot be asked.
    pub fn leave(&self, state: String) -> Waited<'_, Option<String>> {
        Box::pin(self.left(state))
    }

    async fn left(&self, state: String) -> Result<Option<String>, Trouble> {
        let known = self.known.lock().await.as_ref().map(|(_, metadata)| metadata.clone());
        let metadata = match known {
            Some(metadata) => metadata,
            None => patiently(self.metadata(false)).await?,
        };
        let Some(there) = metadata.additional_metadata().end_session_endpoint.as_str() else {
            return Ok(None);
        };
        let unfit = || Trouble::Unreachable(format!("end_session_endpoint: {there:?} is no address of TLS"));
        if !self.http.may_be_asked(there) {
            return Err(unfit());
        }
        let there = EndSessionUrl::new(there.to_owned()).map_err(|_| unfit())?;
        let request = LogoutRequest::from(there)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(self.afterwards.clone())
            .set_state(CsrfToken::new(state));
        Ok(Some(request.http_get_url().into()))
    }
}

/// An address to come back to after signing out.
pub(crate) fn afterwards(address: String) -> Result<PostLogoutRedirectUrl, String> {
    PostLogoutRedirectUrl::new(address).map_err(|error| error.to_string())
}
