"""From what families may see in the journal to the figures of a fortnight; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from services.debts.facts import OpenDebt
from services.finals.outlook import SubjectForecast
from services.journal.averages import WeightedMark, weighted_average
from services.journal.visible import VisibleAttendance, VisibleMark
from services.regulation.mark_names import is_figure
from services.summaries.calendar import Fortnight
from services.summaries.facts import ComingWork, FortnightFacts, SignLine, SubjectLine, TopicLine
from services.vocabulary import AttendanceCode

__all__ = ["figures"]

_EXCUSED = (AttendanceCode.ABSENT_SICK, AttendanceCode.ABSENT_EXCUSED)


def figures(
    fortnight: Fortnight,
    *,
    is_marked: bool,
    marks: Iterable[VisibleMark],
    attendance: Iterable[VisibleAttendance],
    forecasts: Sequence[SubjectForecast] = (),
    topics: Sequence[TopicLine] = (),
    lessons: int = 0,
    debts: Sequence[OpenDebt] = (),
    works: Sequence[ComingWork] = (),
    names: Mapping[int, str] = MappingProxyType({}),
) -> FortnightFacts:
    """Return the figures. Marks may reach back before the fortnight: the one before is compared.

    *forecasts* are the marked subjects: a mark of a subject that has none is left out. Pass and
    fail, which no figure of the fortnight counts, stand apart under the subject's name of *names*.
    """
    marks = tuple(marks)
    now: dict[int, list[VisibleMark]] = defaultdict(list)
    before: dict[int, list[VisibleMark]] = defaultdict(list)
    for mark in (one for one in marks if is_figure(one.value)):
        if fortnight.starts_on <= mark.on <= fortnight.ends_on:
            now[mark.subject_id].append(mark)
        elif fortnight.before_starts_on <= mark.on < fortnight.starts_on:
            before[mark.subject_id].append(mark)
    lines = [_line(one, now[one.subject_id], before[one.subject_id]) for one in forecasts]
    counted = {one.subject_id for one in forecasts}
    codes = Counter(
        one.code for one in attendance if fortnight.starts_on <= one.on <= fortnight.ends_on
    )
    return FortnightFacts(
        starts_on=fortnight.starts_on,
        ends_on=fortnight.ends_on,
        is_marked=is_marked,
        subjects=tuple(line for line in lines if line.marks or line.standing is not None),
        topics=tuple(topics),
        average=_average(mark for one in counted for mark in now[one]),
        average_before=_average(mark for one in counted for mark in before[one]),
        lessons=lessons,
        excused=sum(codes[code] for code in _EXCUSED),
        unexcused=codes[AttendanceCode.ABSENT_UNEXCUSED],
        unknown=codes[AttendanceCode.ABSENT],
        late=codes[AttendanceCode.TARDY],
        debts=tuple(debts),
        works=tuple(works),
        signs=_signs(fortnight, marks, names),
    )


def _signs(
    fortnight: Fortnight, marks: Iterable[VisibleMark], names: Mapping[int, str]
) -> tuple[SignLine, ...]:
    found: dict[str, list[int]] = defaultdict(list)
    for mark in sorted(marks, key=lambda one: (one.on, one.mark_id)):
        is_now = fortnight.starts_on <= mark.on <= fortnight.ends_on
        if is_now and not is_figure(mark.value):
            found[names[mark.subject_id]].append(mark.value)
    return tuple(SignLine(subject, tuple(signs)) for subject, signs in sorted(found.items()))


def _line(
    one: SubjectForecast, now: Sequence[VisibleMark], before: Sequence[VisibleMark]
) -> SubjectLine:
    return SubjectLine(
        subject_id=one.subject_id,
        subject=one.subject,
        marks=tuple(mark.value for mark in now),
        average=_average(now),
        count_before=len(before),
        average_before=_average(before),
        standing=one.standing.average,
        outcome=one.reach.now,
        period=one.period,
        given=one.given,
    )


def _average(marks: Iterable[VisibleMark]) -> Fraction | None:
    return weighted_average(WeightedMark(mark.value, mark.weight_tenths) for mark in marks)
