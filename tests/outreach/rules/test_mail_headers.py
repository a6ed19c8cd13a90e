"""No value that a stranger can choose opens a header, ends one, or changes how an address is read."""

import re
from base64 import b64decode
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careerrelay.outreach.rules.mail_headers import (
    UnsendableAddress,
    UnsendableLink,
    header_line,
    mailbox_line,
    many_lines,
    message_id_line,
    one_line,
    unsubscribe_lines,
    web_address,
    wire_address,
)

HOSTILE = (
    "x\r\nBcc: all@example.jp",
    "x\nBcc: all@example.jp\n\nbody",
    "x\rBcc: y",
    "x\u2028Bcc: y\u2029z\x85w",
    "x\x00\x0b\x0c\x1b[31m",
    "=?utf-8?q?=0D=0ABcc:_all=40example.jp?=",
    "=?utf-8?b?DQpCY2M6IHg=?=",
    '"; <evil@example.jp>, "',
    "evil@example.jp",
    "a, b; c: d",
    "\\",
    '\\"',
    "(comment",
    "汐見\u202e計測",
    "\ud800",
    "\u3000",
    " ",
    "",
)
NAMES = (
    "𠮷田",
    "髙橋 﨑太郎",
    "葛\U000e0100飾",
    "ゔぁ é e\u0301",
    "👩‍👩‍👧‍👦 家族",
    "O'Brien & Co",
    "Null",
    "株式会社汐見計測" * 20,
)

anything = st.text() | st.sampled_from(HOSTILE) | st.sampled_from(NAMES)
a_line = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)


def parsed(head: bytes) -> EmailMessage:
    message = message_from_bytes(head + b"\r\nbody", policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.get_content() == "body"
    return message


def sender_of(line: bytes) -> tuple[str, str]:
    """Name and address as mail programs read them; the newer parser of Python 3.11 parts long names by blanks."""
    assert parsed(line).keys() == ["From"]
    (read_by_the_newer,) = parsed(line)["From"].addresses
    name, address = parseaddr(line.decode().removeprefix("From: ").replace("\r\n", ""))
    assert read_by_the_newer.addr_spec == address
    return str(make_header(decode_header(name))), address


def assert_is_one_header(line: bytes) -> None:
    assert line.endswith(b"\r\n")
    first, *continued = line[:-2].split(b"\r\n")
    assert re.match(rb"[A-Za-z-]+: ", first)
    assert all(part.startswith(b" ") and part.strip() for part in continued)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join([first, *continued]))
    assert all(len(part) <= 998 for part in [first, *continued])


@pytest.mark.promise("P31")
@given(anything)
@example("a  b")
@example("=?utf-8?q?=")
def test_a_subject_comes_out_as_it_went_in_and_opens_no_header(subject: str) -> None:
    line = header_line("Subject", value=subject)
    assert_is_one_header(line)
    assert line.isascii()
    message = parsed(line)
    assert message.keys() == ["Subject"]
    assert message["Subject"] == one_line(subject)


@pytest.mark.promise("P31")
@given(anything)
def test_a_display_name_stays_a_name_and_the_address_stays_ours(name: str) -> None:
    line = mailbox_line("From", address="relay@relay.example", display_name=name)
    assert_is_one_header(line)
    assert line.isascii()
    assert sender_of(line) == (one_line(name), "relay@relay.example")


@pytest.mark.promise("P29")
@pytest.mark.parametrize("name", NAMES)
def test_rare_characters_are_mailed_unchanged(name: str) -> None:
    assert parsed(header_line("Subject", value=f"{name}様"))["Subject"] == f"{name}様"
    assert sender_of(mailbox_line("From", address="relay@relay.example", display_name=name))[0] == name


def test_lines_with_encoded_words_keep_to_76_octets() -> None:
    for line in (
        header_line("Subject", value="選考結果のご連絡" * 30),
        mailbox_line("Reply-To", address="saiyo@shiomi.example", display_name="株式会社汐見計測" * 30),
        mailbox_line("From", address=f"{'a' * 40}@shiomi.example", display_name="株式会社汐見計測"),
    ):
        assert max(map(len, line.split(b"\r\n"))) <= 76


@given(st.text("𠮷髙é👩a", min_size=1, max_size=100))
def test_each_encoded_word_is_whole_characters(subject: str) -> None:
    words = re.findall(rb"=\?utf-8\?b\?([^?]+)\?=", header_line("Subject", value=subject))
    assert "".join(b64decode(word).decode() for word in words) == subject * bool(words)
    assert words or subject.isascii()


