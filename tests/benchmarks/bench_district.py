"""Twenty bots tell twenty schools something at once: each token has its own limit."""

import json
import sys
import urllib.request
from collections import defaultdict
from pathlib import Path
from subprocess import PIPE, run

from tests.benchmarks.bench_engine import FREE, is_free
from tests.benchmarks.runs import strict_telegram
from tests.benchmarks.scale import Scale

BOTS, CLASSES = 20, 10  # three hundred families a bot: ten seconds at the rate of a token
LEAST_SHARE = 0.95
_ROOT = Path(__file__).parents[2]


def bench_broadcasts_of_twenty_bots(scaled):
    """On PostgreSQL, at least 95 of 100 of what twenty limits allow; nobody is told twice."""
    is_judged = is_free()
    scale = Scale(schools=BOTS, classes=CLASSES, bots=BOTS, years=1, marks_tenths=10)
    url = scaled("postgres", scale)
    with strict_telegram(per_second=FREE) as api:
        command = [sys.executable, "-m", "tests.benchmarks.district_sending"]
        for name, value in {"database": url, "api": api, "bots": BOTS, "classes": CLASSES}.items():
            command += [f"--{name}", str(value)]
        done = run(command, cwd=_ROOT, check=True, stdout=PIPE, text=True)
        own = json.loads(done.stdout.splitlines()[-1])
        with urllib.request.urlopen(f"{api}/report") as answer:  # noqa: S310  # loopback
            seen = json.load(answer)
    at: defaultdict[int, list[float]] = defaultdict(list)
    for moment, chat_id, _text in seen["taken"]:
        at[chat_id].append(moment)
    times = sorted(one for of_chat in at.values() for one in of_chat)
    messages = BOTS * scale.students
    rate = (len(times) - 1) / (times[-1] - times[0])
    share = rate / (BOTS * FREE)
    print(
        f"\n{BOTS} bots, {messages} messages: {rate:.0f} a second, {100 * share:.0f} % of their "
        f"limits; 429s {seen['refused']}, {1000 * own['cpu'] / messages:.2f} ms CPU a message"
    )

    assert messages == len(at) == len(times)
    assert 0 == seen["refused"]
    assert not is_judged or share >= LEAST_SHARE
