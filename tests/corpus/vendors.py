"""A few rows as each system exports them, under its own headings."""

from tests.corpus.tables import separated


def herp_export() -> bytes:
    return separated(
        (
            "2025-04-01T09:00:00+09:00",
            "山田太郎",
            "求人媒体",
            "一次選考",
            "営業",
            "不採用",
            "taro@example.jp",
        ),
        (
            "2025-04-02T09:00:00+09:00",
            "山田花子",
            "エージェント",
            "内定",
            "営業",
            "入社決定",
            "hanako@example.jp",
        ),
        (
            "2025-04-03T09:00:00+09:00",
            "佐藤次郎",
            "社員紹介",
            "書類選考",
            "営業",
            "応募者辞退",
            "jiro@example.jp",
        ),
        (
            "2025-04-04T09:00:00+09:00",
            "鈴木三郎",
            "自社サイト",
            "エントリー",
            "営業",
            "非選考対象",
            "saburo@example.jp",
        ),
        ("2025-04-05T09:00:00+09:00", "田中四郎", "その他", "最終選考", "営業", "", "shiro@example.jp"),
        headings=(
            "応募時刻",
            "名前",
            "応募経路",
            "選考ステップ",
            "募集職種",
            "選考終了理由",
            "メールアドレス",
        ),
    ).encode("utf-8-sig")


def doda_export() -> bytes:
    return separated(
        (
            "山田",
            "太郎",
            "ヤマダ",
            "タロウ",
            "営業職",
            "100-0001",
            "東京都",
            "千代田区1-1",
            "1990/01/01",
            "男",
            "taro@example.jp",
            "090-1234-5678",
            "03-1234-5678",
        ),
        headings=(
            "姓漢字",
            "名漢字",
            "姓カナ",
            "名カナ",
            "求人名称",
            "郵便番号",
            "都道府県名",
            "住所①",
            "生年月日",
            "性別",
            "メールアドレス",
            "電話番号1",
            "電話番号2",
        ),
    ).encode("cp932")


def roborobo_export() -> bytes:
    return separated(
        ("山田太郎", "やまだたろう", "1990/01/01", "taro@example.jp", "東京大学", "株式会社サンプル"),
        headings=(
            "候補者基本.氏名",
            "候補者基本.氏名かな",
            "候補者一般.生年月日",
            "候補者一般.メールアドレス1",
            "候補者学歴.最終学歴_学校名",
            "候補者職歴.職歴1_会社名",
        ),
    ).encode("cp932")


def hr_hacker_export() -> bytes:
    return separated(
        (
            "H-1",
            "求人媒体",
            "会社員",
            "不採用",
            "2025/04/01",
            "経験不足",
            "大学卒",
            "taro@example.jp",
            "2025/04/02",
            "S-1",
            "新宿店",
            "自由",
        ),
        headings=(
            "応募者id",
            "応募経路",
            "現在の職業",
            "選考ステータス",
            "面接予定日",
            "選考理由",
            "学歴",
            "メールアドレス",
            "更新日",
            "店舗ID",
            "店舗名",
            "自由項目1",
        ),
    ).encode("utf-8")


def entry_pocket_export() -> bytes:
    headings = (
        "応募者コード",
        "氏名",
        "フリガナ",
        "ステータスコード",
        "ステータス",
        "電話番号",
        "メールアドレス",
        "媒体",
        "応募日時",
        "面接日時",
        "入社日",
        "重複フラグ",
    )
    return separated(
        (
            "E-1",
            "山田太郎",
            "ﾔﾏﾀﾞ ﾀﾛｳ",
            "83",
            "不採用（辞退）",
            "9012345678",
            "taro@example.jp",
            "バイトル",
            "2025/04/01 10:00",
            "",
            "",
            "0",
        ),
        (
            "E-2",
            "山田花子",
            "ﾔﾏﾀﾞ ﾊﾅｺ",
            "90",
            "採用",
            "8012345678",
            "hanako@example.jp",
            "バイトル",
            "2025/04/01 11:00",
            "",
            "2025/05/01",
            "0",
        ),
        headings=headings,
    ).encode("cp932")


def indeed_export() -> bytes:
    return separated(
        (
            "Taro Yamada",
            "taro7x@indeedemail.com",
            "'+81 90 1234 5678",
            "Rejected",
            "東京都 新宿区",
            "3 years",
            "BA",
            "Sales",
            "Tokyo",
            "2025-04-01",
            "High",
            "Organic",
        ),
        headings=(
            "name",
            "email",
            "phone",
            "status",
            "candidate location",
            "relevant experience",
            "education",
            "job title",
            "job location",
            "date",
            "interest level",
            "source",
        ),
    ).encode("utf-8")


def talentio_export() -> bytes:
    return separated(
        ("1", "山田太郎", "taro@example.jp", "reject"),
        ("2", "山田花子", "hanako@example.jp", "fail"),
        ("3", "佐藤次郎", "jiro@example.jp", "ongoing"),
        headings=("応募ID", "氏名", "メールアドレス", "status"),
    ).encode("utf-8")


def greenhouse_export() -> bytes:
    return separated(
        (
            "Taro",
            "Yamada",
            "taro@example.com",
            "+81 90-1234-5678",
            "Sales",
            "Phone Interview",
            "LinkedIn",
            "Lacking skill(s)",
        ),
        ("Hanako", "Yamada", "hanako@example.com", "", "Sales", "Offer", "Referral", "Candidate withdrew"),
        ("Jiro", "Sato", "jiro@example.com", "", "Sales", "Face to Face", "Jobs page", ""),
        headings=("First Name", "Last Name", "Email", "Phone", "Job", "Stage", "Source", "Rejection Reason"),
    ).encode("utf-8")


def lever_export() -> bytes:
    return separated(
        (
            "Taro Yamada",
            "taro@example.com",
            "https://jobs.lever.co/x/1",
            "Archived",
            "LinkedIn",
            "Applied",
            "Underqualified",
        ),
        (
            "Hanako Yamada",
            "hanako@example.com",
            "https://jobs.lever.co/x/1",
            "Archived",
            "LinkedIn",
            "Applied",
            "Withdrew",
        ),
        (
            "Jiro Sato",
            "jiro@example.com",
            "https://jobs.lever.co/x/1",
            "Archived",
            "LinkedIn",
            "Applied",
            "Hired",
        ),
        (
            "Saburo Suzuki",
            "saburo@example.com",
            "https://jobs.lever.co/x/1",
            "Archived",
            "LinkedIn",
            "Applied",
            "",
        ),
        headings=("Full name", "Email", "Lever Posting URL", "Stage", "Sources", "Origin", "Archive reason"),
    ).encode("utf-8")
