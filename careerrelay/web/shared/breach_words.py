"""A breach in the words of the page and of the report to the commission."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerrelay.core.calendar import day_in_japan
from careerrelay.privacy.breached import duty_under
from careerrelay.privacy.models import Breach
from careerrelay.privacy.rules.breach_words import ITEMS
from careerrelay.privacy.rules.breaches import Duty, Item, Reason, ReportKind
from careerrelay.web.shared.templatetags.words import clock, count, full_day, is_japanese

REASONS: dict[Reason, Any] = {
    Reason.SENSITIVE: gettext_lazy("要配慮個人情報を含む、またはそのおそれがある(施行規則7条1号)"),
    Reason.FINANCIAL: gettext_lazy("お金の被害のおそれがある(同2号)"),
    Reason.MALICIOUS: gettext_lazy("不正の目的で行われたおそれがある(同3号)"),
    Reason.MANY: gettext_lazy("1,000人を超える(同4号)"),
}


REPORTS: dict[ReportKind, Any] = {
    ReportKind.PROMPT: gettext_lazy("速報"),
    ReportKind.FINAL: gettext_lazy("確報"),
    ReportKind.FOLLOW_UP: gettext_lazy("追加・訂正の報告"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days_left` is negative once it is over; `done_at` ends it."""

    word: str
    by_on: date
    days_left: int
    done_at: datetime | None
    is_final: bool

    @property
    def shape(self) -> str:
        if self.done_at is not None:
            return "done"
        return "stop" if self.days_left < 0 else "wait"


def deadlines_of(breach: Breach, *, at: datetime) -> list[Deadline]:
    """The two reports, if there is a duty to make them."""
    duty = duty_under(breach)
    if not duty.must_report:
        return []
    today = day_in_japan(at)
    ends = (
        (_("速報"), duty.prompt_by_on, breach.prompt_reported_at, False),
        (_("確報"), duty.final_by_on, breach.final_reported_at, True),
    )
    return [
        Deadline(word, by_on, (by_on - today).days, done_at, final) for word, by_on, done_at, final in ends
    ]


def reasons_in_words(duty: Duty) -> list[Any]:
    return [REASONS[reason] for reason in duty.reasons]


def items_of_report(breach: Breach) -> list[tuple[str, int]]:
    words = ITEMS["ja" if is_japanese() else "en"]
    return [(words[item], breach.items[item]) for item in Item if breach.items.get(item)]


def report_text(breach: Breach, *, told: int) -> str:
    """The nine items in their order, to be copied into the form of the commission (施行規則8条1項)."""
    between = "、" if is_japanese() else ", "
    items = between.join(
        _("%(item)s(%(people)s人)") % {"item": word, "people": count(people)}
        for word, people in items_of_report(breach)
    )
    done = _("%(told)s人にメールで通知") % {"told": count(told)} if told else _("これから通知")
    numbered = (
        (_("概要"), breach.summary),
        (_("個人データの項目"), items),
        (_("本人の数"), _people(breach)),
        (_("原因"), breach.cause),
        (_("二次被害またはそのおそれの有無と内容"), breach.harm),
        (_("本人への対応の実施状況"), done),
        (_("公表の実施状況"), breach.publication),
        (_("再発防止のための措置"), breach.prevention),
        (_("その他参考となる事項"), breach.remarks),
    )
    noticed = {"day": full_day(breach.noticed_at), "time": clock(breach.noticed_at)}
    head = [_("知った日時: %(day)s %(time)s") % noticed]
    if breach.happened_on:
        head.append(_("発生した日: %(day)s") % {"day": full_day(breach.happened_on)})
    body = [f"{n}. {word}\n{said or _('調査中')}" for n, (word, said) in enumerate(numbered, 1)]
    return "\n\n".join(["\n".join(head), *body])


def _people(breach: Breach) -> str:
    if not breach.others:
        return _("%(people)s人") % {"people": count(breach.people)}
    return _("%(all)s人(うち、記録がなく人数だけの人 %(others)s人)") % {
        "all": count(breach.concerned),
        "others": count(breach.others),
    }
