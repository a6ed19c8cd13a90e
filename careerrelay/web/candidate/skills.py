"""Skills as boxes to tick: those of the profile, those that the person's own words speak of, those of the taxonomy that
a word was looked up for. Works without script."""

from collections.abc import Iterable
from dataclasses import dataclass

from careerrelay.candidates.rules.skills import known_skills, skill_key, skill_of_key, skills_like
from careerrelay.web.candidate.forms import skills_in
from careerrelay.web.candidate.names import is_japanese

OFFERED_MAX = 12


@dataclass(frozen=True, slots=True)
class SkillBoxes:
    """`own` are ticked. Nobody ticked the others: `told` come from the person's own words about their work, `asked` are
    the words that were looked up, `found` is what the taxonomy has near them."""

    own: list[str]
    told: list[str]
    asked: list[str]
    found: list[str]


def skill_boxes(own: Iterable[str], *, words: str, looked_up: str | None) -> SkillBoxes:
    """`words`: what the person wrote about their work. `looked_up`: what they asked for suggestions with."""
    mine = list(skills_in("\n".join(own)))
    seen = {skill_key(skill) for skill in mine}
    told = _named([key for key in known_skills(words) if key not in seen])
    seen.update(known_skills(words))
    asked = [word for word in skills_in(looked_up or "") if skill_key(word) not in seen]
    keys = dict.fromkeys(key for word in asked for key in skills_like(word, at_most=OFFERED_MAX))
    seen.update(skill_key(word) for word in asked)
    found = _named([key for key in keys if key not in seen])
    return SkillBoxes(mine, told[:OFFERED_MAX], asked, found[:OFFERED_MAX])


def _named(keys: Iterable[str]) -> list[str]:
    known = [skill_of_key(key) for key in keys]
    return [skill.ja if is_japanese() else skill.en for skill in known if skill]
