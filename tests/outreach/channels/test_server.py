"""EMAIL_URL is read strictly, and what is wrong is said without repeating the password."""

import pytest

from careerrelay.outreach.channels.mail.server import (
    Encryption,
    MailServer,
    UnusableEmailUrl,
    parse_email_url,
)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("SMTPS://mail.example/", MailServer("mail.example", 465, Encryption.TLS)),
        ("smtp+tls://mail.example", MailServer("mail.example", 587, Encryption.STARTTLS)),
        ("smtp://[::1]:25", MailServer("::1", 25)),
        (
            "smtp+tls://relay%40example.jp:p%2Fa%23s%3As%40@mail.example:2587?from=relay@example.jp",
            MailServer(
                "mail.example", 2587, Encryption.STARTTLS, "relay@example.jp", "p/a#s:s@", "relay@example.jp"
            ),
        ),
    ],
)
def test_a_server_is_named_in_one_line(url: str, server: MailServer) -> None:
    assert parse_email_url(url) == server


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "begins with"),
        ("mail.example:25", "begins with"),
        ("http://mail.example", "begins with"),
        ("smtp+ssl://mail.example", "begins with"),
        ("smtp://", "server is missing"),
        ("smtp://:25", "server is missing"),
        ("smtp://user:hush-hush@", "server is missing"),
        ("smtp://mail.example:0", "port"),
        ("smtp://mail.example:99999", "port"),
        ("smtp://mail.example:smtp", "port"),
        ("smtp://[::1", "port"),
        ("smtp://user@mail.example", "together"),
        ("smtp://:hush-hush@mail.example", "together"),
        ("smtp://user:hush%2Dhush%E3%81%82@mail.example", "ASCII"),
        ("smtp://user:hush-hush%0A@mail.example", "ASCII"),
        ("smtp://user:パスワード@mail.example", "%XX"),
        ("smtp://mail.example ", "%XX"),
        ("smtp://mail.example\r\n", "%XX"),
        ("smtp://mail.example/folder", "only ?from="),
        ("smtp://user:hush#hush@mail.example", "port"),
        ("smtp://mail.example#hush", "only ?from="),
        ("smtp://mail.example?form=a@example.jp", "from"),
        ("smtp://mail.example?from=", "mail address"),
        ("smtp://mail.example?from=nobody", "mail address"),
        ("smtp://mail.example?from=a@example.jp%0D%0ABcc:x", "mail address"),
    ],
)
def test_a_malformed_one_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(UnusableEmailUrl) as refused:
        parse_email_url(url)
    sentences = refused.value.en + refused.value.ja
    assert refused.value.en.startswith("EMAIL_URL")
    assert refused.value.ja.startswith("EMAIL_URL")
    assert reason in refused.value.en
    assert "hush" not in sentences
    assert "user:" not in sentences.replace("user:password@host", "")


def test_a_password_is_not_shown_by_accident() -> None:
    assert "hush" not in repr(parse_email_url("smtp://user:hush@mail.example"))
