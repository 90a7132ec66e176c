"""What runs beside the callers: at most one task for each purpose."""

import asyncio


class Tasks:
    def __init__(self):
        self._tasks = {}  # by purpose

    def begin(self, purpose, work, *arguments):
        """Begins the work, unless it is under way. Returns its task."""
        task = self._tasks.get(purpose)
        if not task or task.done():
            task = self._tasks[purpose] = asyncio.create_task(work(*arguments))
            # An exception is for those who wait for the task. It is no error if nobody does.
            task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return task

    async def cancel(self):
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
