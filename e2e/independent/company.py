"""Two whole clients in a room of their own, and what they have to agree about."""

from contextlib import asynccontextmanager

from client import Client
from network import Network
from stage import Device, new_room, until


@asynccontextmanager
async def two(stage):
    """Ada behind a network, Bob without one, in a room of their own."""
    room = new_room()
    async with Network(stage.url) as network:
        async with Client(network.url, "Ada") as ada, Client(stage.url, "Bob") as bob:
            await ada.join(room)
            await bob.join(room)
            yield network, ada, bob, room


async def same_log(stage, what, ada, bob, room):
    """Both have the server's log in the end, with each message in its present state."""
    device = await Device.open(stage.url, token=bob.session.token)
    log = await device.log(room)

    def has(client):
        return list(client.rooms[room].events.values()) == log

    await until(lambda: has(ada) and has(bob))
    for name, client in ("Ada", ada), ("Bob", bob):
        stage.check(f"{what}: {name}'s log is that of the server", has(client), client.rooms[room].events)


def texts(client, room):
    return [message.get("text") for message in client.rooms[room].messages()]
