"""One mail, and a client in a hurry."""

from careerrelay.outreach.channels.mail.outcomes import Outcome
from careerrelay.outreach.channels.mail.smtp import MailConnection, Patience

MAIL = b"From: a@relay.example\r\nTo: hanako@example.jp\r\nSubject: x\r\n\r\nhello\r\n"
HURRIED = Patience(connect_seconds=1, command_seconds=1, end_of_mail_seconds=1)


def send(connection: MailConnection, recipient: str = "hanako@example.jp", mail: bytes = MAIL) -> Outcome:
    return connection.send(mail, sender="bounce@relay.example", recipient=recipient)
