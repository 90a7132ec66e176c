//! How much is unread, in the list of rooms and in the tab's title.

use client::Unread;

/// The number on a room: none if nothing is unread.
///
/// ```
/// use frontend::rooms::badge::badge;
/// use client::Unread;
/// assert_eq!(badge(Unread { count: 0, or_more: false }), None);
/// assert_eq!(badge(Unread { count: 7, or_more: false }).as_deref(), Some("7"));
/// assert_eq!(badge(Unread { count: 7, or_more: true }).as_deref(), Some("7+"));
/// assert_eq!(badge(Unread { count: 0, or_more: true }).as_deref(), Some("•"));
/// assert_eq!(badge(Unread { count: 250, or_more: false }).as_deref(), Some("99+"));
/// ```
pub fn badge(unread: Unread) -> Option<String> {
    match unread {
        Unread { count: 0, or_more: false } => None,
        Unread { count: 0, or_more: true } => Some("•".to_owned()),
        Unread { count: 100.., .. } => Some("99+".to_owned()),
        Unread { count, or_more } => Some(format!("{count}{}", if or_more { "+" } else { "" })),
    }
}

/// The tab's title: the number of unread messages, the room, the app.
///
/// ```
/// use frontend::rooms::badge::tab_title;
/// assert_eq!(tab_title(0, Some("Lobby")), "Lobby · Confab");
/// assert_eq!(tab_title(3, None), "(3) Confab");
/// ```
pub fn tab_title(unread: usize, room: Option<&str>) -> String {
    let count = if unread > 0 { format!("({unread}) ") } else { String::new() };
    let room = room.map(|room| format!("{room} · ")).unwrap_or_default();
    format!("{count}{room}Confab")
}
