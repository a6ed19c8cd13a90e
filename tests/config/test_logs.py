"""No log line opens a page, however a mail program broke the link (P25)."""

import json
import logging

import pytest

from config.logs import HideTokens, JsonLines

TOKEN = "q3V9xK2mPzL8-_aB7dRtYw0sEfGhJkNc"


def line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, None)
    HideTokens().filter(record)
    return json.loads(JsonLines().format(record))["event"]


@pytest.mark.promise("P25")
@pytest.mark.parametrize("between", ["", " ", "\\n ", "\\u200b", "\\xad", "%20", "="])
@pytest.mark.parametrize("cut", [3, 10, 31])
def test_no_piece_of_a_broken_token_is_written(between: str, cut: int) -> None:
    written = line("Not Found: %s", f"/c/{TOKEN[:cut]}{between}{TOKEN[cut:]}/profile")
    assert written == "Not Found: /c/…/profile"


def test_the_rest_of_a_line_stays() -> None:
    assert line('"GET /c/%s?lang=en HTTP/1.1" 200', TOKEN) == '"GET /c/…?lang=en HTTP/1.1" 200'
    assert line("Not Found: /app/candidates/x") == "Not Found: /app/candidates/x"
