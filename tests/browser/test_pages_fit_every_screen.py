"""The pages in a real browser: they fit a narrow phone, stay at home, and run no script where none may run.

With CAREERRELAY_SCREENSHOTS=docs/screenshots the same run makes the pictures of the documentation.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.contacting import change_contact, contact_of
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.relay.models import RelayedProfile
from tests.browser.accessibility import accessibility_faults, small_targets
from tests.browsers import Browsing
from tests.make import (
    NOW,
    PASSWORD,
    TESTER,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_token,
)
from tests.town import Town

pytestmark = pytest.mark.browser
WIDTHS = (1280, 375, 320)
PHONES = (375, 320)
AXE_WIDTH = 375
NO_NAMES: Mapping[str, str] = {}
PICTURES = os.environ.get("CAREERRELAY_SCREENSHOTS")

STAFF = {
    "alice@shiomi.example.jp": [
        "/app/",
        "/app/candidates/",
        "/app/notices/",
        "/app/imports/new/",
        "/app/pool/",
        "/app/relay/",
        "/app/settings/",
        "/app/settings/reasons/",
        "/app/interviews/",
        "/app/snippet/",
    ],
    "consultant@mikazuki.example.jp": [
        "/agency/",
        "/agency/progress/",
        "/agency/settlement/",
        "/agency/permit/",
    ],
    "olivia@kyokai.example.jp": ["/ops/", "/ops/closings/", "/ops/agencies/", "/ops/books/", "/ops/mode/"],
}


@pytest.fixture
def visit(town: Town, browsing: Browsing) -> Callable[..., list[str]]:
    """Opens pages at every width and returns what is wrong with them."""

    def look(
        addresses: Iterable[str],
        *,
        names=NO_NAMES,
        email="",
        scheme="light",
        language="ja",
        widths=WIDTHS,
        with_axe=False,
    ):
        def all_of_them(browser: Any) -> list[str]:
            faults: list[str] = []
            for width in widths:
                faults += _look_at(
                    browser,
                    town.base,
                    addresses,
                    names=names,
                    email=email,
                    width=width,
                    scheme=scheme,
                    language=language,
                    with_axe=with_axe and width == AXE_WIDTH,
                )
            return faults

        return browsing.do(all_of_them)

    return look


def _look_at(browser, base, addresses, *, names, email, width, scheme, language, with_axe) -> list[str]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="ja-JP" if language == "ja" else "en-GB",
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{page.url}: {message.type} {message.text}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((base, "data:")) else faults.append(f"leaves for {request.url}")
        ),
    )
    if email:
        page.goto(f"{base}/sign-in/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("form button.btn-primary")
        page.wait_for_url(lambda url: "sign-in" not in url)
    for address in addresses:
        asked = f"{base}{address}{'&' if '?' in address else '?'}lang={language}"
        answered = page.goto(address if address.startswith("data:") else asked)
        if answered is not None and answered.status != 200:
            faults.append(f"{address} answers {answered.status}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address} scrolls sideways at {width}")
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} main headings")
        if with_axe:
            faults += accessibility_faults(page, name=address) + small_targets(page, name=address)
        if PICTURES and width != 320 and not address.startswith("data:"):
            name = names.get(address) or address.strip("/").replace("/", "-")
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{language}-{scheme}.png", full_page=True)
    context.close()
    return faults


@pytest.fixture
def lived_in(town: Town) -> Town:
    """Somebody is to be told, somebody is in the pool and handed over to an agency."""
    company, agency = town.network.company, town.network.agencies[0]
    in_english = {
        "contact_desk_en": "Human Resources, Recruiting",
        "postal_address_en": "9-99 Kaigan-dori, Naka-ku, Yokohama",
    }
    change_contact(
        replace(contact_of(company), **in_english), organization_id=company.id, actor=TESTER, at=NOW
    )
    make_candidate(company, name="髙橋 直樹", address="naoki@example.jp")
    answer(make_link(company), pool=True, agencies=(agency,))
    confirm_own_profile(make_link(company))
    town.pass_time_until(NOW + timedelta(hours=25))
    return town


@pytest.mark.parametrize("email", list(STAFF))
def test_pages_of_staff_fit_and_stay_at_home(lived_in: Town, visit, email: str) -> None:
    addresses = list(STAFF[email])
    if email.startswith("consultant"):
        with acting_for(lived_in.network.agencies[0].id):
            addresses.append(f"/agency/copies/{RelayedProfile.objects.get().id}/")
    assert visit(addresses, names={addresses[-1]: f"{email.partition('@')[0]}-last"}, email=email) == []


LOOKS = [("ja", "light"), ("en", "dark"), *([("ja", "dark"), ("en", "light")] if PICTURES else [])]


@pytest.mark.promise("P44")
@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_pages_of_candidates_fit_stay_at_home_and_are_open_to_everybody(
    lived_in: Town, visit, scheme: str, language: str
) -> None:
    """No request leaves the origin, nothing scrolls sideways, axe finds nothing, every target fits a thumb."""
    company = lived_in.network.company
    with acting_for(company.id):
        code = start_code_in_scope(organization_id=company.id)
    at = NOW + timedelta(hours=25)
    known = make_token(company, at=at)
    unknown = make_token(company, address="new@example.jp", at=at)
    pages = {
        f"/r/{code}": "start",
        f"/c/{unknown}": "candidate-consent",
        f"/c/{known}": "candidate-page",
        f"/c/{known}/profile": "candidate-profile",
        f"/c/{known}/profile/name": "candidate-name",
        f"/c/{known}/profile/skills": "candidate-skills",
        f"/c/{known}/profile/regions": "candidate-regions",
        f"/c/{known}/satisfaction": "candidate-satisfaction",
        f"/c/{known}/companies": "candidate-companies",
        f"/c/{known}/holdings": "candidate-holdings",
        f"/c/{known}/receipts": "candidate-receipts",
        f"/c/{known}/erasure": "candidate-erasure",
        f"/c/{known}/erasure?from=everywhere": "candidate-erasure-check",
        f"/c/{known}/consent": "candidate-more",
    }
    faults = visit(pages, names=pages, scheme=scheme, language=language, widths=PHONES, with_axe=True)
    assert faults == []


def test_the_check_of_accessibility_bites(town: Town, visit) -> None:
    """A page with a nameless button that no thumb hits is found out, by axe and by its size."""
    planted = "data:text/html,<html lang='ja'><title>x</title><h1>x</h1><button style='width:9px;height:9px'>"
    faults = visit([planted], widths=[375], with_axe=True)
    assert any("button-name" in fault for fault in faults)
    assert any("too small" in fault for fault in faults)
