"""What the picture of a summary shows, in the reader's language; no name of a person is in it."""

from fractions import Fraction
from typing import Any

from handlers.screens.formatting import decimal_number
from handlers.screens.summary_words import ARROWS, days_name, summary_title
from services.i18n import gettext as _
from services.outgoing import Drawing
from services.summaries.calendar import FORTNIGHT
from services.summaries.chart import CHART, MOST_BARS
from services.summaries.facts import FortnightFacts, SubjectLine
from services.summaries.verdict import trend_of

__all__ = ["summary_chart"]


def summary_chart(facts: FortnightFacts) -> Drawing | None:
    """Return the picture; None where there is nothing to draw."""
    bars = [_bar(line) for line in facts.subjects if line.average is not None][:MOST_BARS]
    if not bars:
        return None
    before = _("before ({days})").format(
        days=days_name(facts.starts_on - FORTNIGHT, facts.ends_on - FORTNIGHT)
    )
    data = {
        "title": summary_title(facts),
        "bars": bars,
        "legend_now": _("average {days}").format(days=days_name(facts.starts_on, facts.ends_on)),
        # Of what is in no bar the legend says nothing.
        "legend_before": before if any(bar["before"] is not None for bar in bars) else "",
    }
    return Drawing(file_name="summary.png", template=CHART, data=data)


def _bar(line: SubjectLine) -> dict[str, Any]:
    trend = trend_of(line)
    return {
        "subject": line.subject,
        "now": _number(line.average),
        "before": _number(line.average_before),
        "now_text": decimal_number(line.average) if line.average is not None else "",
        "arrow": ARROWS[trend] if trend is not None else "",
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
