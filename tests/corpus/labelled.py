"""A file of applicants in which somebody wrote down who is who: a few thousand people, a fifth of them more than once.

The second time they have the variants of real life: another job board, variant kanji, half-width kana, a zero that
Excel ate, another address, another employer, Latin letters, family and given name swapped, a new family name. Beside
them live those who are not the same: namesakes, couples and siblings with one address or one number.
"""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

FAMILY = (
    "佐藤:サトウ:Sato 鈴木:スズキ:Suzuki 高橋:タカハシ:Takahashi 田中:タナカ:Tanaka 渡辺:ワタナベ:Watanabe 伊藤:イトウ:Ito "
    "山本:ヤマモト:Yamamoto 中村:ナカムラ:Nakamura 小林:コバヤシ:Kobayashi 加藤:カトウ:Kato 吉田:ヨシダ:Yoshida 山田:ヤマダ:Yamada "
    "斎藤:サイトウ:Saito 山崎:ヤマザキ:Yamazaki 浜田:ハマダ:Hamada 島田:シマダ:Shimada 広瀬:ヒロセ:Hirose 沢田:サワダ:Sawada "
    "森:モリ:Mori 池田:イケダ:Ikeda 橋本:ハシモト:Hashimoto 石井:イシイ:Ishii 前田:マエダ:Maeda 岡田:オカダ:Okada "
    "長谷川:ハセガワ:Hasegawa 藤田:フジタ:Fujita 後藤:ゴトウ:Goto 三浦:ミウラ:Miura 大野:オオノ:Ohno 近藤:コンドウ:Kondo"
).split()
GIVEN = (
    "葵:アオイ:Aoi 遥:ハルカ:Haruka 直樹:ナオキ:Naoki 健:ケン:Ken 涼:リョウ:Ryo 大地:ダイチ:Daichi 美咲:ミサキ:Misaki "
    "翔:ショウ:Sho 誠:マコト:Makoto 千尋:チヒロ:Chihiro 亮介:リョウスケ:Ryosuke 悠斗:ユウト:Yuto 結衣:ユイ:Yui 陽菜:ヒナ:Hina "
    "拓海:タクミ:Takumi 香織:カオリ:Kaori 修:オサム:Osamu 彩:アヤ:Aya 恵:メグミ:Megumi 真一:シンイチ:Shinichi "
    "健太:ケンタ:Kenta 由美子:ユミコ:Yumiko 裕子:ユウコ:Yuko 和也:カズヤ:Kazuya 純:ジュン:Jun 智子:トモコ:Tomoko "
    "浩二:コウジ:Koji 優子:ユウコ:Yuko 隆:タカシ:Takashi 明美:アケミ:Akemi"
).split()
REGISTER_FORMS = str.maketrans("高渡辺斎崎浜島広沢", "髙渡邉齋﨑濵嶋廣澤")
HALF_WIDTH = str.maketrans(
    {
        **dict(
            zip(
                "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンー",
                "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｰ",
                strict=True,
            )
        ),
        **{
            voiced: plain + "ﾞ"
            for voiced, plain in zip(
                "ガギグゲゴザジズゼゾダデドバビブベボ", "ｶｷｸｹｺｻｼｽｾｿﾀﾃﾄﾊﾋﾌﾍﾎ", strict=True
            )
        },
        "ュ": "ｭ",
        "ョ": "ｮ",
        "ャ": "ｬ",
        "ッ": "ｯ",
    }
)
HEADINGS = [
    "氏名",
    "フリガナ",
    "メールアドレス",
    "電話番号",
    "現職企業名",
    "最終学歴",
    "応募日",
    "応募職種",
    "本人",
]


@dataclass(frozen=True, slots=True)
class Written:
    """One row, as somebody filled it in."""

    label: str
    name: str
    kana: str
    address: str
    phone: str
    employer: str
    school: str


