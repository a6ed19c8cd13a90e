"""Who looks for somebody finds them, however it is spelled; and nobody of another company, ever."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.models.expressions import RawSQL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.actions import attach_self_declared, decide_application, tell_own_name
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.indexing import index_candidates, index_organization
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateFile,
    CandidatePhone,
    CandidateSearch,
    CandidateSkill,
    Employment,
    Evaluation,
    LanguageSkill,
    Note,
    Qualification,
    Rejection,
    Schooling,
)
from careerrelay.candidates.rules.lexemes import (
    SAMPLE_MARK,
    VERSION,
    Searchable,
    inner_vector,
    search_vector,
)
from careerrelay.candidates.running import run_import
from careerrelay.candidates.searching import (
    further_texts,
    has_something_to_find,
    hits_in,
    search_candidates,
    words_looked_for,
)
from careerrelay.candidates.tasks import renew_search
from careerrelay.core.sql import sql_rows
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, TESTER, Network, make_candidate, make_network

pytestmark = pytest.mark.django_db

AOI = "三浦 葵"


@pytest.fixture
def network() -> Network:
    return make_network()


def known(company: Organization, *, name: str = AOI, address: str = "aoi@example.jp", **facts: Any) -> UUID:
    """A candidate with these facts, who can be found."""
    state = ApplicationState(facts.pop("state", "rejected"))
    candidate = make_candidate(company, name=name, address=address, state=state)
    with acting_for(company.id):
        Candidate.objects.filter(id=candidate.id).update(**facts)
        index_candidates(organization_id=company.id, candidate_ids=[candidate.id])
    return candidate.id


def found(company: Organization, query: str, *, state: str = "") -> list[str]:
    """The names of those who are found, the best first."""
    with acting_for(company.id):
        ids = search_candidates(organization_id=company.id, query=query, state=state).ids
        names = dict(Candidate.objects.values_list("id", "name"))
    return [names[candidate_id] for candidate_id in ids]


@pytest.mark.parametrize(
    ("background", "query"),
    [
        ("打合せの調整", "打ち合わせ"),
        ("打ち合わせの調整", "打合せ"),
        ("ｱｶｳﾝﾄの管理", "アカウント"),
        ("Ｐｙｔｈｏｎを3年", "python"),
        ("Pythonを使う", "Python3"),
        ("C++とC#", "c++"),
        ("ASP.NET", ".NET"),
        ("東京都庁に勤務", "都庁"),
        ("か\u3099くせいの指導", "がくせい"),
        ("TOEIC 850点", "toeic 850"),
    ],
)
def test_a_spelling_finds_the_other(network: Network, background: str, query: str) -> None:
    known(network.company, background=background)
    known(network.company, name="佐藤 直樹", address="naoki@example.jp", background="経理")
    assert found(network.company, query) == [AOI]


@pytest.mark.parametrize(
    ("background", "query"),
    [
        ("東京都庁に勤務", "京都"),
        ("Cを10年", "C++"),
        ("ISO14001", "ISO9001"),
        ("未経験", "経験"),
        ("調整と打合せ", '"打合せ 調整"'),
        ("品質管理と保証", '"品質の保証"'),
        ("品質の保証と、保証の経験", '"品質の保証の経験"'),
        ("Javaを2年、Cを3年", '"Javaを3年"'),
        ("顧客へ訪問と打合せ", '"顧客との打合せ"'),
    ],
)
def test_what_only_looks_alike_is_not_found(network: Network, background: str, query: str) -> None:
    known(network.company, background=background)
    assert found(network.company, query) == []


def test_quotes_look_for_a_phrase(network: Network) -> None:
    known(network.company, background="品質保証の経験")
    known(network.company, name="佐藤 直樹", address="n@example.jp", background="品質の保証")
    assert found(network.company, '"品質保証"') == [AOI]
    assert set(found(network.company, "品質 保証")) == {AOI, "佐藤 直樹"}


@pytest.mark.promise("P29")
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("𠮷田 髙志", "吉田"),
        ("吉田 高志", "𠮷田髙志"),
        ("山﨑 葵", "山崎"),
        ("髙橋 é", "高橋 é"),
        ("渡邉 蓮", "渡辺"),
        ("渡邊 蓮", "渡邉"),
        ("齋藤 蓮", "斉藤"),
        ("斉藤 蓮", "斎藤蓮"),
    ],
)
def test_a_rare_letter_is_found_by_the_common_one(network: Network, name: str, query: str) -> None:
    known(network.company, name=name)
    assert found(network.company, query) == [name]


@pytest.mark.parametrize("query", ["三浦", "葵", "浦 葵", "三浦葵", "みうら", "ミウラ", "ﾐｳﾗ ｱｵｲ", "うらあ"])
def test_a_part_of_a_name_or_its_kana_finds_the_person(network: Network, query: str) -> None:
    known(network.company, kana="ミウラ アオイ")
    known(network.company, name="佐藤 直樹", kana="サトウ ナオキ", address="naoki@example.jp")
    assert found(network.company, query) == [AOI]


@pytest.mark.parametrize(
    "query",
    ["三輪 葵", "三浦 碧", "みうらあい", "みうらあおいい", "みらう あおい", "Kowalsky", "Ana Kowalska"],
)
def test_a_name_with_one_typo_still_finds_the_person(network: Network, query: str) -> None:
    known(network.company, kana="ミウラ アオイ")
    known(network.company, name="佐藤 直樹", kana="サトウ ナオキ", address="naoki@example.jp")
    known(network.company, name="Anna Kowalska", address="anna@example.jp")
    assert found(network.company, query) == ["Anna Kowalska" if query.isascii() else AOI]


def test_a_surname_alone_is_not_enough_beside_a_typo(network: Network) -> None:
    known(network.company, kana="ミウラ アオイ")
    known(network.company, name="三浦 直樹", kana="ミウラ ナオキ", address="naoki@example.jp")
    assert found(network.company, "ミウラ エオイ") == [AOI]


def test_who_has_exactly_that_name_comes_alone(network: Network) -> None:
    known(network.company, name="佐藤 直樹")
    known(network.company, name="佐藤 直美", address="naomi@example.jp")
    assert found(network.company, "佐藤直美") == ["佐藤 直美"]


@pytest.mark.parametrize(
    "query",
    ["090-1234-5678", "09012345678", "+81 90-1234-5678", "０９０ー１２３４", "090 1234 5678", "819012345678"],
)
def test_a_telephone_number_is_found_however_it_is_typed(network: Network, query: str) -> None:
    owner = {"organization_id": network.company.id, "candidate_id": known(network.company)}
    known(network.company, name="佐藤 直樹", address="naoki@example.jp")
    with acting_for(network.company.id):
        CandidatePhone.objects.create(**owner, number="090-1234-5678", canonical="+819012345678")
        index_organization(organization_id=network.company.id)
    assert found(network.company, query) == [AOI]
    assert found(network.company, "090-9999-5678") == []


@pytest.mark.parametrize("query", ["品質 -営業", "品質 －営業", '品質 -"法人営業"'])
def test_what_follows_a_minus_is_left_out(network: Network, query: str) -> None:
    known(network.company, background="品質保証")
    known(network.company, name="佐藤 直樹", address="n@example.jp", background="品質保証と法人営業")
    assert found(network.company, query) == [AOI]
    assert found(network.company, "-営業") == []


@pytest.mark.parametrize("query", ["株式会社青葉", "㈱青葉", "(株) 青葉", "青葉"])
def test_an_employer_is_found_without_its_legal_form(network: Network, query: str) -> None:
    known(network.company, employer="青葉株式会社")
    assert found(network.company, query) == [AOI]


@pytest.mark.parametrize("query", ["", "。、", "-営業", "株式会社"])
def test_a_question_without_a_word_to_find_says_so(query: str) -> None:
    assert not has_something_to_find(query)
    assert has_something_to_find(f"{query} 三浦")


def know_everything(company: Organization) -> UUID:
    """One candidate with a row in each table that is searched."""
    candidate_id = known(
        company, desired_work="火星探査", custom={"f": "天秤座"}, source_detail="合同説明会秋"
    )
    row = {"organization_id": company.id, "candidate_id": candidate_id}
    with acting_for(company.id):
        Employment.objects.create(**row, employer="白樺工業", title="灯台守", duties="潮位の観測")
        Schooling.objects.create(**row, school="架空工科大学", faculty="天文学部")
        LanguageSkill.objects.create(**row, language="スワヒリ語", level="日常会話")
        Qualification.objects.create(**row, name="気象予報士")
        CandidateSkill.objects.create(**row, name="溶接", key="welding")
        CandidateFile.objects.create(
            **row, filename="a.pdf", kind="pdf", content=b"", content_bytes=0, content_hash=b"1", state="read",
            text="鯨の回遊を調べた", uploaded_at=NOW,
        )  # fmt: skip
        Note.objects.create(**row, words="握手が力強い", created_at=NOW)
        application = Application.objects.get()
        Application.objects.update(route="駅の広告", labels="再挑戦", status="保留箱")
        Rejection.objects.update(reason="勤務地の不一致")
        Evaluation.objects.create(
            organization_id=company.id, application=application, words="暗算が速い", interviewer_name="犬養",
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        index_organization(organization_id=company.id)
    return candidate_id


OUTER = [
    "火星探査",
    "天秤座",
    "合同説明会",
    "白樺",
    "灯台守",
    "潮位",
    "架空工科",
    "天文",
    "スワヒリ",
    "気象予報士",
    "溶接",
]
OUTER += ["回遊", "駅 広告", "再挑戦", "保留", '"勤務地の不一致"']
INNER = ["握手", "力強い 三浦", "暗算", "犬養", "回遊 握手"]


@pytest.mark.promise("P02")
def test_everything_is_found_and_the_inner_words_only_by_who_may_see_them(network: Network) -> None:
    candidate_id = know_everything(network.company)

    def ids(query: str, *, sees_inner: bool) -> tuple[tuple[UUID, ...], int]:
        result = search_candidates(organization_id=network.company.id, query=query, sees_inner=sees_inner)
        return result.ids, result.total

    with acting_for(network.company.id):
        for query in OUTER:
            assert ids(query, sees_inner=False) == ids(query, sees_inner=True) == ((candidate_id,), 1), query
        for query in INNER:
            assert ids(query, sees_inner=True) == ((candidate_id,), 1), query
            assert ids(query, sees_inner=False) == ((), 0), query
    with acting_for(network.other_company.id):
        for query in OUTER + INNER:
            result = search_candidates(organization_id=network.other_company.id, query=query, sees_inner=True)
            assert (result.ids, result.total) == ((), 0), query


def test_a_hit_in_a_file_or_a_note_is_shown_to_who_may_see_it(network: Network) -> None:
    candidate_id = know_everything(network.company)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        for query, sees_inner, marked in [
            ("回遊", False, ["回遊"]), ("握手", True, ["握手"]), ("握手", False, []), ("暗算", True, ["暗算"]),
        ]:  # fmt: skip
            further = further_texts(
                organization_id=network.company.id, candidate_ids=[candidate_id], sees_inner=sees_inner
            )
            words = words_looked_for(query)
            shown = hits_in(candidate, words=words, further=further[candidate_id])
            assert [piece.text for pieces in shown for piece in pieces if piece.is_hit] == marked


@pytest.mark.parametrize("query", ["aoi.m", "aoi.m@exam", "AOI.M@EXAMPLE.JP", "example.jp", "@example"])
def test_an_address_is_found_by_the_begin_of_its_parts(network: Network, query: str) -> None:
    known(network.company, address="aoi.m@example.jp")
    known(network.company, name="佐藤 直樹", address="naoki@example.com")
    with acting_for(network.company.id):
        first = search_candidates(organization_id=network.company.id, query=query)
    assert first.total >= 1
    assert AOI in found(network.company, query)


@pytest.mark.parametrize(
    "query", ["%", "_", "*", "'", '"', "\\", "(", "& |", "<->", ":*", "\0", "   ", "!", "。、"]
)
def test_signs_have_no_meaning_and_find_nobody(network: Network, query: str) -> None:
    known(network.company)
    assert found(network.company, query) == []


@pytest.mark.parametrize(
    "query", ["=rejected", "~三浦", "?三葵", "@x" * 90, "三浦:*", "三浦%", "'三浦'", "三浦\0"]
)
def test_signs_beside_letters_are_left_out(network: Network, query: str) -> None:
    known(network.company, name="別人", state="open")
    assert found(network.company, query) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(query=st.text(max_size=60) | st.text(alphabet="'\"\\:*&|!<->()%_ 三a1\0~=@?", max_size=40))
def test_no_query_makes_an_error(network: Network, query: str) -> None:
    with acting_for(network.company.id):
        search_candidates(organization_id=network.company.id, query=query)


def test_every_text_can_be_indexed(network: Network) -> None:
    for number, text in enumerate(
        ["打" * 70_000, "a" * 70_000, "'\\ : " * 9000, "あ1。" * 9000, "𠮷" * 70_000]
    ):
        known(network.company, address=f"a{number}@example.jp", background=text)
    assert len(found(network.company, AOI)) == 5


# --- faults seen elsewhere ---


def test_rejected_people_are_found_like_all_others(network: Network) -> None:
    for number, state in enumerate(ApplicationState):
        known(network.company, name=f"佐藤 {state.value}", address=f"a{number}@example.jp", state=state)
    assert len(found(network.company, "佐藤")) == len(ApplicationState)


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("不採用", "rejected"),
        ("お見送り", "rejected"),
        ("採用", "hired"),
        ("辞退", "withdrawn"),
        ("選考中", "open"),
    ],
)
def test_the_words_of_a_status_find_who_has_it(network: Network, query: str, state: str) -> None:
    for number, each in enumerate(ApplicationState):
        known(network.company, name=each.value, address=f"a{number}@example.jp", state=each)
    assert found(network.company, query) == [state]
    assert found(network.company, "組込みソフト", state=state) == [state]


def test_a_decided_application_is_found_by_its_new_state(network: Network) -> None:
    known(network.company, state="undecided")
    with acting_for(network.company.id):
        decide_application(Application.objects.get(), state=ApplicationState.WITHDRAWN, actor=TESTER, at=NOW)
    assert found(network.company, "辞退") == [AOI]
    assert found(network.company, "判断待ち") == []


# --- what is written ---


def test_an_import_makes_its_people_findable_and_again_changes_nothing(network: Network) -> None:
    people: list[dict[str, str | date | None]] = [
        {"external_id": "A-1", "name": AOI, "rejected_on": date(2026, 10, 1), "job_title": "品質保証"},
        {"external_id": "A-2", "name": "髙橋 直樹", "status": "一次面接", "job_title": "購買"},
    ]
    for _ in range(2):
        with acting_for(network.company.id):
            received = receive_file(
                organization_id=network.company.id,
                filename="応募者.tsv",
                content=hrmos_export(people),
                actor=TESTER,
                at=NOW,
            )
            start_import(
                received, encoding=received.encoding, rejected_are_untold=False, actor=TESTER, at=NOW
            )
        run_import(organization_id=network.company.id, import_id=received.id, leave_out=(), at=NOW)
        assert found(network.company, "品質保証") == [AOI]
        assert found(network.company, "高橋直樹") == ["髙橋 直樹"]
        with acting_for(network.company.id):
            assert index_organization(organization_id=network.company.id) == 0


def test_who_came_by_themself_is_found_and_later_by_their_name(network: Network) -> None:
    with acting_for(network.company.id):
        candidate_id = attach_self_declared(
            organization_id=network.company.id, address="aoi@example.jp", name="", actor=TESTER, at=NOW
        )
    assert found(network.company, "aoi@example") == [""]
    with acting_for(network.company.id):
        tell_own_name(
            organization_id=network.company.id, candidate_id=candidate_id, name=AOI, actor=TESTER, at=NOW
        )
    assert found(network.company, AOI) == [AOI]


def test_the_command_writes_what_is_missing_or_everything(network: Network, capsys) -> None:
    known(network.company)
    for options, written in (([], 0), (["--all-anew"], 1)):
        call_command("reindex", "--organization", "shiomi", "--json", *options)
        assert capsys.readouterr().out == f'{{"written": {written}}}\n'


def test_who_is_as_before_is_not_written_again(network: Network) -> None:
    known(network.company)
    with acting_for(network.company.id):
        assert index_organization(organization_id=network.company.id) == 0
        Candidate.objects.update(employer="架空製作所")
        assert index_organization(organization_id=network.company.id) == 1
    assert found(network.company, "架空製作所") == [AOI]


def test_who_is_deleted_is_found_no_more(network: Network) -> None:
    known(network.company)
    with acting_for(network.company.id):
        Candidate.objects.get().delete()
        assert not CandidateSearch.objects.exists()
    assert found(network.company, "三浦") == []


def test_who_was_written_by_a_former_rule_is_found_by_it_until_a_worker_wrote_them_anew(
    network: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    known(network.company, background="品質の保証")
    without_pairs = "ts_delete(words, ARRAY(SELECT lexeme FROM unnest(words) WHERE starts_with(lexeme, '+')))"
    with acting_for(network.company.id):
        CandidateSearch.objects.update(words=RawSQL(without_pairs, []))
    assert found(network.company, '"品質の保証"') == []
    with acting_for(network.company.id):
        CandidateSearch.objects.update(version=VERSION - 1)
    assert found(network.company, '"品質の保証"') == [AOI]
    assert found(network.company, '"保証の品質"') == []
    for waiting in (1, 0):
        call_command("reindex", "--organization", "shiomi", "--json", "--waiting")
        assert capsys.readouterr().out == f'{{"waiting": {waiting}}}\n'
        renew_search()
    assert found(network.company, '"品質の保証"') == [AOI]


def test_among_very_many_people_frequent_words_are_counted_in_the_sample(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careerrelay.candidates.searching.HITS_MAX", 10)
    ids = {word: known(network.company, background=word, address="") for word in ("経理", "購買")}

    def totals() -> list[str]:
        with acting_for(network.company.id):
            return [
                search_candidates(organization_id=network.company.id, query=word).total_words for word in ids
            ]

    with acting_for(network.company.id):
        words = CandidateSearch.objects.filter(candidate=ids["経理"])
        words.update(words=RawSQL("words || '=%%'::tsvector", []))
        CandidateSearch.objects.filter(candidate=ids["購買"]).update(
            words=RawSQL("ts_delete(words, '=%%')", [])
        )
    assert totals() == ["1", "1"]
    monkeypatch.setattr("careerrelay.candidates.searching.SAMPLED_FROM", 0)
    assert totals() == ["10+", "1"]


def test_one_in_sixteen_is_of_the_sample_and_is_so_in_both_vectors() -> None:
    organization_id = uuid4()
    sampled = 0
    for number in range(1600):
        person = Searchable("", "", (f"a{number}@example.jp",), (), (), (), inner=("暗算",))
        outer = search_vector(person, organization_id=organization_id)
        inner = inner_vector(person, organization_id=organization_id) or ""
        assert (f"'{SAMPLE_MARK}'" in outer) == (f"'{SAMPLE_MARK}'" in inner)
        sampled += f"'{SAMPLE_MARK}'" in outer
    assert 1600 / 16 * 0.7 < sampled < 1600 / 16 * 1.3


def test_the_place_of_a_hit_outside_of_the_name_is_shown(network: Network) -> None:
    known(network.company, background="計測器の設計のあと、顧客との打合せを担当。" + "その他。" * 30)
    with acting_for(network.company.id):
        result = search_candidates(organization_id=network.company.id, query="打ち合わせ")
        (fragment,) = hits_in(Candidate.objects.get(), words=result.words)
        by_name = search_candidates(organization_id=network.company.id, query="三浦")
        assert hits_in(Candidate.objects.get(), words=by_name.words) == []
    assert [piece.text for piece in fragment if piece.is_hit] == ["打合せ"]
    assert fragment[-1].text == "…"


def test_more_hits_than_are_ranked_come_newest_first(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careerrelay.candidates.searching.RANKED_MAX", 1)
    monkeypatch.setattr("careerrelay.candidates.searching.HITS_MAX", 2)
    ids = [known(network.company, address=f"a{number}@example.jp") for number in range(4)]
    with acting_for(network.company.id):
        some = search_candidates(organization_id=network.company.id, query="三浦", limit=3)
        rest = search_candidates(organization_id=network.company.id, query="三浦", limit=3, offset=3)
    assert [*some.ids, *rest.ids] == ids[::-1]
    assert (some.total, some.is_more, some.total_words) == (2, True, "2+")


# --- walls ---

LEAKS = ["三浦", "葵", "三輪 葵", "組込みソフト", '"書類選考"', "不採用", "aoi@", "example.jp", "みうら"]


@pytest.mark.promise("P02", "P05")
@pytest.mark.parametrize("query", LEAKS)
def test_nobody_of_another_company_is_found_or_counted(network: Network, query: str) -> None:
    theirs = known(network.company, kana="ミウラ アオイ")
    own = known(network.other_company, kana="ミウラ アオイ")
    with acting_for(network.other_company.id):
        result = search_candidates(organization_id=network.other_company.id, query=query)
    assert (result.ids, result.total) == ((own,), 1)
    assert theirs not in result.ids


@pytest.mark.promise("P05")
def test_the_function_refuses_an_organization_that_is_not_in_scope(network: Network) -> None:
    known(network.company)
    asked = (
        "SELECT * FROM candidates_search(%s, ARRAY['三浦'::tsquery], NULL, true, '{}', 0, 16, 10, 10, 10, 0)"
    )
    for stranger in (network.company.id, None):
        with (
            acting_for(network.other_company.id),
            pytest.raises(DatabaseError, match="in scope"),
            transaction.atomic(),
        ):
            sql_rows(asked, [stranger])
    for nobody in (network.company.id, None):
        with pytest.raises(DatabaseError, match="in scope"), transaction.atomic():
            sql_rows(asked, [nobody])


@pytest.mark.promise("P05")
def test_the_lexeme_of_another_organization_opens_nothing(network: Network) -> None:
    known(network.company)
    with acting_for(network.other_company.id):
        by_hand = sql_rows(
            "SELECT * FROM candidates_search(%s, ARRAY[%s::tsquery], NULL, true, '{}', 0, 16, 10, 10, 10, 0)",
            [network.other_company.id, f"'={network.company.id.hex}' | '三浦'"],
        )
        rows = sql_rows("SELECT count(*) FROM candidates_candidatesearch WHERE words @@ '三浦'::tsquery")
    assert (by_hand, rows) == ([], [(0,)])


@pytest.mark.promise("P05")
@pytest.mark.django_db(databases=["default", "owner"])
def test_only_the_application_may_call_the_function() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """SELECT r.rolname, p.prosecdef, array_to_string(p.proconfig, ';'),
                      has_function_privilege('public', p.oid, 'EXECUTE')
               FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.proname = 'candidates_search'"""
        )
        assert cursor.fetchall() == [
            (
                "careerrelay_search",
                True,
                "search_path=pg_catalog, public, pg_temp;enable_seqscan=off",
                False,
            )
        ]


@pytest.mark.promise("P08")
def test_who_may_not_be_seen_is_in_no_hit_and_no_count(network: Network) -> None:
    left = known(network.company)
    here = known(network.company, name="三浦 蓮", address="ren@example.jp")
    with acting_for(network.company.id):
        for query in ("三浦", "三輪 葵", "組込みソフト", "不採用"):
            result = search_candidates(organization_id=network.company.id, query=query, leave_out=[left])
            assert left not in result.ids
            assert result.total == len(result.ids) <= 1
        assert search_candidates(organization_id=network.company.id, query="三浦", leave_out=[left]).ids == (
            here,
        )
