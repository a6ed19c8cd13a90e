"""What is filled in about a breach: the nine items of the report, in the order in which somebody learns them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from careerrelay.accounts.rules import Kind
from careerrelay.core.calendar import JST
from careerrelay.privacy.breaching import FACTS, BreachFacts
from careerrelay.privacy.rules.breaches import MALICIOUS, Answer, BreachKind, ReportKind
from careerrelay.relay.breached import Picked
from careerrelay.text.cleaning import clean_paragraphs

WORDS_MAX = 2000
# Sixty thousand ids; what is longer is reported by the command.
LISTED_MAX = 2_300_000
OTHERS_MAX = 100_000_000

Choice = tuple[str, str]

KINDS = {
    BreachKind.MISDIRECTED: _("誤送信・誤配布"),
    BreachKind.PUBLISHED: _("公開の設定の誤り"),
    BreachKind.INTRUSION: _("不正アクセス"),
    BreachKind.INSIDER: _("内部からの持ち出し"),
    BreachKind.LOST: _("紛失・盗難"),
    BreachKind.DAMAGED: _("滅失・毀損"),
    BreachKind.OTHER: _("そのほか"),
}
ANSWERS = {Answer.UNKNOWN: _("まだわからない"), Answer.YES: _("含む"), Answer.NO: _("含まない(確かめた)")}


class Paragraphs(forms.CharField):
    def __init__(self, *, rows: int = 3, max_length: int = WORDS_MAX, **given: Any) -> None:
        super().__init__(
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "max_length": _("%(limit_value)s文字までで書いてください。いまは%(show_value)s文字です。"),
                "required": _("わかっていることを、短く書いてください。"),
            },
            strip=False,
            **given,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_paragraphs(value or "")))


class Moment(forms.DateTimeField):
    """A time of the clock in Japan."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={
                "required": _("知った日時を入力してください。"),
                "invalid": _("日時を読み取れません。「2026-11-19 10:15」のように入力してください。"),
            },
            **given,
        )

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(JST).replace(tzinfo=None) if isinstance(value, datetime) else value


# What stands in a list, and who is found by it (`breached.concerned_by`).
LISTED_HINTS = {
    Kind.COMPANY: _("1行に1人。候補者のページのアドレス、ID、メールアドレス、応募の番号のどれでも。"),
    Kind.AGENCY: _("1行に1人。受け取った人のページのアドレス、受付番号、メールアドレスのどれでも。"),
    Kind.OPERATOR: _("1行に1人。メールアドレスか、紹介会社の受付番号(例: 3F9A-71C0)。IDでもかまいません。"),
}
# Older days than any record here; what no calendar can hold is not read.
FIRST_DAY = date(2000, 1, 1)


