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
        value_name = "URL",
        requires = "oidc_client_id"
    )]
    issuer: Option<String>,
    /// By what the provider knows this server.
    #[arg(
        long = "oidc-client-id",
        id = "oidc_client_id",
        env = "YAODIAN_OIDC_CLIENT_ID",
        value_name = "ID",
        requires = "oidc_issuer"
    )]
    client_id: Option<String>,
    /// The secret that it shares with the provider, if it has one; better told by the environment or the file.
    #[arg(
        long = "oidc-client-secret",
        env = "YAODIAN_OIDC_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        requires = "oidc_issuer"
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
        value_delimiter = ',',
        requires = "oidc_issuer"
    )]
    strong: Vec<String>,
}

impl SingleSignOn {
    /// The provider, where there is one; `told` is whether the address of the server is known.
    pub(crate) fn provider(self, public_url: &str, told: bool) -> Result<Option<Arc<Provider>>, String> {
        let (Some(issuer), Some(client_id)) = (self.issuer, self.client_id) else {
            return Ok(None);
        };
        if !told {
            return Err("--oidc-issuer: people come back to an address that has to be told by --public-url".to_owned());
        }
        let settings = Settings::new(
            issuer,
            client_id,
            self.client_secret,
            self.scopes,
            self.login_claim,
            self.strong,
        );
        let settings = settings.map_err(|error| format!("--oidc-issuer: {error}"))?;
        let provider = Provider::new(settings, format!("{public_url}{BACK}"), format!("{public_url}{OUT}"));
        let provider = provider.map_err(|error| format!("--oidc-issuer: {error}"))?;
        Ok(Some(Arc::new(provider)))
    }
}
