"""Tags, segments and saved views of the demo's companies, as a team of recruiters comes to have them."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, ApplicationState, Candidate
from careerrelay.candidates.rules.skills import skill_key
from careerrelay.core.actor import Actor
from careerrelay.pool.actions import make_tag, save_segment, save_view
from careerrelay.pool.models import SegmentMember, Tag, Tagging, TagGroup
from careerrelay.pool.rules.question import Question

# Those who have them: by occupation, one in so many of them.
_SKILLS = {
    "C++": ("組込みソフト開発", 1),
    "RTOS": ("組込みソフト開発", 2),
    "SolidWorks": ("機械設計", 1),
    "公差設計": ("機械設計", 3),
    "ISO 9001": ("品質保証", 1),
    "SAP": ("購買", 2),
    "PLC": ("生産技術", 1),
}
_OCCUPATIONS = {
    "設計・開発": ("組込みソフト開発", "機械設計"),
    "製造を支える": ("品質保証", "購買", "生産技術"),
}
_REGIONS = {"関東": ("神奈川", "東京", "埼玉", "千葉"), "東海": ("愛知", "静岡")}
_FINALISTS, _REFERRED, _NIGHT = "最終面接まで進んだ", "現場がまた会いたい", "計測の夕べ"


def mark_people(company: Organization, *, at: datetime) -> None:
    with acting_for(company.id):
        owner = Membership.objects.filter(organization=company, role=Role.OWNER).order_by("id").first()
        assert owner is not None
        actor = Actor.member(owner.user_id, organization_id=company.id)
        tags = _put_tags(company, actor=actor, at=at)
        _save_segments(company, tags, actor=actor, at=at)
        _save_views(company, tags, actor=actor, at=at)


def _put_tags(company: Organization, *, actor: Actor, at: datetime) -> dict[str, Tag]:
    """In bulk, as 「まとめて付ける」 does: a tag on hundreds was no deed on each."""
    tags: dict[str, Tag] = {}
    for number, (group, name, ids) in enumerate(_tagged(company)):
        made_at = at - timedelta(days=360 - 20 * number)
        tags[name] = make_tag(
            organization_id=company.id,
            group=group,
            name=name,
            taxonomy_key=skill_key(name) if group == TagGroup.SKILL else "",
            actor=actor,
            at=made_at,
        )
        Tagging.objects.bulk_create(
            Tagging(
                organization=company,
                tag=tags[name],
                candidate_id=one,
                tagged_by=actor.id,
                tagged_at=made_at,
            )
            for one in ids
        )
    return tags


def _tagged(company: Organization) -> Iterator[tuple[TagGroup, str, Collection[UUID]]]:
    people = list(
        Candidate.objects.filter(organization=company).order_by("id").values_list("id", "title", "region")
    )
    for name, (title, every) in _SKILLS.items():
        yield TagGroup.SKILL, name, [one for one, occupation, _ in people if occupation == title][::every]
    for name, titles in _OCCUPATIONS.items():
        yield TagGroup.OCCUPATION, name, [one for one, occupation, _ in people if occupation in titles]
    for name, regions in _REGIONS.items():
        yield TagGroup.REGION, name, [one for one, _, region in people if region in regions]
    finalists = list(
        Application.objects.filter(
            organization=company, stage="最終面接", state=ApplicationState.REJECTED
        ).values_list("candidate_id", flat=True)
    )
    yield TagGroup.FREE, _FINALISTS, list(dict.fromkeys(finalists))
    yield TagGroup.FREE, _REFERRED, list(dict.fromkeys(finalists))[::4]
    yield TagGroup.FREE, _NIGHT, [one for one, _, _ in people][7::60]


def _save_segments(company: Organization, tags: dict[str, Tag], *, actor: Actor, at: datetime) -> None:
    asked = {
        "最終面接まで進んだ開発の方": Question(tags_all=(tags[_FINALISTS].id, tags["設計・開発"].id)),
        "もう一度声をかける時期の方": Question(states=("rejected",), is_revisit_due=True),
        "1年以上確かめていない方": Question(is_stale=True),
        "東海で働ける生産技術の方": Question(search="生産技術", regions=_REGIONS["東海"]),
    }
    named: dict[str, Any] = {"organization_id": company.id, "actor": actor}
    for number, (name, question) in enumerate(asked.items()):
        save_segment(name=name, question=question, at=at - timedelta(days=90 - 20 * number), **named)
    guests = Question(tags_all=(tags[_NIGHT].id,))
    frozen = save_segment(
        name="計測の夕べ 2026 のお礼", question=guests, is_frozen=True, at=at - timedelta(days=40), **named
    )
    tagged = Tagging.objects.filter(tag=tags[_NIGHT]).values_list("candidate_id", flat=True)
    SegmentMember.objects.bulk_create(
        SegmentMember(organization=company, segment=frozen, candidate_id=one) for one in tagged
    )


def _save_views(company: Organization, tags: dict[str, Tag], *, actor: Actor, at: datetime) -> None:
    views = (
        (
            "選考中の方",
            Question(states=("open",)),
            ("application", "state", "owner", "applied"),
            "-applied",
            True,
        ),
        (
            "見直しの会議",
            Question(tags_any=(tags[_FINALISTS].id, tags[_REFERRED].id)),
            ("application", "reason", "revisit", "tags", "confirmed"),
            "-applied",
            True,
        ),
        (
            "連絡先のない方",
            Question(is_unreachable=True),
            ("application", "phone", "source", "added"),
            "-added",
            False,
        ),
    )
    for name, question, columns, sort, is_shared in views:
        save_view(
            organization_id=company.id,
            name=name,
            question=question,
            columns=columns,
            sort=sort,
            is_shared=is_shared,
            actor=actor,
            at=at - timedelta(days=30),
        )
