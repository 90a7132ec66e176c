//! How one can come in here.

/// What this page offers, as its `<meta>` tags say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Who signs people in, if anybody does.
    pub issuer: Option<Issuer>,
    /// Whether a name is enough.
    pub guests: bool,
}

/// An OpenID Connect issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Its address, without a slash at the end.
    pub url: String,
    /// What it calls this page.
    pub client: String,
}

impl Offer {
    /// From `confab-oidc-issuer`, `confab-oidc-client` and `confab-guests`. A page on which nobody could sign
    /// in takes guests, whatever it says: the server has the last word.
    ///
    /// ```
    /// use frontend::sign_in::offer::Offer;
    /// let offer = Offer::new("https://issuer.example/", "confab", "false");
    /// assert_eq!((offer.issuer.unwrap().url.as_str(), offer.guests), ("https://issuer.example", false));
    /// assert_eq!(Offer::new("", "", "false"), Offer { issuer: None, guests: true });
    /// ```
    pub fn new(url: &str, client: &str, guests: &str) -> Self {
        let [url, client] = [url.trim().trim_end_matches('/'), client.trim()].map(str::to_owned);
        let issuer = (!url.is_empty() && !client.is_empty()).then_some(Issuer { url, client });
        Self { guests: issuer.is_none() || guests.trim() != "false", issuer }
    }
}
