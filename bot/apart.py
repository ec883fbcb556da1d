"""Work done in a child process, so that what it loads does not stay in this one."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from bot.problems import CommandFailed

__all__ = ["run_apart"]


def run_apart(work: Callable[[str], None], argument: str) -> None:
    """Call *work* with *argument* in a child process; where there is no fork, in this one.

    Only before threads and event loops exist: a copy of those would be dead.

    Raises:
        CommandFailed: *work* raised it, or the child died.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        work(argument)
        return
    context = multiprocessing.get_context("fork")
    ours, childs = context.Pipe(duplex=False)
    child = context.Process(target=_work_and_tell, args=(childs, work, argument))
    child.start()
    childs.close()
    try:
        sentence = ours.recv()
    except EOFError:
        sentence = "The process that prepared the database died; see above."
    child.join()
    if sentence:
        raise CommandFailed(sentence)


def _work_and_tell(parent: Connection, work: Callable[[str], None], argument: str) -> None:
    try:
        work(argument)
    except CommandFailed as problem:
        parent.send(str(problem))
        sys.exit(1)
    parent.send("")
