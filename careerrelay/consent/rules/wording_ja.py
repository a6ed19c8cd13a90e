"""The Japanese words of the consent text."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerrelay.consent.rules.wording import AgencyFacts, CompanyFacts, Terms


def span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    if seconds % 3600 == 0:
        return f"{seconds // 3600}時間"
    if seconds % 60 == 0:
        return f"{seconds // 60}分"
    return f"{seconds}秒"


# What the letter of a permit number says (職業安定法30条, 33条, 33条の2から33条の4).
PERMIT_KINDS = {
    "ユ": "有料職業紹介",
    "ム": "無料職業紹介",
    "特": "無料職業紹介(特別の法人)",
    "地": "無料職業紹介(地方公共団体)",
}


def permit_in_words(number: str) -> str:
    return f"{PERMIT_KINDS[number.split('-')[1]]} {number}"


Words = dict[str, object]


def words(*, company: "CompanyFacts", agencies: "Sequence[AgencyFacts]", terms: "Terms") -> Words:
    return {
        **_contact_words(company, terms),
        **_relay_words(company, agencies, terms),
        **_answer_words(company),
    }


def _contact_words(company: "CompanyFacts", terms: "Terms") -> Words:
    return {
        "heading": ["この先の連絡を、", "ご自身で決められます"],
        "opening": "選考にご参加いただき、ありがとうございました。下の項目は、ひとつずつ選べます。"
        "選ばなくても、次のご応募で不利になることはありません。",
        "nothing": "何もしなければ、何も登録されません。",
        "contact_heading": f"{company.name}からの連絡",
        "contact_keeping": "応募時の情報を12か月保管します。その後は、続けるかを1回だけお尋ねします。"
        "お返事がなければ削除します。",
        "pool": "合う求人が出たら、知らせてほしい",
        "pool_limit": f"年に{terms.pool_mails_a_year}回まで",
        "news": "会社のニュースを読みたい",
        "news_limit": f"{terms.news_every_months}か月に1回まで",
    }


def _relay_words(company: "CompanyFacts", agencies: "Sequence[AgencyFacts]", terms: "Terms") -> Words:
    return {
        "relay_heading": "人材紹介会社への紹介",
        "relay_why": "選んだ紹介会社にだけ、プロフィールを渡します。"
        f"渡すのは{span(terms.cooling)}後です。それまでは取り消せます。",
        "relay_facts": [
            ["渡すもの", f"氏名、連絡先、職歴、スキル、希望条件、{company.name}に応募したこと"],
            ["渡さないもの", "面接の評価、お見送りの理由、年収の履歴"],
            ["使う目的", "紹介会社が、あなたに合う仕事を紹介するため"],
            ["あなたの費用", "かかりません"],
            [
                f"{company.name}が受け取るもの",
                f"紹介会社から、紹介{terms.ratio}件ごとに1名を無料で採用できる枠",
            ],
        ],
        "relay_which": "紹介してほしい会社",
        "agencies": [
            {
                "id": agency.id,
                "name": agency.legal_name,
                "lines": [agency.field, permit_in_words(agency.permit_number), *_abroad(agency)],
            }
            for agency in agencies
        ],
        "permits_checked": _permits_checked(agencies),
    }


def _answer_words(company: "CompanyFacts") -> Words:
    return {
        "age": "16歳以上です",
        "age_why": "同意するときだけ、お答えください。生年月日はお聞きしません。",
        "answer_selected": "選んだものに同意する",
        "answer_none": "どれも希望しない",
        "after": "控えをメールで送ります。取り消しは、控えのリンクから2回押すだけです。",
        "details_heading": "保管、安全管理、問い合わせ先",
        "details": [
            (
                "同意は12か月で終わります。渡した相手、日時、項目を3年間記録し、いつでもご覧いただけます。"
                "外国にある会社に渡す場合は、別にお聞きします。"
            ),
            "開示、訂正、削除のお求めは、このページか、下の窓口で受け付けます。",
            (
                "情報は暗号化した通信で送り、会社ごとに分けて保管します。渡した紹介会社には、"
                "取り消しと同時に削除を求めます。"
            ),
        ],
        "contact": [
            f"{company.legal_name} {company.contact_desk}",
            company.postal_address,
            company.contact_address,
        ],
    }


def _abroad(agency: "AgencyFacts") -> list[str]:
    if not agency.country_name:
        return []
    return [
        f"外国({agency.country_name})にある会社です",
        f"その国の個人情報の制度: {agency.country_law}",
        f"この会社がとる措置: {agency.measures}",
    ]


def _permits_checked(agencies: "Sequence[AgencyFacts]") -> list[str]:
    """One sentence a day of checking; the agencies are named only where the days differ."""
    checked: dict[str, list[str]] = {}
    for agency in agencies:
        checked.setdefault(agency.permit_checked_on, []).append(agency.legal_name)
    if len(checked) == 1:
        return [f"許可番号は{_full_day(day)}に確認しました。" for day in checked]
    return [
        f"{'、'.join(names)}の許可番号は{_full_day(day)}に確認しました。"
        for day, names in sorted(checked.items())
    ]


def _full_day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"
