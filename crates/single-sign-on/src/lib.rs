//! Signing in by a provider of OpenID Connect (OIDC Core 1.0): an authority's own single sign-on.
//!
//! The authorization code flow with PKCE (RFC 7636), `state` and `nonce`; signing out there too is [`Provider::leave`]. [`Provider::begin`] answers with the
//! address to which a browser is sent, and with a [`Walk`] that is kept until it comes back; [`Provider::finish`]
//! takes the walk and what the browser brought, and answers with who it is. Nothing that the provider gives out
//! leaves this crate: tokens are read and dropped.
//!
//! The provider is asked where the settings say and nowhere else: no redirect is followed, answers have a size and a
//! time, and all addresses that the provider tells of itself must be of TLS, as its own is. Which keys it signs with is
//! asked anew every [`KNOWN_FOR`], and when a token is signed with one that is not known.

mod ask;
mod leave;
mod settings;

use std::{
    pin::Pin,
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::{
    AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, ConfigurationError, CsrfToken, DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, TokenResponse as _, UserInfoClaims,
    UserInfoError,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim, CoreIdToken,
        CoreJwsSigningAlgorithm, CoreTokenResponse,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use ask::{Failed, Http};
use leave::Metadata;
pub use settings::{Settings, SettingsProblem};

/// How long what the provider tells of itself is believed.
pub const KNOWN_FOR: Duration = Duration::from_mins(10);
/// How long somebody waits for the provider, all its answers together.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How a token may be signed: with a key of the provider's alone, never with a shared secret.
const SIGNED: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// How a second factor is told among the methods of signing in (RFC 8176).
const SECOND_FACTOR: &str = "mfa";

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why somebody was not signed in. The text is for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider does not answer, or not as a provider does.
    #[error("the provider of single sign-on cannot be asked: {0}")]
    Unreachable(String),
    /// The provider did not let the person in, or the person broke it off.
    #[error("the provider did not sign anybody in: {0}")]
    Refused(String),
    /// What came back does not belong to what was begun, or does not hold.
    #[error("the answer does not hold: {0}")]
    Unproved(String),
}

/// What is kept between going to the provider and coming back, by the browser that went. It is a secret.
#[derive(Clone, Serialize, Deserialize)]
pub struct Walk {
    state: String,
    nonce: String,
    verifier: String,
}

/// What the browser brought back, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    /// The code.
    pub code: Option<String>,
    /// What was sent along.
    pub state: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who answers (RFC 9207), where the provider tells.
    pub iss: Option<String>,
}

/// Who signed in at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which provider says so.
    pub issuer: String,
    /// By what it knows the person, for ever.
    pub subject: String,
    /// What the claim for the login holds, if it holds a text.
    pub login: Option<String>,
    /// Whether the provider took a second factor.
    pub second_factor: bool,
}

/// What comes of asking the provider. It may move between threads, which the compiler cannot see through the generics of
/// what asks.
pub type Waited<'a, T> = Pin<Box<dyn Future<Output = Result<T, Trouble>> + Send + 'a>>;

/// A provider.
pub struct Provider {
    settings: Settings,
    redirect: RedirectUrl,
    afterwards: PostLogoutRedirectUrl,
    http: Http,
    known: Mutex<Option<(Instant, Metadata)>>,
}

/// The provider's own word on somebody, beside what the standard names.
#[derive(Debug, Serialize, Deserialize)]
struct More {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl openidconnect::AdditionalClaims for More {}

impl Provider {
    /// A provider, to which browsers go from, and come back to, an address of ours; after signing out there they come
    /// back to the one `afterwards`.
    ///
    /// # Errors
    ///
    /// An address is none, or the machine has no certificates of authorities.
    pub fn new(settings: Settings, redirect: String, afterwards: String) -> Result<Self, SettingsProblem> {
        let redirect = RedirectUrl::new(redirect).map_err(|error| SettingsProblem::Redirect(error.to_string()))?;
        Ok(Self {
            afterwards: leave::afterwards(afterwards).map_err(SettingsProblem::Redirect)?,
            http: Http::new(settings.issuer())?,
            settings,
            redirect,
            known: Mutex::default(),
        })
    }