def labelled_applicants(number: int, *, seed: int = 7) -> bytes:
    """CP932, with the truth in the column 本人."""
    chance = random.Random(seed)
    rows = list(_rows(number, chance))
    chance.shuffle(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in rows:
        day = f"2026/{chance.randint(1, 9):02}/{chance.randint(1, 28):02}"
        writer.writerow(
            [
                row.name,
                row.kana,
                row.address,
                row.phone,
                row.employer,
                row.school,
                day,
                f"職種{chance.randrange(12)}",
                row.label,
            ]
        )
    return out.getvalue().encode("cp932")


def _rows(number: int, chance: random.Random) -> Iterator[Written]:
    for index in range(number):
        person, latin = _person(index, chance)
        yield person
        if chance.random() < 0.2:
            yield _again(person, latin, index, chance)
        if chance.random() < 0.03:
            yield _relative(person, index, chance)


def _person(index: int, chance: random.Random) -> tuple[Written, str]:
    # A few names are borne by many: the square of a chance leans to the first of the list.
    family, given = (names[int(chance.random() ** 2 * len(names))].split(":") for names in (FAMILY, GIVEN))
    person = Written(
        label=f"人{index}",
        name=f"{family[0]} {given[0]}",
        kana=f"{family[1]} {given[1]}",
        address=f"{given[2]}.{family[2]}{index}@example.jp".lower(),
        phone=f"090-{index // 10_000 + 1000:04}-{index % 10_000:04}",
        employer=f"株式会社{chance.choice('青白赤緑紫')}{chance.choice('山川海空野')}{int(chance.random() ** 2 * 40)}工業",
        school=f"{chance.choice('東西南北中')}{chance.choice('都京陽海浜陵邦洋')}大学 {chance.choice(('経済', '工', '文'))}学部",
    )
    return person, f"{given[2]} {family[2]}"


def _again(person: Written, latin: str, index: int, chance: random.Random) -> Written:
    """One to three things are written otherwise; a job board's own address never stays."""
    changes: list[Callable[[Written], Written]] = [
        lambda row: replace(row, name=row.name.translate(REGISTER_FORMS)),
        lambda row: replace(row, kana=row.kana.translate(HALF_WIDTH)),
        lambda row: replace(row, name=row.name.replace(" ", "　"), kana=""),
        lambda row: replace(row, phone=row.phone.replace("-", "")[1:]),
        lambda row: replace(row, address=f"new{index}@example.com"),
        lambda row: replace(row, address=row.address.replace("@example.jp", "@example.com")),
        lambda row: replace(row, address=f"apply{index}_x@indeedemail.com"),
        lambda row: replace(row, employer="転職先株式会社"),
        lambda row: replace(row, employer=row.employer.removeprefix("株式会社") + "(株)", phone=""),
        lambda row: replace(row, name=latin, kana=""),
        lambda row: replace(row, name=" ".join(row.name.split()[::-1])),
        lambda row: replace(row, phone=f"080-{index // 10_000 + 2000:04}-{index % 10_000:04}"),
        lambda row: replace(
            row, name=f"新垣 {row.name.split()[-1]}", kana=f"アラガキ {row.kana.split()[-1]}"
        ),
    ]
    for change in chance.sample(changes, chance.choice((1, 2, 2, 3))):
        if row_has_kana(person) or "新垣" not in change(replace(person, kana="カナ カナ")).name:
            person = change(person)
    return person


def row_has_kana(row: Written) -> bool:
    return len(row.kana.split()) == 2


def _relative(person: Written, index: int, chance: random.Random) -> Written:
    """A husband, a wife, a sister: the family name, and the address or the number of the household."""
    given = chance.choice([one for one in GIVEN if one.split(":")[0] not in person.name]).split(":")
    family_name, family_kana = person.name.split()[0], (person.kana.split() or ["カゾク"])[0]
    is_by_phone = chance.random() < 0.5
    return replace(
        person,
        label=f"家族{index}",
        name=f"{family_name} {given[0]}",
        kana=f"{family_kana} {given[1]}",
        address=f"relative{index}@example.jp" if is_by_phone else person.address,
        phone=person.phone if is_by_phone else f"070-{index // 10_000 + 3000:04}-{index % 10_000:04}",
        employer="",
        school="",
    )
