"""What `make audit` looks at: known holes of the dependencies, secrets in files, licences.

The holes are asked of pip-audit, where it is installed: it needs the network, so it is no test.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"

# Real tokens have 35 characters behind the colon; those of tests are written to look otherwise.
SECRETS = (
    re.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    re.compile(r"\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b"),
    re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}|xox[bp]-[0-9A-Za-z-]{20,})\b"),
)
_LARGEST = 2_000_000
_MIT = "Permission is hereby granted, free of charge"
# What may be linked into a program under the MIT licence and given to a school as a whole.
_FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|MPL|PSF|Python Software Foundation|Zlib|Unlicense|CC0|LGPL|HPND"
    r"|Public Domain|0BSD)",
    re.IGNORECASE,
)


def locked(text: str) -> list[str]:
    """Return the names of the packages a lock file holds."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence, in a few words; "" when nothing."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return ""
    about = package.metadata
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License")
    ]
    named = about.get_all("License-Expression") or classified or about.get_all("License") or ()
    said = ", ".join(str(one) for one in named)
    if said.strip():
        return said.strip().splitlines()[0][:60]
    texts = [Path(str(one.locate())) for one in package.files or () if "LICENSE" in one.name]
    return "MIT" if any(_MIT in one.read_text(encoding="utf-8") for one in texts) else ""


def secrets_in(files: Iterable[Path]) -> Iterator[str]:
    """Give the places of what looks like a secret, never the secret."""
    for file in files:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            continue
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            if any(pattern.search(line) for pattern in SECRETS):
                yield f"{file.relative_to(ROOT)}:{number}: looks like a secret"


def unfree(names: Iterable[str]) -> list[str]:
    """Return the packages whose licence has to be looked at by a person."""
    return [name for name in names if not _FREE.search(licence_of(name))]


def tracked_files() -> list[Path]:
    """Return the files of the repository; without git, those of the folder."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def _holes() -> int:
    tool = shutil.which("pip-audit")
    if tool is None:
        print("Known holes: not asked. With network: pipx run pip-audit -r requirements.lock")
        return 0
    return subprocess.run([tool, "--require-hashes", "-r", str(LOCK)], check=False).returncode


def main() -> int:
    """Print what is to be looked at; 1 when anything is."""
    names = locked(LOCK.read_text(encoding="utf-8"))
    for name in names:
        print(f"{name}: {licence_of(name) or 'no licence said'}")
    found = [f"{name}: look at its licence" for name in unfree(names)]
    found += secrets_in(tracked_files())
    for line in found:
        print(line, file=sys.stderr)
    return 1 if _holes() or found else 0


if __name__ == "__main__":
    sys.exit(main())
