"""Whom the operator has data processed by: recorded, ended, shown to anybody."""

from dataclasses import dataclass
from datetime import date

from careerrelay.accounts.models import Processor


@dataclass(frozen=True, slots=True)
class ProcessorFacts:
    """`country_name` is empty for Japan; `country_law` has to stand there for any other country."""

    name: str
    work: str
    measures: str
    country_name: str = ""
    country_law: str = ""


def processors_on(on: date) -> list[Processor]:
    """Those at work that day, of every network here; those in Japan first."""
    found = Processor.objects.filter(since_on__lte=on).exclude(ended_on__lt=on)
    return list(found.order_by("country_name", "name", "id"))
