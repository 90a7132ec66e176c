"""hello, join, leave, rooms: who is where."""

import asyncio

from stage import SILENCE, Device, new_room, refusal_of, seqs, until


async def hello(stage):
    ada = await stage.guest("  Ada ")
    welcome = ada.welcome
    stage.check("a guest's id begins with u-", welcome["user"].startswith("u-"), welcome["user"])
    stage.equal("a name is trimmed", "Ada", welcome["name"])
    stage.check("welcome has the token and the clock", welcome["token"] and welcome["now"], welcome)
    stage.equal("a new guest has no rooms", [], welcome["rooms"])
    stage.equal("welcome has the server's limits", {"text": 8000, "batch": 10, "page": 50}, welcome["limits"])
    again = await stage.device_of(ada)
    came = again.welcome["user"], again.welcome["name"]
    stage.equal("with the token it is the same person again, with the name", (ada.user, "Ada"), came)
    other = await stage.guest("Ada")
    stage.check("without a token it is a new guest", other.user != ada.user, other.user)

    renamed = await Device.open(stage.url, token=welcome["token"], name="Ada L.")
    stage.equal("hello with a name renames", "Ada L.", renamed.welcome["name"])
    stage.equal("on all devices", "Ada L.", (await stage.device_of(ada)).welcome["name"])
    later = await ada.request("hello", version=1, token=welcome["token"], name="Ada King")
    stage.equal("a later hello on the same connection renames", "Ada King", later["name"])


async def hello_refused(stage):
    ada, bob = await stage.guest("Ada"), await stage.guest("Bob")
    token = bob.welcome["token"]
    await stage.refused("a later hello of somebody else", "forbidden", ada.request("hello", version=1, token=token))
    device = await Device.open(stage.url)

    async def refused(what, code, **fields):
        await stage.refused(f"hello {what}", code, device.request("hello", **fields))

    await refused("of a version that is to come", "unsupported", version=9, name="Ada")
    await refused("with a token that is not valid", "unauthorized", version=1, token="nonsense")
    await refused("with a changed token", "unauthorized", version=1, token=token[:-5] + "AAAAA")
    await refused("of a guest without a name", "bad_request", version=1)
    await refused("with an empty token", "bad_request", version=1, token="")
    await refused("with a token of 8,001 bytes", "bad_request", version=1, token="t" * 8001)
    for name in ["", "   ", "n" * 41, "two\nlines", "a\u200bb", "a\u202eb", "a\u2066b", "a\ufeffb", "a\x07b"]:
        await refused(f"with the name {name!r}", "bad_request", version=1, name=name)
    welcome = await device.request("hello", version=1, name="茶" * 40)
    stage.equal("a name may have 40 characters of any script", "茶" * 40, welcome["name"])


async def cursors(stage):
    ada, room, new, bare = await stage.guest("Ada"), new_room(), new_room(), new_room()
    for id in [room, new, bare]:
        await ada.request("join", room=id)
    await ada.send(room, "one", "two", "three")
    token = ada.welcome["token"]
    device = await Device.open(stage.url, token=token, cursors={room: 2, new: 1, new_room(): 3})
    states = {state["room"]: state for state in device.welcome["rooms"]}
    stage.equal("welcome has all rooms of the person, and no others", {room, new, bare}, set(states))
    stage.equal("with the head", 4, states[room]["head"])
    stage.equal("with the events right after the cursor", [3, 4], seqs(states[room].get("events", [])))
    stage.check("without events where the cursor is at the head", not states[new].get("events"), states[new])
    stage.check("without events where there was no cursor", not states[bare].get("events"), states[bare])
    await ada.patiently("leave", room=bare)
    gone = await Device.open(stage.url, token=token)
    left = {state["room"] for state in gone.welcome["rooms"]}
    stage.check("the next welcome lacks a room that was left elsewhere", bare not in left, left)


