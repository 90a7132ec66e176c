#!/usr/bin/env python3
"""Makes the table of emoji that the page fetches when somebody needs one: frontend/emoji/emoji.txt.

    npm pack emojibase-data@17.0.0 && tar xzf emojibase-data-17.0.0.tgz
    frontend/emoji/make_table.py package > frontend/emoji/emoji.txt

A line is an emoji: the emoji, "t" if it has skin tones, its shortcodes, its English name and keywords, and its Chinese ones,
separated by tabs; keywords by commas. A line with "#" begins a group, and one with "//" is a comment. The page reads it in frontend/src/state/emoji/table.rs.

Names and keywords are Unicode's, shortcodes GitHub's, both collected by emojibase: LICENSE.txt, beside this file.
"""

import json
import re
import sys
from pathlib import Path

# The newest emoji that phones and computers of the last two years can show; others would be empty boxes.
NEWEST = 15.1
# Emojibase's groups in the order of the picker. Its group 2 has the skin tones alone.
GROUPS = {0: "smileys", 1: "people", 3: "nature", 4: "food", 5: "travel", 6: "activities", 7: "objects", 8: "symbols", 9: "flags"}
# A man or a woman beside the emoji for people of any sex, whose keywords these would repeat.
GENDERED = re.compile("^[\U0001f468\U0001f469]\u200d|\u200d[\u2640\u2642]")
TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def load(folder, file):
    return json.loads((Path(folder) / file).read_text(encoding="utf-8"))


def has_tones(emoji):
    """Whether a tone behind the first character makes each of its variants. Of two people, only one would change."""
    variants = {skin["emoji"] for skin in emoji.get("skins", [])}
    first, rest = emoji["emoji"][0], emoji["emoji"][1:].removeprefix("\ufe0f")
    return all(first + tone + rest in variants for tone in TONES)


def shown(emoji):
    """The emoji as people's keyboards write it: without the selector that emojibase adds where it changes nothing."""
    text = emoji["emoji"]
    return text.removesuffix("\ufe0f") if emoji["type"] == 1 and len(text) == 2 else text


def words(emoji, shortcodes):
    """The name, and the keywords that are no part of it. The name is left out where a shortcode says it."""
    name = emoji["label"]
    said = " ".join([name, *shortcodes]).replace("_", " ")
    name = "" if name.replace(" ", "_") == shortcodes[0] else name
    keywords = [] if GENDERED.search(emoji["emoji"]) else emoji.get("tags", [])
    return ",".join([name] + [keyword for keyword in keywords if keyword not in said])


def main():
    folder = sys.argv[1]
    english, github, cldr = (load(folder, f"en/{file}.json") for file in ["data", "shortcodes/github", "shortcodes/cldr"])
    chinese = {emoji["hexcode"]: emoji for emoji in load(folder, "zh/data.json")}
    print("// Made by frontend/emoji/make_table.py. Its sources and their licences: frontend/emoji/LICENSE.txt")
    for group, title in GROUPS.items():
        print(f"#{title}")
        members = [emoji for emoji in english if emoji.get("group") == group and emoji["version"] <= NEWEST]
        for emoji in sorted(members, key=lambda emoji: emoji["order"]):
            code = emoji["hexcode"]
            names = github.get(code) or cldr.get(code) or []
            names = [names] if isinstance(names, str) else names
            tones = "t" if has_tones(emoji) else ""
            print(shown(emoji), tones, ",".join(names), words(emoji, names), words(chinese[code], names), sep="\t")


main()
