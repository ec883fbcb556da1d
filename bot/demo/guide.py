"""The guided story beside the chats: eight steps, each done by pressing as shown, or for you.

What has been done is read off the chats themselves, so it does not matter whose hand did it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.demo.cast import Cast
from bot.demo.guide_words import StepKey, step_words, task_words
from bot.demo.telephones import Part, Telephones
from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo
from bot.sandbox.screen import ScreenMessage
from services.i18n import LANGUAGES, use_locale

__all__ = ["Guide", "Seen", "Step", "Task", "steps_of"]

_DO_SECONDS = 30.0  # the product answers within one; machines differ


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a chat when a task is done: words of a message, or a button under it.

    *is_answer*: the button just pressed was answered, whatever stands in the chat.
    """

    part: Part
    text: str = ""
    button: str = ""
    is_answer: bool = False

    def is_in(self, message: ScreenMessage) -> bool:
        """Whether *message* shows it."""
        has_button = not self.button or message.has_button(self.button)
        return message.from_bot and self.text in message.text and has_button


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: *kind* is type, press or clock; *what* is the line, caption or jump."""

    kind: str
    what: str
    until: Seen
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story."""

    key: StepKey
    tasks: tuple[Task, ...]


def steps_of(cast: Cast, *, next_day: Callable[[], date]) -> list[Callable[[], Step]]:
    """Return the story of a class; a step is told when it begins, for its dates depend on it."""
    here = cast.class_name
    subject = cast.subject
    first, second = (family.student.family_name for family in cast.families[:2])
    save = "Сохранить"

    def entry(line: str) -> tuple[Task, Task]:
        return (
            Task("type", line, Seen(Part.TEACHER, button=save), Part.TEACHER),
            Task("press", save, Seen(Part.TEACHER, text="Сохранено"), Part.TEACHER),
        )

    def mark() -> Step:
        told = Task("clock", "ten_minutes", Seen(Part.MOTHER, text=f"{subject}, "))
        line = f"{here} {subject.lower()}: {first} 5"
        return Step(StepKey.MARK, (*entry(line), told))

    def absence() -> Step:
        other = Part.OTHER_PARENT
        ask, ill = "Сообщить причину", "По болезни"
        return Step(
            StepKey.ABSENCE,
            (
                *entry(f"{here} {subject.lower()}: {second} н"),
                Task("clock", "ten_minutes", Seen(other, text="Нет на", button=ask)),
                Task("press", ask, Seen(other, button=ill), other),
                Task("press", ill, Seen(other, text="Причина передана"), other),
            ),
        )

    def homework() -> Step:
        line = f"/hw {here} {subject.lower()} упр. 243"
        told = Task("clock", "end_of_day", Seen(Part.MOTHER, text="Домашнее задание"))
        return Step(StepKey.HOMEWORK, (*entry(line), told))

    def substitution() -> Step:
        part = Part.DISPATCHER
        line = f"/change {next_day():%d.%m} {here} 3 Биология Яковлева 107"
        return Step(
            StepKey.SUBSTITUTION,
            (
                Task("type", line, Seen(part, button=save), part),
                Task("press", save, Seen(part, button="Отменить изменение"), part),
                Task("clock", "ten_minutes", Seen(Part.MOTHER, text="вместо")),
            ),
        )

    def broadcast() -> Step:
        part, send = Part.CLASS_TEACHER, "Отправить"
        line = f"/broadcast {here} В пятницу после пятого урока — экскурсия в музей."
        return Step(
            StepKey.BROADCAST,
            (
                Task("type", line, Seen(part, button=send), part),
                Task("press", send, Seen(part, button="Отозвать рассылку"), part),
                Task("clock", "ten_minutes", Seen(Part.MOTHER, text="экскурсия в музей")),
            ),
        )

    def summary() -> Step:
        mother, read = Part.MOTHER, "Ознакомлен"
        return Step(
            StepKey.SUMMARY,
            (
                Task("clock", "summary", Seen(mother, button=read)),
                Task("press", read, Seen(mother, is_answer=True), mother),
            ),
        )

    def finals() -> Step:
        agree = "Согласен со всеми"
        return Step(
            StepKey.FINALS,
            (
                Task("clock", "period_end", Seen(Part.TEACHER)),
                Task(
                    "type",
                    f"/final {here} {subject}",
                    Seen(Part.TEACHER, button=agree),
                    Part.TEACHER,
                ),
                Task("press", agree, Seen(Part.TEACHER, button=save), Part.TEACHER),
                Task("press", save, Seen(Part.TEACHER, text="Сохранено"), Part.TEACHER),
                Task("clock", "next_lesson", Seen(Part.MOTHER, text="четверть")),
            ),
        )

    def control() -> Step:
        part = Part.DEPUTY_HEAD
        return Step(
            StepKey.CONTROL,
            (
                Task("type", "/control", Seen(part, button="По учителям"), part),
                Task("press", "◀", Seen(part, text="Нарушены сроки"), part),
                Task("press", "По учителям", Seen(part, button="Вся неделя"), part),
            ),
        )

    return [mark, absence, homework, substitution, broadcast, summary, finals, control]


