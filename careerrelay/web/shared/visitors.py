"""Whose network address a request came from, and whether it may still send an open form.

`X-Forwarded-For` can be written by anybody; it is believed only as far as the proxies that the operator named
(`TRUSTED_PROXIES`) wrote it.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Concatenate, ParamSpec, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from careerrelay.core import clock
from careerrelay.people.knocking import count_knock
from careerrelay.web.shared.errors import too_many

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]
Address: TypeAlias = IPv4Address | IPv6Address

# One household or office has a network of this size, not one address.
IPV6_NETWORK = 64


def limited(view: View[P]) -> View[P]:
    """Sending the form of an open page is counted; whoever sends too often is asked to wait, and nothing is done."""

    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return waiting(request) or view(request, *args, **kwargs)

    return counted


def waiting(request: HttpRequest) -> HttpResponse | None:
    """429 with the seconds to wait, if this is one form too many."""
    if request.method != "POST" or (visitor := visitor_of(request)) is None:
        return None
    seconds = count_knock(visitor, at=clock.now())
    return too_many(request, retry_after_seconds=seconds) if seconds else None


def visitor_of(request: HttpRequest) -> str | None:
    """None where no address tells one visitor from another: behind a proxy that nobody named, all of them would share
    one limit, and one flood would close the form for everybody."""
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    if nearest is None:
        return None
    if not _is_trusted(nearest):
        return _network(nearest) if nearest.is_global else None
    for written in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _address(written.strip())
        if address is None:
            return None
        if not _is_trusted(address):
            return _network(address)
    return None


def _address(written: str) -> Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _network(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network(f"{address}/{IPV6_NETWORK}", strict=False))
