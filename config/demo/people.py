"""Invented applicants of a company, loaded in bulk."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connections

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Rejection,
    Source,
)
from careerrelay.core.calendar import day_in_japan, moment_in_japan
from careerrelay.text.names import comparable_kana, comparable_name

FAMILY_NAMES = (
    "佐藤:さとう 鈴木:すずき 髙橋:たかはし 田中:たなか 渡邉:わたなべ 伊藤:いとう 山本:やまもと 中村:なかむら "
    "小林:こばやし 加藤:かとう 吉田:よしだ 山田:やまだ 佐々木:ささき 山﨑:やまざき 松本:まつもと 井上:いのうえ "
    "木村:きむら 林:はやし 清水:しみず 斎藤:さいとう 森:もり 池田:いけだ 橋本:はしもと 石井:いしい 前田:まえだ "
    "岡田:おかだ 長谷川:はせがわ 藤田:ふじた 後藤:ごとう 三浦:みうら 近藤:こんどう 村上:むらかみ 遠藤:えんどう "
    "青木:あおき 坂本:さかもと 福田:ふくだ 太田:おおた 西村:にしむら 藤井:ふじい 岡本:おかもと 中島:なかじま "
    "藤原:ふじわら 原田:はらだ 小野:おの 竹内:たけうち 中川:なかがわ 石田:いしだ 上田:うえだ 森田:もりた 柴田:しばた"
).split()
GIVEN_NAMES = (
    "葵:あおい 遥:はるか 直樹:なおき 健:けん 涼:りょう 大地:だいち さくら:さくら 美咲:みさき 翔:しょう 誠:まこと "
    "千尋:ちひろ 亮介:りょうすけ 未来:みらい 悠斗:ゆうと 結衣:ゆい 陽菜:ひな 拓海:たくみ 香織:かおり 修:おさむ "
    "彩:あや 蓮:れん 湊:みなと 咲:さき 凜:りん 大輔:だいすけ 真由美:まゆみ 隆:たかし 智子:ともこ 恵:めぐみ 翼:つばさ "
    "優:ゆう 航:わたる 萌:もえ 学:まなぶ 茜:あかね 樹:いつき 綾乃:あやの 啓介:けいすけ 奈緒:なお 純:じゅん"
).split()
JOBS = (
    ("組込みソフトエンジニア", "組込みソフト開発", ("C++", "RTOS", "CAN通信")),
    ("機械設計エンジニア", "機械設計", ("3D CAD", "公差設計", "板金")),
    ("品質保証", "品質保証", ("品質管理検定2級", "統計的工程管理", "8Dレポート")),
    ("購買担当", "購買", ("原価交渉", "SAP MM", "需要予測")),
    ("海外営業", "法人営業", ("英語", "貿易実務", "提案")),
    ("生産技術", "生産技術", ("治具設計", "PLC", "工程改善")),
)
REGIONS = ("神奈川", "東京", "埼玉", "千葉", "愛知", "静岡")
STAGES = ("書類選考", "書類選考", "書類選考", "一次面接", "一次面接", "最終面接")
OUTCOMES = (
    *[ApplicationState.REJECTED] * 74,
    *[ApplicationState.WITHDRAWN] * 12,
    *[ApplicationState.HIRED] * 6,
    *[ApplicationState.OPEN] * 6,
    *[ApplicationState.CLOSED] * 2,
)


@dataclass(frozen=True, slots=True)
class Invented:
    name: str
    kana: str
    address: str
    job_title: str
    occupation: str
    region: str
    stage: str
    outcome: ApplicationState
    applied_on: date


def count_rows() -> None:
    """PostgreSQL counts new tables by itself, a minute later; until then it takes them for empty and plans so."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE candidates_candidate, candidates_application, candidates_candidateaddress")
        cursor.execute("ANALYZE candidates_rejection")


