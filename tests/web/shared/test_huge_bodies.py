"""A request that is too large is refused by its head: nobody fills the disk without signing in."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from careerrelay.web.shared.middleware import RefuseHugeBodies

MEGABYTE = 1024 * 1024


class Untouched(Exception):
    pass


def answer_of(path: str, *, size: object, cookie: str = "") -> int:
    request = RequestFactory().post(path, CONTENT_TYPE="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(size)
    if cookie:
        request.COOKIES["sessionid"] = cookie

    def go_on(request):
        raise Untouched

    try:
        return RefuseHugeBodies(go_on)(request).status_code
    except Untouched:
        return 200


@pytest.mark.parametrize("path", ["/sign-in/", "/r/abcdefghjk", "/c/token/consent", "/app/imports/new/"])
def test_a_stranger_may_send_a_form_and_no_more(path: str) -> None:
    assert answer_of(path, size=MEGABYTE) == 200
    assert answer_of(path, size=MEGABYTE + 1) == 413
    assert answer_of(path, size="many") == 400


def test_who_signed_in_may_send_a_file_and_hears_of_the_limit_from_its_page() -> None:
    assert answer_of("/app/imports/new/", size=60 * MEGABYTE, cookie="a" * 32) == 200
    assert answer_of("/app/imports/new/", size=200 * MEGABYTE, cookie="a" * 32) == 413
    assert answer_of("/sign-in/", size=2 * MEGABYTE, cookie="a" * 32) == 413


def test_it_stands_before_everything_that_reads(db: None) -> None:
    answer = Client().post("/sign-in/", b"", content_type="multipart/form-data", CONTENT_LENGTH="9999999999")
    assert answer.status_code == 413
    assert "Content-Security-Policy" in answer.headers
    assert "大きすぎます" in answer.content.decode()


def test_what_is_a_little_too_large_is_read_to_its_end_so_that_a_browser_shows_the_answer() -> None:
    request = RequestFactory().post("/sign-in/", b"x" * (MEGABYTE + 1), content_type="text/plain")
    assert RefuseHugeBodies(lambda _: HttpResponse())(request).status_code == 413
    assert request.read(1) == b""
