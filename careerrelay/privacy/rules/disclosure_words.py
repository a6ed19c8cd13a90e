"""Every word of a disclosure in both languages: kinds of things, fields, values. What has no word here is not told
(tests/privacy/test_disclosing.py)."""

from typing import Final

PARTS: Final[dict[str, tuple[str, str]]] = {
    "person": ("本人の登録", "Your registration"),
    "person_address": ("確認済みのアドレス", "Proven addresses"),
    "profile": ("プロフィール", "Profile"),
    "personal_link": ("送ったリンク", "Links that were mailed"),
    "statement": ("意思表示", "What you stated"),
    "candidate_link": ("回答した会社", "Companies that you answered"),
    "delivery": ("送った連絡", "Letters that were sent"),
    "audit_entry": ("閲覧と操作の記録", "Who looked and what was done"),
    "relay": ("紹介", "Introductions"),
    "provision": ("提供記録", "Records of provision"),
    "relayed_profile": ("提供されたプロフィール", "The profile as it was handed over"),
    "candidate": ("候補者の記録", "The company's record"),
    "candidate_address": ("メールアドレス", "Mail addresses"),
    "candidate_phone": ("電話", "Telephone numbers"),
    "employment": ("職歴", "Work history"),
    "schooling": ("学歴", "Schools"),
    "language_skill": ("語学", "Languages"),
    "qualification": ("資格", "Qualifications"),
    "candidate_skill": ("スキル", "Skills"),
    "candidate_file": ("応募書類", "Documents"),
    "application": ("応募", "Applications"),
    "interview": ("面接", "Interviews"),
    "evaluation": ("評価", "Evaluations"),
    "note": ("社内のメモ", "Internal notes"),
    "stage_move": ("選考段階の移動", "Moves between stages"),
    "tag": ("タグ", "Tags"),
    "segment": ("セグメント", "Segments"),
}

FIELDS: Final[dict[str, tuple[str, str]]] = {
    "address": ("アドレス", "Address"),
    "agency_id": ("紹介会社", "Agency"),
    "answered_at": ("回答日時", "Answered at"),
    "applied_on": ("応募日", "Applied on"),
    "at": ("日時", "At"),
    "available_from_on": ("就業できる日", "Available from"),
    "background": ("経歴", "Background"),
    "by": ("だれが", "By"),
    "by_organization_id": ("どの組織が", "By organization"),
    "categories": ("項目", "Categories"),
    "channel": ("経路", "Channel"),
    "company_id": ("会社", "Company"),
    "confirmed_at": ("確認日時", "Confirmed at"),
    "consent_until_on": ("同意の期限", "Consent until"),
    "content_bytes": ("大きさ(バイト)", "Size (bytes)"),
    "created_at": ("記録した日時", "Recorded at"),
    "decline_reason": ("受け付けない理由", "Reason for declining"),
    "deed": ("内容", "Deed"),
    "degree": ("学位", "Degree"),
    "delete_by_at": ("削除の期限", "To be deleted by"),
    "deleted_at": ("削除を確認した日時", "Deletion confirmed at"),
    "desired_regions": ("希望勤務地", "Desired regions"),
    "desired_salary_max_jpy": ("希望年収の上限(円)", "Desired salary, at most (JPY)"),
    "desired_salary_min_jpy": ("希望年収の下限(円)", "Desired salary, at least (JPY)"),
    "desired_work": ("希望職種", "Desired work"),
    "duties": ("業務内容", "Duties"),
    "education": ("学歴", "Education"),
    "employer": ("勤務先", "Employer"),
    "ended_at": ("終わった日時", "Ended at"),
    "ended_on": ("終わった日", "Ended on"),
    "experience": ("経験", "Experience"),
    "expires_at": ("期限", "Expires at"),
    "faculty": ("学部・学科", "Faculty"),
    "filename": ("ファイル名", "File name"),
    "granted_at": ("同意した日時", "Granted at"),
    "held_on": ("実施日", "Held on"),
    "issued_at": ("送った日時", "Issued at"),
    "items": ("渡した項目", "Items handed over"),
    "job_title": ("求人", "Job"),
    "kana": ("ふりがな", "Reading"),
    "keep_until_on": ("保存の期限", "Kept until"),
    "kept_law": ("残す根拠", "Law that it is kept under"),
    "kept_until_on": ("残す期限", "Kept until"),
    "kind": ("種類", "Kind"),
    "language": ("言語", "Language"),
    "level": ("レベル", "Level"),
    "linked_at": ("回答した日時", "Answered at"),
    "name": ("氏名・名称", "Name"),
    "number": ("番号", "Number"),
    "obtained_on": ("取得日", "Obtained on"),
    "occupation": ("職種", "Occupation"),
    "permit_number": ("許可番号", "Permit"),
    "phone": ("電話", "Telephone"),
    "provided_at": ("渡した日時", "Provided at"),
    "purpose": ("目的", "Purpose"),
    "received_at": ("受け取った日時", "Received at"),
    "recipient_address": ("相手の住所", "Recipient's address"),
    "recipient_id": ("相手", "Recipient"),
    "recipient_name": ("相手の名称", "Recipient"),
    "recipient_representative": ("相手の代表者", "Recipient's representative"),
    "region": ("地域", "Region"),
    "regions": ("希望勤務地", "Regions"),
    "route": ("応募経路", "Route"),
    "school": ("学校", "School"),
    "skills": ("スキル", "Skills"),
    "source": ("情報の出所", "Source"),
    "stage": ("段階", "Stage"),
    "started_on": ("始まった日", "Started on"),
    "state": ("状態", "State"),
    "text_hash": ("同意文の照合番号", "Fingerprint of the text"),
    "title": ("役職・職種", "Title"),
    "updated_at": ("更新日時", "Updated at"),
    "uploaded_at": ("受け取った日時", "Received at"),
    "verified_at": ("確認した日時", "Verified at"),
    "wishes": ("希望条件", "Wishes"),
    "years": ("年数", "Years"),
}

