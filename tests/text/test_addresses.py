import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import UnusableAddress, comparable_address, parse_address, parse_addresses


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("taro@example.com", ["taro@example.com"]),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", ["taro@example.com"]),
        ("a@e。com", ["a@e.com"]),
        ("a@e｡com", ["a@e.com"]),
        ("a..b@docomo.ne.jp", ["a..b@docomo.ne.jp"]),
        ('"a..b"@docomo.ne.jp', ["a..b@docomo.ne.jp"]),
        (".a@ezweb.ne.jp", [".a@ezweb.ne.jp"]),
        ("a.@docomo.ne.jp", ["a.@docomo.ne.jp"]),
        ("taro+jobs@gmail.com", ["taro+jobs@gmail.com"]),
        ("taro@日本語.jp", ["taro@xn--wgv71a119e.jp"]),
        ("Taro Yamada <a@x.jp>", ["a@x.jp"]),
        ('"Yamada, Taro" <a@x.jp>, b@x.jp', ["a@x.jp", "b@x.jp"]),
        ("山田太郎 <a@x.jp>; 山田花子 <b@x.jp>", ["a@x.jp", "b@x.jp"]),
        ("a@x.jp; b@x.jp", ["a@x.jp", "b@x.jp"]),
        ("a@x.jp、b@x.jp", ["a@x.jp", "b@x.jp"]),
        ("a@x.jp\nb@x.jp", ["a@x.jp", "b@x.jp"]),
        ("a@x.jp / b@x.jp", ["a@x.jp", "b@x.jp"]),
        ("a@x.jp, A@X.JP", ["a@x.jp"]),
        ("a@x.jp.", ["a@x.jp"]),
        (" a@x.jp\u3000\r\n", ["a@x.jp"]),
        ("\u200ba@x.jp\ufeff", ["a@x.jp"]),
        ("mailto:a@x.jp", ["a@x.jp"]),
        ("携帯：a@x.jp（自宅）", ["a@x.jp"]),
        ("'a@x.jp", ["a@x.jp"]),
        ("O'Brien@x.ie", ["O'Brien@x.ie"]),
        ("", []),
        ("　", []),
        ("なし", []),
        ("-", []),
    ],
)
def test_an_address_is_understood_as_people_write_it(cell, addresses):
    assert [address.written for address in parse_addresses(cell)] == addresses


@pytest.mark.parametrize(
    "cell",
    [
        "a@localhost",
        "a@mail.local",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "a@x",
        "a@x..jp",
        "a@-x.jp",
        "a@x_y.jp",
        "a@@x.jp",
        "a@b@x.jp",
        "a..b@gmail.com",
        ".a@example.com",
        "a b@x.jp",
        "太郎@x.jp",
        "a@x.jp\r\nBcc: b@y.jp",
        "<a@x.jp>b@y.jp",
        "taro",
        "@x.jp",
        "a@" + "x" * 250 + ".jp",
        "a" * 65 + "@x.jp",
        "a@x.jp b",
        "Bcc: <a@x.jp>",
        "a\x00@x.jp",
    ],
)
def test_what_is_no_address_is_refused_in_both_languages(cell):
    with pytest.raises(UnusableAddress) as refused:
        parse_addresses(cell)
    assert refused.value.ja.startswith("メールアドレス「")
    assert refused.value.en.startswith("The mail address ")
    assert "\n" not in refused.value.ja + refused.value.en


def test_one_field_holds_exactly_one_address():
    assert parse_address(" Taro@Example.JP ").written == "Taro@example.jp"
    for text in ("", "a@x.jp b@x.jp", "a@x.jp\nb@x.jp"):
        with pytest.raises(UnusableAddress):
            parse_address(text)


@pytest.mark.parametrize(
    "spelling", ["Ｔａｒｏ＠example.com", "TARO@EXAMPLE.COM", " taro@example.com ", "taro@example.com."]
)
def test_every_spelling_of_an_address_compares_as_one(spelling):
    assert comparable_address(spelling) == "taro@example.com"
    assert parse_address(spelling) == parse_address("taro@example.com")


def test_a_plus_tag_is_another_mailbox():
    assert comparable_address("taro+a@x.jp") != comparable_address("taro@x.jp")


def test_an_address_of_a_job_board_is_known_as_such():
    assert parse_address("abc123@indeedemail.com").is_proxy
    assert not parse_address("taro@indeedemail.com.example.jp").is_proxy


@given(st.text(max_size=80) | st.from_regex(r"[^@]{0,20}@[^@]{0,20}", fullmatch=True))
def test_no_cell_is_anything_but_understood_or_refused(cell):
    try:
        found = parse_addresses(cell)
    except Refusal:
        return
    for address in found:
        assert parse_address(address.written) == address
        assert address.written.isascii()
        assert address.written.isprintable()
        assert " " not in address.written
