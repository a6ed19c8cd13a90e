"""What is filled in about a breach: the nine items of the report, in the order in which somebody learns them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careerrelay.accounts.rules import Kind
from careerrelay.core.calendar import JST
from careerrelay.privacy.breaching import BreachFacts
from careerrelay.privacy.rules.breaches import MALICIOUS, Answer, BreachKind
from careerrelay.text.cleaning import clean_paragraphs

WORDS_MAX = 2000
# Sixty thousand ids; what is longer is reported by the command.
LISTED_MAX = 2_300_000

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
    Kind.AGENCY: _("1行に1人。受け取った人のページのアドレス、ID、メールアドレスのどれでも。"),
    Kind.OPERATOR: _("1行に1人。リレーか本人のID。メールアドレスでは見つかりません。"),
}


class ListedForm(forms.Form):
    listed = forms.CharField(
        label=_("対象の人の一覧"),
        max_length=LISTED_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={
            "required": _("対象の人を、1行に1人ずつ貼り付けてください。"),
            "max_length": _("一度に記録できるのは約6万人までです。分けて追加してください。"),
        },
    )

    def __init__(self, *given: Any, kind: Kind, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["listed"].help_text = LISTED_HINTS[kind]


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

    def __init__(self, *given: Any, now: datetime, **named: Any) -> None:
        super().__init__(*given, **named)
        self._now = now

    def clean_noticed_at(self) -> datetime:
        noticed_at: datetime = self.cleaned_data["noticed_at"]
        if noticed_at > self._now:
            raise forms.ValidationError(_("これから先の日時です。知った日時を確かめてください。"))
        return noticed_at

    @property
    def facts(self) -> BreachFacts:
        """Once valid. An intrusion is meant by somebody, whatever is ticked."""
        sent = dict(self.cleaned_data)
        sent.pop("listed", None)
        kind = BreachKind(sent.pop("kind"))
        is_malicious = sent.pop("is_malicious") or kind in MALICIOUS
        holds_sensitive = Answer(sent.pop("holds_sensitive"))
        return BreachFacts(kind=kind, is_malicious=is_malicious, holds_sensitive=holds_sensitive, **sent)


class NewBreachForm(ListedForm, BreachForm):
    """First what somebody can say in the first minute; the rest waits for the report."""

    field_order = ("kind", "noticed_at", "summary", "listed")
    FIRST = ("kind", "noticed_at", "summary", "listed", "is_malicious")


class ReportedForm(forms.Form):
    is_final = forms.TypedChoiceField(choices=[("0", ""), ("1", "")], coerce=lambda value: value == "1")
    number = forms.CharField(max_length=100, required=False)
