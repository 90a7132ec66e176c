"""What a client has to do, over a network that works."""

import asyncio

from client import Client
from company import same_log, texts, two
from connection import Refused
from stage import until


async def conversation(stage):
    async with two(stage) as (_, ada, bob, room):
        await asyncio.gather(*(ada.send(room, f"a{number}\n") for number in range(5)), bob.send(room, "b0"))
        first = min(message["seq"] for message in ada.rooms[room].messages() if message["by"] == ada.user)
        answer = await bob.send(room, "An answer", reply_to=first)
        await asyncio.gather(
            ada.edit(room, first, " edited "), bob.react(room, first, "🍵"), ada.react(room, first, "🍪")
        )
        await bob.react(room, first, "🍵", on=False)
        await bob.delete(room, answer["seq"])
        await same_log(stage, "messages, an answer, an edit, reactions, a deletion", ada, bob, room)
        own = [text for text in texts(ada, room) if text and text.startswith("a")]
        made = [f"a{number}" for number in range(1, 5)]
        stage.equal("a person's messages are in the order in which they were made", made, own)
        await bob.send(room, "b1")
        ada.mark_read(room, ada.rooms[room].cursor)
        await until(lambda: ada.rooms[room].head == ada.rooms[room].cursor)
        async with Client(stage.url, token=ada.session.token) as again:
            await until(lambda: room in again.rooms and again.rooms[room].cursor)
            await same_log(stage, "another device, from history alone", again, bob, room)


async def large_batches(stage):
    async with two(stage) as (network, ada, bob, room):
        await asyncio.gather(*(ada.send(room, "茶" * 2600) for _ in range(10)))
        batches = [len(frame["messages"]) for frame in network.sent if frame["action"] == "send"]
        stage.check("ten long messages go in requests of less than 28,000 bytes", len(batches) > 1, batches)
        await same_log(stage, "long messages", ada, bob, room)


async def far_back(stage):
    async with two(stage) as (_, ada, bob, room):
        await asyncio.gather(*(client.send(room, str(number)) for number in range(30) for client in (ada, bob)))
        target = min(message["seq"] for message in bob.rooms[room].messages() if message["by"] == bob.user)
        await bob.edit(room, target, "edited later")
        async with Client(stage.url, token=ada.session.token) as late:
            await until(lambda: room in late.rooms and late.rooms[room].cursor)
            came = len(late.rooms[room].events), late.rooms[room].first > 1
            stage.equal("the first load is the newest page", (50, True), came)
            await bob.react(room, target, "🍵")
            while await late.load_older(room):
                pass
            await same_log(stage, "older history with changes that were loaded before it", late, bob, room)


async def too_fast(stage):
    async with two(stage) as (_, ada, bob, room):
        for number in range(12):
            await ada.send(room, str(number))
        stage.equal("a client that waits retryAfterMs loses nothing", [str(it) for it in range(12)], texts(ada, room))
        await same_log(stage, "a client that was too fast", ada, bob, room)


async def devices(stage):
    async with two(stage) as (_, ada, bob, room):
        async with Client(stage.url, token=ada.session.token) as phone:
            await until(lambda: room in phone.rooms and phone.rooms[room].cursor)
            await bob.send(room, "one")
            await until(lambda: texts(phone, room) and texts(ada, room))
            ada.mark_read(room, ada.rooms[room].cursor)
            await until(lambda: phone.rooms[room].read == ada.rooms[room].cursor)
            read, cursor = phone.rooms[room].read, phone.rooms[room].cursor
            stage.equal("a read mark reaches the person's other device", cursor, read)
            await bob.tell_typing(room)
            await until(lambda: ada.rooms[room].who_types() and phone.rooms[room].who_types())
            stage.equal("typing reaches the others", [bob.user], ada.rooms[room].who_types())
            await bob.send(room, "two")
            await until(lambda: len(texts(ada, room)) == 2)
            stage.equal("an event of a person ends the sign that the person types", [], ada.rooms[room].who_types())
            listed = [it["room"] for it in await ada.directory()]
            stage.check("the directory has the room", room in listed, listed)
            await phone.leave(room)
            await until(lambda: room not in ada.rooms)
            stage.check("a leave on one device reaches the other", room not in ada.rooms)
            try:
                await ada.send(room, "Am I there?")
                code = "no refusal"
            except Refused as refusal:
                code = refusal.code
            stage.equal("whoever has left is refused for good", "forbidden", code)


async def forgotten_token(stage):
    async with Client(stage.url, "Ada", token="nonsense") as ada:
        stage.check("a guest whose token is not valid goes on as a new person", ada.user, ada.user)


SCENES = [conversation, large_batches, far_back, too_fast, devices, forgotten_token]
