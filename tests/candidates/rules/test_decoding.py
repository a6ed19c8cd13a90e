import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.decoding import (
    UNREADABLE,
    OverlongLine,
    UndecodableFile,
    UnknownEncoding,
    detect_encoding,
    text_lines,
)
from careerrelay.candidates.rules.limits import ROW_CHARACTERS_MAX
from careerrelay.core.refusal import Refusal
from tests.corpus.tables import HANAKO, JIRO, TARO, separated

TEXT = separated(TARO, HANAKO, JIRO)
PLAIN = separated(TARO, JIRO)  # without the characters that only CP932 and Unicode have


def detected(content: bytes, forced: str | None = None) -> tuple[str, str]:
    """The codec, and the text that it gives."""
    stream = io.BytesIO(content)
    encoding = detect_encoding(stream, forced=forced)
    return encoding.codec, "".join(text_lines(stream, encoding))


@pytest.mark.parametrize(
    ("content", "codec", "text"),
    [
        (TEXT.encode("utf-8"), "utf-8", TEXT),
        (TEXT.encode("utf-8-sig"), "utf-8", TEXT),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8", TEXT),
        (TEXT.encode("utf-16"), "utf-16-le", TEXT),
        (b"\xff\xfe\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        (TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        (TEXT.encode("cp932"), "cp932", TEXT),
        (PLAIN.encode("iso2022_jp"), "iso2022_jp_ext", PLAIN),
        (PLAIN.encode("euc_jp"), "euc_jp", PLAIN),
        (b"name,email\r\nTaro,taro@example.jp\r\n", "utf-8", "name,email\r\nTaro,taro@example.jp\r\n"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_each_encoding_is_found_and_gives_the_text(content, codec, text):
    assert detected(content) == (codec, text)


@pytest.mark.parametrize("text", ["田中", "東京都", "氏名,住所\r\n田中,東京都\r\n"])
def test_short_utf8_that_also_is_cp932_is_utf8_unless_somebody_says_otherwise(text):
    content = text.encode("utf-8")
    content.decode("cp932", "replace")
    assert detected(content) == ("utf-8", text)
    assert detected(content, "utf-8") == ("utf-8", text)


@pytest.mark.parametrize("name", ["Shift_JIS", "sjis", "CP932", "windows-31j"])
def test_a_person_may_overrule_the_guess(name):
    assert detected("①㈱℡Ⅲ髙﨑～－".encode("cp932"), name) == ("cp932", "①㈱℡Ⅲ髙﨑～－")


def test_a_person_cannot_choose_an_encoding_that_nobody_knows():
    with pytest.raises(UnknownEncoding):
        detected(b"a", "klingon")


def test_a_chosen_encoding_that_does_not_fit_is_refused_with_the_line():
    with pytest.raises(UndecodableFile) as refused:
        detected(TEXT.encode("cp932"), "utf-8")
    assert refused.value.ja.startswith("1行目: UTF-8としても読めない文字があります。")
    assert refused.value.en.startswith("Row 1: some characters cannot be read as UTF-8")


@pytest.mark.parametrize(
    ("most", "one"), [("utf-8", "cp932"), ("cp932", "utf-8"), ("euc_jp", "utf-8"), ("utf-8", "euc_jp")]
)
def test_one_line_in_another_encoding_does_not_spoil_the_others(most, one):
    lines = ["氏名,メールアドレス", *(f"山田太郎{number}号,t{number}@example.jp" for number in range(30))]
    content = b"".join(line.encode(one if place == 7 else most) + b"\n" for place, line in enumerate(lines))
    codec, text = detected(content)
    assert codec == most
    read = text.split("\n")
    assert read[:7] == lines[:7]
    assert read[7] != lines[7]
    assert read[8:-1] == lines[8:]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16-le", "euc_jp"])
def test_a_file_that_is_cut_inside_a_character_says_so_in_its_last_line(codec):
    content = PLAIN.encode(codec).rstrip(b"\r\n\0") + "山".encode(codec)[:-1]
    if codec == "utf-16-le":
        content = b"\xff\xfe" + content
    found, text = detected(content)
    assert found == codec
    assert text.rstrip("\r\n").endswith(UNREADABLE)
    assert UNREADABLE not in "".join(text.splitlines(keepends=True)[:-1])


def test_bytes_that_are_text_in_no_encoding_are_refused():
    with pytest.raises(UndecodableFile):
        detected(b"\x81\xff\xfe\xfd\n" * 20)


def test_only_line_feeds_and_carriage_returns_end_a_line():
    text = "a\rb\nc\r\nd\u2028e\x85f\x0bg"
    stream = io.BytesIO(text.encode("utf-8"))
    assert list(text_lines(stream, detect_encoding(stream))) == ["a\r", "b\n", "c\r\n", "d\u2028e\x85f\x0bg"]
    assert not stream.closed


@given(st.binary(max_size=200))
def test_no_bytes_are_anything_but_decoded_or_refused(content):
    stream = io.BytesIO(content)
    try:
        encoding = detect_encoding(stream)
        list(text_lines(stream, encoding))
    except Refusal:
        return


@given(
    st.text(min_size=1).filter(lambda text: "\ufeff" not in text and "\x1b" not in text and "\0" not in text)
)
def test_what_was_written_as_marked_utf16_or_utf8_is_read_back(text):
    assert detected(text.encode("utf-8-sig"))[1] == text
    assert detected(b"\xff\xfe" + text.encode("utf-16-le"))[1] == text


def test_a_line_without_end_is_refused():
    stream = io.BytesIO(b"a\n" + b"x" * (ROW_CHARACTERS_MAX + 1))
    with pytest.raises(OverlongLine) as refused:
        list(text_lines(stream, detect_encoding(stream)))
    assert refused.value.ja.startswith("2行目: ")


def test_utf16_by_name_is_the_one_that_the_mark_names():
    assert detected(b"\xfe\xff" + "氏名".encode("utf-16-be"), "UTF-16") == ("utf-16-be", "氏名")
    assert detected("氏名".encode("utf-16-le"), "UTF-16") == ("utf-16-le", "氏名")


def test_each_encoding_has_a_name_for_people():
    stream = io.BytesIO(TEXT.encode("cp932"))
    assert detect_encoding(stream).label == "Shift_JIS (Windows)"


# As Windows and its converters write them in EUC-JP; the last is a character of a company's own.
EUC_OF_WINDOWS = {
    "髙": b"\x8f\xf4\xfb",
    "﨑": b"\x8f\xf4\xbd",
    "德": b"\x8f\xf4\xbe",
    "黑": b"\x8f\xf4\xfe",
    "ⅳ": b"\x8f\xf3\xf6",
    "㈱": b"\xad\xea",
    "①": b"\xad\xa1",
    "\ue000": b"\xf5\xa1",
}


def in_euc_of_windows(text: str) -> bytes:
    return b"".join(EUC_OF_WINDOWS.get(one) or one.encode("euc_jp") for one in text)


def test_names_that_windows_wrote_in_euc_jp_keep_their_kanji():
    """Read as JIS X 0213 they would be 翏橋 and 綆永, without an error."""
    text = "氏名,勤務先\r\n髙橋 太郎,㈱丸三\r\n德永 \ue000美,①ｶﾅ\r\n山﨑 黑,ⅳ\r\n"
    assert detected(in_euc_of_windows(text)) == ("euc_jp_ms", text)


def test_jis_x_0213_is_not_taken_for_a_companys_own_characters():
    text = "氏名\r\n剝岡 太郎\r\n" + "俱知安 花子\r\n" * 3
    assert detected(text.encode("euc_jis_2004")) == ("euc_jis_2004", text)


@given(st.text(alphabet=["山", "ｶ", "ー", "A", "\n", *EUC_OF_WINDOWS]), st.integers(min_value=1, max_value=7))
def test_euc_jp_of_windows_is_read_alike_in_pieces(text, size):
    content = in_euc_of_windows(text)
    decoder = codecs.getincrementaldecoder("euc_jp_ms")("strict")
    read = [decoder.decode(content[at : at + size]) for at in range(0, len(content), size)]
    assert "".join(read) + decoder.decode(b"", final=True) == text == content.decode("euc_jp_ms")
