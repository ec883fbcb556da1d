"""Work done in a child process, so that what it loads does not stay in this one."""

import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from bot.problems import CommandFailed

__all__ = ["begin_apart"]


def begin_apart(work: Callable[[str], None], argument: str) -> Callable[[], None]:
    """Begin *work* with *argument* in a child process, and return what waits for its end.

    Where there is no fork the work is done in this process, when it is waited for. Only before
    threads and event loops exist: a copy of those would be dead. What is returned

    Raises:
        CommandFailed: *work* raised it, or the child died.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return lambda: work(argument)
    context = multiprocessing.get_context("fork")
    ours, childs = context.Pipe(duplex=False)
    child = context.Process(target=_work_and_tell, args=(childs, work, argument))
    child.start()
    childs.close()

    def wait() -> None:
        try:
            sentence = ours.recv()
        except EOFError:
            sentence = "The process that prepared the database died; see above."
        child.join()
        if sentence:
            raise CommandFailed(sentence)

    return wait


def _work_and_tell(parent: Connection, work: Callable[[str], None], argument: str) -> None:
    # Ctrl-C reaches us too: who waits for us ends with a sentence, what we have begun is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work(argument)
    except CommandFailed as problem:
        parent.send(str(problem))
        sys.exit(1)
    parent.send("")
