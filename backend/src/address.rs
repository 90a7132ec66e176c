//! The address that a connection comes from.

use std::env;
use std::net::{IpAddr, Ipv6Addr};

use anyhow::{Context as _, ensure};
use common::Millis;

use crate::allowance::Allowance;
use crate::cloudfront::CloudFront;

/// The period of the limits: ten minutes.
const PERIOD: Millis = 600_000;

/// CloudFront's header with the client's address and port. A client cannot set it: CloudFront replaces it.
const VIEWER: &str = "cloudfront-viewer-address";
/// The addresses that a request came through. CloudFront adds the client's at the end, API Gateway CloudFront's.
const FORWARDED: &str = "x-forwarded-for";

/// What the template says about addresses.
pub struct Addresses {
    /// CloudFront, whose word about an address is believed.
    pub cloudfront: CloudFront,
    /// New connections of one address.
    pub connections: Allowance,
    /// New guests of one address.
    pub guests: Allowance,
}

impl Addresses {
    /// Reads `CONNECTIONS_PER_ADDRESS`, `GUESTS_PER_ADDRESS` and what [`CloudFront`] reads. A function has those that it
    /// needs.
    ///
    /// # Errors
    /// A limit is not a number, or 0; or see [`CloudFront::from_environment`].
    pub fn from_environment() -> anyhow::Result<Self> {
        let connections = allowance("CONNECTIONS_PER_ADDRESS")?;
        let guests = allowance("GUESTS_PER_ADDRESS")?;
        Ok(Self { cloudfront: CloudFront::from_environment()?, connections, guests })
    }

    /// The address as the limits count it: an IPv4 address, or the /64 of an IPv6 address, which is what one subscriber
    /// has. CloudFront's word counts only with its secret: without it, anybody could name any address.
    pub fn of<'a>(&self, header: impl Fn(&str) -> Option<&'a str>, source: Option<&str>) -> Option<String> {
        let forwarded = || {
            let viewer = header(VIEWER).and_then(with_port);
            viewer.or_else(|| before_cloudfront(header(FORWARDED)?, source))
        };
        let forwarded = self.cloudfront.has_sent(&header).then(forwarded).flatten();
        forwarded.or_else(|| source?.parse().ok()).map(counted)
    }
}

fn allowance(variable: &str) -> anyhow::Result<Allowance> {
    let burst = match env::var(variable) {
        Ok(number) => {
            number.parse().with_context(|| format!("{variable} is {number:?}: set it to a number"))?
        }
        Err(_) => u64::MAX,
    };
    ensure!(burst > 0, "{variable} is 0, so nobody could come in: set it to a number above");
    Ok(Allowance { burst, period: PERIOD })
}

/// The address in `198.51.100.10:46532`, or in CloudFront's `2001:db8::1:46532`, which has no brackets.
fn with_port(text: &str) -> Option<IpAddr> {
    let (address, _port) = text.rsplit_once(':')?;
    address.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// The last of the addresses that is not CloudFront's own, which API Gateway saw. Those before it are the client's word.
fn before_cloudfront(forwarded: &str, source: Option<&str>) -> Option<IpAddr> {
    let mut addresses = forwarded.rsplit(',').map(str::trim);
    addresses.find(|address| Some(*address) != source)?.parse().ok()
}

fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloudfront::tests::optional;

    /// The header with CloudFront's secret.
    const SECRET: &str = "x-origin-secret";

    fn address(headers: &[(&str, &'static str)], source: &str) -> Option<String> {
        let allowance = Allowance { burst: 1, period: PERIOD };
        let addresses = Addresses { cloudfront: optional(), connections: allowance, guests: allowance };
        let header = |name: &str| headers.iter().find(|(header, _)| *header == name).map(|(_, value)| *value);
        addresses.of(header, Some(source))
    }

    #[test]
    fn cloudfronts_word_counts_only_with_its_secret() {
        let viewer = (VIEWER, "198.51.100.10:46532");
        let seen = |headers: &[(&str, &'static str)]| address(headers, "130.176.0.1").unwrap();
        assert_eq!(seen(&[viewer, (SECRET, "s3cret")]), "198.51.100.10");
        for without in [&[viewer][..], &[viewer, (SECRET, "guess")], &[viewer, (SECRET, "")], &[]] {
            assert_eq!(seen(without), "130.176.0.1", "{without:?}");
        }
    }

    #[test]
    fn without_the_viewers_header_it_is_the_one_that_cloudfront_added() {
        let seen = |forwarded| address(&[(SECRET, "s3cret"), (FORWARDED, forwarded)], "130.176.0.1").unwrap();
        assert_eq!(seen("198.51.100.10, 130.176.0.1"), "198.51.100.10");
        assert_eq!(seen("198.51.100.10"), "198.51.100.10");
        assert_eq!(
            seen("10.9.9.9, 198.51.100.10, 130.176.0.1"),
            "198.51.100.10",
            "the first is the client's word"
        );
        assert_eq!(seen("nonsense"), "130.176.0.1");
    }

    #[test]
    fn an_ipv6_address_counts_by_its_64() {
        for same in ["2001:db8:1:2::1:46532", "2001:db8:1:2:ffff:ffff:ffff:ffff:80", "[2001:db8:1:2::9]:443"]
        {
            assert_eq!(
                address(&[(SECRET, "s3cret"), (VIEWER, same)], "::1").unwrap(),
                "2001:db8:1:2::/64",
                "{same}"
            );
        }
        assert_eq!(address(&[], "::ffff:198.51.100.10").unwrap(), "198.51.100.10");
        assert_eq!(address(&[], "somewhere"), None);
    }
}
