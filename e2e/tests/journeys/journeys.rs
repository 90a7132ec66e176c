//! The list of all journeys.

use futures::FutureExt;

use crate::{
    Journey, actions, completion, composer, conversation, crash, devices, display, emoji_picker, keyboard,
    markup, network, notices, rooms, senses, shortcuts, sign_in, stored, tabs, timeline, times,
};

/// The journeys that every engine makes.
pub fn core() -> Vec<(&'static str, Journey)> {
    let names = [
        "first_visit_to_first_message",
        "two_people_talk",
        "a_reload_keeps_history_and_name",
        "a_conversation_on_a_phone",
        "dark_scheme_and_chinese",
    ];
    all().into_iter().filter(|(name, _)| names.contains(name)).collect()
}

/// Every journey with its name.
pub fn all() -> Vec<(&'static str, Journey)> {
    vec![
        ("first_visit_to_first_message", |fixture| conversation::first_visit(fixture).boxed_local()),
        ("two_people_talk", |fixture| conversation::two_people_talk(fixture).boxed_local()),
        ("a_reload_keeps_history_and_name", |fixture| conversation::reload(fixture).boxed_local()),
        ("a_message_sent_during_an_outage_arrives_once", |fixture| {
            conversation::outage(fixture).boxed_local()
        }),
        ("a_message_is_edited", |fixture| conversation::edit(fixture).boxed_local()),
        ("replies_reactions_and_a_deletion", |fixture| {
            conversation::replies_reactions_deletion(fixture).boxed_local()
        }),
        ("a_name_is_changed", |fixture| conversation::change_name(fixture).boxed_local()),
        ("chinese_is_composed_before_it_is_sent", |fixture| {
            conversation::chinese_input(fixture).boxed_local()
        }),
        ("a_message_by_its_link", |fixture| timeline::message_link(fixture).boxed_local()),
        ("a_link_to_no_message_says_so", |fixture| timeline::missing_message(fixture).boxed_local()),
        ("a_far_message_and_back_to_the_newest", |fixture| timeline::far_message(fixture).boxed_local()),
        ("a_selection_and_the_place_stay", |fixture| timeline::selection_and_place(fixture).boxed_local()),
        ("reading_begins_at_the_first_unread_message", |fixture| {
            timeline::first_unread(fixture).boxed_local()
        }),
        ("times_are_exact_and_relative", |fixture| times::exact_and_relative(fixture).boxed_local()),
        ("a_room_by_its_link", |fixture| rooms::room_by_link(fixture).boxed_local()),
        ("a_room_is_created_left_and_found", |fixture| rooms::leave_and_rejoin(fixture).boxed_local()),
        ("unread_messages_are_counted_and_read", |fixture| rooms::unread_count(fixture).boxed_local()),
        ("a_conversation_on_a_phone", |fixture| display::phone(fixture).boxed_local()),
        ("dark_scheme_and_chinese", |fixture| display::dark_scheme_and_chinese(fixture).boxed_local()),
        ("the_design_is_shown_as_it_is", |fixture| display::about(fixture).boxed_local()),
        ("axe_finds_a_missing_label", |fixture| display::inaccessible_page(fixture).boxed_local()),
        ("new_messages_are_announced_once", |fixture| senses::announcements(fixture).boxed_local()),
        ("a_tone_is_heard_by_those_who_want_it", |fixture| senses::sounds(fixture).boxed_local()),
        ("forced_colors_show_focus_and_buttons", |fixture| senses::forced_colors(fixture).boxed_local()),
        ("twice_the_size_cuts_nothing_off", |fixture| senses::zoomed(fixture).boxed_local()),
        ("a_conversation_is_printed_whole", |fixture| senses::print(fixture).boxed_local()),
        ("right_to_left_text_is_isolated", |fixture| senses::right_to_left(fixture).boxed_local()),
        ("a_text_with_markup", |fixture| markup::markup(fixture).boxed_local()),
        ("an_emoji_is_picked_by_keyboard", |fixture| emoji_picker::picker_by_keyboard(fixture).boxed_local()),
        ("an_emoji_is_picked_by_touch", |fixture| emoji_picker::picker_by_touch(fixture).boxed_local()),
        ("emoji_that_cannot_be_loaded_are_tried_again", |fixture| {
            emoji_picker::picker_without_its_table(fixture).boxed_local()
        }),
        ("shortcodes_are_completed", |fixture| completion::completion(fixture).boxed_local()),
        ("the_completion_leaves_an_input_method_alone", |fixture| {
            completion::composition(fixture).boxed_local()
        }),
        ("slash_commands", |fixture| composer::commands(fixture).boxed_local()),
        ("the_composer_grows_to_eight_lines", |fixture| composer::growth(fixture).boxed_local()),
        ("a_text_with_markup_is_previewed", |fixture| composer::preview(fixture).boxed_local()),
        ("a_link_to_no_room_says_so", |fixture| rooms::invalid_link(fixture).boxed_local()),
        ("a_link_to_a_missing_room_offers_to_make_it", |fixture| rooms::missing_room(fixture).boxed_local()),
        ("the_drawer_keeps_the_focus_and_gives_it_back", |fixture| keyboard::drawer(fixture).boxed_local()),
        ("a_deletion_is_undone", |fixture| actions::undo_deletion(fixture).boxed_local()),
        ("a_change_that_is_refused_is_taken_back", |fixture| actions::refused_changes(fixture).boxed_local()),
        ("the_menu_of_a_message", |fixture| actions::menu(fixture).boxed_local()),
        ("a_long_press_opens_the_menu", |fixture| actions::long_press(fixture).boxed_local()),
        ("a_message_is_marked_as_unread", |fixture| actions::mark_unread(fixture).boxed_local()),
        ("who_has_reacted_is_told", |fixture| actions::who_reacted(fixture).boxed_local()),
        ("shortcuts_are_listed", |fixture| shortcuts::shortcuts(fixture).boxed_local()),
        ("rooms_are_switched_by_typing", |fixture| shortcuts::switcher(fixture).boxed_local()),
        ("f6_leads_from_part_to_part", |fixture| shortcuts::landmarks(fixture).boxed_local()),
        ("escape_closes_one_thing_after_the_other", |fixture| shortcuts::escape(fixture).boxed_local()),
        ("the_focus_is_never_lost", |fixture| keyboard::focus_is_kept(fixture).boxed_local()),
        ("a_reaction_by_keyboard_only", |fixture| keyboard::toolbar(fixture).boxed_local()),
        ("the_skip_link_leads_to_the_content", |fixture| keyboard::skip_link(fixture).boxed_local()),
        ("a_crash_loses_neither_message_nor_draft", |fixture| crash::crash(fixture).boxed_local()),
        ("drafts_stay_in_their_rooms", |fixture| stored::drafts(fixture).boxed_local()),
        ("a_text_that_is_too_long_stays", |fixture| stored::long_text(fixture).boxed_local()),
        ("data_of_version_1_opens", |fixture| stored::version_1(fixture).boxed_local()),
        ("a_page_without_encryption_works", |fixture| network::insecure_origin(fixture).boxed_local()),
        ("an_account_is_one_person_on_all_devices", |fixture| sign_in::one_person(fixture).boxed_local()),
        ("without_guests_everybody_signs_in", |fixture| sign_in::without_guests(fixture).boxed_local()),
        ("a_forged_redirect_signs_nobody_in", |fixture| sign_in::forged_redirect(fixture).boxed_local()),
        ("a_room_left_on_another_device_is_joined_again", |fixture| {
            devices::left_room(fixture).boxed_local()
        }),
        ("signing_out_everywhere_else_spares_this_device", |fixture| {
            devices::sign_out_others(fixture).boxed_local()
        }),
        ("a_copied_guest_is_signed_out", |fixture| devices::copied_guest(fixture).boxed_local()),
        ("two_tabs_are_one_guest", |fixture| tabs::one_guest(fixture).boxed_local()),
        ("what_a_closed_tab_left_behind_is_sent", |fixture| tabs::left_behind(fixture).boxed_local()),
        ("a_sign_out_holds_in_all_tabs", |fixture| tabs::sign_out(fixture).boxed_local()),
        ("pending_messages_wait_for_a_decision", |fixture| tabs::questions(fixture).boxed_local()),
        ("a_full_storage_is_told", |fixture| notices::full_storage(fixture).boxed_local()),
        ("a_forbidden_storage_is_told", |fixture| notices::forbidden_storage(fixture).boxed_local()),
        ("a_newer_server_asks_for_a_reload", |fixture| notices::newer_server(fixture).boxed_local()),
        ("a_version_that_is_refused_needs_a_reload", |fixture| {
            notices::unsupported_version(fixture).boxed_local()
        }),
    ]
}