async def full_welcome(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    await ada.send(room, *["x" * 2500 for _ in range(10)])
    await ada.send(room, *["y" * 2500 for _ in range(10)])
    device = await Device.open(stage.url, token=ada.welcome["token"], cursors={room: 1})
    state = device.welcome["rooms"][0]
    came = seqs(state["events"])
    is_part = 0 < len(came) < 20 and came == list(range(2, 2 + len(came)))
    stage.check("the events of welcome may end before head, and begin after the cursor without holes", is_part, came)


async def join_and_leave(stage):
    ada, bob, room = await stage.guest("Ada"), await stage.guest("Bob"), new_room()
    ack = await ada.request("join", room=room, title="  Tea & Biscuits ")
    state = ack["room"]
    stage.equal("the ack of a join has no results", [], ack["results"])
    stage.equal("it has the room's state", (room, "Tea & Biscuits", 1), (state["room"], state["title"], state["head"]))
    stage.check("it has no events", not state.get("events"), state)
    state = (await bob.request("join", room=room, title="Mine"))["room"]
    stage.equal("a room that exists keeps its title", "Tea & Biscuits", state["title"])
    await ada.push("events", room)
    pushed = [(event["seq"], event["kind"], event["by"], event["name"]) for event in ada.pushed_events(room)]
    stage.equal("a join is an event, and is pushed to the others", [(2, "join", bob.user, "Bob")], pushed)
    state = (await bob.request("join", room=room))["room"]
    stage.equal("to join again is no event", 2, state["head"])
    made = (await bob.request("join", room=f"{room}-茶馆"))["room"]
    stage.check("a title is made from the id", made["title"], made)

    ack = await bob.request("leave", room=room)
    stage.equal("the ack of a leave has neither results nor a room", ([], None), (ack["results"], ack.get("room")))
    await until(lambda: len(ada.pushed_events(room)) == 2)
    stage.equal("a leave is an event", "leave", ada.pushed_events(room)[-1]["kind"])
    stage.equal("a repeated leave is harmless", "ack", (await bob.request("leave", room=room))["type"])
    stage.equal("and is no event", 3, (await ada.request("history", room=room))["head"])
    for action, fields in outsider(room).items():
        await stage.refused(f"{action} by somebody who has left", "forbidden", bob.request(action, **fields))
    bob.pushes.clear()
    await bob.tell("read", room=room, seq=1)
    await until(lambda: bob.pushes)
    stage.equal("the refusal of a read comes without id", "forbidden", bob.pushes and bob.pushes[0].get("code"))


def outsider(room):
    change = {"room": room, "clientId": "c", "target": 1}
    return {
        "send": {"room": room, "messages": [{"clientId": "c", "text": "Hi"}]},
        "edit": change | {"text": "Hi"},
        "delete": change,
        "react": change | {"emoji": "🍵", "on": True},
        "history": {"room": room},
        "read": {"room": room, "seq": 1},
        "typing": {"room": room},
    }


async def joins_too_fast(stage):
    ada, room = await stage.guest("Ada"), new_room()
    refusal = None
    for _ in range(20):
        await refusal_of(ada.request("leave", room=room))
        refusal = await refusal_of(ada.request("join", room=room))
        if refusal.code == "rate_limited":
            break
    stage.equal("who joins and leaves too often is refused with rate_limited", "rate_limited", refusal.code)
    stage.check("with retryAfterMs", refusal.retry_after > 0, refusal.retry_after)
    await asyncio.sleep(refusal.retry_after)
    came = await ada.request("join", room=room)
    stage.equal("after that time the join is accepted", "ack", came["type"])


async def many_rooms(stage):
    ada, bob, cleo = [await stage.guest(name) for name in ("Ada", "Bob", "Cleo")]
    prefix, rooms = new_room(), []
    for maker in (ada, bob):
        for _ in range(50):
            rooms.append(f"{prefix}-{len(rooms)}")
            await maker.patiently("join", room=rooms[-1])
    request = ada.patiently("join", room=f"{prefix}-more")
    await stage.refused("to make a 51st room", "too_large", request)
    for room in rooms:
        await cleo.patiently("join", room=room)
    await stage.refused("to join a 101st room", "too_large", cleo.patiently("join", room=f"{prefix}-101"))
    await directory(stage, cleo, rooms)


async def directory(stage, device, made):
    pages, cursor = [], None
    while not pages or cursor:
        pages.append(await device.request("rooms", cursor=cursor))
        cursor = pages[-1].get("cursor")
    listed = [room["room"] for page in pages for room in page["rooms"]]
    stage.check("the directory has the public rooms", set(made) <= set(listed), set(made) - set(listed))
    stage.equal("in order of their ids, each once", sorted(set(listed)), listed)
    sizes = [len(page["rooms"]) for page in pages]
    stage.check("50 at a time; only the last page has no cursor", set(sizes[:-1]) == {50}, sizes)
    stage.check("each with a title", all(room["title"] for page in pages for room in page["rooms"]))


async def left_elsewhere(stage):
    phone, room, other = await stage.guest("Ada"), new_room(), new_room()
    bob = await stage.guest("Bob")
    await phone.request("join", room=room)
    laptop = await stage.device_of(phone)
    await bob.request("join", room=room)
    heads = (await laptop.request("ping"))["heads"]
    stage.equal("pong has the heads of the rooms in which the connection listens", {room: 2}, heads)

    await phone.request("join", room=other)
    await asyncio.sleep(SILENCE)
    stage.check("a join on another device is not pushed to this one", not laptop.pushed("events", other), laptop.pushes)
    await stage.refused("history there", "forbidden", laptop.request("history", room=other))
    await laptop.request("join", room=other)
    page = await laptop.request("history", room=other)
    stage.equal("a member who joins on this connection listens, and that is no event", 1, page["head"])

    laptop.pushes.clear()
    await phone.request("leave", room=room)
    await laptop.push("events", room)
    came = [(event["kind"], event["by"]) for event in laptop.pushed_events(room)]
    stage.equal("the own leave on another device is pushed", [("leave", phone.user)], came)
    laptop.pushes.clear()
    await bob.send(room, "Ada has gone")
    await asyncio.sleep(SILENCE)
    stage.equal("and after it no more events of the room", [], laptop.pushes)
    heads = (await laptop.request("ping"))["heads"]
    stage.equal("and pong lacks the room", {other: 1}, heads)
    await stage.refused("send from the other device", "forbidden", laptop.send(room, "Hi"))


SCENES = [hello, hello_refused, cursors, full_welcome, join_and_leave, joins_too_fast, many_rooms, left_elsewhere]
