"""Parts of pages that need more than an include. `{% load parts %}`."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import select_template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def audience_nav(context: template.Context, part: str) -> SafeString:
    """The audience's own list of pages, rendered once: the shell shows it at the side and at the foot."""
    member = context["request"].member
    found = select_template([f"{member.audience}/{part}.html", "shared/nav_none.html"])
    return found.render(context.flatten(), context["request"])


@register.inclusion_tag("shared/nav_link.html", takes_context=True)
def nav_link(context: template.Context, url: str, word: str, number: int | None = None) -> dict[str, Any]:
    """One line of the side: a word and, if it has one, a count.

    The first page of an audience (/app/) is current only itself; any other is for everything below it too.
    """
    path = context["request"].path
    is_front = url.count("/") <= 2
    return {
        "url": url,
        "word": word,
        "number": number,
        "current": "page" if path == url else "true" if path.startswith(url) and not is_front else "",
    }


@register.filter
def control(field: BoundField, css: str = "input") -> SafeString:
    """The input of a form field with its class; Django adds aria-describedby and aria-invalid."""
    return field.as_widget(attrs={"class": css})


@register.inclusion_tag("shared/sort_header.html", takes_context=True)
def sort_header(context: template.Context, key: str, word: str, css: str = "") -> dict[str, Any]:
    """A table header that sorts by link: `?sort=key`, and `?sort=-key` when it is sorted so already."""
    request = context["request"]
    now = request.GET.get("sort", "")
    query = request.GET.copy()
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    return {
        "word": word,
        "css": css,
        "url": f"?{query.urlencode()}",
        "direction": {key: "ascending", f"-{key}": "descending"}.get(now, ""),
    }


@register.inclusion_tag("shared/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any) -> dict[str, Any]:
    """Earlier and later pages of a `django.core.paginator.Page`; the rest of the query stays. Where the page says
    `is_more`, the total is where counting ended."""
    return {"page": page, "request": context["request"], "is_more": context.get("is_more", False)}
