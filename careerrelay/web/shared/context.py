"""What every template may know. Reads no database: the page that reports its absence uses it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from careerrelay.core import clock
from careerrelay.web.shared.languages import other_language, switch_url


def about_the_site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "language": language,
        "other_language": other_language(language),
        "switch_url": switch_url(request),
        # On candidate pages nothing remembers the language but the address itself.
        "lang_query": f"?lang={language}" if getattr(request, "asked_language", None) else "",
        "now": clock.now(),
        "public_url": settings.PUBLIC_URL,
        "is_demo": settings.DEMO,
    }
