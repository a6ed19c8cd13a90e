"""The operator's register of processors: who is added, who is ended. In the operator's scope."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.models import Processor
from careerrelay.accounts.processors import ProcessorFacts
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.text.purposes import check_purposes


def register_processor(
    facts: ProcessorFacts, *, operator_id: UUID, since_on: date, actor: Actor, at: datetime
) -> Processor:
    """Anybody reads what the work is for. Raises: VaguePurpose."""
    check_purposes(facts.work)
    processor = Processor.objects.create(operator_id=operator_id, since_on=since_on, **asdict(facts))
    record_deed("register_processor", of=processor, actor=actor, at=at)
    return processor


def end_processor(processor: Processor, *, ended_on: date, actor: Actor, at: datetime) -> None:
    """A second press changes nothing."""
    ended = Processor.objects.filter(id=processor.id, ended_on=None).update(ended_on=ended_on)
    if ended:
        record_deed("end_processor", of=processor, actor=actor, at=at)
