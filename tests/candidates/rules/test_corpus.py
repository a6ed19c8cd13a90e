"""The corpus through the real door: understood, or refused in one sentence with its line. Never half."""

import json
import subprocess
import sys

import pytest

from careerrelay.candidates.rules.entries import Entry
from careerrelay.candidates.rules.glances import glance_at
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.refusal import Refusal
from tests.corpus.inputs import HOSTILE_TEXTS, INPUTS

SECONDS_MAX = 2
MEGABYTES_MAX = 300


@pytest.mark.promise("P28")
@pytest.mark.promise("P29")
@pytest.mark.parametrize("name", INPUTS)
def test_each_input_is_understood_or_refused_in_one_sentence(name):
    given = INPUTS[name]
    content = given.make()
    if given.whole:
        with pytest.raises(Refusal) as refused:
            read_applicants(content, filename="応募者.csv")
        assert given.whole in refused.value.ja
        assert refused.value.ja.endswith("。")
        assert refused.value.en.endswith(".")
        assert "\n" not in refused.value.ja
        return
    reading = read_applicants(content, filename="応募者.xlsx")
    assert tuple(given.told(row) for row in reading.rows) == given.rows
    assert {row.line_number for row in reading.refused} == set(given.refused)
    for row in reading.refused:
        assert row.ja.startswith(f"{row.line_number}行目: ")
        assert given.refused[row.line_number] in row.ja
        assert row.en.startswith(f"Row {row.line_number}: ")
    assert tuple(row.line_number for row in reading.skipped) == given.skipped
    entries: list[Entry] = [*reading.rows, *reading.refused, *reading.skipped]
    assert list(glance_at(content).entries) == sorted(entries, key=lambda entry: entry.line_number)


# The limit is the system's: whoever asks for more gets a MemoryError, which is no Refusal. Time is the process's own:
# neighbours on the machine do not count.
MEASURE = """
import json, pathlib, resource, sys, time
from careerrelay.candidates.rules.entries import Entry
from careerrelay.candidates.rules.glances import glance_at
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.refusal import Refusal
megabytes_max = int(sys.argv[1])
pages = int(pathlib.Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + megabytes_max * 1_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
for path in sys.argv[2:]:
    content = pathlib.Path(path).read_bytes()
    for read in (read_applicants, glance_at):
        began = time.process_time()
        try:
            read(content)
            said = ""
        except Refusal as refused:
            said = refused.ja
        except BaseException as error:
            said = f"FAULT {error!r}"
        print(json.dumps([path, read.__name__, said, time.process_time() - began]))
    del content
"""


@pytest.mark.promise("P46")
def test_a_hostile_file_costs_at_most_two_seconds_and_300_megabytes(tmp_path):
    paths = []
    for number, make in enumerate(HOSTILE_TEXTS.values()):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(make())
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(MEGABYTES_MAX), *paths],
        check=False,
        capture_output=True,
        timeout=120,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(measured) == 2 * len(paths)
    names = dict(zip(paths, HOSTILE_TEXTS, strict=True))
    faults = [
        (names[path], read, said, seconds)
        for path, read, said, seconds in measured
        if said.startswith("FAULT") or seconds > SECONDS_MAX
    ]
    assert not faults
