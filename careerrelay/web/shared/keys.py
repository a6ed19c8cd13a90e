"""The public halves of the keys with which notices and proofs are signed, for whoever wants to check one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from careerrelay.core.signing import public_key_of
from careerrelay.privacy.tombstones import PURPOSE as PROOF
from careerrelay.relay.actions.notifying import PURPOSE as NOTICE


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    """Ed25519 (RFC 8032), 32 bytes in hex; what is signed is the document as JSON, keys sorted, without blanks."""
    return JsonResponse(
        {
            purpose: {"algorithm": "Ed25519", "public_key": key.hex()}
            for purpose in (NOTICE, PROOF)
            if (key := public_key_of(purpose, secret=settings.SECRET_KEY))
        }
    )
