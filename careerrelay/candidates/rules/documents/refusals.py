"""Why a file is not taken in, or has no text: one sentence each, known to the sandbox by the name of its class."""

from careerrelay.core.refusal import Refusal

FILE_BYTES_MAX = 10_000_000


class UnfitDocument(Refusal):
    """A file that is not taken in."""

    ja = ""
    en = ""

    def __init__(self) -> None:
        super().__init__(ja=type(self).ja, en=type(self).en)


class EmptyDocument(UnfitDocument):
    ja = "中身が空です。"
    en = "The file is empty."


class OversizedDocument(UnfitDocument):
    ja = "10MBを超えています。画像を小さくして保存し直してください。"
    en = "The file is larger than 10 MB. Save it again with smaller images."


class UnsupportedDocument(UnfitDocument):
    ja = "この種類のファイルは預かれません。PDF、Word、Excel、OpenDocument、テキストのどれかで保存し直してください。"
    en = "Files of this kind are not kept. Save it as PDF, Word, Excel, OpenDocument or plain text."


class PictureDocument(UnfitDocument):
    ja = "写真や画像は預かりません。書類を写したものなら、PDFにして入れてください。"
    en = "Photos and images are not kept. If it shows a document, turn it into a PDF."


class DamagedDocument(UnfitDocument):
    ja = "壊れているか、途中で切れています。開けるか確かめて、保存し直してください。"
    en = "The file is damaged or cut off. Check that it opens, and save it again."


class ProtectedDocument(UnfitDocument):
    ja = "パスワードで保護されています。パスワードを外して保存し直してください。"
    en = "The file is protected with a password. Save it again without one."


class MacroDocument(UnfitDocument):
    ja = "マクロが入っています。マクロのない形式(.docx、.xlsx、PDF)で保存し直してください。"
    en = "The file contains macros. Save it as .docx, .xlsx or PDF, which have none."


class ActiveDocument(UnfitDocument):
    ja = "スクリプトか別のファイルが埋め込まれています。「PDFとして印刷」で作り直すと入れられます。"
    en = "A script or another file is embedded in it. Print it to a new PDF, and that can be kept."


class DisguisedDocument(UnfitDocument):
    ja = "書類のほかに別のデータが隠れています。もとの書類から保存し直してください。"
    en = "Something else is hidden in the file. Save it again from the original document."


class SwollenDocument(UnfitDocument):
    ja = "開くと大きくなりすぎるため、預かれません。PDFで保存し直してください。"
    en = "The file grows too large when it is opened. Save it as PDF."


class InfectedDocument(UnfitDocument):
    ja = "ウイルスの印が見つかりました。開かずに、送り主に確かめてください。"
    en = "The mark of a virus was found in it. Do not open it; ask whoever sent it."


REFUSALS: dict[str, type[UnfitDocument]] = {
    refusal.__name__: refusal
    for refusal in (
        EmptyDocument,
        OversizedDocument,
        UnsupportedDocument,
        PictureDocument,
        DamagedDocument,
        ProtectedDocument,
        MacroDocument,
        ActiveDocument,
        DisguisedDocument,
        SwollenDocument,
        InfectedDocument,
    )
}
