//! What has to be known of a provider.

use openidconnect::IssuerUrl;

/// Which provider, and who we are to it. It is not printed: it holds a secret.
#[derive(Clone)]
pub struct Settings {
    issuer: IssuerUrl,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) login_claim: String,
    pub(crate) strong: Vec<String>,
}

/// Why a provider cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsProblem {
    /// The issuer is no address.
    #[error(
        "{issuer:?} is no address of an issuer: {why}; it is what the provider calls itself, as https://sso.example.org/realms/office"
    )]
    Issuer {
        /// What was given.
        issuer: String,
        /// What is wrong with it.
        why: String,
    },
    /// The issuer would be asked without TLS.
    #[error("{0} must begin with https://; only a provider on this machine is asked without TLS")]
    Plain(String),
    /// The address to come back to is none.
    #[error("the address to come back to is none: {0}")]
    Redirect(String),
    /// TLS cannot be used.
    #[error("TLS cannot be used: {0}")]
    Tls(String),
}

impl Settings {
    /// Which provider, by its issuer, and who we are to it. `scopes` are asked for beside `openid`; `login_claim`
    /// names the claim that holds what people sign in with here; a person whose class of signing in (`acr`) is among
    /// `strong` has given a second factor.
    ///
    /// # Errors
    ///
    /// The issuer is no address, or one without TLS on another machine.
    pub fn new(
        issuer: String,
        client_id: String,
        client_secret: Option<String>,
        scopes: Vec<String>,
        login_claim: String,
        strong: Vec<String>,
    ) -> Result<Self, SettingsProblem> {
        let read = IssuerUrl::new(issuer.clone()).map_err(|error| SettingsProblem::Issuer {
            issuer: issuer.clone(),
            why: error.to_string(),
        })?;
        if !issuer.starts_with("https://") && !is_of_this_machine(&issuer) {
            return Err(SettingsProblem::Plain(issuer));
        }
        Ok(Self {
            issuer: read,
            client_id,
            client_secret: client_secret.filter(|secret| !secret.is_empty()),
            scopes,
            login_claim,
            strong,
        })
    }

    /// By what the provider is known.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

/// Whether an address is one of this machine, where nobody listens in on the way.
pub(crate) fn is_of_this_machine(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(address: &str) -> Result<(), SettingsProblem> {
        let none = Vec::new;
        Settings::new(
            address.to_owned(),
            "yaodian".to_owned(),
            None,
            none(),
            "sub".to_owned(),
            none(),
        )
        .map(drop)
    }

    #[test]
    fn nobody_is_asked_in_the_clear_but_on_this_machine() {
        for good in [
            "https://sso.example.org/realms/a",
            "http://127.0.0.1:9000",
            "http://localhost",
            "http://[::1]:1/x",
        ] {
            assert_eq!(issuer(good), Ok(()), "{good}");
        }
        for plain in [
            "http://sso.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1:80@example.org",
            "http://localhost@example.org/",
            "ftp://localhost",
        ] {
            assert_eq!(issuer(plain), Err(SettingsProblem::Plain(plain.to_owned())), "{plain}");
        }
        assert!(matches!(issuer("sso"), Err(SettingsProblem::Issuer { .. })));
    }
}