def fill_company(
    company: Organization,
    *,
    number: int,
    untold: int,
    know: Callable[[list[Candidate]], None],
    give: Callable[[list[Rejection]], None],
    chance: random.Random,
    at: datetime,
) -> None:
    """`number` candidates, of whom `untold` were turned down these days and do not know it yet. `know` and
    `give` write what else is known into rows before they are stored. Whoever calls this makes them findable."""
    people = list(_invent(company.slug, number=number, untold=untold, chance=chance, today=day_in_japan(at)))
    with acting_for(company.id):
        candidates = [
            Candidate(
                organization=company,
                name=person.name,
                kana=person.kana,
                region=person.region,
                name_key=comparable_name(person.name),
                kana_key=comparable_kana(person.kana),
                title=person.occupation,
                source=Source.IMPORT,
                created_at=_morning(person.applied_on),
                updated_at=_morning(person.applied_on),
            )
            for person in people
        ]
        know(candidates)
        Candidate.objects.bulk_create(candidates)
        _load_addresses(company, people, candidates)
    # What the database has not counted it takes for empty, and looks through everybody for each application.
    count_rows()
    with acting_for(company.id):
        _load_applications(company, people, candidates, untold=untold, give=give)


def _load_addresses(company: Organization, people: list[Invented], candidates: list[Candidate]) -> None:
    """Every fortieth has none: the export did not hold it (連絡先なし)."""
    CandidateAddress.objects.bulk_create(
        CandidateAddress(
            organization=company, candidate=candidate, address=person.address, canonical=person.address
        )
        for index, (person, candidate) in enumerate(zip(people, candidates, strict=True))
        if index % 40 != 39
    )


def _load_applications(
    company: Organization,
    people: list[Invented],
    candidates: list[Candidate],
    *,
    untold: int,
    give: Callable[[list[Rejection]], None],
) -> None:
    applications = [
        Application(
            organization=company,
            candidate=candidate,
            system="hrmos",
            external_id=f"{company.slug.upper()}-{index:05}",
            job_title=person.job_title,
            stage=person.stage,
            state=person.outcome,
            applied_on=person.applied_on,
            ended_on=None if person.outcome == ApplicationState.OPEN else _ended_on(person),
            created_at=_morning(person.applied_on),
            updated_at=_morning(_ended_on(person)),
        )
        for index, (person, candidate) in enumerate(zip(people, candidates, strict=True))
    ]
    Application.objects.bulk_create(applications)
    rejections = [
        Rejection(
            organization=company,
            application=application,
            rejected_on=_ended_on(person),
            stage=person.stage,
            told_at=None if index < untold else _morning(_ended_on(person)) + timedelta(days=1),
            created_at=_morning(_ended_on(person)),
        )
        for index, (person, application) in enumerate(zip(people, applications, strict=True))
        if person.outcome == ApplicationState.REJECTED
    ]
    give(rejections)
    Rejection.objects.bulk_create(rejections)


def _invent(slug: str, *, number: int, untold: int, chance: random.Random, today: date) -> Iterator[Invented]:
    pairs = [(family, given) for family in FAMILY_NAMES for given in GIVEN_NAMES]
    for index, (family, given) in enumerate(chance.sample(pairs, number)):
        job_title, occupation, _ = chance.choice(JOBS)
        is_untold = index < untold
        days_ago = 12 + index % 9 if is_untold else chance.randint(25, 540)
        yield Invented(
            name=f"{_word(family)} {_word(given)}",
            kana=f"{_kana(family)} {_kana(given)}",
            address=f"{slug[:2]}{index:04}@example.jp",
            job_title=job_title,
            occupation=occupation,
            region=chance.choice(REGIONS),
            stage=STAGES[index % 3] if is_untold else chance.choice(STAGES),
            outcome=ApplicationState.REJECTED if is_untold else chance.choice(OUTCOMES),
            applied_on=today - timedelta(days=days_ago),
        )


def _ended_on(person: Invented) -> date:
    return person.applied_on + timedelta(days=10)


def _morning(day: date) -> datetime:
    return moment_in_japan(day, time(9, 30))


def _word(pair: str) -> str:
    return pair.partition(":")[0]


def _kana(pair: str) -> str:
    return pair.partition(":")[2]


def skills_for(occupation: str) -> tuple[str, ...]:
    return next(skills for _, known, skills in JOBS if known == occupation)
