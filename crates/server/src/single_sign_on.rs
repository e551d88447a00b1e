//! The settings of single sign-on.

use std::sync::Arc;

use yaodian_single_sign_on::{Provider, Settings};

/// Where the provider sends people back to, below the address of the server.
pub(crate) const BACK: &str = "/sign-in/single-sign-on/back";
/// Where it sends them back to who signed out there, too.
pub(crate) const OUT: &str = "/sign-in/single-sign-on/out";

/// Single sign-on by OpenID Connect.
#[derive(clap::Args)]
pub(crate) struct SingleSignOn {
    /// The provider of single sign-on (OpenID Connect), by its issuer: https://sso.example.org/realms/office. Register
    /// PUBLIC-URL/sign-in/single-sign-on/back with it, and PUBLIC-URL/sign-in/single-sign-on/out for those who sign out
    /// (`post_logout_redirect_uris`). Accounts are opened to it under 人员, or by `yaodian user single-sign-on`.
    #[arg(
        long = "oidc-issuer",
        id = "oidc_issuer",
        env = "YAODIAN_OIDC_ISSUER",
        value_name = "URL"
    )]
    issuer: Option<String>,
    /// By what the provider knows this server.
    #[arg(
        long = "oidc-client-id",
        id = "oidc_client_id",
        env = "YAODIAN_OIDC_CLIENT_ID",
        value_name = "ID"
    )]
    client_id: Option<String>,
    /// The secret that it shares with the provider, if it has one; better told by the environment or the file.
    #[arg(
        long = "oidc-client-secret",
        env = "YAODIAN_OIDC_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    client_secret: Option<String>,
    /// What is asked for beside `openid`; once for each.
    #[arg(
        long = "oidc-scope",
        env = "YAODIAN_OIDC_SCOPE",
        value_name = "SCOPE",
        value_delimiter = ',',
        default_value = "profile"
    )]
    scopes: Vec<String>,
    /// The claim that holds what people sign in with here. It is looked at once, when an account is bound.
    #[arg(
        long = "oidc-login-claim",
        env = "YAODIAN_OIDC_LOGIN_CLAIM",
        value_name = "CLAIM",
        default_value = "preferred_username"
    )]
    login_claim: String,
    /// A class of signing in (`acr`) of the provider that takes a second factor: it is asked for, and whoever signed
    /// in so is asked for none here. Once for each. `mfa` among the methods (`amr`) says the same without it.
    #[arg(
        long = "oidc-second-factor",
        env = "YAODIAN_OIDC_SECOND_FACTOR",
        value_name = "ACR",
        value_delimiter = ','
    )]
    strong: Vec<String>,
}

impl SingleSignOn {
    /// The provider, where there is one; `told` is whether the address of the server is known.
    pub(crate) fn provider(self, public_url: &str, told: bool) -> Result<Option<Arc<Provider>>, String> {
        let told_of = |setting: Option<String>| setting.filter(|told| !told.trim().is_empty());
        let secret = told_of(self.client_secret);
        let (issuer, client_id) = match (told_of(self.issuer), told_of(self.client_id)) {
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            (Some(_), None) => return Err(lacks("oidc-client-id", "by what the provider knows this server")),
            (None, None) if secret.is_none() && self.strong.is_empty() => return Ok(None),
            (None, _) => return Err(lacks("oidc-issuer", "the address of the provider")),
        };
        if secret.is_none() {
            tracing::warn!(
                "single sign-on without oidc-client-secret (YAODIAN_OIDC_CLIENT_SECRET): a provider that gave this \
                 server a secret will let nobody in"
            );
        }
        if !told {
            return Err("--oidc-issuer: people come back to an address that has to be told by --public-url".to_owned());
        }
        let settings = Settings::new(issuer, client_id, secret, self.scopes, self.login_claim, self.strong);
        let settings = settings.map_err(|error| format!("--oidc-issuer: {error}"))?;
        let provider = Provider::new(settings, format!("{public_url}{BACK}"), format!("{public_url}{OUT}"));
        let provider = provider.map_err(|error| format!("--oidc-issuer: {error}"))?;
        Ok(Some(Arc::new(provider)))
    }
}

/// What of single sign-on was not told.
fn lacks(setting: &str, what: &str) -> String {
    let variable = setting.to_uppercase().replace('-', "_");
    format!(
        "single sign-on lacks the setting {setting} ({what}): tell it by --{setting}, YAODIAN_{variable} or the file of \
         settings"
    )
}
