"""The picture of a summary: each subject's average as a bar, the child's own fortnight before as
a mark on it. Words and figures come with the data; names of people do not.
"""

from pathlib import Path

__all__ = ["CHART", "MOST_BARS"]

CHART = Path(__file__).with_name("chart.typ")
MOST_BARS = 14  # more would be a picture nobody reads on a phone
