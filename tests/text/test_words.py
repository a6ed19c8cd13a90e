"""Words of a text in one form, places that a phrase can rely on, and forms of names that forgive a typo."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.text.folding import fold_for_search
from careerrelay.text.words import (
    CHUNK_CHARACTERS_MAX,
    crossings_of,
    marked_places,
    name_grams,
    name_typos,
    pairs_in,
    pairs_of,
    placed_runs,
    words_of,
)


def placed_lexemes(text: str) -> tuple[list[tuple[str, int]], int]:
    runs, width = placed_runs(text)
    return [(lexeme, start + offset) for start, run in runs for lexeme, offset in run.placed], width


def search_words(text: str) -> list[str]:
    """The words by which a text is found, in their order, long ones before their parts."""
    return [lexeme for lexeme, _ in placed_lexemes(fold_for_search(text))[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("打合せ", ["打ち合わせ"]),
        ("打ち合わせ", ["打ち合わせ"]),
        ("ｱｶｳﾝﾄ", ["アカウント"]),
        ("Ｐｙｔｈｏｎ3", ["python", "3"]),
        ("C++とC#と.NET", ["c++", "c#", ".net"]),
        ("ASP.NET", ["asp", ".net"]),
        ("東京都庁", ["東京都庁", "東京", "都庁"]),
        ("サーバ", ["サーバー"]),
        ("1,200", ["1200"]),
        ("𠮷田 髙橋", ["吉田", "高橋"]),
        ("か\u3099くせい", ["がく", "せい"]),
        ("未経験", ["未経験"]),
        ("。、!? ", []),
    ],
)
def test_a_text_is_cut_into_its_words(text, words):
    assert [word for word in search_words(text) if word != "と"] == words


def test_a_long_word_and_its_parts_share_their_places():
    first, second = words_of("東京都庁に勤務")
    assert (first.parts, first.place, second.whole, second.place) == (("東京", "都庁"), 1, "勤務", 4)


@pytest.mark.parametrize("letter", ["あ", "。", "漢", "𠮷", "a", "1"])
def test_a_text_of_any_length_is_cut(letter):
    assert all(word.end <= 60_000 for word in words_of(letter * 60_000))


def test_a_long_text_is_cut_between_sentences():
    sentence = "東京都庁に勤務し、打ち合わせを調整。"
    times = 3 * CHUNK_CHARACTERS_MAX // len(sentence)
    assert search_words(sentence * times) == search_words(sentence) * times


@given(st.text(max_size=200))
def test_no_text_is_refused_and_each_word_lies_inside(text):
    folded = fold_for_search(text)
    places = [0]
    for word in words_of(folded):
        assert 0 <= word.start < word.end <= len(folded)
        assert word.place > places[-1]
        places.append(word.place)
        assert word.whole[0].isalnum() or word.whole == ".net"


@given(st.text(max_size=200) | st.text(alphabet="東京都庁未経験髙橋をC+#.1 、ぁ", max_size=200))
def test_what_is_indexed_is_what_is_looked_for_and_marked(text):
    folded = fold_for_search(text)
    placed, _ = placed_lexemes(folded)
    assert sorted(placed) == sorted(
        (lexeme, word.place - 1 + offset)
        for word in words_of(folded)
        for offset, lexeme in [(0, word.whole), *(() if word.is_negated else enumerate(word.parts))]
        if lexeme
    )


_UNIT = st.sampled_from(["品質", "保証", "経験", "sap", "の", "。。。。"])


@given(st.lists(st.lists(_UNIT, max_size=9), max_size=3), st.lists(_UNIT, min_size=3, max_size=5))
def test_who_has_each_pair_of_a_phrase_has_the_phrase_unless_two_phrases_meet_within(texts, phrase):
    units = [unit for unit in phrase if unit not in "の。。。。"]
    wanted = _placed("".join(phrase))
    found = [_placed("".join(text)) for text in texts]
    pairs, links = set(), []
    for text in texts:
        some, linked = pairs_of(placed_runs("".join(text))[0])
        pairs.update(some)
        links += linked
    asked = [pair for pair, _ in pairs_in(wanted)]
    if "" in asked or len(asked) < 2 or not pairs.issuperset(asked):
        return
    is_written = any(_stands_in(wanted, places) for places in found)
    assert is_written or set(units[1:-1]) & crossings_of(links)


def _placed(text: str) -> dict[int, str]:
    return {place: unit for unit, place in placed_lexemes(text)[0]}


def _stands_in(wanted: dict[int, str], places: dict[int, str]) -> bool:
    start = min(wanted)
    return any(all(places.get(at + place - start) == unit for place, unit in wanted.items()) for at in places)


def test_two_phrases_meet_only_where_one_ends_and_another_begins():
    def crossings(*texts: str) -> set[str]:
        return crossings_of(link for text in texts for link in pairs_of(placed_runs(text)[0])[1])

    assert crossings("品質の保証と、保証の経験") == {"保証"}
    assert crossings("品質の保証", "保証の経験") == {"保証"}
    assert crossings("品質の保証の経験", "品質の保証の経験") == set()
    assert crossings("品質の保証", "設計の保証") == set()


def test_verbs_that_stand_in_every_text_are_left_out_and_keep_their_place():
    first, second = words_of("担当しました経験")
    assert (first.whole, second.whole, second.place) == ("担当", "経験", 5)


def test_threads_do_not_disturb_each_other():
    text, found = "東京都庁に勤務し、打ち合わせを調整。" * 50, []
    threads = [threading.Thread(target=lambda: found.append(search_words(text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [search_words(text)] * 4


def test_places_are_those_of_the_text_as_it_stands():
    text = "これは打合せです。Ｃ＋＋の話。"
    marked = marked_places(text, wanted=frozenset({"打ち合わせ", "c++"}))
    assert [text[start:end] for start, end in marked] == ["打合せ", "Ｃ＋＋"]


def test_a_text_that_folding_shortens_keeps_its_places():
    text = "か\u3099くせい ㈱ 打合せ"
    ((start, end),) = marked_places(text, wanted=frozenset({"打ち合わせ"}))
    assert text[start:end] == "打合せ"


def test_names_are_cut_into_neighbouring_letters():
    assert name_grams("三浦 ｱｵｲ") == ["三浦あ", "浦あお", "あおい", "おい", "い"]
    assert name_grams(" 。%_") == []


@pytest.mark.parametrize("typed", ["三輪 葵", "三浦 碧", "三浦浦葵", "三浦葵子", "浦三葵"])
def test_two_names_one_letter_apart_share_a_form(typed):
    assert name_typos("三浦 葵") & name_typos(typed)


@pytest.mark.parametrize("typed", ["佐藤 葵", "三輪 碧", "葵"])
def test_two_names_further_apart_do_not(typed):
    assert not name_typos("三浦 葵") & name_typos(typed)
