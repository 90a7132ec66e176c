"""What a client has to do, over a network that loses, doubles, reorders and cuts."""

import asyncio
import json
import random
import tempfile
from pathlib import Path

from client import Client
from company import same_log, texts, two
from network import Network
from outbox import Change, Outbox
from stage import new_room, until


async def cut_before_the_ack(stage):
    async with two(stage) as (network, ada, bob, room):
        network.lose()
        sending = asyncio.gather(ada.send(room, "once"), ada.send(room, "only"))
        arrived = await until(lambda: texts(bob, room) == ["once", "only"])
        stage.check("Bob sees what was sent", arrived, texts(bob, room))
        stage.check("Ada has no ack", not sending.done())
        network.heal()
        network.cut()
        await sending
        await resent_once(stage, network, bob, room)
        await same_log(stage, "a connection that was cut between send and ack", ada, bob, room)

        # The same for a change, whose event does not tell its clientId.
        network.lose(lambda frame: frame.get("type") == "ack" and network.has_sent("edit"))
        seq = bob.rooms[room].messages()[0]["seq"]
        editing = asyncio.create_task(ada.edit(room, seq, "edited once"))
        await until(lambda: "edited once" in texts(bob, room))
        network.heal()
        network.cut()
        result = await editing
        stage.equal("a repeated edit is answered as a duplicate", True, result.get("duplicate"))
        await same_log(stage, "a connection that was cut between edit and ack", ada, bob, room)


async def resent_once(stage, network, bob, room):
    stage.equal("the message is in the log exactly once", ["once", "only"], texts(bob, room))
    hellos = [frame for frame in network.sent if frame["action"] == "hello"]
    has_resumed = hellos[-1].get("token") and room in hellos[-1].get("cursors", {})
    stage.check("the client has said hello again, with token and cursors", len(hellos) > 1 and has_resumed, hellos)


async def resend_without_a_hint(stage):
    """The client resends although the log could tell: `welcome` and pages are held back until it has."""
    async with two(stage) as (network, ada, bob, room):

        def is_lost(text):
            frame = json.loads(text)
            return frame.get("type") in ("ack", "events") and network.has_sent("send") < 2

        network.arrives = lambda text: [] if is_lost(text) else [without_events(text)]
        sending = asyncio.create_task(ada.send(room, "again"))
        await until(lambda: texts(bob, room) == ["again"])
        network.cut()
        result = await sending
        network.heal()
        ids = {frame["messages"][0]["clientId"] for frame in network.sent if frame["action"] == "send"}
        stage.equal("the client has sent it twice, with one clientId", (2, 1), (network.has_sent("send"), len(ids)))
        stage.equal("the second ack says that it is a duplicate", True, result.get("duplicate"))
        await same_log(stage, "a repeated send", ada, bob, room)
        stage.equal("the message is in the log exactly once", ["again"], texts(bob, room))


def without_events(text):
    frame = json.loads(text)
    if frame.get("type") == "welcome":
        for state in frame["rooms"]:
            state["events"] = []
    if frame.get("type") == "page":
        frame["events"] = []
    return json.dumps(frame)


async def crash(stage):
    """The program ends between send and ack; the next one finds the outbox."""
    with tempfile.TemporaryDirectory() as folder:
        path, room = Path(folder) / "outbox.json", new_room()
        async with Network(stage.url) as network, Client(stage.url, "Bob") as bob:
            await bob.join(room)
            async with Client(network.url, "Ada", outbox=Outbox(path)) as ada:
                await ada.join(room)
                token = ada.session.token
                network.lose()
                sending = asyncio.create_task(ada.send(room, "before the crash"))
                await until(lambda: texts(bob, room))
            sending.cancel()
            outbox = Outbox(path)
            outbox.add(Change.new(room, "send", text="after the crash"))
            async with Client(stage.url, token=token, outbox=outbox) as ada:
                await until(lambda: not outbox.rooms())
                await until(lambda: len(texts(bob, room)) > 1)
                both = ["before the crash", "after the crash"]
                stage.equal("after a crash each message is in the log exactly once", both, texts(bob, room))


async def bad_network(stage):
    """Pushes are lost, doubled and reordered; connections are cut."""
    chance = random.Random(7)
    async with two(stage) as (network, ada, bob, room):
        kept = []

        def arrives(text):
            if json.loads(text).get("type") != "events":
                return [text]
            kept.append(text)
            chance.shuffle(kept)
            return [kept.pop() for _ in range(chance.randrange(len(kept) + 1))] + [text] * chance.randrange(2)

        network.arrives = arrives
        said = [bob.send(room, f"b{number}") for number in range(8)] + [ada.send(room, f"a{it}") for it in range(8)]
        working = asyncio.gather(*said)
        for _ in range(4):
            await asyncio.sleep(0.4)
            network.cut()
        await working
        for number in range(6):
            await bob.send(room, f"late {number}")
        network.heal()
        await ada.ping()
        await same_log(stage, "pushes that were lost, doubled and reordered, connections that were cut", ada, bob, room)
        expected = [f"{who}{number}" for who in "ab" for number in range(8)]
        expected += [f"late {number}" for number in range(6)]
        stage.equal("each message is there exactly once", expected, sorted(texts(bob, room)))


async def lost_push(stage):
    async with two(stage) as (network, ada, bob, room):
        await until(lambda: ada.rooms[room].cursor == 2)
        network.lose(lambda frame: frame.get("type") == "events")
        await bob.send(room, "lost")
        await until(lambda: network.lost)
        network.heal()
        stage.equal("a push is lost", [], texts(ada, room))
        await ada.ping()
        await until(lambda: texts(ada, room))
        stage.equal("the head in pong tells it, and history has it", ["lost"], texts(ada, room))


async def gateway_errors(stage):
    async with two(stage) as (network, ada, bob, room):
        error = {"message": "Internal server error", "connectionId": "Qyi07eCb=", "requestId": "Qyi1AEga="}
        network.lose(lambda frame: frame.get("type") == "ack", instead=[error])
        sending = asyncio.create_task(ada.send(room, "once"))
        await until(lambda: network.lost)
        network.heal()
        result = await sending
        stage.equal("after an error of API Gateway's, a repeated send is a duplicate", True, result.get("duplicate"))
        await same_log(stage, "an error of API Gateway's", ada, bob, room)
        for frame in ["", "[]", "nonsense", {}, {"message": "hi"}, {"type": "news", "room": room}, error]:
            await network.inject(frame)
        strange = {"seq": ada.rooms[room].cursor + 1, "at": 1, "by": "u-x", "name": "X", "kind": "poll"}
        await network.inject({"type": "events", "room": room, "events": [strange]})
        await network.inject({"type": "error", "code": "strange", "message": "A newer code"})
        await until(lambda: ada.rooms[room].cursor == strange["seq"])
        stage.equal("frames that a client must skip do no harm", ["once"], texts(ada, room))
        stage.equal("an event of an unknown kind moves the cursor", strange["seq"], ada.rooms[room].cursor)


SCENES = [cut_before_the_ack, resend_without_a_hint, crash, bad_network, lost_push, gateway_errors]
