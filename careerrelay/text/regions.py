"""Regions as people write them: a prefecture without its suffix, or work from home."""

from careerrelay.text.folding import fold_width

PREFECTURES = (
    "北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 "
    "長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 "
    "高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"
).split()
_PREFECTURES = frozenset(PREFECTURES)
REMOTE = "在宅"


def as_region(text: str) -> str:
    """The prefecture that an address or a wish begins with: 神奈川県横浜市 → 神奈川; "" where none is named."""
    folded = fold_width(text).strip()
    if folded.startswith(("在宅", "リモート", "フルリモート")):
        return REMOTE
    return next((folded[:letters] for letters in (2, 3) if folded[:letters] in _PREFECTURES), "")
