"""Numbers with a check digit, made up."""


def my_number(eleven_digits: str) -> str:
    """A マイナンバー that nobody has been given, as far as its digits tell."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(eleven_digits, weights, strict=True)) % 11
    return eleven_digits + str(0 if rest <= 1 else 11 - rest)