@pytest.mark.promise("P31")
@given(anything)
def test_one_line_is_one_line_and_cleaning_it_again_changes_nothing(value: str) -> None:
    cleaned = one_line(value)
    assert len(cleaned.splitlines()) <= 1
    assert one_line(cleaned) == cleaned
    cleaned.encode()


@given(a_line)
def test_an_honest_line_is_only_trimmed(value: str) -> None:
    assert one_line(value) == re.sub("[\u202a-\u202e\u2066-\u2069]", "", value).strip(" ")


@given(anything)
def test_many_lines_end_in_one_way_and_hold_no_control_characters(value: str) -> None:
    cleaned = many_lines(value)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", cleaned)
    assert many_lines(cleaned) == cleaned


@pytest.mark.parametrize(
    ("written", "on_the_wire"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        ("Hanako.Tanaka+jobs@Example.JP", "Hanako.Tanaka+jobs@Example.JP"),
        ("o'brien@example.jp", "o'brien@example.jp"),
        ("a..b@docomo.ne.jp", '"a..b"@docomo.ne.jp'),
        (".a@ezweb.ne.jp", '".a"@ezweb.ne.jp'),
        ("a.@softbank.ne.jp", '"a."@softbank.ne.jp'),
        ('"a..b"@docomo.ne.jp', '"a..b"@docomo.ne.jp'),
        ('"ab"@docomo.ne.jp', "ab@docomo.ne.jp"),
        ("a@例え.jp", "a@xn--r8jz45g.jp"),
        ("a@e。com", "a@e.com"),
        ("太郎@example.jp", "太郎@example.jp"),
        ("a@localhost", "a@localhost"),
    ],
)
def test_living_addresses_are_spelled_so_that_servers_take_them(written: str, on_the_wire: str) -> None:
    assert wire_address(written) == on_the_wire


@pytest.mark.parametrize(
    "written",
    [
        "",
        "@",
        "a",
        "a@",
        "@example.jp",
        "a b@example.jp",
        "a@example.jp b@example.jp",
        "a@b@example.jp",
        "Name <a@example.jp>",
        "a@example.jp\n",
        "a\r\n@example.jp",
        "a@exa\r\nmple.jp",
        "a@example.jp.",
        "a@-example.jp",
        "a@exa_mple.jp",
        "a@example..jp",
        "a@[127.0.0.1]",
        'a"b@example.jp',
        "=?utf-8?q?a?=@example.jp",
        '"@example.jp',
        '""@example.jp',
        '"a\\"@example.jp',
        "a\u3000b@example.jp",
        "a\u202eb@example.jp",
        "a,b@example.jp",
        f"{'a' * 65}@example.jp",
        f"a@{'b' * 64}.jp",
        f"a@{'.'.join(['b' * 60] * 5)}",
        f"a@{'例' * 64}.jp",
        "\ud800@example.jp",
        "a@\ud800.jp",
    ],
)
@pytest.mark.promise("P31")
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(UnsendableAddress) as refused:
        wire_address(written)
    assert refused.value.ja
    assert refused.value.en


@pytest.mark.promise("P31")
@given(anything)
def test_whatever_becomes_an_address_holds_exactly_one_mailbox(value: str) -> None:
    for written in (value, f"{value}@example.jp", f"a@{value}"):
        try:
            line = mailbox_line("To", address=written)
        except UnsendableAddress:
            continue
        assert_is_one_header(line)
        message = parsed(line)
        assert message.keys() == ["To"]
        assert len(message["To"].addresses) == 1


@pytest.mark.promise("P18")
def test_both_unsubscribe_headers_stand_on_one_line_each_however_long_the_link_is() -> None:
    url = "https://relay.example/u/" + "t" * 800
    assert unsubscribe_lines(url) == (
        b"List-Unsubscribe: <" + url.encode() + b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    )


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "ftp://relay.example/",
        "https://",
        "https://relay.example/u/a b",
        "https://relay.example/u/a>\r\nBcc: x",
        "https://relay.example/u/a\n",
        'https://relay.example/"onclick=',
        "https://relay.example/u/日本",
        "https://relay.example/" + "t" * 2000,
    ],
)
def test_what_is_no_link_is_refused(url: str) -> None:
    with pytest.raises(UnsendableLink):
        web_address(url)
    with pytest.raises(UnsendableLink):
        unsubscribe_lines(url)


@pytest.mark.parametrize("message_id", ["", "a@b", "<a>", "<a@b>\r\nBcc: x", "<a b@c>", "<名@c>"])
def test_a_message_id_is_ours_or_a_bug(message_id: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        message_id_line(message_id)