    /// Begins: to which address the browser goes, and what is kept until it comes back.
    ///
    /// # Errors
    ///
    /// The provider cannot be asked.
    pub fn begin(&self) -> Waited<'_, (String, Walk)> {
        Box::pin(self.begun())
    }

    async fn begun(&self) -> Result<(String, Walk), Trouble> {
        let client = self.client(patiently(self.metadata(false)).await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for acr in &self.settings.strong {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        let (address, state, nonce) = request.url();
        let walk = Walk {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((address.into(), walk))
    }

    /// Who came back.
    ///
    /// # Errors
    ///
    /// The provider cannot be asked, let nobody in, or its answer does not belong to the walk.
    pub fn finish(&self, walk: Walk, back: Back) -> Waited<'_, Person> {
        Box::pin(self.finished(walk, back))
    }

    async fn finished(&self, walk: Walk, back: Back) -> Result<Person, Trouble> {
        // Compared first: nothing else of the address is believed before.
        if back.state.as_deref() != Some(walk.state.as_str()) {
            return Err(Trouble::Unproved("another state than was sent".to_owned()));
        }
        if let Some(issuer) = &back.iss
            && issuer != self.settings.issuer()
        {
            return Err(Trouble::Unproved(format!("another issuer answers: {issuer:?}")));
        }
        if let Some(error) = back.error {
            return Err(Trouble::Refused(error));
        }
        let code = back.code.ok_or_else(|| Trouble::Unproved("no code".to_owned()))?;
        patiently(self.asked(walk, code)).await
    }

    async fn asked(&self, walk: Walk, code: String) -> Result<Person, Trouble> {
        let http = self.http.asks();
        let mut client = self.client(self.metadata(false).await?)?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error: ConfigurationError| Trouble::Unreachable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(walk.verifier))
            .request_async(&http)
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(error) => Trouble::Unreachable(error.to_string()),
                RequestTokenError::ServerResponse(told) => Trouble::Unproved(told.to_string()),
                other => Trouble::Unproved(other.to_string()),
            })?;
        let token = tokens
            .id_token()
            .ok_or_else(|| Trouble::Unproved("no ID token".to_owned()))?;
        let nonce = Nonce::new(walk.nonce);
        let mut held = holds(&client, token, &tokens, &nonce);
        if held == Err(Unheld::UnknownKey) {
            // Keys are changed now and then.
            client = self.client(self.metadata(true).await?)?;
            held = holds(&client, token, &tokens, &nonce);
        }
        held.map_err(|why| Trouble::Unproved(why.to_string()))?;
        let claims = payload(token)?;
        let subject = text(&claims, "sub").ok_or_else(|| Trouble::Unproved("no subject".to_owned()))?;
        let mut login = self.login(&claims);
        if login.is_none() && client.user_info_url().is_some() {
            login = self.login(&self.user_info(&client, &tokens, &subject).await?);
        }
        Ok(Person {
            issuer: self.settings.issuer().to_owned(),
            subject,
            login,
            second_factor: self.took_second_factor(&claims),
        })
    }

    /// By what the provider is known.
    pub fn issuer(&self) -> &str {
        self.settings.issuer()
    }

    /// What the provider knows beside the token, of the same person.
    async fn user_info(
        &self,
        client: &Client,
        tokens: &CoreTokenResponse,
        subject: &str,
    ) -> Result<Map<String, Value>, Trouble> {
        let http = self.http.asks();
        let of = openidconnect::SubjectIdentifier::new(subject.to_owned());
        let told: UserInfoClaims<More, CoreGenderClaim> = client
            .user_info(tokens.access_token().clone(), Some(of))
            .map_err(|error| Trouble::Unreachable(error.to_string()))?
            .request_async(&http)
            .await
            .map_err(|error| match error {
                UserInfoError::Request(error) => Trouble::Unreachable(error.to_string()),
                other => Trouble::Unproved(other.to_string()),
            })?;
        match serde_json::to_value(told) {
            Ok(Value::Object(claims)) => Ok(claims),
            _ => Ok(Map::new()),
        }
    }

    /// What the claim for the login holds. An address that the provider has not verified is nobody's.
    fn login(&self, claims: &Map<String, Value>) -> Option<String> {
        let claim = self.settings.login_claim.as_str();
        if claim == "email" && claims.get("email_verified") == Some(&Value::Bool(false)) {
            return None;
        }
        text(claims, claim)
    }

    fn took_second_factor(&self, claims: &Map<String, Value>) -> bool {
        let methods = claims.get("amr").and_then(Value::as_array);
        let by_methods = methods.is_some_and(|methods| methods.iter().any(|method| method == SECOND_FACTOR));
        let class = text(claims, "acr");
        by_methods || class.is_some_and(|class| self.settings.strong.contains(&class))
    }

    /// What the provider tells of itself. Many who ask at once wait for one answer.
    async fn metadata(&self, anew: bool) -> Result<Metadata, Trouble> {
        let mut known = self.known.lock().await;
        if let Some((since, metadata)) = known.as_ref()
            && !anew
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(metadata.clone());
        }
        let http = self.http.asks();
        let issuer = IssuerUrl::new(self.settings.issuer().to_owned());
        let issuer = issuer.map_err(|error| Trouble::Unreachable(error.to_string()))?;
        let told = Metadata::discover_async(issuer, &http).await;
        let metadata = told.map_err(|error: DiscoveryError<Failed>| match error {
            DiscoveryError::Request(error) => Trouble::Unreachable(error.to_string()),
            other => Trouble::Unreachable(other.to_string()),
        })?;
        *known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    fn client(&self, metadata: Metadata) -> Result<Client, Trouble> {
        let auth = metadata.authorization_endpoint().as_str();
        if !self.http.may_be_asked(auth) {
            return Err(Trouble::Unreachable(format!("{auth} is no address of TLS")));
        }
        let methods = metadata.token_endpoint_auth_methods_supported();
        let in_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let client =
            CoreClient::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), secret)
                .set_redirect_uri(self.redirect.clone());
        Ok(if in_body {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        })
    }
}

