"""A few people hold a conversation, and check what docs/protocol.md promises. `python conversation.py URL [SCENE...]`

The clients are written by that page alone. Each check is a line; a line that begins with FAILED says what came instead.
"""

import asyncio
import sys
import time
import traceback

from scenes import changes, clients, connecting, failures, log, people
from stage import Stage

SCENES = [scene for module in (connecting, people, log, changes, clients, failures) for scene in module.SCENES]
AT_ONCE = 4  # scenes, each with people and rooms of its own
PATIENCE = 120  # seconds for one scene


async def play(url, scene, turns):
    """Prints the scene's lines, and returns how many checks there were, and how many have failed."""
    stage = Stage(url, f"{scene.__module__.split('.')[-1]}.{scene.__name__}")
    async with turns:
        try:
            await asyncio.wait_for(scene(stage), PATIENCE)
        except Exception as error:
            traceback.print_exc()
            stage.check("the scene comes to its end", False, error)
    print(*stage.lines, sep="\n", flush=True)
    return len(stage.lines), stage.failures


async def main(url, *names):
    began = time.monotonic()
    turns = asyncio.Semaphore(AT_ONCE)
    chosen = [scene for scene in SCENES if not names or scene.__name__ in names]
    played = await asyncio.gather(*(play(url, scene, turns) for scene in chosen))
    checks, failures = (sum(counts) for counts in zip(*played))
    print(f"{checks} checks, {failures} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
