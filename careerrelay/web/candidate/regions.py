"""The regions that a person can want to work in, by area, as the profile form offers them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

AREAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        gettext_noop("北海道・東北"),
        (
            gettext_noop("北海道"),
            gettext_noop("青森"),
            gettext_noop("岩手"),
            gettext_noop("宮城"),
            gettext_noop("秋田"),
            gettext_noop("山形"),
            gettext_noop("福島"),
        ),
    ),
    (
        gettext_noop("関東"),
        (
            gettext_noop("茨城"),
            gettext_noop("栃木"),
            gettext_noop("群馬"),
            gettext_noop("埼玉"),
            gettext_noop("千葉"),
            gettext_noop("東京"),
            gettext_noop("神奈川"),
        ),
    ),
    (
        gettext_noop("中部"),
        (
            gettext_noop("新潟"),
            gettext_noop("富山"),
            gettext_noop("石川"),
            gettext_noop("福井"),
            gettext_noop("山梨"),
            gettext_noop("長野"),
            gettext_noop("岐阜"),
            gettext_noop("静岡"),
            gettext_noop("愛知"),
        ),
    ),
    (
        gettext_noop("近畿"),
        (
            gettext_noop("三重"),
            gettext_noop("滋賀"),
            gettext_noop("京都"),
            gettext_noop("大阪"),
            gettext_noop("兵庫"),
            gettext_noop("奈良"),
            gettext_noop("和歌山"),
        ),
    ),
    (
        gettext_noop("中国・四国"),
        (
            gettext_noop("鳥取"),
            gettext_noop("島根"),
            gettext_noop("岡山"),
            gettext_noop("広島"),
            gettext_noop("山口"),
            gettext_noop("徳島"),
            gettext_noop("香川"),
            gettext_noop("愛媛"),
            gettext_noop("高知"),
        ),
    ),
    (
        gettext_noop("九州・沖縄"),
        (
            gettext_noop("福岡"),
            gettext_noop("佐賀"),
            gettext_noop("長崎"),
            gettext_noop("熊本"),
            gettext_noop("大分"),
            gettext_noop("宮崎"),
            gettext_noop("鹿児島"),
            gettext_noop("沖縄"),
        ),
    ),
)
REMOTE = gettext_noop("在宅")


@dataclass(frozen=True, slots=True)
class Place:
    value: str
    word: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Area:
    word: str
    places: list[Place]

    @property
    def ticked(self) -> int:
        return sum(place.is_ticked for place in self.places)


def region_word(region: str) -> str:
    return _(region)


def region_areas(chosen: Collection[str]) -> list[Area]:
    return [
        Area(_(area), [_place(prefecture, chosen) for prefecture in prefectures])
        for area, prefectures in AREAS
    ]


def remote_place(chosen: Collection[str]) -> Place:
    return _place(REMOTE, chosen)


def _place(region: str, chosen: Collection[str]) -> Place:
    return Place(region, _(region), region in chosen)
