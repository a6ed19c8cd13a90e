"""Forms under which two spellings are the same: for search and comparison, never for storage (P29)."""

import re
import unicodedata

# Each pair: a form that registers of names use, then the everyday form. 斎 and 斉 stay apart.
_VARIANT_PAIRS = (
    "髙高 﨑崎 嵜崎 邊辺 邉辺 濵浜 濱浜 齋斎 齊斉 澤沢 嶋島 嶌島 櫻桜 廣広 國国 圀国 眞真 惠恵 "
    "德徳 瀨瀬 栁柳 桺柳 桒桑 曻昇 渕淵 渊淵 舘館 冨富 峯峰 嶽岳 龍竜 瀧滝 澁渋 壽寿 實実 榮栄 "
    "學学 禮礼 假仮 圓円 縣県 鷗鴎 龜亀 萬万 與与 條条 曾曽 增増 藏蔵 戶戸 吳呉 黑黒 淸清 靑青 "
    "鄕郷 凛凜 遙遥 槇槙 彌弥 禰祢 檜桧 莊荘 穗穂 稻稲 鐵鉄 關関 單単 槗橋 𣘺橋 𠮷吉 𡈽土 﨟臈 "
    "應応 會会 氣気 澀渋 當当 佛仏 寬寛 豐豊 譽誉 總総 淺浅 彥彦 廐厩 敎教 邨村 埜野 斈学 來来 "
    "兒児 收収 樂楽 歸帰 硏研 祕秘 經経 繩縄 缺欠 聲声 藝芸 證証 讓譲 豫予 轉転 辨弁 鹽塩 麥麦 "
    "黃黄 點点 齡齢 ヶケ ヵカ"
)
_VARIANTS = {pair[0]: pair[1] for pair in (*_VARIANT_PAIRS.split(), "〜~", "∼~")}
_VARIANT = re.compile(f"[{''.join(_VARIANTS)}]")

_DASHES = "-‐‑‒–—―−ー─━"  # after NFKC, which has already made － ｰ ﹣ one of these
_DASH = re.compile(f"[{_DASHES}]")
# After kana a dash is a long vowel, and after katakana a 一 that no kanji or hiragana follows: マネ一ジャ−. Each
# pattern begins with the letters that it is about and looks back from there: a hundred letters in 3 µs, not in 30.
_NO_WORD = "(?![々一-鿿ぁ-ゖ])"
_AFTER_KATAKANA = re.compile(
    rf"[{_DASHES}一](?:(?<=[ァ-ヺ][{_DASHES}])|(?<=[ァ-ヺ]一){_NO_WORD})(?:[{_DASHES}]|一{_NO_WORD})*"
)
_AFTER_HIRAGANA = re.compile(rf"[{_DASHES}](?<=[ぁ-ゖ].)[{_DASHES}]*")
_OTHER_DASH = re.compile(rf"[{_DASHES}](?<![ぁ-ゖァ-ヺー].)[{_DASHES}]*", re.DOTALL)

# Soft hyphen, zero-width and bidirectional controls, byte order mark, tags, variation selectors.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Whatever of the above could change a text; one look instead of six, and nearly all texts hold none of it. Of what
# many texts hold, long vowels, hyphens and 一, only where it stands unusually.
_USUAL = "ー一-"
_UNUSUAL = re.compile(
    f"[{_DASHES}一{''.join(_VARIANTS)}{_UNSEEN}]"
    f"(?:(?<![{_USUAL}])|(?<![ぁ-ゖァ-ヺ]ー)(?<=ー)|(?<=[ぁ-ゖァ-ヺー]-)|(?<=[ァ-ヺー]一))"
)


def without_invisible(text: str) -> str:
    """The text without characters that nobody sees: zero width, text direction, variation selectors."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def fold_width(text: str) -> str:
    """NFKC without invisible characters: `ＡＢＣ　ﾔﾏﾀﾞ` and `ABC ヤマダ` become one."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", without_invisible(text))


def fold_for_search(text: str) -> str:
    """One form for spellings that a reader takes for the same: width, case, variant kanji, dashes, blanks."""
    folded = text.casefold()
    if not (folded.isascii() or _is_plain(text, folded)):
        folded = fold_width(text).casefold()
        folded = _VARIANT.sub(_everyday, unicodedata.normalize("NFKC", folded))
        folded = _fold_dashes(folded)
    return " ".join(folded.split())


def _is_plain(text: str, folded: str) -> bool:
    """Nothing but its case and its blanks could be folded."""
    return (
        not _UNUSUAL.search(folded)
        and unicodedata.is_normalized("NFKC", folded)
        and (text == folded or unicodedata.is_normalized("NFKC", text))
    )


def fold_hyphens(text: str) -> str:
    """Every dash, the long vowel mark too, as `-`: for numbers and codes, where no word can be meant."""
    return _DASH.sub("-", fold_width(text))


def _everyday(variant: re.Match[str]) -> str:
    return _VARIANTS[variant.group()]


def _fold_dashes(text: str) -> str:
    text = _AFTER_KATAKANA.sub(_long_vowels, text)
    text = _AFTER_HIRAGANA.sub(_long_vowels, text)
    return _OTHER_DASH.sub(lambda run: "-" * len(run.group()), text)


def _long_vowels(run: re.Match[str]) -> str:
    return "ー" * len(run.group())
