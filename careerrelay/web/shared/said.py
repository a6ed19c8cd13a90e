"""The one line on top of the next page that says what was done, with the way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest


def say_done(request: HttpRequest, sentence: str, *, undo_url: str = "") -> None:
    """Shown once, by the next working page. With `undo_url` it carries 取り消す, posted to that address."""
    messages.success(request, sentence, extra_tags=undo_url)
