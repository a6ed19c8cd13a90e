"""What stands in a report and in the letter, in both languages."""

from collections.abc import Sequence

from careerrelay.privacy.rules.breaches import Item

ITEMS: dict[str, dict[Item, str]] = {
    "ja": {
        Item.NAME: "氏名",
        Item.ADDRESS: "メールアドレス",
        Item.PHONE: "電話番号",
        Item.REGION: "お住まいの都道府県",
        Item.CAREER: "職歴・勤務先",
        Item.SCHOOLING: "学歴",
        Item.SKILLS: "スキル・語学・資格",
        Item.WISHES: "希望条件",
        Item.APPLICATIONS: "応募の記録",
        Item.EVALUATIONS: "面接の評価",
        Item.NOTES: "メモ",
        Item.FILES: "応募書類",
        Item.OWN_FIELDS: "独自項目",
    },
    "en": {
        Item.NAME: "name",
        Item.ADDRESS: "mail address",
        Item.PHONE: "telephone number",
        Item.REGION: "prefecture of residence",
        Item.CAREER: "work history and employer",
        Item.SCHOOLING: "schooling",
        Item.SKILLS: "skills, languages and qualifications",
        Item.WISHES: "wishes",
        Item.APPLICATIONS: "record of applications",
        Item.EVALUATIONS: "evaluations of interviews",
        Item.NOTES: "notes",
        Item.FILES: "application documents",
        Item.OWN_FIELDS: "fields of the organization's own",
    },
}


def item_words(items: Sequence[Item], language: str) -> str:
    return {"ja": "、", "en": ", "}[language].join(ITEMS[language][item] for item in items)
