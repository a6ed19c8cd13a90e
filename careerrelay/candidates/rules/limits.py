"""How large a file of applicants may be. Beyond, it is refused in one sentence, in bounded memory."""

TEXT_BYTES_MAX = 500_000_000  # a million rows of an ATS export
WORKBOOK_BYTES_MAX = 50_000_000
CELL_CHARACTERS_MAX = 200_000
COLUMNS_MAX = 20_000
ROW_CHARACTERS_MAX = 4_000_000

# A workbook is held in memory at once: what it may grow to.
ARCHIVE_ENTRIES_MAX = 2_000
ARCHIVE_INFLATED_BYTES_MAX = 200_000_000
ARCHIVE_RATIO_MAX = 500
WORKBOOK_CELLS_MAX = 5_000_000
BROKEN_CELLS_MAX = 100_000  # formulas without a result, and errors
WORKBOOK_SHARED_BYTES_MAX = 150_000_000
