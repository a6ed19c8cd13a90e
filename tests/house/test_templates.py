"""Pages under a strict content security policy: no inline style, no inline script, nothing unescaped."""

import re
from pathlib import Path

import pytest

from tests.house.sources import listed, shown, templates, text_of

FAULTS = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\ssrc\s*=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    ),
    "unescaped text": re.compile(r"\|\s*safe(?:seq)?\b|{%-?\s*autoescape\s+off"),
    "a file of another origin": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)\s*=\s*[\"'](?:https?:)?//"
    ),
    # Candidates have no session and no cookie: their forms carry a signed nonce instead.
    "a form that sends without its token": re.compile(
        r"<form\b[^>]*method\s*=\s*[\"']?post\b(?:(?!</form>|csrf_token|nonce\.html).)*</form>",
        re.IGNORECASE | re.DOTALL,
    ),
    "a placeholder that plays the hint": re.compile(
        r"<(?:input|textarea)\b[^>]*\splaceholder\s*=", re.IGNORECASE
    ),
    "a disabled control": re.compile(
        r"<(?:input|button|select|textarea)\b[^>]*\s(?:disabled|readonly)\b", re.IGNORECASE
    ),
}
# Mail programs know no style sheets and no content security policy.
MAIL_ALLOWS = {"an inline style"}


def is_mail(path: Path) -> bool:
    return any(part in ("mail", "mails") for part in path.parts)


def faults_of(source: str, *, mail: bool = False) -> set[str]:
    found = {name for name, pattern in FAULTS.items() if pattern.search(source)}
    return found - MAIL_ALLOWS if mail else found


def test_templates_keep_to_the_content_security_policy():
    faults = {
        shown(path): found for path in templates() if (found := faults_of(text_of(path), mail=is_mail(path)))
    }
    assert not faults, listed(faults.items())


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<style>p{}</style>", "an inline style"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<a onclick="go()">', "an inline script"),
        ("{{ name|safe }}", "unescaped text"),
        ("{% autoescape off %}", "unescaped text"),
        ('<script src="https://cdn.example/x.js"></script>', "a file of another origin"),
        ('<form method="post"><button>Go</button></form>', "a form that sends without its token"),
        ('<input name="q" placeholder="Name">', "a placeholder that plays the hint"),
        ("<button disabled>Go</button>", "a disabled control"),
    ],
)
def test_the_check_of_templates_bites(source, fault):
    assert faults_of(source) == {fault}


def test_a_sound_template_passes():
    assert (
        faults_of(
            '<form method="post">{% csrf_token %}<input name="q"><a href="https://example.jp">x</a></form>'
        )
        == set()
    )
    assert faults_of("<script src=\"{% static 'htmx.js' %}\" defer></script>") == set()