KINDS: Final[dict[str, tuple[str, str]]] = {
    "own_page": ("ご自身のページ", "Your own page"),
    "company": ("会社", "Company"),
    "agency": ("紹介会社", "Agency"),
}

# Codes of ours that stand where a value does; whatever else stands there is somebody's own words.
VALUES: Final[dict[str, tuple[str, str]]] = {
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "pool": ("求人の連絡", "Jobs that fit"),
    "news": ("会社のニュース", "Company news"),
    "relay": ("紹介会社への紹介", "Introduction to an agency"),
    "grant": ("同意", "Granted"),
    "revoke": ("撤回", "Revoked"),
    "page": ("本人のページ", "Your page"),
    "name": ("氏名", "Name"),
    "kana": ("ふりがな", "Reading"),
    "phone": ("電話", "Telephone"),
    "address": ("メールアドレス", "Mail address"),
    "occupation": ("職種", "Occupation"),
    "contact": ("連絡先", "Contact"),
    "experience": ("職歴", "Experience"),
    "skills": ("スキル", "Skills"),
    "regions": ("希望勤務地", "Regions"),
    "wishes": ("希望条件", "Wishes"),
    "origin": ("応募した会社の名前", "The company that you applied to"),
    "notice": ("お見送り連絡", "Notice"),
    "verification": ("アドレスの確認", "Confirmation of the address"),
    "personal": ("専用リンク", "Personal link"),
    "receipt": ("控え", "Receipt"),
    "link": ("新しいリンク", "New link"),
    "accepted": ("受け付け済み", "Accepted"),
    "refused": ("届かなかった", "Refused"),
    "in_doubt": ("確認できない", "In doubt"),
    "cooling": ("待機中", "Cooling off"),
    "waiting": ("待機中", "Waiting"),
    "provided": ("渡した", "Handed over"),
    "declined": ("受け付けなかった", "Declined"),
    "cancelled": ("取り消した", "Cancelled"),
    "expired": ("期限切れ", "Expired"),
    "recalled": ("削除を求めている", "Deletion asked for"),
    "deleted": ("削除済み", "Deleted"),
    "new": ("未回答", "Not answered yet"),
    "rejected": ("お見送り", "Turned down"),
    "withdrawn": ("辞退", "Withdrawn"),
    "hired": ("採用", "Hired"),
    "import": ("取り込み", "Import"),
    "self_declared": ("本人の登録", "Registered by yourself"),
    "entered": ("手入力", "Entered by hand"),
    "event": ("イベント", "Event"),
    "scout_reply": ("スカウトへの返信", "Reply to a scouting mail"),
    "referral": ("紹介", "Referral"),
    "person": ("本人", "Yourself"),
    "member": ("組織の職員", "Staff of the organization"),
    "system": ("このサービス", "This service"),
    "see_profile": ("プロフィールを見た", "Saw the profile"),
    "confirm_profile": ("プロフィールを確かめた", "Confirmed the profile"),
    "verify_address": ("アドレスを確認した", "Proved the address"),
    "provide_relay": ("プロフィールを渡した", "Handed the profile over"),
    "recalled_relay": ("紹介を取り消した", "Called the introduction back"),
    "cancelled_relay": ("紹介をやめた", "Stopped the introduction"),
    "grant_pool": ("求人の連絡に同意した", "Agreed to hear of jobs"),
    "grant_news": ("ニュースに同意した", "Agreed to news"),
    "grant_relay": ("紹介に同意した", "Agreed to an introduction"),
    "revoke_pool": ("求人の連絡をやめた", "Stopped hearing of jobs"),
    "revoke_news": ("ニュースをやめた", "Stopped news"),
    "revoke_relay": ("紹介への同意を取り消した", "Took back the introduction"),
}

# For the three forms: what stands over the list, and what is said of what is not shown.
WITHHELD: Final = (
    "ほかに{n}件あります。選考の適正な実施のため、ここには載せていません。{contact}にお尋ねください。",
    "{n} more are held and not shown here, so that selection can be carried out properly. Ask {contact}.",
)
CSV_HEADINGS: Final = (
    ("持っている組織", "種類", "まとまり", "番号", "項目", "値"),
    ("Holder", "Kind", "Part", "Number", "Field", "Value"),
)
YES_NO: Final = (("はい", "いいえ"), ("yes", "no"))


def in_words(table: dict[str, tuple[str, str]], key: str, *, language: str) -> str:
    """A field of a company's own has its own name, which is its word in both languages."""
    return table[key][_place(language)] if key in table else key


def _place(language: str) -> int:
    return 0 if language == "ja" else 1


def withheld_words(count: int, *, contact: str, language: str) -> str:
    return WITHHELD[_place(language)].format(n=count, contact=contact or "―")


def csv_headings(language: str) -> tuple[str, ...]:
    return CSV_HEADINGS[_place(language)]


def yes_or_no(value: bool, *, language: str) -> str:
    return YES_NO[_place(language)][0 if value else 1]
