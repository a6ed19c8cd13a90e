"""What consent can be given for, and what is handed over under it."""

from enum import StrEnum


class Purpose(StrEnum):
    POOL = "pool"
    NEWS = "news"
    RELAY = "relay"


class Deed(StrEnum):
    GRANT = "grant"
    REVOKE = "revoke"


class Category(StrEnum):
    NAME = "name"
    CONTACT = "contact"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    WISHES = "wishes"
    ORIGIN = "origin"


CATEGORIES: dict[Purpose, tuple[Category, ...]] = {
    Purpose.POOL: (Category.NAME, Category.CONTACT, Category.EXPERIENCE, Category.SKILLS, Category.WISHES),
    Purpose.NEWS: (Category.NAME, Category.CONTACT),
    Purpose.RELAY: tuple(Category),
}
