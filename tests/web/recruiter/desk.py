"""A recruiter at work: signed in, reading pages, sending a file, pressing what a page offers."""

import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Import
from careerrelay.candidates.running import run_import
from careerrelay.pool.showing import left_ids
from tests.make import NOW, make_member

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def recruiter_of(company: Organization, *, role: Role = Role.RECRUITER, email: str = "") -> Client:
    client = Client()
    client.force_login(make_member(company, email=email or f"bob@{company.slug}.example.jp", role=role))
    return client


def words(answer: Any) -> str:
    """What the page says, with its entities read."""
    return unescape(answer.content.decode())


def heading(answer: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", words(answer), re.DOTALL)
    assert found is not None
    return found.group(1)


def hidden_fields(answer: Any, *, of: str) -> dict[str, list[str]]:
    """What the form that goes to `of` sends by itself."""
    form = next(
        part.partition("</form>")[0] for part in words(answer).split("<form") if f'action="{of}"' in part
    )
    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        fields.setdefault(name, []).append(value)
    return fields


def send_file(client: Client, content: bytes, *, name: str = "応募者.csv") -> Any:
    return client.post("/app/imports/new/", {"file": SimpleUploadedFile(name, content)})


def sent_import(client: Client, content: bytes, *, name: str = "応募者.csv") -> str:
    """The address of the import's page."""
    answer = send_file(client, content, name=name)
    assert answer.status_code == 302, words(answer)
    return str(answer.headers["Location"]).removesuffix("reading/")


def work_off(company: Organization) -> None:
    """What a worker does with the imports that were started."""
    with acting_for(company.id):
        import_ids = list(Import.objects.filter(state="running").values_list("id", flat=True))
    for import_id in import_ids:
        with acting_for(company.id):
            left = left_ids(organization_id=company.id, at=NOW)
        run_import(organization_id=company.id, import_id=import_id, leave_out=left, at=NOW)


def imported(client: Client, company: Organization, content: bytes, **chosen: str) -> str:
    address = sent_import(client, content)
    assert client.post(address + "check/", chosen).status_code == 302
    work_off(company)
    return address
