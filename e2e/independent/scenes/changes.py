"""edit, delete, react, and the state of a message."""

import asyncio

from stage import as_duplicate, new_room, refusal_of, said, until


async def edits(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    bob = await stage.guest("Bob", room)
    sent = (await ada.send(room, "Three things"))[0]
    result = await ada.change("edit", room, sent["seq"], text="Two things\n")
    message = await bob.message(room, sent["seq"])
    came = message["text"], message["edited"], message["rev"]
    stage.equal("an edit sets text, edited and rev", ("Two things", result["at"], result["seq"]), came)
    event = await bob.message(room, result["seq"])
    expected = {"seq": result["seq"], "at": result["at"], "messages": 1, "by": ada.user, "name": "Ada", "kind": "edit"}
    expected |= {"target": sent["seq"], "text": "Two things"}
    stage.equal("an edit is an event", expected, event)
    await until(lambda: expected in bob.pushed_events(room))
    stage.check("and is pushed to the others", expected in bob.pushed_events(room), bob.pushes)
    stage.equal("not to the connection that has made it", False, expected in ada.pushed_events(room))

    request = bob.change("edit", room, sent["seq"], text="Mine")
    await stage.refused("an edit of another person's message", "forbidden", request)
    own = (await bob.send(room, "Bob's"))[0]
    request = ada.change("edit", room, own["seq"], text="Mine")
    await stage.refused("an edit of another person's message by the owner", "forbidden", request)
    await stage.refused("an edit of nothing", "not_found", ada.change("edit", room, 4000, text="Hi"))
    await stage.refused("an edit of a join", "not_found", ada.change("edit", room, 1, text="Hi"))
    await stage.refused("an edit to an empty text", "bad_request", ada.change("edit", room, sent["seq"], text=" "))
    last = await ada.change("edit", room, sent["seq"], text="One thing", clientId="edit-1")
    again = await ada.change("edit", room, sent["seq"], text="No thing", clientId="edit-1")
    stage.equal("a repeated edit is a duplicate", as_duplicate(last), again)
    stage.equal("and changes nothing", "One thing", (await ada.message(room, sent["seq"]))["text"])


async def deletions(stage):
    owner, room = await stage.guest("Ada"), new_room()
    await owner.request("join", room=room)
    bob = await stage.guest("Bob", room)
    of_owner = (await owner.send(room, "Ada's"))[0]["seq"]
    mine, censored = [result["seq"] for result in await bob.send(room, "Bob's", "Bob's second")]
    await owner.change("react", room, mine, emoji="🍵", on=True)
    edit = await bob.change("edit", room, mine, text="Changed", clientId="edit-2")
    result = await bob.change("delete", room, mine)
    message = await owner.message(room, mine)
    came = message.get("text"), message.get("reactions"), message["rev"]
    stage.equal("a deletion removes text and reactions, and sets rev", (None, None, result["seq"]), came)
    event = await owner.message(room, result["seq"])
    stage.equal("a deletion is an event", ("delete", mine), (event["kind"], event["target"]))
    request = bob.change("delete", room, of_owner)
    await stage.refused("a deletion by who is neither author nor owner", "forbidden", request)
    await owner.change("delete", room, censored)
    stage.check("the owner may delete anybody's", "text" not in await bob.message(room, censored))
    for action, fields in {"edit": {"text": "Hi"}, "delete": {}, "react": {"emoji": "🍵", "on": True}}.items():
        request = bob.change(action, room, mine, **fields)
        await stage.refused(f"{action} of a deleted message", "not_found", request)
    again = await bob.change("edit", room, mine, text="Changed", clientId="edit-2")
    stage.equal("a repeated edit is a duplicate even if its target is deleted", as_duplicate(edit), again)
    await stage.refused("a deletion of nothing", "not_found", owner.change("delete", room, 4000))


async def reactions(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    bob = await stage.guest("Bob", room)
    seq = (await ada.send(room, "Tea?"))[0]["seq"]

    async def after(what, device, expected, **fields):
        result = await device.change("react", room, seq, **fields)
        message = await ada.message(room, seq)
        came = {emoji: sorted(people) for emoji, people in message.get("reactions", {}).items() if people}
        stage.equal(f"react: {what}", (expected, result["seq"]), (came, message["rev"]))

    both = sorted([ada.user, bob.user])
    await after("on sets the reaction", bob, {"🍵": [bob.user]}, emoji="🍵", on=True)
    await after("on again does not toggle", bob, {"🍵": [bob.user]}, emoji="🍵", on=True)
    await after("a second person is added", ada, {"🍵": both}, emoji="🍵", on=True)
    await after("off clears one's own", bob, {"🍵": [ada.user]}, emoji="🍵", on=False)
    await after("off again does not toggle", bob, {"🍵": [ada.user]}, emoji="🍵", on=False)
    await after("an emoji is not checked", bob, {"🍵": [ada.user], "tea": [bob.user]}, emoji="tea", on=True)
    await stage.refused("a reaction to a join", "not_found", bob.change("react", room, 1, emoji="🍵", on=True))
    event = (await ada.log(room))[-1]
    came = event["kind"], event["by"], event["target"], event["emoji"], event["on"]
    stage.equal("a reaction is an event", ("react", bob.user, seq, "tea", True), came)


async def many_reactions(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    seq = (await ada.send(room, "Tea?"))[0]["seq"]
    people = [await stage.guest("Bob", room) for _ in range(10)]

    async def ten(device):
        return [await device.change("react", room, seq, emoji=f"e{number}", on=True) for number in range(10)]

    await asyncio.gather(*(ten(device) for device in people))
    message = await ada.message(room, seq)
    came = sum(len(users) for users in message["reactions"].values())
    stage.equal("ten persons have ten reactions each, in whatever order they came", 100, came)
    request = people[0].change("react", room, seq, emoji="e10", on=True)
    await stage.refused("an eleventh reaction of a person", "too_large", request)
    request = ada.change("react", room, seq, emoji="e0", on=True)
    await stage.refused("a hundred and first reaction on a message", "too_large", request)
    await people[0].change("react", room, seq, emoji="e0", on=False)
    cleared = await refusal_of(ada.change("react", room, seq, emoji="e0", on=True))
    stage.check("there is room again when one is cleared", cleared.code.startswith("no refusal"), cleared)


async def changes_too_fast(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    sent = await ada.send(room, *["Hi"] * 9)
    seq = sent[0]["seq"]
    await ada.request("edit", room=room, clientId="e1", target=seq, text="Ho")
    fields = {"room": room, "target": seq}
    for action, more in {"edit": {"text": "Hm"}, "delete": {}, "react": {"emoji": "🍵", "on": True}}.items():
        request = ada.request(action, clientId=f"too-fast-{action}", **fields, **more)
        refusal = await stage.refused(f"{action} as the 11th change in 5 seconds", "rate_limited", request)
    await asyncio.sleep(refusal.retry_after)
    ack = await ada.request("edit", clientId="too-fast-edit", text="Hm", **fields)
    stage.check("a refused clientId is no duplicate when it is repeated", not ack["results"][0].get("duplicate"), ack)


async def many_at_once(stage):
    room = new_room()
    people = [await stage.guest(name, room) for name in ("Ada", "Bob", "Cleo", "Dora")]

    async def speak(device):
        return [(await device.send(room, said(f"{device.user} {number}")))[0] for number in range(10)]

    results = await asyncio.gather(*(speak(device) for device in people))
    log = await people[0].log(room)
    stage.equal("four persons at once: the log has no hole", list(range(1, 45)), [event["seq"] for event in log])
    for device, own in zip(people, results):
        texts = [event["text"] for event in log if event["kind"] == "message" and event["by"] == device.user]
        expected = [f"{device.user} {number}" for number in range(10)]
        is_in_order = texts == expected and [result["seq"] for result in own] == sorted(result["seq"] for result in own)
        stage.check("each person's messages are there once, in order", is_in_order, texts)


SCENES = [edits, deletions, reactions, many_reactions, changes_too_fast, many_at_once]
