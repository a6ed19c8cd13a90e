from datetime import UTC, datetime

from careerrelay.core.calendar import moment_in_words


def test_a_moment_is_said_in_full_in_japanese_time():
    after_midnight = datetime(2026, 11, 20, 15, 5, tzinfo=UTC)
    assert moment_in_words(after_midnight, language="ja") == "2026年11月21日(土)00:05(日本時間)"
    assert moment_in_words(after_midnight, language="en") == "Sat 21 Nov 2026, 00:05 (Japan)"
