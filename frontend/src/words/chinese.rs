//! 简体中文。

use client::Question;
use common::Code;

use super::Words;
use super::isolate::isolate;

pub(super) static WORDS: Words = Words {
    tagline: "随时开聊的房间。无需注册，起个名字就行。",
    your_name: "你的名字",
    name_hint: "别人会在你的消息旁看到它，以后可以修改。",
    another_name: "换一个",
    join: "加入",
    name_does_not_fit: "名字只能有一行，1 到 40 个字符。",
    members_tagline: "随时开聊的房间。",
    sign_in: "登录",
    signing_in: "正在登录…",
    sign_in_failed: "登录失败，请重试。",
    sign_out: "退出登录",
    sign_out_others: "退出其他所有设备",
    signed_out_others: "现在只有这台设备处于登录状态。",
    signed_out: "请先登录。",
    or_as_a_guest: "或以访客身份加入",

    skip_to_messages: "跳到消息",
    rooms: "房间",
    lobby: "大厅",
    new_room: "新建房间",
    new_room_hint: "所有人都可以加入：通过链接，或从公开房间列表。",
    room_name: "房间名称",
    room_name_does_not_fit: "最多 60 个字符，至少包含一个文字或数字。",
    create: "创建房间",
    find_a_room: "发现房间",
    directory_hint: "公开的房间，点开即可加入。",
    directory_is_empty: "还没有公开的房间，来创建第一个吧。",
    unread_in: |room, count| format!("{}，{count} 条未读", isolate(room)),
    hide_rooms: "隐藏房间",
    copy: "复制",
    copied: "已复制",
    copy_link: "复制链接",
    link_copied: "链接已复制",
    leave: "离开房间",
    leave_now: "离开",
    leave_question: "要离开这个房间吗？",
    leave_hint: "以后可以通过链接或公开房间列表再回来。",
    left_elsewhere: |unsent| match unsent {
        0 => "你已在另一台设备上离开这个房间。".to_owned(),
        _ => format!("你已在另一台设备上离开这个房间，有 {unsent} 条内容未发送。重新加入后可以发送或放弃。"),
    },
    join_again: "重新加入",
    no_entry,
    invalid_link: |too_long| {
        if too_long {
            "这个链接不通向任何房间：链接中的房间名最多 64 个字符。"
        } else {
            "这个链接不通向任何房间，请检查链接，或另找一个房间。"
        }
    },

    connecting: "正在连接…",
    offline: "已离线，你发送的内容会稍后发出。",
    retry_in: |seconds| {
        if seconds == 0 { "正在重试…".to_owned() } else { format!("{seconds} 秒后重试。") }
    },
    retry_now: "立即重试",
    outdated: "页面版本已过期，请重新加载后继续。你写的内容会保留。",
    reload: "重新加载",
    newer_version: "页面有新版本，请在方便时重新加载。",
    not_stored: "浏览器没有保存你写的内容：存储已满或被禁用。全部发送完之前，请不要关闭页面。",
    question,
    send_as: |name| format!("以 {} 的身份发送", isolate(name)),
    send_again: "重新发送",

    history_of: |room| format!("{} 的消息", isolate(room)),
    beginning: |room| format!("{} 从这里开始", isolate(room)),
    beginning_hint: "打个招呼，或者把房间链接发给朋友。",
    loading_older: "正在加载更早的消息…",
    loading_newer: "正在加载更晚的消息…",
    today: "今天",
    yesterday: "昨天",
    new_messages: "新消息",
    joined: |names| format!("{names}加入了房间"),
    left: |names| format!("{names}离开了房间"),
    titled: |name, title| format!("{}将房间命名为“{}”", isolate(name), isolate(title)),
    names,
    deleted: "消息已删除",
    edited: "已编辑",
    sending: "发送中…",
    not_sent,
    retry: "重试",
    discard: "放弃",
    earlier_message: "更早的一条消息",
    in_reply_to: |name| format!("回复 {}", isolate(name)),
    no_such_message: "链接指向的消息不存在：这个房间里没有这个编号的消息。",
    jump_to_unread: "跳到第一条未读消息",
    jump_down: "跳到最新消息",
    count_new: |count| format!("{count} 条新消息"),
    typing: |who| match who {
        [] => String::new(),
        many if many.len() <= 3 => format!("{}正在输入…", names(many)),
        _ => "好几个人正在输入…".to_owned(),
    },

    react: "表情回应",
    react_with: |emoji| format!("用 {emoji} 回应"),
    reaction: |emoji, count| format!("{emoji}，{count} 人"),
    you: "你",
    reacted: |names, others| match (names, others) {
        ([], _) => format!("{others} 人"),
        ([one], 0) => (*one).to_owned(),
        ([firsts @ .., last], 0) => format!("{}和{last}", firsts.join("、")),
        _ => format!("{}等 {} 人", names.join("、"), names.len() + others),
    },
    reply: "回复",
    edit: "编辑",
    delete: "删除",
    undo: "撤销",
    copy_text: "复制文本",
    copy_message_link: "复制链接",
    mark_unread: "标为未读",
    marked_unread: "已标为未读",
    more_actions: "更多操作",

    shortcuts: "键盘快捷键",
    shortcuts_everywhere: "任何位置",
    shortcuts_of_messages: "选中消息时",
    shortcuts_of_composer: "输入时",
    go_to_room: "前往房间",
    next_part: "页面的下一个或上一个区域",
    close_or_cancel: "关闭或取消最近打开的内容",
    from_message_to_message: "下一条或上一条消息",
    first_or_last_message: "第一条或最后一条消息",
    go_inside: "进入消息内部，按 Esc 返回",
    new_line: "换行",
    edit_last: "输入框为空时编辑上一条消息",
    switcher_hint: "输入房间名称",
    actions: "消息操作",

    message: "消息",
    message_to: |room| format!("发送到 {}", isolate(room)),
    send: "发送",
    save: "保存",
    replying_to: |name| format!("正在回复 {}", isolate(name)),
    editing: "正在编辑你的消息",
    characters_left: |count| format!("大约还能输入 {count} 个字符"),
    too_long: |surplus| format!("大约超出 {surplus} 个字符，请缩短或分几次发送。"),
    does_not_fit: "这段文字含有无法发送的字符。",

    preview: "预览",
    suggestions: "建议",
    command_me: "说说你在做什么：/me 挥手",
    command_nick: "修改你的名字：/nick 小明",
    command_shrug: "在文字后加上 ¯\\_(ツ)_/¯",
    command_help: "查看命令和标记",
    unknown_command: |name| {
        format!("没有 /{name} 这个命令。输入 /help 查看命令，或输入 //{name} 作为文字发送。")
    },
    command_needs_text: |name| format!("请在 /{name} 后面写点内容。"),
    help: "命令和标记",
    commands: "命令",
    commands_hint: "要发送 /tea 这样的文字，请输入两个斜杠：//tea。",
    markup: "标记",
    markup_examples: ["**加粗**", "*斜体*", "~~删除~~", "`代码`", "> 引用", "- 列表", "```\n多行代码\n```"],

    emoji: "表情",
    search_emoji: "搜索表情",
    no_emoji: |query| format!("没有与“{query}”相符的表情。"),
    emoji_loading: "正在加载表情…",
    emoji_failed: "表情未能加载。请检查网络，然后重试。",
    recent_emoji: "最近使用",
    emoji_group: "分类",
    emoji_groups: [
        "笑脸与情感",
        "人物与身体",
        "动物与自然",
        "食物与饮料",
        "旅行与地点",
        "活动",
        "物品",
        "符号",
        "旗帜",
    ],
    skin_tone: "肤色",
    skin_tones: ["不选肤色", "较浅", "中等偏浅", "中等", "中等偏深", "较深"],

    settings: "设置",
    name: "名字",
    language: "语言",
    theme: "主题",
    theme_system: "跟随系统",
    theme_light: "浅色",
    theme_dark: "深色",
    sounds: "不看页面时，新消息有提示音",
    about: "关于 Confab",
    version: |page, protocol| format!("版本 {page}，协议第 {protocol} 版"),
    licence: "MIT 许可证",
    made_with: "使用 Leptos 构建",
    design: "设计",
    colors: "颜色",
    letters: "字号",
    spaces: "间距",
    corners: "圆角",
    motion: "动效",
    widgets: "控件",
    cancel: "取消",
    done: "完成",
    close: "关闭",
};

