"""Nobody's typing makes the importer fall over."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.exchange.sheets import Sheet
from services.exchange.workbook import read_workbook
from tests.unit.exchange.conftest import DEMO_SCHOOL

cell_texts = st.one_of(
    st.text(max_size=100),
    st.sampled_from(
        ["1", "да", "7Б", "01.09.2026", "U0001", "+79990000000", '"', ";", "\x00", "-", "=1+1"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    sheet=st.sampled_from([one for one in Sheet if (DEMO_SCHOOL / f"{one}.csv").exists()]),
    row=st.integers(0, 10),
    column=st.integers(0, 9),
    cell=cell_texts,
)
def test_any_cell_is_read_or_named(sheet, row, column, cell):
    """Whatever is put into any cell, the workbook is read and every finding is one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school"
        shutil.copytree(DEMO_SCHOOL, path)
        file = path / f"{sheet}.csv"
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        cells = lines[row % len(lines)].split(";")
        cells[column % len(cells)] = cell
        lines[row % len(lines)] = ";".join(cells)
        file.write_bytes("\r\n".join(lines).encode("utf-8-sig", "surrogatepass"))

        findings = read_workbook(path).findings

    for finding in (*findings.problems, *findings.notices):
        assert "\n" not in finding.line()


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), sheet=st.sampled_from(list(Sheet)))
def test_any_bytes_are_read_or_refused(data, sheet):
    """A file of any bytes at all is a problem or a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school"
        shutil.copytree(DEMO_SCHOOL, path)
        (path / f"{sheet}.csv").write_bytes(data)

        findings = read_workbook(path).findings

    assert findings.problems
