//! Journeys of texts with markup.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, LAPTOP, PHONE};

const TEXT: &str = "**Bold**, *italic*, ~~gone~~, `code` and https://a.example/tea.
**中文。**后面，*强调*。<b>no element</b>
> A quote

- tea
- [biscuits](https://b.example/biscuits)

```rust
fn main() {}
```";

/// The text of each element of these in the last message.
const ELEMENTS: &str = "
    const text = [...document.querySelectorAll('.message-text')].pop();
    return [...text.querySelectorAll('strong, em, s, code, a, blockquote, li, b')]
        .map(it => it.localName + ' ' + it.textContent.trim())";

pub async fn markup(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    ada.enter_name("Ada").await;
    let ming = fixture.person("", PHONE, "en-US").await;
    ming.emulate_scheme("dark").await;
    ming.enter_name("小明").await;
    ada.paste(TEXT).await;
    ada.press_key(Key::Enter).await;
    ming.hears("A quote").await;
    let expected = [
        "strong Bold",
        "em italic",
        "s gone",
        "code code",
        "a https://a.example/tea",
        "strong 中文。",
        "em 强调",
        "blockquote A quote",
        "li tea",
        "li biscuits",
        "a biscuits",
        "code fn main() {}",
    ];
    for person in [&ada, &ming] {
        assert_eq!(person.run(ELEMENTS).await, serde_json::json!(expected));
        person.screenshot("1-markup").await;
    }
    ming.composer().await.click().await.unwrap();
    ming.paste("🎉").await;
    ming.press("button", "Send").await;
    ada.hears("🎉").await;
    ming.screenshot("2-emoji").await;
}
