import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.accounts.queries import organization_of
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.breached import Concerned, concerned_by
from careerrelay.privacy.breaching import NobodyFound
from careerrelay.privacy.rules.breach_words import ITEMS
from careerrelay.privacy.rules.breaches import MALICIOUS, Answer, BreachKind, Circumstances, Duty, duty_of

UNKNOWN_SHOWN = 20


class UnreadableList(Refusal):
    pass


class Command(BaseCommand):
    help = "Say what a leak, loss or damage means: how many people, which data, what must be reported until when."

    def add_arguments(self, parser: Any) -> None:
        works = parser.add_subparsers(dest="work", required=True)
        report = works.add_parser("report", help="for a list of those concerned; keeps and sends nothing")
        report.add_argument("file", type=Path, help="one id, mail address or application number a line")
        report.add_argument("--organization", required=True, metavar="SLUG")
        report.add_argument("--kind", choices=list(BreachKind), default=BreachKind.OTHER)
        report.add_argument("--noticed-on", type=date.fromisoformat, help="YYYY-MM-DD; today if not given")
        report.add_argument(
            "--sensitive", choices=list(Answer), default=Answer.UNKNOWN, help="要配慮個人情報 among it"
        )
        report.add_argument("--money", action="store_true", help="somebody may lose money by it")
        report.add_argument("--encrypted", action="store_true", help="nobody can read what got out")
        report.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        organization_id, kind = organization_of(options["organization"])
        listed = _read(options["file"])
        with acting_for(organization_id):
            concerned = concerned_by(listed, organization_id=organization_id, kind=kind, at=clock.now())
        if not concerned.record_ids:
            raise NobodyFound(len(concerned.unknown))
        circumstances = Circumstances(
            noticed_on=options["noticed_on"] or day_in_japan(clock.now()),
            people=len(concerned.record_ids),
            items=concerned.items,
            is_malicious=options["kind"] in MALICIOUS,
            holds_sensitive=Answer(options["sensitive"]),
            endangers_money=options["money"],
            is_encrypted=options["encrypted"],
        )
        answer = _as_answer(concerned, circumstances, duty_of(circumstances))
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for name, value in answer.items():
            self.stdout.write(f"{name:14} {_shown(value)}")


def _read(path: Path) -> str:
    """Raises: UnreadableList."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableList(
            ja=f"一覧「{path}」を読めません。UTF-8のテキストにしてください。",
            en=f"The list {path} cannot be read; it has to be a text in UTF-8.",
        ) from error


def _as_answer(concerned: Concerned, circumstances: Circumstances, duty: Duty) -> dict[str, Any]:
    return {
        "people": circumstances.people,
        "items": {ITEMS["ja"][item]: count for item, count in concerned.items.items()},
        "unknown_lines": [line.number for line in concerned.unknown],
        "must_report": duty.must_report,
        "reasons": list(duty.reasons),
        "noticed_on": circumstances.noticed_on.isoformat(),
        "prompt_aim_on": duty.prompt_aim_on.isoformat(),
        "prompt_by_on": duty.prompt_by_on.isoformat(),
        "final_by_on": duty.final_by_on.isoformat(),
    }


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{key} {count}" for key, count in value.items()) or "-"
    if isinstance(value, list):
        more = f" … {len(value)}" if len(value) > UNKNOWN_SHOWN else ""
        return ", ".join(str(one) for one in value[:UNKNOWN_SHOWN]) + more if value else "-"
    return str(value)
