"""Log lines as JSON, one event a line, with every token in a path cut out (P25, P31)."""

import json
import logging
import re

# Up to the next part of the path, whatever a mail program put into the middle of a token.
TOKEN_IN_PATH = re.compile(r"/(c|u|r)/[^/?#\"'\n]+")


def without_tokens(text: str) -> str:
    return TOKEN_IN_PATH.sub(r"/\1/…", text)


class HideTokens(logging.Filter):
    """Cuts at the source, so that neither the line nor its traceback carries a way into somebody's page."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(record.getMessage())
        record.args = ()
        return True


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "name": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = without_tokens(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
