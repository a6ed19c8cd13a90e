"""The deeds of a relay: answer and revoke (the person), provide (the clock), accept and decline (the agency),
close the month (the operator)."""
