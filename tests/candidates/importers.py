"""Files read by the actions that the product uses, for the tests of imports."""

from datetime import datetime
from typing import Any

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import Import
from careerrelay.candidates.running import run_import
from tests.make import NOW, TESTER

HEADINGS = "応募ID,氏名,フリガナ,メールアドレス,電話番号,選考ステータス,応募日"


def table(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows, ""]).encode()


def many_rows(count: int, *, first: int = 0) -> bytes:
    return table(
        *(
            f"A-{index},三浦 葵{index},,aoi{index}@example.jp,090{index:08},不採用,2026/10/01"
            for index in range(first, first + count)
        )
    )


def received(
    company: Organization, content: bytes, *, columns: Any = None, at: datetime = NOW, **read: Any
) -> Import:
    """Started, and waiting for a worker."""
    with acting_for(company.id):
        found = receive_file(
            organization_id=company.id, filename="応募者.csv", content=content, actor=TESTER, at=at
        )
        start_import(
            found,
            encoding=found.encoding,
            columns=columns,
            rejected_are_untold=False,
            is_awaited=True,
            actor=TESTER,
            at=at,
            **read,
        )
    return found


def read_file(
    company: Organization, content: bytes, *, columns: Any = None, at: datetime = NOW, progress: Any = None
) -> Import:
    found = received(company, content, columns=columns, at=at)
    return run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=at, progress=progress)
