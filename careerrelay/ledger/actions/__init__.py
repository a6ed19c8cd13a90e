"""Deeds in the books. Each happens once per key: the same key and body get the same answer, nothing twice.

Call them inside `acting_for(operator_id)`, and let the scope end soon after: it holds the hot balances. Several
deeds in one scope are one transaction: do them in the order of their companies, or two such transactions may
wait for each other.
"""

from careerrelay.ledger.actions.credits import (
    MovedCredits,
    NoPendingCredit,
    NoReservedCredit,
    NoSpentCredit,
    NoUsableCredit,
    expire_credits,
    free_credit,
    release_credits,
    reserve_credit,
    restore_credit,
    spend_credit,
)
from careerrelay.ledger.actions.introductions import (
    NoSuchIntroduction,
    PostedIntroduction,
    RatioDiffers,
    ReversedIntroduction,
    post_introduction,
    reverse_introduction,
)
from careerrelay.ledger.writing import AlreadyPosted, KeyReused

__all__ = [
    "AlreadyPosted",
    "KeyReused",
    "MovedCredits",
    "NoPendingCredit",
    "NoReservedCredit",
    "NoSpentCredit",
    "NoSuchIntroduction",
    "NoUsableCredit",
    "PostedIntroduction",
    "RatioDiffers",
    "ReversedIntroduction",
    "expire_credits",
    "free_credit",
    "post_introduction",
    "release_credits",
    "reserve_credit",
    "restore_credit",
    "reverse_introduction",
    "spend_credit",
]