fn names(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| isolate(name)).collect();
    match &*names {
        [] => String::new(),
        [one] => one.to_string(),
        [first, second, third, _, _, ..] => format!("{first}、{second}、{third}等 {} 人", names.len()),
        [firsts @ .., last] => format!("{}和{last}", firsts.join("、")),
    }
}

fn no_entry(code: Code) -> &'static str {
    match code {
        Code::Forbidden | Code::Unauthorized => "你不能进入这个房间，请联系房间成员。",
        Code::NotFound => "没有这个房间，请检查链接，或创建一个。",
        Code::TooLarge => "你加入的房间已达上限，请先离开一个。",
        _ => "暂时无法打开这个房间，请稍后再试。",
    }
}

fn not_sent(code: Code) -> &'static str {
    match code {
        Code::Forbidden => "未发送：你没有权限。",
        Code::NotFound => "未发送：消息或房间已不存在。",
        Code::TooLarge => "未发送：内容过长。",
        Code::RateLimited => "未发送：发送过于频繁，请重试。",
        _ => "未发送。",
    }
}

fn question(question: Question, change: &str, room: &str) -> String {
    let (change, room) = (isolate(change), isolate(room));
    match question {
        Question::OfGuest => format!("以另一个名字写给“{room}”，尚未发送：{change}"),
        Question::SentByGuest => {
            format!(
                "以另一个名字发送到“{room}”，可能没有送达。请到那里查看，如果没有，请重新写一遍：{change}"
            )
        }
        Question::OfAccount => "这里有用某个账号写的内容。请登录该账号后发送，或者放弃。".to_owned(),
        Question::Old => {
            format!("很久以前发送到“{room}”，可能没有送达。请到那里查看，确认没有后再重新发送：{change}")
        }
    }
}
