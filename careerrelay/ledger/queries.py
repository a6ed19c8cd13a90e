"""What the books say, exact and now. All of it in the operator's scope: a company reads closings and statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from careerrelay.ledger.models import Entry, LedgerAccount, Posting
from careerrelay.ledger.rules import COMPANY_KINDS, AccountKind, Deed


@dataclass(frozen=True, slots=True)
class Balances:
    """All figures of one company. `ratio` is None until an introduction was counted."""

    ratio: int | None = None
    introductions: int = 0
    credits_pending: int = 0
    credits_usable: int = 0
    credits_reserved: int = 0
    credits_spent: int = 0
    credits_expired: int = 0
    credit_debt: int = 0

    def of(self, kind: AccountKind) -> int:
        balance: int = getattr(self, kind)
        return balance

    @property
    def credits_earned(self) -> int:
        """Earned and not lost again, which must be ⌊introductions / ratio⌋."""
        held = self.credits_pending + self.credits_usable + self.credits_reserved
        return held + self.credits_spent + self.credits_expired - self.credit_debt


def balances_of(company_id: UUID) -> Balances:
    """Zeros for a company without accounts."""
    figures: dict[str, int | None] = {}
    for account in LedgerAccount.objects.filter(owner_id=company_id, kind__in=COMPANY_KINDS):
        figures[account.kind] = account.balance
        figures["ratio"] = figures.get("ratio") or account.ratio
    return Balances(**figures)  # type: ignore[arg-type]


def debt_of(company_id: UUID) -> int:
    accounts = LedgerAccount.objects.filter(owner_id=company_id, kind=AccountKind.CREDIT_DEBT)
    return sum(accounts.values_list("balance", flat=True))


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry of a company's account and what caused it. Amounts in the unit of the account's kind."""

    at: datetime
    deed: Deed
    kind: AccountKind
    amount: int
    balance_after: int
    cause_kind: str
    cause_id: UUID
    posting_id: UUID


def statement_lines(company_id: UUID, *, from_at: datetime, until_at: datetime) -> list[StatementLine]:
    """From `from_at` on and before `until_at`, in the order of the postings."""
    entries = Entry.objects.filter(
        account__owner_id=company_id, posting__at__gte=from_at, posting__at__lt=until_at
    ).select_related("posting", "account")
    return [
        StatementLine(
            at=entry.posting.at,
            deed=Deed(entry.posting.deed),
            kind=AccountKind(entry.account.kind),
            amount=entry.amount,
            balance_after=entry.balance_after,
            cause_kind=entry.posting.cause_kind,
            cause_id=entry.posting.cause_id,
            posting_id=entry.posting_id,
        )
        for entry in entries.order_by("posting__at", "posting_id", "account__kind")
    ]


class Rule(StrEnum):
    """What must hold in the books at any moment."""

    ALL_IS_ZERO = "all_is_zero"
    BALANCE_IS_SUM = "balance_is_sum"
    POSTING_IS_ZERO = "posting_is_zero"
    POSTING_HAS_ENTRIES = "posting_has_entries"
    CREDITS_ARE_EARNED = "credits_are_earned"
    RESERVED_IS_OPEN = "reserved_is_open"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """`subject` is the unit, account, posting or company; `found` stands in the books where `wanted` should."""

    rule: Rule
    subject: str
    found: int
    wanted: int

    @property
    def ja(self) -> str:
        rule = {
            Rule.ALL_IS_ZERO: "全勘定の合計が0ではありません",
            Rule.BALANCE_IS_SUM: "残高が仕訳の合計と合いません",
            Rule.POSTING_IS_ZERO: "記帳の仕訳の合計が0ではありません",
            Rule.POSTING_HAS_ENTRIES: "記帳に仕訳がありません",
            Rule.CREDITS_ARE_EARNED: "無料採用枠が紹介の件数と合いません",
            Rule.RESERVED_IS_OPEN: "確保中の無料採用枠が依頼の数と合いません",
        }[self.rule]
        return f"{rule}（{self.subject}：{self.found}、正しくは{self.wanted}）"

    @property
    def en(self) -> str:
        rule = {
            Rule.ALL_IS_ZERO: "the sum over all accounts is not zero",
            Rule.BALANCE_IS_SUM: "a balance is not the sum of its entries",
            Rule.POSTING_IS_ZERO: "the entries of a posting do not sum to zero",
            Rule.POSTING_HAS_ENTRIES: "a posting has no entries",
            Rule.CREDITS_ARE_EARNED: "credits do not match the introductions",
            Rule.RESERVED_IS_OPEN: "reserved credits do not match the open requests",
        }[self.rule]
        return f"{rule} ({self.subject}: {self.found} instead of {self.wanted})"


