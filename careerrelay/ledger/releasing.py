from careerrelay.ledger.actions import release_credits

__all__ = ["release_credits"]
