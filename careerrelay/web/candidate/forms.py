"""The forms of the profile: what was typed, cleaned and checked, a sentence beside each field that needs it."""

import re
from collections.abc import Callable
from typing import Any, NoReturn

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from careerrelay.core.refusal import Refusal
from careerrelay.people.models import Profile
from careerrelay.people.rules import PART_COLUMNS, ProfilePart
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.folding import fold_for_search
from careerrelay.text.names import clean_name, widen_kana
from careerrelay.text.phones import parse_phone
from careerrelay.text.regions import PREFECTURES, REMOTE

SKILLS_MAX = 50
SKILL_CHARACTERS_MAX = 100
TOO_LONG = gettext_lazy("%(limit_value)s文字までで書いてください。いまは%(show_value)s文字です。")

_BETWEEN_SKILLS = re.compile(r"[,、，;；\t\r\n\u0085\u2028\u2029]+")


class OneOfTwo(forms.CharField):
    """One of two such fields has to be filled in before the profile counts, so neither is called optional."""

    def validate(self, value: Any) -> None:
        """An empty value is no fault of this field alone."""


class ProfileForm(forms.Form):
    """One part of the profile: the fields of the other parts are not there."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("氏名"),
        max_length=300,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("氏名を入力してください。"), "max_length": TOO_LONG},
    )
    kana = forms.CharField(
        label=gettext_lazy("ふりがな"),
        max_length=300,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    phone = forms.CharField(
        label=gettext_lazy("電話"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("書いた場合だけ、紹介会社に渡ります。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"max_length": TOO_LONG},
    )
    occupation = OneOfTwo(
        label=gettext_lazy("職種"),
        max_length=200,
        help_text=gettext_lazy("いまの仕事か、いちばん長い仕事。例: 組込みソフト開発"),
        error_messages={"max_length": TOO_LONG},
    )
    skills = OneOfTwo(
        label=gettext_lazy("ほかに加える"),
        max_length=6000,
        help_text=gettext_lazy("「、」か改行で区切ります。例: C++、RTOS、英語の読み書き"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
    experience = forms.CharField(
        label=gettext_lazy("経験"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy(
            "何を、どのくらい。家族、本籍、信条、病歴は書かないでください。仕事に関わりません。"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG},
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("希望の勤務地"),
        choices=[(region, region) for region in (REMOTE, *PREFECTURES)],
        error_messages={
            "required": gettext_lazy("希望の勤務地を、1つは選んでください。"),
            "invalid_choice": gettext_lazy("「%(value)s」という勤務地は選べません。"),
        },
    )
    wishes = forms.CharField(
        label=gettext_lazy("希望条件"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("働き方、仕事の内容、年収など。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, part: ProfilePart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - set(PART_COLUMNS[part]):
            del self.fields[name]

    def clean_name(self) -> str:
        return _cleaned(clean_name, self.cleaned_data["name"]) or _refuse(_("氏名を入力してください。"))

    def clean_kana(self) -> str:
        return widen_kana(_cleaned(clean_name, self.cleaned_data["kana"]))

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        return _cleaned(lambda text: parse_phone(text).national, typed) if typed else ""

    def clean_occupation(self) -> str:
        return clean_line(self.cleaned_data["occupation"])

    def clean_experience(self) -> str:
        return clean_paragraphs(self.cleaned_data["experience"])

    def clean_wishes(self) -> str:
        return clean_paragraphs(self.cleaned_data["wishes"])

    def clean_skills(self) -> tuple[str, ...]:
        """Those that are ticked, then what was typed."""
        ticked = self.data.getlist("skill") if isinstance(self.data, QueryDict) else []
        skills = skills_in("\n".join([*ticked, self.cleaned_data["skills"]]))
        if len(skills) > SKILLS_MAX:
            _refuse(_("スキルは%(max)s個までです。") % {"max": SKILLS_MAX})
        if any(len(skill) > SKILL_CHARACTERS_MAX for skill in skills):
            _refuse(
                _("ひとつのスキルは%(max)s文字までです。「、」か改行で区切ってください。")
                % {"max": SKILL_CHARACTERS_MAX}
            )
        return skills

    def clean_regions(self) -> tuple[str, ...]:
        """In the order of the map, whatever order they were sent in."""
        chosen = set(self.cleaned_data["regions"])
        return tuple(region for region in (REMOTE, *PREFECTURES) if region in chosen)

    @property
    def chosen_regions(self) -> list[str]:
        """What is ticked, or was when the form was sent."""
        return list(self["regions"].value() or [])


def skills_in(typed: str) -> tuple[str, ...]:
    """In the order in which they were typed, each once however it is spelled."""
    found: dict[str, str] = {}
    for part in _BETWEEN_SKILLS.split(typed):
        if skill := clean_line(part):
            found.setdefault(fold_for_search(skill), skill)
    return tuple(found.values())


def as_typed(profile: Profile | None) -> dict[str, Any]:
    """A stored profile, or nothing yet, as the form shows it."""
    if profile is None:
        return {}
    columns = ("name", "kana", "phone", "occupation", "experience", "regions", "wishes")
    return {column: getattr(profile, column) for column in columns}


def _cleaned(clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except Refusal as refused:
        _refuse(refused.sentence(get_language() or "ja"))


def _refuse(sentence: str) -> NoReturn:
    raise forms.ValidationError(sentence)
