"""send, history, typing, read: one room's log, frame by frame."""

import asyncio

from connection import encoded
from stage import SILENCE, as_duplicate, new_room, refusal_of, said, seqs, until


async def send(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    phone, bob = await stage.device_of(ada), await stage.guest("Bob", room)
    await ada.push("events", room)
    ada.pushes.clear()
    messages = [said(f"message {number}", mood="ignored") for number in range(10)]
    results = await ada.send(room, *messages)
    ids = [message["clientId"] for message in messages]
    stage.equal("a send of 10 has a result for each, in order", ids, [result["clientId"] for result in results])
    stage.equal("their seqs are in the request's order", sorted(seqs(results)), seqs(results))
    log = await ada.log(room)
    stage.equal("the log is numbered 1, 2, 3 … without holes", list(range(1, 13)), seqs(log))
    expected = [
        {"seq": result["seq"], "at": result["at"], "messages": result["messages"], "by": ada.user, "name": "Ada"}
        | {"kind": "message"}
        | message
        for result, message in zip(results, messages)
    ]
    for event in expected:
        del event["mood"]
    stage.equal("the log has them, by the connection's person, without unknown fields", expected, log[2:])
    for who, device in [("another person", bob), ("the sender's other device", phone)]:
        await until(lambda: len(device.pushed_events(room)) >= 10)
        pushed = [event for event in device.pushed_events(room) if event["kind"] == "message"]
        stage.equal(f"{who} gets the events as a push", expected, sorted(pushed, key=lambda event: event["seq"]))
    stage.equal("the sender's own connection gets no push", [], ada.pushes)


async def send_refused(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    await stage.refused("a send of 11", "bad_request", ada.send(room, *["Hi"] * 11))
    await stage.refused("a send of none", "bad_request", ada.send(room))
    await stage.refused("a send to a room without me", "forbidden", ada.send(new_room(), "Hi"))
    to_nothing = said("to nothing", replyTo=4000)
    results = await ada.send(room, "first", to_nothing, said("to a join", replyTo=1), "last")
    came = [result.get("error", "seq" in result) for result in results]
    expected = [True, "not_found", "not_found", True]
    stage.equal("who answers what is no message gets not_found, the others are committed", expected, came)
    texts = [event.get("text") for event in (await ada.log(room))[1:]]
    stage.equal("no more is committed than that", ["first", "last"], texts)
    answer = (await ada.send(room, said("an answer", replyTo=results[0]["seq"])))[0]
    event = await ada.message(room, answer["seq"])
    stage.equal("replyTo is in the log", results[0]["seq"], event.get("replyTo"))


async def duplicates(stage):
    ada, room, other = await stage.guest("Ada"), new_room(), new_room()
    bob = await stage.guest("Bob", room)
    await ada.request("join", room=room)
    await ada.request("join", room=other)
    first, second = said("once"), said("twice?")
    committed = (await ada.send(room, first))[0]
    stage.check("a first result is no duplicate", not committed.get("duplicate"), committed)
    results = await ada.send(room, first | {"text": "another text"}, second)
    repeated = as_duplicate(committed)
    stage.equal("a repeated clientId is a duplicate with the seq and at of the first time", repeated, results[0])
    came = results[1]["seq"], results[1].get("duplicate")
    stage.equal("the new message beside it is committed", (committed["seq"] + 1, None), came)
    stage.equal("the first text stays", "once", (await ada.message(room, committed["seq"]))["text"])
    phone = await stage.device_of(ada)
    stage.equal("from another connection it is a duplicate too", repeated, (await phone.send(room, first))[0])
    same_id = (await bob.send(room, first))[0]
    stage.check("another person's clientId is another message", not same_id.get("duplicate"), same_id)
    elsewhere = (await ada.send(other, first))[0]
    stage.check("in another room it is another message", not elsewhere.get("duplicate"), elsewhere)
    racing = said("ten at the same time")
    raced = await asyncio.gather(*(ada.send(room, racing) for _ in range(5)))
    came = sorted(bool(results[0].get("duplicate")) for results in raced)
    stage.equal("of the same message five times at the same time, one is no duplicate", [False] + [True] * 4, came)
    texts = [event.get("text") for event in await ada.log(room)]
    stage.equal("and the log has it once", 1, texts.count("ten at the same time"))


async def too_fast(stage):
    ada, room, other = await stage.guest("Ada"), new_room(), new_room()
    await ada.request("join", room=room)
    await ada.request("join", room=other)
    await ada.request("send", room=room, messages=[said(str(number)) for number in range(8)])
    messages = [said("a"), said("b"), said("c")]
    request = ada.request("send", room=room, messages=messages)
    refusal = await stage.refused("more than 10 messages in 5 seconds", "rate_limited", request)
    stage.check("with retryAfterMs of at most 5 seconds", 0 < refusal.retry_after <= 5, refusal.retry_after)
    stage.equal("nothing of that request is committed", 9, (await ada.request("history", room=room))["head"])
    elsewhere = await refusal_of(ada.request("send", room=other, messages=messages))
    stage.check("the limit is that of one room", elsewhere.code.startswith("no refusal"), elsewhere)
    await asyncio.sleep(refusal.retry_after)
    ack = await ada.request("send", room=room, messages=messages)
    stage.equal("after that time the same request is committed", [10, 11, 12], seqs(ack["results"]))


async def history(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    for start in range(0, 60, 10):
        await ada.send(room, *[str(number) for number in range(start, start + 10)])

    async def page(promise, expected, more, **fields):
        came = await ada.request("history", room=room, **fields)
        came = seqs(came["events"]), came["more"], came["head"]
        stage.equal(f"history {promise}", (list(expected), more, 61), came)

    await page("without before and after has the newest 50", range(12, 62), True)
    await page("has at most 50", range(12, 62), True, limit=1000)
    await page("with a limit has the newest", range(58, 62), True, limit=4)
    await page("before 12 has the oldest, and there is no more", range(1, 12), False, before=12)
    await page("before 12 with a limit has those next to it", range(7, 12), True, before=12, limit=5)
    await page("after 0 has the oldest 50", range(1, 51), True, after=0)
    await page("after 50 has the rest, and there is no more", range(51, 62), False, after=50)
    await page("after 3 with a limit has those next to it", [4, 5], True, after=3, limit=2)
    await page("with both ignores before", [4, 5], True, after=3, before=3, limit=2)
    await page("after the head is empty", [], False, after=61)
    await page("before the first is empty", [], False, before=1)


async def large_pages(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    for _ in range(4):
        await ada.send(room, *["茶" * 2600 for _ in range(3)])
    newest = await ada.request("history", room=room)
    came = seqs(newest["events"])
    fits = 0 < len(came) < 13 and newest["more"] and came[-1] == 13
    stage.check("a page keeps to the size of a frame, and says that there is more", fits, (came, newest["more"]))
    size = len(encoded(newest).encode())
    stage.check("a page has less than 28,000 bytes", size < 28_000, size)
    stage.equal("pages after pages give the whole log", list(range(1, 14)), seqs(await ada.log(room)))
    back, page = [], {"more": True}
    while page["more"]:
        page = await ada.request("history", room=room, before=back[0]["seq"] if back else None)
        back = page["events"] + back
    stage.equal("pages before pages give the same log", await ada.log(room), back)


async def read(stage):
    phone, room = await stage.guest("Ada"), new_room()
    await phone.request("join", room=room)
    laptop, bob = await stage.device_of(phone), await stage.guest("Bob", room)
    await bob.send(room, "one", "two", "three")

    async def marks(what, seq, expected):
        laptop.pushes.clear()
        await phone.tell("read", room=room, seq=seq)
        if expected is None:
            await asyncio.sleep(SILENCE)
        else:
            await laptop.push("read", room)
        came = [frame["seq"] for frame in laptop.pushed("read", room)]
        stage.equal(f"read: {what}", [] if expected is None else [expected], came)

    await marks("the person's other device gets the mark", 4, 4)
    await marks("the mark does not go back", 2, None)
    await marks("a mark that has not moved is not pushed", 4, None)
    await marks("a seq beyond the head counts as the head", 4000, 5)
    stage.equal("nobody else gets it", [], bob.pushed("read", room))
    stage.equal("nor the connection that has sent it", [], phone.pushed("read", room))
    await stage.refused("read of a seq that is no number", "bad_request", phone.request("read", room=room, seq="x"))
    again = await stage.device_of(phone)
    stage.equal("the next welcome has the mark", 5, again.welcome["rooms"][0]["read"])


async def typing(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    phone, bob = await stage.device_of(ada), await stage.guest("Bob", room)
    stranger = await stage.guest("Stranger")
    await ada.tell("typing", room=room)
    expected = {"type": "typing", "room": room, "user": ada.user, "name": "Ada"}
    stage.equal("typing is pushed to another person", expected, await bob.push("typing", room))
    stage.equal("and to the person's other connection", expected, await phone.push("typing", room))
    await asyncio.sleep(SILENCE)
    came = ada.pushed("typing", room), stranger.pushes
    stage.equal("not to the connection itself, nor to who is not in the room", ([], []), came)
    await stranger.tell("typing", room=room)
    await until(lambda: stranger.pushes)
    stage.equal("typing of somebody who is not in the room is refused", "forbidden", stranger.pushes[0].get("code"))
    stage.equal("typing is stored nowhere", 2, (await ada.request("history", room=room))["head"])


async def typing_in_a_crowd(stage):
    ada, room = await stage.guest("Ada"), new_room()
    await ada.request("join", room=room)
    others = [await stage.guest("Bob", room)]
    while len(others) < 49:
        others.append(await stage.device_of(others[0]))
    await ada.tell("typing", room=room)
    await until(lambda: all(device.pushed("typing", room) for device in others))
    came = sum(bool(device.pushed("typing", room)) for device in others)
    stage.equal("typing is pushed to 49 other connections", 49, came)
    others.append(await stage.device_of(others[0]))
    for device in others:
        device.pushes.clear()
    await ada.tell("typing", room=room)
    await asyncio.sleep(2 * SILENCE)
    came = sum(bool(device.pushed("typing", room)) for device in others)
    stage.equal("typing is pushed to nobody if there are 50", 0, came)


SCENES = [send, send_refused, duplicates, too_fast, history, large_pages, read, typing, typing_in_a_crowd]
