"""Forms that anybody can send: what stands in them instead of a CSRF cookie, and how much of what is typed is read."""

from datetime import datetime, timedelta

from django.core import signing

# A form may lie open over a long weekend.
FORM_LASTS = timedelta(days=7)
TYPED_CHARACTERS_MAX = 1000
# The form of an old link; no start code looks like it, they have digits and more letters.
AGAIN = "/c/again"

_signer = signing.Signer(salt="careerrelay.start")


def form_nonce(form: str, *, at: datetime) -> str:
    """The same for everybody who opens the form at that second."""
    return _signer.sign_object({"code": form, "at": int(at.timestamp())})


def is_ours(nonce: str, *, form: str, at: datetime) -> bool:
    """Stateless, in place of a CSRF cookie: keeps blind posts away. There is nobody's authority to borrow here."""
    try:
        served = _signer.unsign_object(nonce)
    except (signing.BadSignature, ValueError):
        return False
    return bool(served["code"] == form and timedelta(0) <= at - _moment(served["at"], at) <= FORM_LASTS)


def _moment(seconds: int, like: datetime) -> datetime:
    return datetime.fromtimestamp(seconds, like.tzinfo)
