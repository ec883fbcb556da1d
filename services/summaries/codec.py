"""A summary's facts as they are kept: plain JSON data, fractions as «17/4»; pure."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from services.debts.facts import OpenDebt
from services.finals.facts import FinalValue, PeriodName
from services.summaries.facts import ComingWork, FortnightFacts, SignLine, SubjectLine, TopicLine
from services.vocabulary import PeriodKind

__all__ = ["facts_from_json", "facts_to_json"]


def facts_to_json(facts: FortnightFacts) -> dict[str, Any]:
    """Return what is stored."""
    return {
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "is_marked": facts.is_marked,
        "subjects": [_line_to_json(line) for line in facts.subjects],
        "topics": [[line.subject, list(line.topics)] for line in facts.topics],
        "average": _text(facts.average),
        "average_before": _text(facts.average_before),
        "lessons": facts.lessons,
        "excused": facts.excused,
        "unexcused": facts.unexcused,
        "unknown": facts.unknown,
        "late": facts.late,
        "debts": [_debt_to_json(one) for one in facts.debts],
        "works": [[one.subject, str(one.on)] for one in facts.works],
        "signs": [[line.subject, list(line.signs)] for line in facts.signs],
    }


def facts_from_json(stored: Mapping[str, Any]) -> FortnightFacts:
    """Return what was stored."""
    return FortnightFacts(
        starts_on=date.fromisoformat(stored["starts_on"]),
        ends_on=date.fromisoformat(stored["ends_on"]),
        is_marked=stored["is_marked"],
        subjects=tuple(_line_from_json(line) for line in stored["subjects"]),
        topics=tuple(TopicLine(subject, tuple(topics)) for subject, topics in stored["topics"]),
        average=_fraction(stored["average"]),
        average_before=_fraction(stored["average_before"]),
        lessons=stored["lessons"],
        excused=stored["excused"],
        unexcused=stored["unexcused"],
        unknown=stored["unknown"],
        late=stored["late"],
        # Summaries of before there were debts do not have them.
        debts=tuple(_debt_from_json(one) for one in stored.get("debts", ())),
        works=tuple(
            ComingWork(subject, date.fromisoformat(on)) for subject, on in stored.get("works", ())
        ),
        signs=tuple(SignLine(subject, tuple(signs)) for subject, signs in stored.get("signs", ())),
    )


def _debt_to_json(debt: OpenDebt) -> dict[str, Any]:
    return {
        "debt_id": debt.debt_id,
        "student_id": debt.student_id,
        "subject": debt.subject,
        "work_kind": debt.work_kind,
        "on": debt.on.isoformat(),
        "due_on": debt.due_on.isoformat(),
    }


def _debt_from_json(stored: Mapping[str, Any]) -> OpenDebt:
    days = {key: date.fromisoformat(stored[key]) for key in ("on", "due_on")}
    return OpenDebt(**{**stored, **days})


def _line_to_json(line: SubjectLine) -> dict[str, Any]:
    return {
        "subject_id": line.subject_id,
        "subject": line.subject,
        "marks": list(line.marks),
        "average": _text(line.average),
        "count_before": line.count_before,
        "average_before": _text(line.average_before),
        "standing": _text(line.standing),
        "outcome": line.outcome,
        "period": [line.period.kind, line.period.number] if line.period else None,
        "given": [line.given.mark] if line.given else None,
    }


def _line_from_json(stored: Mapping[str, Any]) -> SubjectLine:
    period, given = stored["period"], stored["given"]
    return SubjectLine(
        subject_id=stored["subject_id"],
        subject=stored["subject"],
        marks=tuple(stored["marks"]),
        average=_fraction(stored["average"]),
        count_before=stored["count_before"],
        average_before=_fraction(stored["average_before"]),
        standing=_fraction(stored["standing"]),
        outcome=stored["outcome"],
        period=PeriodName(PeriodKind(period[0]), period[1]) if period else None,
        given=FinalValue(given[0]) if given else None,
    )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
