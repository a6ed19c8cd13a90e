"""Somebody on a phone: opens links, sees forms as they are in the page, ticks, presses. No script, no cookie jar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.test import Client

VOID = ("input", "meta", "link", "br", "hr", "img")


@dataclass
class Button:
    name: str
    value: str
    css: str
    word: str = ""


@dataclass
class Form:
    """`fields` are what would be sent with nothing ticked; `boxes` what may be ticked: (name, value)."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[tuple[str, str]] = field(default_factory=list)
    ticked: list[tuple[str, str]] = field(default_factory=list)
    radios: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)

    def button(self, word: str) -> Button:
        return next(button for button in self.buttons if button.word.startswith(word))


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._button: Button | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "form":
            self._form = Form(given.get("method") or "get", given.get("action") or "")
            self.forms.append(self._form)
        if self._form is None:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and given.get("type") in ("checkbox", "radio"):
            if given["type"] == "radio":
                self._form.radios.add(name)
            (self._form.ticked if "checked" in given else self._form.boxes).append((name, value))
        elif tag == "input":
            self._form.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self._form.fields[name] = [""]
        elif tag == "button":
            self._button = Button(name, value, given.get("class") or "")
            self._form.buttons.append(self._button)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._button is not None:
            self._button.word += data.strip()
        if self._area is not None and self._form is not None:
            # A browser drops the line break right after the tag.
            self._form.fields[self._area] = [self._form.fields[self._area][0] + data.removeprefix("\n")]


@dataclass
class Page:
    status: int
    body: str
    response: Any

    def __post_init__(self) -> None:
        self._read = _Reading()
        self._read.feed(self.body)

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._read.text).split())

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [given for tag, given in self._read.tags if tag == name]

    def form(self, word: str) -> Form:
        """The form with a button that begins so."""
        return next(form for form in self.forms if any(b.word.startswith(word) for b in form.buttons))

    def presses(self, word: str) -> Iterator[tuple[Form, Button]]:
        for form in self.forms:
            yield from ((form, button) for button in form.buttons if button.word.startswith(word))


class Reader:
    """Follows redirects by hand, so that a test sees each answer. CSRF checks are on: no cookie may be needed."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=True)

    def open(self, path: str, **headers: Any) -> Page:
        return self._page(self.client.get(path, headers=headers))

    def press(
        self,
        form: Form,
        word: str = "",
        *,
        ticks: list[tuple[str, str]] | None = None,
        typed: Mapping[str, str] | None = None,
        is_sixteen: bool = True,
    ) -> Page:
        """Send the form. Everything ticked in the page goes too; the answer is not followed."""
        sent: dict[str, list[str]] = {name: list(values) for name, values in form.fields.items()}
        rechosen = {name for name, _value in ticks or [] if name in form.radios}
        for name, value in form.ticked:
            if name not in rechosen:
                sent.setdefault(name, []).append(value)
        for name, value in ticks or []:
            sent.setdefault(name, []).append(value)
        if ("sixteen", "on") in form.boxes and is_sixteen:
            sent["sixteen"] = ["on"]
        for name, value in (typed or {}).items():
            sent[name] = [value]
        button = form.button(word)
        if button.name:
            sent[button.name] = [button.value]
        body = urlencode(sent, doseq=True)
        return self._page(
            self.client.post(form.action, body, content_type="application/x-www-form-urlencoded")
        )

    def follow(self, page: Page) -> Page:
        assert page.status == 303, page.text
        return self.open(page.response["Location"])

    def _page(self, response: Any) -> Page:
        # The candidate's pages set no cookie, before an answer or after it.
        assert not self.client.cookies
        return Page(response.status_code, response.content.decode(), response)