def find_discrepancies() -> list[Discrepancy]:
    """Every place where the books of the operator in scope break a rule; empty if they hold (P47).

    Each rule is one statement and so sees one moment: it may run while others write.
    """
    return [
        *_units_not_zero(),
        *_balances_unlike_entries(),
        *_postings_not_zero(),
        *_postings_without_entries(),
        *_credits_unlike_introductions(),
        *_reserved_unlike_requests(),
    ]


def _units_not_zero() -> Iterator[Discrepancy]:
    sums = LedgerAccount.objects.values_list("unit").annotate(total=Sum("balance")).exclude(total=0)
    for unit, total in sums.order_by("unit"):
        yield Discrepancy(Rule.ALL_IS_ZERO, unit, total, 0)


def _per_account(entries: QuerySet[Entry], figure: Any) -> Coalesce:
    grouped = entries.filter(account=OuterRef("pk")).order_by().values("account").annotate(figure=figure)
    return Coalesce(Subquery(grouped.values("figure")), 0)


def _balances_unlike_entries() -> Iterator[Discrepancy]:
    accounts = LedgerAccount.objects.annotate(entered=_per_account(Entry.objects.all(), Sum("amount")))
    for account in accounts.exclude(balance=F("entered")).order_by("id"):
        yield Discrepancy(Rule.BALANCE_IS_SUM, str(account.id), account.balance, account.entered)


def _postings_not_zero() -> Iterator[Discrepancy]:
    sums = Entry.objects.values_list("posting_id", "account__unit").annotate(total=Sum("amount"))
    for posting_id, _, total in sums.exclude(total=0).order_by("posting_id", "account__unit"):
        yield Discrepancy(Rule.POSTING_IS_ZERO, str(posting_id), total, 0)


def _postings_without_entries() -> Iterator[Discrepancy]:
    entries = Entry.objects.filter(posting=OuterRef("pk"))
    for posting in Posting.objects.filter(~Exists(entries)).order_by("id"):
        yield Discrepancy(Rule.POSTING_HAS_ENTRIES, str(posting.id), 0, 2)


def _credits_unlike_introductions() -> Iterator[Discrepancy]:
    held = COMPANY_KINDS - {AccountKind.INTRODUCTIONS, AccountKind.CREDIT_DEBT}
    companies = (
        LedgerAccount.objects.filter(kind__in=COMPANY_KINDS)
        .values_list("owner_id")
        .annotate(
            introductions=Coalesce(Sum("balance", filter=Q(kind=AccountKind.INTRODUCTIONS)), 0),
            ratio=Max("ratio"),
            held=Coalesce(Sum("balance", filter=Q(kind__in=held)), 0),
            debt=Coalesce(Sum("balance", filter=Q(kind=AccountKind.CREDIT_DEBT)), 0),
        )
    )
    for company_id, introductions, ratio, credits_held, debt in companies.order_by("owner_id"):
        wanted = introductions // ratio if ratio else 0
        if credits_held - debt != wanted:
            yield Discrepancy(Rule.CREDITS_ARE_EARNED, str(company_id), credits_held - debt, wanted)


def _reserved_unlike_requests() -> Iterator[Discrepancy]:
    ended = Posting.objects.filter(ends=OuterRef("posting"))
    reserving = Entry.objects.filter(~Exists(ended), posting__deed=Deed.CREDIT_RESERVED)
    accounts = LedgerAccount.objects.filter(kind=AccountKind.CREDITS_RESERVED).annotate(
        open=_per_account(reserving, Count("id"))
    )
    for account in accounts.exclude(balance=F("open")).order_by("id"):
        yield Discrepancy(Rule.RESERVED_IS_OPEN, str(account.owner_id), account.balance, account.open)
