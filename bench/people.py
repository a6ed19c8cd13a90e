"""People of a company as they are looked for: names, employers and careers that vary as those of a company do, some
words in every second row, many in few. As lines that PostgreSQL copies; plain, so that a process without Django
makes them.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from careerrelay.candidates.rules.lexemes import VERSION, Searchable, search_vector
from careerrelay.core.ids import new_id

STATES = ("open", "rejected", "withdrawn", "hired", "closed", "undecided")

FAMILIES = (
    "佐藤:サトウ 鈴木:スズキ 髙橋:タカハシ 田中:タナカ 伊藤:イトウ 渡邉:ワタナベ 山本:ヤマモト 中村:ナカムラ 小林:コバヤシ "
    "加藤:カトウ 吉田:ヨシダ 山田:ヤマダ 佐々木:ササキ 山口:ヤマグチ 松本:マツモト 井上:イノウエ 木村:キムラ 林:ハヤシ "
    "清水:シミズ 山﨑:ヤマザキ 森:モリ 池田:イケダ 橋本:ハシモト 阿部:アベ 石川:イシカワ 前田:マエダ 藤田:フジタ 小川:オガワ "
    "岡田:オカダ 後藤:ゴトウ 長谷川:ハセガワ 村上:ムラカミ 近藤:コンドウ 石井:イシイ 𠮷川:ヨシカワ 坂本:サカモト 遠藤:エンドウ "
    "青木:アオキ 藤井:フジイ 西村:ニシムラ 福田:フクダ 太田:オオタ 三浦:ミウラ 藤原:フジワラ 岡本:オカモト 松田:マツダ"
).split()
GIVEN = (
    "葵:アオイ 直樹:ナオキ 美咲:ミサキ 翔太:ショウタ 陽菜:ヒナ 大輔:ダイスケ 結衣:ユイ 健一:ケンイチ 千尋:チヒロ 拓海:タクミ "
    "蓮:レン 凛:リン 悠真:ユウマ 紬:ツムギ 陽翔:ハルト 莉子:リコ 樹:イツキ 芽依:メイ 大翔:ヒロト 咲良:サクラ 健太:ケンタ "
    "愛:アイ 誠:マコト 恵:メグミ 隆:タカシ 由美子:ユミコ 浩二:コウジ 久美子:クミコ 和也:カズヤ 真由美:マユミ 修:オサム "
    "智子:トモコ 亮:リョウ 彩花:アヤカ 剛:ツヨシ 里奈:リナ 聡:サトシ 遥:ハルカ 学:マナブ 舞:マイ"
).split()
JOBS = (
    "組込みソフトエンジニア 品質保証 購買 法人営業 経理 人事 生産技術 機械設計 回路設計 研究開発 データ分析 インフラエンジニア "
    "プロジェクトマネージャー 社内SE カスタマーサポート 広報 法務 物流管理 施工管理 店舗運営"
).split()
STAGES = "書類選考 一次面接 二次面接 最終面接 適性検査".split()
SKILLS = (
    "Python Java C++ C# .NET TypeScript React AWS Azure Kubernetes PLC CAD CATIA SolidWorks 簿記 TOEIC 宅建 施工管理技士 SAP "
    "Salesforce Excel PowerPoint MATLAB RTOS Linux Oracle PostgreSQL Figma 統計検定 危険物取扱者 英語 中国語 韓国語 ベトナム語"
).split()
FIELDS = (
    "自動車 半導体 医療機器 食品 化粧品 物流 不動産 銀行 保険 広告 教育 介護 建設 鉄道 航空 通信 ゲーム 電力 化学 製薬 繊維 印刷 "
    "農業 観光 飲食 小売 商社 官公庁 東京都庁 大学"
).split()
DEEDS = (
    "顧客との打合せ 要件定義 設計レビュー 見積もりの作成 工程管理 原価計算 仕入先との交渉 新人の教育 業務改善の提案 不具合の解析 "
    "試作品の評価 展示会の運営 契約書の確認 月次決算 採用面接 問い合わせ対応 システムの移行 海外拠点の立ち上げ 監査対応 予算の策定"
).split()
WHERE = "本社 工場 支店 研究所 海外拠点 在宅 客先 コールセンター 店舗 現場".split()
REGIONS = "東京都 神奈川県 大阪府 愛知県 福岡県 埼玉県 千葉県 兵庫県 北海道 京都府 静岡県 広島県 宮城県 長野県 沖縄県".split()

COLUMNS = {
    "candidates_candidate": "id organization_id name kana name_key kana_key region employer title education background"
    " desired_work desired_regions source source_detail custom confirmed confirmed_at created_at updated_at",
    "candidates_candidatesearch": "id organization_id candidate_id words text_hash version",
}
Lines = dict[str, str]
SENTENCES = 20_000


@dataclass(frozen=True, slots=True)
class Some:
    """What one process makes at once."""

    organization_id: UUID
    mark: str
    numbers: range
    at: str


def lines_of(some: Some) -> Lines:
    chance = random.Random(some.numbers.start)
    rows: dict[str, list[str]] = {table: [] for table in COLUMNS}
    for number in some.numbers:
        for table, values in _rows(some, number, chance):
            rows[table].append(_line(values))
    return {table: "".join(lines) for table, lines in rows.items()}


def _rows(some: Some, number: int, chance: random.Random) -> Iterator[tuple[str, list[Any]]]:
    person, owner, at = new_id(), some.organization_id, some.at
    facts, region = facts_of_somebody(chance), often(REGIONS, chance)
    address = f"c{number}.{some.mark}@example.jp"
    job_title, stage, state = often(JOBS, chance), often(STAGES, chance), chance.choice(STATES)
    skills = sorted({often(SKILLS, chance) for _ in range(3)})
    yield (
        "candidates_candidate",
        [person, owner, facts["name"], facts["kana"], "", "", region, facts["employer"], facts["title"], "",
         facts["background"], "", "{}", "import", "", "{}", "{}", at, at, at],
    )  # fmt: skip
    searchable = Searchable(
        name=facts["name"],
        kana=facts["kana"],
        addresses=(address,),
        work=(facts["employer"], facts["title"], job_title, stage),
        texts=(region, facts["background"], *skills),
        states=(state,),
    )
    words = search_vector(searchable, organization_id=owner)
    yield "candidates_candidatesearch", [new_id(), owner, person, words, "\\x", VERSION]


def _line(values: Sequence[Any]) -> str:
    return "\t".join([str(value).replace("\\", "\\\\") for value in values]) + "\n"


def facts_of_somebody(chance: random.Random) -> dict[str, str]:
    family, given = (often(names, chance).split(":") for names in (FAMILIES, GIVEN))
    return {
        "name": f"{family[0]} {given[0]}",
        "kana": f"{family[1]} {given[1]}",
        "employer": f"㈱{chance.choice(FIELDS)}{chance.choice(WHERE)}サービス{chance.randrange(3000)}",
        "title": often(JOBS, chance),
        "background": "".join(_sentences(chance)),
    }


def _sentences(chance: random.Random) -> Iterator[str]:
    """Some of many: cutting each of them once is what makes a million people quick to load."""
    for _ in range(chance.randrange(2, 6)):
        yield _sentence(chance.randrange(SENTENCES))


@cache
def _sentence(number: int) -> str:
    chance = random.Random(number)
    return (
        f"{often(FIELDS, chance)}の{chance.choice(WHERE)}で{often(DEEDS, chance)}を{chance.randrange(1, 20)}年担当し、"
        f"{often(SKILLS, chance)}と{often(SKILLS, chance)}を使いました。"
    )


def often(words: Sequence[str], chance: random.Random) -> str:
    """The first ones more often than the last ones, as words of a language are."""
    return words[min(int(chance.expovariate(2.5) * len(words)), len(words) - 1)]
