"""Somebody who uses the product from outside: over HTTP with forms as a browser sends them, or in a browser."""

import re
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

from careerrelay.core.ids import new_id

if TYPE_CHECKING:
    from playwright.sync_api import Page

T = TypeVar("T")


class Visitor(Protocol):
    def open(self, url: str) -> None: ...
    def fill(self, name: str, value: str) -> None: ...
    def tick(self, name: str, value: str = "") -> None: ...
    def attach(self, name: str, file: Path) -> None: ...
    def press(self, words: str) -> None: ...
    def follow(self, words: str) -> None: ...
    @property
    def text(self) -> str: ...


@dataclass
class Control:
    name: str
    kind: str
    value: str
    is_on: bool = True


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    is_multipart: bool = False
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)  # words, name, value, formaction


class PageReader(HTMLParser):
    """Forms, links and visible words of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._button: dict[str, str | None] | None = None
        self._link: str | None = None
        self._inner: list[str] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "form":
            self._form = Form(
                found.get("action") or "",
                (found.get("method") or "get").lower(),
                found.get("enctype") == "multipart/form-data",
            )
            self.forms.append(self._form)
            if found.get("id"):
                self._by_id[str(found["id"])] = self._form
        elif tag in ("style", "script", "title"):
            self._hidden += 1
        elif tag == "a":
            self._link, self._inner = found.get("href"), []
        elif tag == "button":
            self._button, self._inner = found, []
        elif tag == "select":
            self._select = found.get("name")
        elif tag == "textarea":
            self._textarea, self._inner = found.get("name"), []
        else:
            self._take_control(tag, found)

    def _take_control(self, tag: str, found: dict[str, str | None]) -> None:
        form = self._by_id.get(str(found.get("form"))) or self._form
        if form is None:
            return
        if tag == "input" and found.get("name"):
            kind = found.get("type") or "text"
            is_on = kind not in ("checkbox", "radio") or "checked" in found
            value = found.get("value")
            default = "on" if kind in ("checkbox", "radio") else ""
            form.controls.append(
                Control(str(found["name"]), kind, default if value is None else value, is_on)
            )
        elif tag == "option" and self._select and "selected" in found:
            form.controls.append(Control(self._select, "select", found.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("style", "script", "title"):
            self._hidden -= 1
        elif tag == "a" and self._link is not None:
            self.links.append(("".join(self._inner), self._link))
            self._link = None
        elif tag == "button" and self._button is not None:
            form = self._by_id.get(str(self._button.get("form"))) or self._form
            if form is not None:
                form.buttons.append(
                    (
                        "".join(self._inner),
                        self._button.get("name") or "",
                        self._button.get("value") or "",
                        self._button.get("formaction") or "",
                    )
                )
            self._button = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea and self._form is not None:
            self._form.controls.append(Control(self._textarea, "textarea", "".join(self._inner).lstrip("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
        self._inner.append(data)


class HttpVisitor:
    """A browser without a screen: cookies, forms, redirects, and nothing that a page does not offer."""

    def __init__(self, base: str, *, language: str = "ja") -> None:
        self._base = base
        self._language = language
        self._cookies: SimpleCookie = SimpleCookie()
        self._typed: dict[str, list[str]] = {}
        self._files: dict[str, Path] = {}
        self.url = base
        self.status = 0
        self.html = ""
        self.page = PageReader()

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.page.words))

    def open(self, url: str) -> None:
        self._request("GET", urljoin(self.url, url))

    def fill(self, name: str, value: str) -> None:
        assert self._offers(name), f"{self.url} has no field {name}"
        self._typed[name] = [value]

    def tick(self, name: str, value: str = "") -> None:
        offered = [
            control
            for form in self.page.forms
            for control in form.controls
            if control.name == name and (not value or control.value == value)
        ]
        assert offered, f"{self.url} has no box {name}={value}"
        self._typed.setdefault(name, []).extend(dict.fromkeys(control.value for control in offered))

    def attach(self, name: str, file: Path) -> None:
        assert self._offers(name)
        self._files[name] = file

    def press(self, words: str) -> None:
        form, button = self._find_button(words)
        fields = [
            (control.name, control.value)
            for control in form.controls
            if control.is_on and control.name not in self._typed and control.kind not in ("file", "submit")
        ]
        known = {control.name for control in form.controls}
        fields += [(name, value) for name, values in self._typed.items() for value in values if name in known]
        _, name, value, formaction = button
        if name:
            fields.append((name, value))
        target = urljoin(self.url, formaction or form.action or self.url)
        if form.method == "get":
            self._request("GET", f"{target.partition('?')[0]}?{urlencode(fields)}")
        elif form.is_multipart:
            self._request("POST", target, *_multipart(fields, self._files))
        else:
            body = urlencode(fields).encode()
            self._request("POST", target, body, "application/x-www-form-urlencoded")

    def follow(self, words: str) -> None:
        target = next((href for inner, href in self.page.links if words in inner), None)
        assert target is not None, f"no link {words!r} on {self.url}: {self.text[:2000]}"
        self.open(target)

    def _offers(self, name: str) -> bool:
        return any(control.name == name for form in self.page.forms for control in form.controls)

    def _find_button(self, words: str) -> tuple[Form, tuple[str, str, str, str]]:
        for form in self.page.forms:
            for button in form.buttons:
                if words in re.sub(r"\s+", " ", button[0]):
                    return form, button
        raise AssertionError(f"no button {words!r} on {self.url}: {self.text[:2000]}")

    def _request(self, method: str, url: str, body: bytes = b"", kind: str = "", hops: int = 0) -> None:
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == self._base, f"{url} leaves the product"
        headers = {"Accept-Language": self._language, "Origin": self._base, "Host": parts.netloc}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        if kind:
            headers["Content-Type"] = kind
        connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
        connection.request(
            method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers
        )
        answer = connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.load(header)
        connection.close()
        if answer.status in (301, 302, 303):
            assert hops < 5, f"{url} redirects in circles"
            self._request("GET", urljoin(url, answer.headers["Location"]), hops=hops + 1)
            return
        self.url, self.status = url, answer.status
        self.html = content.decode("utf-8", "replace")
        self._typed, self._files = {}, {}
        self.page = PageReader()
        self.page.feed(self.html)


def _multipart(fields: list[tuple[str, str]], files: dict[str, Path]) -> tuple[bytes, str]:
    boundary: UUID = new_id()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, file in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n'
        parts.append(head.encode() + b"Content-Type: text/csv\r\n\r\n" + file.read_bytes() + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class BrowserVisitor:
    """The same person in a real browser, on a phone's screen, with scripts switched off or on.

    Playwright keeps an event loop running in its thread, which Django and the worker do not like in theirs: so
    everything that touches the browser happens in the one thread of `browser_thread`.
    """

    def __init__(self, page: "Page", base: str, *, browser_thread: Executor) -> None:
        self._page, self._base, self._thread = page, base, browser_thread

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", self._do(lambda: self._page.inner_text("body")))

    def open(self, url: str) -> None:
        self._do(lambda: self._page.goto(urljoin(self._base, url)))

    def fill(self, name: str, value: str) -> None:
        self._do(lambda: self._page.locator(f"[name='{name}']").first.fill(value))

    def tick(self, name: str, value: str = "") -> None:
        selector = f"input[name='{name}'][value='{value}']" if value else f"input[name='{name}']"
        self._do(lambda: self._tick(selector))

    def _tick(self, selector: str) -> None:
        for box in self._page.locator(selector).all():
            if not box.is_visible():
                self._page.locator("details", has=box).locator("summary").first.click()
            box.check()

    def attach(self, name: str, file: Path) -> None:
        self._do(lambda: self._page.set_input_files(f"input[name='{name}']", file))

    def press(self, words: str) -> None:
        self._do(self._page.get_by_role("button", name=words).first.click)

    def follow(self, words: str) -> None:
        self._do(self._page.get_by_role("link", name=words).first.click)

    def _do(self, deed: Callable[[], T]) -> T:
        return self._thread.submit(deed).result()
