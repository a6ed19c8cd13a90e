"""What the environment says. A missing or malformed value refuses to start and names itself."""

import os
import secrets
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from careerrelay.core.refusal import Refusal


class MisconfiguredEnvironment(Refusal):
    pass


def home() -> Path:
    return Path(os.environ.get("CAREERRELAY_HOME") or "var").resolve()


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def is_demo() -> bool:
    return _flag("CAREERRELAY_DEMO")


def secret_key() -> str:
    """`SECRET_KEY`; on the embedded database one is made once and kept in the home folder."""
    if key := os.environ.get("SECRET_KEY"):
        if len(key) < 32:
            raise MisconfiguredEnvironment(
                ja="SECRET_KEY は32文字以上にしてください。",
                en="SECRET_KEY must have at least 32 characters.",
            )
        return key
    if not is_embedded():
        raise MisconfiguredEnvironment(
            ja="SECRET_KEY がありません。32文字以上の秘密の値を入れてください。",
            en="SECRET_KEY is missing. Set it to a secret of at least 32 characters.",
        )
    return _kept_secret(home() / "secret_key")


def _kept_secret(path: Path) -> str:
    """Two processes that start at once agree: only one link can be made, both read what it points to."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()


def public_url() -> str:
    """Where people reach us, without a slash at the end. Links in mails begin with it, never with `Host`."""
    url = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise MisconfiguredEnvironment(
            ja=f"PUBLIC_URL「{url}」は https://example.jp のような形にしてください。",
            en=f"PUBLIC_URL {url!r} must look like https://example.jp.",
        )
    return url


def trusted_proxies() -> tuple[IPv4Network | IPv6Network, ...]:
    """`TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed, with commas between them; none by default."""
    written = [part.strip() for part in os.environ.get("TRUSTED_PROXIES", "").split(",") if part.strip()]
    try:
        return tuple(ip_network(part) for part in written)
    except ValueError as malformed:
        raise MisconfiguredEnvironment(
            ja="TRUSTED_PROXIES は 10.0.0.0/8,127.0.0.1 のように、アドレスかネットワークをコンマで並べてください。",
            en="TRUSTED_PROXIES is a list of addresses or networks with commas, such as 10.0.0.0/8,127.0.0.1.",
        ) from malformed


def email_url() -> str:
    """The operator's mail service, e.g. `smtp://user:password@host:587?from=relay@example.jp`."""
    return os.environ.get("EMAIL_URL", "smtp://127.0.0.1:1025?from=relay@careerrelay.example.jp")


def cooling_period() -> timedelta:
    """Between a grant and the relay: 24 hours. Only a demo may shorten it, and its pages say so."""
    written = os.environ.get("CAREERRELAY_DEMO_COOLING_SECONDS")
    if written is None:
        return timedelta(hours=24)
    if not is_demo() or not written.isascii() or not written.isdigit() or int(written) < 1:
        raise MisconfiguredEnvironment(
            ja="CAREERRELAY_DEMO_COOLING_SECONDS は、デモのときだけ、1以上の整数で指定できます。",
            en="CAREERRELAY_DEMO_COOLING_SECONDS is a whole number from 1 up, and for a demo only.",
        )
    return timedelta(seconds=int(written))


def _flag(name: str) -> bool:
    written = os.environ.get(name, "")
    if written not in ("", "0", "1"):
        raise MisconfiguredEnvironment(ja=f"{name} は 0 か 1 にしてください。", en=f"{name} must be 0 or 1.")
    return written == "1"