/// Why a token does not hold.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Unheld {
    #[error("signed with an unknown key")]
    UnknownKey,
    #[error("{0}")]
    Other(String),
}

/// Whether a token was signed by the provider, for us, for this walk, is still good, and belongs to what came with it.
fn holds(client: &Client, token: &CoreIdToken, tokens: &CoreTokenResponse, nonce: &Nonce) -> Result<(), Unheld> {
    let other = |error: &dyn std::fmt::Display| Unheld::Other(error.to_string());
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNED);
    let claims = token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Unheld::UnknownKey,
        error => other(&error),
    })?;
    if let Some(told) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| other(&error))?;
        let key = token.signing_key(&verifier).map_err(|error| other(&error))?;
        let computed =
            AccessTokenHash::from_token(tokens.access_token(), algorithm, key).map_err(|error| other(&error))?;
        if &computed != told {
            return Err(Unheld::Other("another access token came with it".to_owned()));
        }
    }
    Ok(())
}

/// All claims of a token that holds, also those that no standard names.
fn payload(token: &CoreIdToken) -> Result<Map<String, Value>, Trouble> {
    let unread = |error: &dyn std::fmt::Display| Trouble::Unproved(format!("the ID token: {error}"));
    let written = token.to_string();
    let part = written.split('.').nth(1).ok_or_else(|| unread(&"no payload"))?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|error| unread(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unread(&error))
}

/// A claim that is a text with something in it.
fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An answer, or that it takes too long.
async fn patiently<T>(answer: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(Trouble::Unreachable(format!("no answer within {PATIENCE:?}"))),
    }
}
