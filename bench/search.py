"""Milliseconds until somebody who looks for people has the first fifty and their number, behind the walls.

The texts vary as those of a company do: some words in every second row, many in few. The limit is the bare index
on the same questions: the table's owner, no policy, no function, no order, nothing read in Python.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from bench.measuring import Measured, measured, percentile
from bench.world import World, address_of, make_bench_world
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Application, ApplicationState, Candidate, CandidateAddress, Source
from careerrelay.candidates.rules.lexemes import search_query
from careerrelay.candidates.searching import HITS_MAX, search_candidates
from careerrelay.core import clock
from careerrelay.text.addresses import comparable_address

AT_ONCE = 2000
PAGE = 50
QUESTIONS = 400

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


def run(*, size: int) -> Measured:
    chance = random.Random(20261121)
    world = make_bench_world(at=clock.now())
    began = time.perf_counter()
    for first in range(0, size, AT_ONCE):
        _load(world, range(first, min(first + AT_ONCE, size)), chance)
    loading_seconds = time.perf_counter() - began
    questions = [_question(world, size=size, chance=chance) for _ in range(QUESTIONS)]
    bare_ms = _bare(world.company.id, questions)
    waits_ms, hits = _asked(world.company.id, questions)
    return measured(
        "search",
        figure=percentile(waits_ms, 0.95),
        unit="ms (p95)",
        limit=percentile(bare_ms, 0.95),
        limit_is="p95 of the bare index on the same questions, without walls and order",
        rows=size,
        questions=len(questions),
        hits_median=sorted(hits)[len(hits) // 2],
        with_hits=sum(map(bool, hits)),
        p50_ms=round(percentile(waits_ms, 0.5), 2),
        p95_ms=round(percentile(waits_ms, 0.95), 2),
        p99_ms=round(percentile(waits_ms, 0.99), 2),
        limit_p50_ms=round(percentile(bare_ms, 0.5), 2),
        loaded_rows_per_second=round(size / loading_seconds, 1),
    )


def _load(world: World, numbers: range, chance: random.Random) -> None:
    at = clock.now()
    owner = {"organization_id": world.company.id}
    with acting_for(world.company.id):
        people = [
            Candidate(**owner, **_facts(chance), source=Source.IMPORT, created_at=at, updated_at=at)
            for _ in numbers
        ]
        Candidate.objects.bulk_create(people)
        CandidateAddress.objects.bulk_create(
            CandidateAddress(
                **owner, candidate=person, address=address, canonical=comparable_address(address)
            )
            for person, address in ((p, address_of(world, n)) for p, n in zip(people, numbers, strict=True))
        )
        Application.objects.bulk_create(
            Application(
                **owner,
                candidate=person,
                system="hrmos",
                job_title=_often(JOBS, chance),
                stage=_often(STAGES, chance),
                state=chance.choice(ApplicationState.values),
                created_at=at,
                updated_at=at,
            )
            for person in people
        )
        index_candidates(organization_id=world.company.id, candidate_ids=[person.id for person in people])


def _facts(chance: random.Random) -> dict[str, str]:
    family, given = (_often(names, chance).split(":") for names in (FAMILIES, GIVEN))
    return {
        "name": f"{family[0]} {given[0]}",
        "kana": f"{family[1]} {given[1]}",
        "employer": f"㈱{chance.choice(FIELDS)}{chance.choice(WHERE)}サービス{chance.randrange(3000)}",
        "title": _often(JOBS, chance),
        "background": "".join(_sentences(chance)),
    }


def _sentences(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randrange(2, 6)):
        yield (
            f"{_often(FIELDS, chance)}の{chance.choice(WHERE)}で{_often(DEEDS, chance)}を{chance.randrange(1, 20)}年担当し、"
            f"{_often(SKILLS, chance)}と{_often(SKILLS, chance)}を使いました。"
        )


def _often(words: Sequence[str], chance: random.Random) -> str:
    """The first ones more often than the last ones, as words of a language are."""
    return words[min(int(chance.expovariate(2.5) * len(words)), len(words) - 1)]


def _question(world: World, *, size: int, chance: random.Random) -> str:
    facts = _facts(chance)
    name, kana = facts["name"], facts["kana"]
    asked: list[Callable[[], str]] = [
        lambda: name,
        lambda: name.replace(" ", ""),
        lambda: name.partition(" ")[0],
        lambda: kana.partition(" ")[2],
        lambda: kana.replace("ア", "エ", 1),
        lambda: _often(SKILLS, chance),
        lambda: f"{_often(SKILLS, chance)} {_often(JOBS, chance)}",
        lambda: f"{_often(FIELDS, chance)} {_often(SKILLS, chance)} {_often(DEEDS, chance)}",
        lambda: f'"{_often(FIELDS, chance)}の{chance.choice(WHERE)}"',
        lambda: f'"{_often(DEEDS, chance)}" {_often(SKILLS, chance)}',
        lambda: f"{name.partition(' ')[0]} {_often(JOBS, chance)}",
        lambda: address_of(world, chance.randrange(size)).partition(".")[0],
        lambda: f"{_often(STAGES, chance)} お見送り",
        lambda: f"サービス{chance.randrange(3000)}",
        lambda: "この言葉はどこにもない",
    ]
    return chance.choice(asked)()


def _asked(organization_id: UUID, questions: list[str]) -> tuple[list[float], list[int]]:
    waits_ms, hits = [], []
    for question in questions:
        began = time.perf_counter()
        with acting_for(organization_id):
            result = search_candidates(organization_id=organization_id, query=question, limit=PAGE)
        waits_ms.append((time.perf_counter() - began) * 1000)
        hits.append(result.total)
    return sorted(waits_ms), hits


def _bare(organization_id: UUID, questions: list[str]) -> list[float]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization_id', %s, false)", [str(organization_id)])
        cursor.execute("DROP TABLE IF EXISTS bench_words")
        cursor.execute("CREATE TABLE bench_words (candidate_id uuid, words tsvector STORAGE EXTERNAL)")
        cursor.execute("ALTER TABLE bench_words SET (toast_tuple_target = 128)")
        cursor.execute("INSERT INTO bench_words SELECT candidate_id, words FROM candidates_candidatesearch")
        cursor.execute("CREATE INDEX ON bench_words USING gin (words) WITH (fastupdate = off)")
        cursor.execute("ANALYZE bench_words")
        cursor.execute("VACUUM ANALYZE candidates_candidatesearch")
        return sorted(_bare_wait(cursor, question, organization_id) for question in questions)


def _bare_wait(cursor: Any, question: str, organization_id: UUID) -> float:
    asked = search_query(question, organization_id=organization_id).exact
    began = time.perf_counter()
    cursor.execute(
        "SELECT candidate_id FROM bench_words WHERE words @@ %s::tsquery LIMIT %s", [asked, HITS_MAX + 1]
    )
    cursor.fetchmany(PAGE)
    return (time.perf_counter() - began) * 1000
