"""Documents that a few people of the demo handed in: 職務経歴書 in Word, 履歴書 as a form, an English CV as PDF."""

import io
import random
import zipfile
from datetime import datetime, timedelta

from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.file_texts import read_candidate_file
from careerrelay.candidates.files import keep_file
from careerrelay.candidates.models import ApplicationState, Candidate
from careerrelay.core.actor import Actor

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
_PROJECTS = (
    "三次元測定機の校正手順を見直し、段取り時間を4割減らした。",
    "C++とRTOSで計測器の制御ソフトを開発。打合せから量産立ち上げまで担当。",
    "海外仕入先との原価交渉。年間の購買額を8%下げた。",
    "生産管理システムの入替え。工程設計と現場教育を担当。",
)


def hand_in_documents(company: Organization, *, chance: random.Random, at: datetime) -> None:
    """Nine files of the people whose selection is open, read at once: the demo shows them as they look afterwards."""
    with acting_for(company.id):
        recruiter = Membership.objects.get(organization=company, role=Role.OWNER).user_id
        people = list(
            Candidate.objects.filter(organization=company, applications__state=ApplicationState.OPEN)
            .distinct()
            .order_by("-created_at", "id")[:4]
        )
    actor = Actor.member(recruiter, organization_id=company.id)
    for number, person in enumerate(people):
        files = [("職務経歴書.docx", _career(person, chance=chance))]
        if number % 2 == 0:
            files.append((f"履歴書_{person.name}.docx", _form(person)))
        if number == 1:
            files.append(("CV_2026.pdf", _english_cv()))
        for filename, content in files:
            with acting_for(company.id):
                kept = keep_file(
                    person,
                    filename=filename,
                    content=content,
                    actor=actor,
                    at=at - timedelta(days=number + 1),
                )
            read_candidate_file(organization_id=company.id, file_id=kept.id, at=at)


def _career(person: Candidate, *, chance: random.Random) -> bytes:
    projects = chance.sample(_PROJECTS, 2)
    return _word(
        _paragraph("職務経歴書"),
        _paragraph(person.name),
        _table([["期間", "内容"], ["2019年4月〜現在", projects[0]], ["2014年4月〜2019年3月", projects[1]]]),
        _paragraph("資格: 品質管理検定2級、第一種電気工事士"),
    )


def _form(person: Candidate) -> bytes:
    """Some forms still ask what selection may not: what becomes of it is seen on the page."""
    return _word(
        _table([["氏名", person.name], ["ふりがな", person.kana], ["本籍", "石川県"], ["配偶者", "有"]]),
        _table([["2010年3月", "県立工業高校 機械科 卒業"], ["2014年3月", "工業大学 工学部 卒業"]]),
        _paragraph("志望動機: 計測の仕事を長く続けたいと考えています。"),
    )


def _word(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        body = "".join(parts)
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _table(rows: list[list[str]]) -> str:
    cells = ["".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _english_cv() -> bytes:
    lines = (
        "Curriculum vitae",
        "Embedded software engineer, 8 years",
        "C++, Python, CAN bus, measurement instruments",
    )
    drawn = "BT /F1 12 Tf 60 780 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode("ascii")