class PickedDay(forms.DateField):
    def __init__(self, **given: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("日付を読み取れません。「2026-11-19」のように入力してください。")},
            **given,
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= FIRST_DAY.replace(year=2999):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class Parties(forms.MultipleChoiceField):
    """Companies or agencies of the network, any number of them."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("この一覧にない会社です。もう一度選んでください。")},
            **given,
        )


class ListedForm(forms.Form):
    """The operator has two ways: a list, and what was handed over to whom and when."""

    listed = forms.CharField(
        label=_("対象の人の一覧"),
        max_length=LISTED_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"max_length": _("一度に記録できるのは約6万人までです。分けて追加してください。")},
    )
    agencies = Parties(label=_("渡した先の紹介会社"))
    companies = Parties(label=_("応募のあった会社"))
    from_on = PickedDay(label=_("渡した日(この日から)"))
    until_on = PickedDay(label=_("渡した日(この日まで)"))
    PICKED = ("agencies", "companies", "from_on", "until_on")

    def __init__(
        self, *given: Any, kind: Kind, parties: Mapping[str, Sequence[Choice]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["listed"].help_text = LISTED_HINTS[kind]
        for name in self.PICKED:
            if kind is not Kind.OPERATOR:
                del self.fields[name]
            elif name in parties:
                cast("Parties", self.fields[name]).choices = parties[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("終わりの日が、始まりの日より前です。"))
        said = [cleaned.get("listed"), cleaned.get("others"), not self.picked.is_empty]
        if not any(said) and not self.errors.keys() & {"listed", "others", *self.PICKED}:
            self.add_error("listed", _("対象の人を、1行に1人ずつ貼り付けてください。"))
        return cleaned

    @property
    def picked(self) -> Picked:
        sent = self.cleaned_data
        return Picked(
            company_ids=frozenset(map(UUID, sent.get("companies", ()))),
            agency_ids=frozenset(map(UUID, sent.get("agencies", ()))),
            from_on=sent.get("from_on"),
            until_on=sent.get("until_on"),
        )

    @property
    def picking(self) -> list[tuple[Any, list[str]]]:
        """The fields of the second way, each with what is chosen in it."""
        fields = [self[name] for name in self.PICKED if name in self.fields]
        return [(one, list(one.value() or []) if isinstance(one.field, Parties) else []) for one in fields]


class BreachForm(forms.Form):
    kind = forms.ChoiceField(label=_("何が起きたか"), choices=list(KINDS.items()))
    noticed_at = Moment(
        label=_("知った日時"), help_text=_("組織のだれかが知った時です。期限はこの日を1日目として数えます。")
    )
    happened_on = forms.DateField(
        label=_("起きた日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日付を読み取れません。「2026-11-19」のように入力してください。")},
    )
    summary = Paragraphs(label=_("概要"), help_text=_("本人への知らせにも、このまま載ります。"))
    is_malicious = forms.BooleanField(label=_("だれかが不正の目的で行ったおそれがある"), required=False)
    holds_sensitive = forms.ChoiceField(
        label=_("病歴や信条などの要配慮個人情報"),
        choices=list(ANSWERS.items()),
        help_text=_("わからない間は、自由に書いた欄があれば、含むものとして扱います。"),
    )
    endangers_money = forms.BooleanField(label=_("お金の被害が出るおそれがある"), required=False)
    is_encrypted = forms.BooleanField(label=_("強い暗号で守られていて、だれも読めない"), required=False)
    cause = Paragraphs(label=_("原因"), required=False)
    harm = Paragraphs(
        label=_("二次被害と、そのおそれ"), required=False, help_text=_("なければ「ありません」と書きます。")
    )
    publication = Paragraphs(label=_("公表"), required=False)
    prevention = Paragraphs(label=_("再発を防ぐ措置"), required=False)
    remarks = Paragraphs(label=_("そのほか、本人に伝えること"), required=False)
    others = forms.IntegerField(
        label=_("ここに記録がない人の数"),
        help_text=_("紙の名簿の人など。一覧で見つからない行も、わかるまでここに数えます。"),
        required=False,
        min_value=0,
        max_value=OTHERS_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("数を、数字で入力してください。"),
            "min_value": _("数を、数字で入力してください。"),
            "max_value": _("数を確かめてください。%(limit_value)s人までです。"),
        },
    )

    def __init__(self, *given: Any, now: datetime, **named: Any) -> None:
        super().__init__(*given, **named)
        self._now = now

    def clean_noticed_at(self) -> datetime:
        noticed_at: datetime = self.cleaned_data["noticed_at"]
        if noticed_at > self._now:
            raise forms.ValidationError(_("これから先の日時です。知った日時を確かめてください。"))
        return noticed_at

    def clean_others(self) -> int:
        return self.cleaned_data["others"] or 0

    @property
    def facts(self) -> BreachFacts:
        """Once valid. An intrusion is meant by somebody, whatever is ticked."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        kind = BreachKind(sent.pop("kind"))
        is_malicious = sent.pop("is_malicious") or kind in MALICIOUS
        holds_sensitive = Answer(sent.pop("holds_sensitive"))
        return BreachFacts(kind=kind, is_malicious=is_malicious, holds_sensitive=holds_sensitive, **sent)


class NewBreachForm(ListedForm, BreachForm):
    """First what somebody can say in the first minute; the rest waits for the report."""

    field_order = ("kind", "noticed_at", "summary", "listed")
    FIRST = ("kind", "noticed_at", "summary")
    LATER = ("others", "is_malicious")

    @property
    def rest(self) -> list[Any]:
        apart = {*self.FIRST, *self.LATER, *self.PICKED, "listed"}
        return [field for field in self if field.name not in apart]


class ReportedForm(forms.Form):
    """`kind` stands in the address of the page; a follow-up alone says what it changes."""

    reported_at = Moment(label=_("出した日時"))
    number = forms.CharField(
        label=_("受付番号"),
        help_text=_("委員会から届いた番号があれば。"),
        max_length=100,
        required=False,
    )
    changed = Paragraphs(
        label=_("足したこと、直したこと"), help_text=_("例: 本人の数を12人から15人に直し、原因を足しました。")
    )

    def __init__(self, *given: Any, kind: ReportKind, now: datetime, **named: Any) -> None:
        super().__init__(*given, **named)
        self._now = now
        if kind is not ReportKind.FOLLOW_UP:
            del self.fields["changed"]

    def clean_reported_at(self) -> datetime:
        reported_at: datetime = self.cleaned_data["reported_at"]
        if reported_at > self._now:
            raise forms.ValidationError(_("これから先の日時です。出してから記録してください。"))
        return reported_at
