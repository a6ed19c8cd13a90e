"""What the demo's companies know of people beside their applications: working lives, skills, wishes, and how old all
of that has become; a few people whom they met without an application."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Model

from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.custom_fields import add_custom_field
from careerrelay.candidates.entering import enter_candidate
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Candidate,
    CandidatePhone,
    CandidateSkill,
    CustomField,
    Employment,
    LanguageSkill,
    Qualification,
    Schooling,
)
from careerrelay.candidates.rules.freshness import IMPORT, confirmed_by, confirmer_member
from careerrelay.candidates.rules.skills import skill_key
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan, months_later

_EMPLOYERS = (
    "架空精機",
    "みなと電装",
    "青葉計器",
    "北浜テクノ",
    "さくら工業",
    "湾岸システム",
    "丘の上食品",
    "東雲商事",
)
_SCHOOLS = (
    ("架空工業大学", "工学部 電気電子工学科"),
    ("みなと大学", "理工学部"),
    ("青葉高等専門学校", "機械工学科"),
)
_BACKGROUNDS = {
    "組込みソフト開発": "計測器の組込みソフトを{years}年。要件定義から結合テストまで。C++とPythonで自動試験も作る。",
    "機械設計": "筐体と機構の設計を{years}年。SolidWorksで構想から量産まで。公差設計と金型の立ち上げを担当。",
    "品質保証": "品質保証を{years}年。ISO 9001の内部監査、なぜなぜ分析、顧客への報告。",
    "購買": "部品調達を{years}年。原価交渉、需要予測、SAPでの発注。英語で海外の仕入先と折衝。",
    "法人営業": "法人営業を{years}年。計測機器の提案営業、貿易実務、TOEIC 820点。",
    "生産技術": "生産ラインの立ち上げを{years}年。PLCとラダー、治具設計、工程改善。",
}
_SKILLS = {
    "組込みソフト開発": ("C++", "RTOS", "要件定義"),
    "機械設計": ("SolidWorks", "公差設計", "金型設計"),
    "品質保証": ("ISO 9001", "品質管理", "内部監査"),
    "購買": ("部品調達", "SAP", "英語"),
    "法人営業": ("法人営業", "貿易実務", "英語"),
    "生産技術": ("PLC", "工程改善", "治具の設計"),
}
_QUALIFICATIONS = ("TOEIC 730点", "基本情報技術者", "日商簿記2級", "普通自動車免許", "QC検定2級")
_LANGUAGES = (("英語", "日常会話"), ("英語", "業務で使う"), ("中国語", "母語"))
_MET = (
    ("event", "計測の夕べ 2026", "李 美蘭", "meiran@example.jp", "信号処理"),
    ("referral", "井上の前職の同僚", "久保 拓", "kubo@example.jp", "機械設計"),
    ("scout_reply", "10月のスカウト", "𠮷川 詩織", "shiori@example.jp", "組込みソフト開発"),
)
RICH = 240


def know_people(
    company: Organization, *, chance: random.Random, at: datetime
) -> Callable[[list[Candidate]], None]:
    """Everybody has a job and a background, confirmed when they applied; the newest also wishes and an owner."""
    actor = _recruiter(company)
    fields = _own_fields(company, actor=actor, at=at)

    def know(people: list[Candidate]) -> None:
        newest = sorted(people, key=lambda person: person.created_at, reverse=True)
        for number, person in enumerate(newest):
            _know(person, number, fields=fields, chance=chance, actor=actor, at=at)

    return know


def write_records(company: Organization, *, chance: random.Random, at: datetime) -> None:
    """The newest have a whole working life; then everybody can be found."""
    with acting_for(company.id):
        people = list(Candidate.objects.filter(organization=company).order_by("-created_at", "id"))
        _load_histories(people[:RICH], chance=chance, today=day_in_japan(at))
        index_candidates(organization_id=company.id, candidate_ids=[person.id for person in people])
        if company.slug == "shiomi":
            _meet(company, actor=_recruiter(company), at=at)


def _recruiter(company: Organization) -> Actor:
    with acting_for(company.id):
        recruiter = Membership.objects.filter(organization=company, role=Role.OWNER).order_by("id").first()
    assert recruiter is not None
    return Actor.member(recruiter.user_id, organization_id=company.id)


def _own_fields(company: Organization, *, actor: Actor, at: datetime) -> list[CustomField]:
    made = at - timedelta(days=300)
    with acting_for(company.id):
        return [
            add_custom_field(
                organization_id=company.id,
                name="希望の働き方",
                form="choice",
                choices=("在宅", "出社", "どちらでも"),
                actor=actor,
                at=made,
            ),
            add_custom_field(
                organization_id=company.id, name="工場見学をした日", form="day", actor=actor, at=made
            ),
        ]


def _know(
    person: Candidate,
    number: int,
    *,
    fields: Sequence[CustomField],
    chance: random.Random,
    actor: Actor,
    at: datetime,
) -> None:
    person.employer = chance.choice(_EMPLOYERS)
    person.background = _BACKGROUNDS.get(person.title, "").format(years=chance.randint(2, 14))
    known = ("name", "kana", "addresses", "phones", "region", "employer", "title", "background")
    person.confirmed = confirmed_by({}, known, by=IMPORT, at=person.created_at)
    person.confirmed_at = person.created_at
    if number >= RICH:
        return
    assert actor.id is not None
    least = chance.randrange(400, 750, 50)
    person.desired_work = person.title
    person.desired_regions = sorted({person.region, "東京"})
    person.desired_salary_min_jpy, person.desired_salary_max_jpy = least * 10_000, (least + 100) * 10_000
    person.owner_id = actor.id if number % 3 == 0 else None
    person.custom = {str(fields[0].id): chance.choice(fields[0].choices)}
    asked_at = at - timedelta(days=5 + number * 9 % 540)
    asked: tuple[str, ...] = ("desired_work", "desired_regions", "desired_salary", f"custom:{fields[0].id}")
    histories = ("employments", "schoolings", "languages", "qualifications", "skills")
    asked += ("employer", *histories) if number % 4 else histories
    person.confirmed = confirmed_by(person.confirmed, asked, by=confirmer_member(actor.id), at=asked_at)
    person.confirmed_at = max(person.confirmed_at, asked_at)


def _load_histories(people: Sequence[Candidate], *, chance: random.Random, today: date) -> None:
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    for person in people:
        for row in _history_of(person, chance=chance, today=today):
            rows[type(row)].append(row)
    for model, of_all in rows.items():
        model.objects.bulk_create(of_all)  # type: ignore[attr-defined]


def _history_of(person: Candidate, *, chance: random.Random, today: date) -> Iterator[Model]:
    of = {"organization_id": person.organization_id, "candidate": person}
    began = months_later(today, -chance.randint(30, 160)).replace(day=1)
    changed = months_later(began, chance.randint(12, 28))
    school, faculty = chance.choice(_SCHOOLS)
    language, level = chance.choice(_LANGUAGES)
    digits = f"{chance.randrange(10**8):08}"
    yield Employment(
        **of, employer=person.employer, title=person.title, started_on=changed, duties=person.background
    )
    yield Employment(
        **of, employer=chance.choice(_EMPLOYERS), started_on=began, ended_on=months_later(changed, -1)
    )
    yield Schooling(**of, school=school, faculty=faculty, degree="学士", ended_on=months_later(began, -1))
    yield LanguageSkill(**of, language=language, level=level)
    yield Qualification(**of, name=chance.choice(_QUALIFICATIONS), obtained_on=changed)
    yield CandidatePhone(**of, number=f"090-{digits[:4]}-{digits[4:]}", canonical=f"+8190{digits}")
    for skill, years in zip(_SKILLS.get(person.title, ()), (chance.randint(1, 9), None, None), strict=False):
        yield CandidateSkill(**of, name=skill, key=skill_key(skill), years=years)


def _meet(company: Organization, *, actor: Actor, at: datetime) -> None:
    for number, (source, detail, name, address, title) in enumerate(_MET):
        typed = {
            "source": source,
            "source_detail": detail,
            "name": name,
            "addresses": address,
            "title": title,
            "owner": str(actor.id),
        }
        enter_candidate(
            organization_id=company.id, typed=typed, actor=actor, at=at - timedelta(days=20 + number)
        )
