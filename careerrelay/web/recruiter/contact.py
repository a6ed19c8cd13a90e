"""When somebody in the pool may be written to, in the words of the page."""

from datetime import datetime

from django.utils.translation import gettext as _

from careerrelay.core.calendar import day_in_japan
from careerrelay.people.rules import ContactWhen, Reach
from careerrelay.web.shared.templatetags.words import full_day


def contact_words(reach: Reach, *, at: datetime) -> str:
    """What the person said to everybody about being contacted; nothing for who may be written to at any time."""
    if reach.is_paused:
        return _("いまは連絡できません。本人が、すべての連絡を休んでいます。")
    if reach.from_on is not None and not reach.is_wished(on=day_in_japan(at)):
        return _("本人の希望で、%(day)sから連絡できます。") % {"day": full_day(reach.from_on)}
    return {
        ContactWhen.NOT_NOW: _("いまは連絡できません。本人が、しばらく連絡しないでほしいと伝えています。"),
        ContactWhen.GOOD_OFFER: _("本人の希望で、合う求人があるときだけ連絡できます。"),
    }.get(reach.when, "")
