//! The ways to enter that a page offers.

/// The ways to enter, from the page's `<meta>` tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The issuer at which people sign in, if there is one.
    pub issuer: Option<Issuer>,
    /// Whether people may enter as guests.
    pub guests: bool,
}

/// An OpenID Connect issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Its address, without a slash at the end.
    pub url: String,
    /// The client id that it gave to this page.
    pub client: String,
}

impl Offer {
    /// Reads `confab-oidc-issuer`, `confab-oidc-client` and `confab-guests`. A page without an issuer always offers to enter
    /// as a guest; the server decides.
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
