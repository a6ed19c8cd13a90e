"""What recruiters and interviewers fill in about an application: cleaned, with a sentence beside what needs a look."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careerrelay.accounts.members import ListedMember
from careerrelay.candidates.models import Recommendation, RejectionReason, Revisit
from careerrelay.candidates.rules.reasons import REVISIT_MONTHS_MAX
from careerrelay.candidates.rules.stages import Stage
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.web.recruiter.words import RECOMMENDATIONS, REVISITS, reason_name, revisit_sentence

TOO_LONG = _("%(limit_value)s文字までで書いてください。いまは%(show_value)s文字です。")
UNREADABLE_DAY = _("日付を読み取れません。「2026-11-19」のように入力してください。")
CHOOSE_AGAIN = _("もう一度選んでください。")
STAGE_HINT = _("一覧から選ぶか、自社の言葉で書きます。")
WORDS_MAX = 4000
# Somebody who was born with the century did not apply before it; what is earlier is a slip of the keyboard.
EARLIEST = date(1990, 1, 1)


class Line(forms.CharField):
    def __init__(self, *, max_length: int, missing: Any = "", **given: Any) -> None:
        super().__init__(
            max_length=max_length, error_messages={"max_length": TOO_LONG, "required": missing}, **given
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_line(value or "")))


class Words(forms.CharField):
    """Several lines."""

    def __init__(
        self, *, missing: Any = "", rows: int = 5, max_length: int = WORDS_MAX, **given: Any
    ) -> None:
        super().__init__(
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": TOO_LONG, "required": missing},
            strip=False,
            **given,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_paragraphs(value or "")))


class DayField(forms.DateField):
    def __init__(self, *, missing: Any = "", **given: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": missing, "invalid": UNREADABLE_DAY},
            **given,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < EARLIEST:
            raise forms.ValidationError(UNREADABLE_DAY)


class StageLine(Line):
    """`suggestions` are the words that an application knows everywhere; any other word is as good."""

    suggestions: Sequence[str] = tuple(stage.ja for stage in Stage)

    def __init__(self, **given: Any) -> None:
        super().__init__(
            label=_("選考の段階"),
            max_length=100,
            missing=_("選考の段階を入力してください。"),
            widget=forms.TextInput(attrs={"list": "stages", "autocomplete": "off"}),
            **given,
        )


class SelectionForm(forms.Form):
    use_required_attribute = False


class ApplicationForm(SelectionForm):
    job_title = Line(label=_("求人"), max_length=300, missing=_("求人の名前を入力してください。"))
    stage = StageLine(help_text=STAGE_HINT)
    route = Line(
        label=_("応募経路"), max_length=300, required=False, help_text=_("例: 社員の紹介、自社サイト、展示会")
    )
    applied_on = DayField(label=_("応募日"), missing=_("応募日を入力してください。"))


class StageForm(SelectionForm):
    stage = StageLine()


class RejectionForm(SelectionForm):
    rejected_on = DayField(label=_("お見送りを決めた日"), missing=_("決めた日を入力してください。"))
    stage = StageLine(help_text=_("この段階に合った文面の、お見送り連絡になります。"))
    reason = forms.ChoiceField(
        label=_("理由"),
        required=False,
        help_text=_("本人にも紹介会社にも伝わりません。いつまた考えるかは、この理由で決まります。"),
        error_messages={"invalid_choice": CHOOSE_AGAIN},
    )
    words = Line(label=_("理由の補足"), max_length=300, required=False, help_text=_("社外に出ません。"))
    is_told = forms.BooleanField(label=_("本人には、もう直接伝えた"), required=False)

    def __init__(self, *given: Any, reasons: Sequence[RejectionReason], **named: Any) -> None:
        super().__init__(*given, **named)
        self.reasons = {str(reason.id): reason for reason in reasons}
        choice = self.fields["reason"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("選ばない")),
            *(
                (value, f"{reason_name(reason)} — {self._rule(reason)}")
                for value, reason in self.reasons.items()
            ),
        ]

    @staticmethod
    def _rule(reason: RejectionReason) -> str:
        return revisit_sentence(reason.revisit, months=reason.revisit_months)

    def clean_reason(self) -> RejectionReason | None:
        return self.reasons.get(self.cleaned_data["reason"])


class WithdrawalForm(SelectionForm):
    withdrawn_on = DayField(label=_("辞退の日"), missing=_("辞退の日を入力してください。"))
    words = Line(
        label=_("理由"), max_length=300, required=False, help_text=_("本人が話したこと。社外に出ません。")
    )


class HireForm(SelectionForm):
    ended_on = DayField(label=_("採用が決まった日"), missing=_("決まった日を入力してください。"))


class ClosingForm(SelectionForm):
    ended_on = DayField(label=_("終了にした日"), missing=_("終了にした日を入力してください。"))


class InterviewForm(SelectionForm):
    stage = StageLine(help_text=STAGE_HINT)
    held_on = DayField(label=_("日"), required=False, help_text=_("決まっていなければ、空けておきます。"))
    members = forms.MultipleChoiceField(
        label=_("面接する人"),
        required=False,
        error_messages={"invalid_choice": CHOOSE_AGAIN},
    )

    def __init__(self, *given: Any, people: Sequence[ListedMember], **named: Any) -> None:
        super().__init__(*given, **named)
        choice = self.fields["members"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(str(member.user_id), member.name) for member in people]

    @property
    def chosen_members(self) -> list[str]:
        return list(self["members"].value() or [])


class EvaluationForm(SelectionForm):
    score = forms.TypedChoiceField(
        label=_("点数"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, 6)],
        error_messages={"required": _("点数を選んでください。"), "invalid_choice": CHOOSE_AGAIN},
    )
    recommendation = forms.ChoiceField(
        label=_("すすめるか"),
        choices=list(RECOMMENDATIONS.items()),
        error_messages={"required": _("すすめるかどうかを選んでください。"), "invalid_choice": CHOOSE_AGAIN},
    )
    words = Words(
        label=_("評価の言葉"),
        required=False,
        rows=8,
        help_text=_("仕事に関わる事実を。家族、信条、病歴、出身地は書かないでください。"),
    )

    def clean_recommendation(self) -> Recommendation:
        return Recommendation(self.cleaned_data["recommendation"])

    @property
    def chosen_score(self) -> str:
        return str(self["score"].value() or "")

    @property
    def chosen_recommendation(self) -> str:
        return str(self["recommendation"].value() or "")


class NoteForm(SelectionForm):
    words = Words(label=_("メモ"), missing=_("メモを入力してください。"), rows=3)


class ReasonForm(SelectionForm):
    name = Line(label=_("理由"), max_length=100, missing=_("理由を入力してください。"))
    name_en = Line(label=_("英語の言い方"), max_length=100, required=False)
    revisit = forms.ChoiceField(
        label=_("いつ、また考えるか"),
        choices=list(REVISITS.items()),
        error_messages={"required": _("いつまた考えるかを選んでください。"), "invalid_choice": CHOOSE_AGAIN},
    )
    revisit_months = forms.IntegerField(
        label=_("何か月後"),
        required=False,
        help_text=_("「決まった月数がたったら」を選んだときだけ。"),
        error_messages={"invalid": _("月数を数字で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_revisit(self) -> Revisit:
        return Revisit(self.cleaned_data["revisit"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        months = cleaned.get("revisit_months")
        needs_months = cleaned.get("revisit") == Revisit.AFTER_MONTHS
        if (
            needs_months
            and "revisit_months" not in self.errors
            and not 1 <= (months or 0) <= REVISIT_MONTHS_MAX
        ):
            self.add_error(
                "revisit_months",
                _("何か月後かを、1から%(max)sの数で入力してください。") % {"max": REVISIT_MONTHS_MAX},
            )
        return cleaned