class TimeGoesOn(Protocol):
    """Moves the clock to where a button beside it points."""

    async def go(self, key: str) -> None:
        """Let time pass until then."""
        ...


class Guide:
    """Leads through the story; the page shows its state and asks it to go on."""

    def __init__(
        self,
        telegram: Telegram,
        telephones: Telephones,
        travel: TimeGoesOn,
        steps: Sequence[Callable[[], Step]],
    ) -> None:
        """Begin at the first of *steps*."""
        self._telegram = telegram
        self._telephones = telephones
        self._travel = travel
        self._steps = steps
        self._begin(0)
        telegram.changes.listen(self._look)

    def state(self) -> dict[str, Any]:
        """Return what the page shows: where we are, what is done, the words in every language."""
        done = self._tasks_done()
        step = self._step
        return {
            "number": self._number,
            "count": len(self._steps),
            "is_done": done == len(step.tasks),
            "words": {language: self._words(language) for language in LANGUAGES},
            "tasks": [
                {
                    "kind": task.kind,
                    "part": (task.part or task.until.part).value,
                    "what": task.what,
                    "is_done": number < done,
                }
                for number, task in enumerate(step.tasks)
            ],
        }

    async def act(self, name: str) -> None:
        """Do what a button of the story says: ``do``, ``next``, ``back``.

        Raises:
            CannotDo: there is no such button, or what it would press is not there.
            StillBusy: the clock has stopped on its way.
        """
        match name:
            case "do":
                await self._do()
            case "next":
                self._begin(min(self._number + 1, len(self._steps) - 1))
            case "back":
                self._begin(max(self._number - 1, 0))
            case _:
                raise CannotDo(f"the story has no button {name}")

    def _begin(self, number: int) -> None:
        self._number = number
        self._step = self._steps[number]()
        self._done = 0
        self._from_now_on()

    def _from_now_on(self) -> None:
        self._since = self._telegram.changes.revision
        self._answers = {part: self._answered(part) for part in Part}

    def _answered(self, part: Part) -> int:
        telephone = self._telephones.find(part)
        if telephone is None:
            return 0
        return sum(
            press.is_answered and press.account.user_id == telephone.user.user_id
            for press in self._telegram.presses.values()
        )

    def _look(self, _change: Change) -> None:
        """See what has been done at every change: a hand may be quick."""
        self._tasks_done()

    def _tasks_done(self) -> int:
        """Return how many tasks are done, in order; what was done stays done."""
        while self._done < len(self._step.tasks) and self._is_seen(self._step.tasks[self._done]):
            self._done += 1
            self._from_now_on()
        return self._done

    def _is_seen(self, task: Task) -> bool:
        telephone = self._telephones.find(task.until.part)
        if telephone is None:
            return True
        if task.until.is_answer:
            return self._answered(task.until.part) > self._answers[task.until.part]
        return any(
            one.changed > self._since and task.until.is_in(one) for one in telephone.user.messages
        )

    async def _do(self) -> None:
        done = self._tasks_done()
        if done == len(self._step.tasks):
            return
        task = self._step.tasks[done]
        if task.kind == "clock":
            await self._travel.go(task.what)
        else:
            telephone = self._telephones.find(task.part or task.until.part)
            if telephone is None:
                raise CannotDo("nobody plays this part")
            if task.kind == "type":
                await telephone.user.send(task.what)
            else:
                await telephone.user.press(task.what)
        await self._telegram.wait_until(
            lambda: self._tasks_done() > done, timeout_seconds=_DO_SECONDS
        )

    def _words(self, language: str) -> dict[str, Any]:
        with use_locale(language):
            title, text = step_words(self._step.key)
            return {
                "title": title,
                "text": text,
                "tasks": [
                    task_words(task.kind, task.what, who=self._name(task.part))
                    for task in self._step.tasks
                ],
            }

    def _name(self, part: Part | None) -> str:
        telephone = None if part is None else self._telephones.find(part)
        return "" if telephone is None else telephone.persona.title
