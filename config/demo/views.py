"""The mails that the demo caught, to be read like in a mail program. These pages exist in a demo only."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from careerrelay.web.shared.pages import letter_page, show
from config.demo.catcher import caught_mail, caught_mails

SHOWN_MAX = 100


@letter_page
def mails(request: HttpRequest) -> HttpResponse:
    recipient = request.GET.get("to", "")
    found = caught_mails(settings.HOME / "mail", recipient=recipient, at_most=SHOWN_MAX)
    return show(request, "demo/mails.html", {"mails": found, "recipient": recipient})


@letter_page
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    found = caught_mail(settings.HOME / "mail", mail_id=mail_id)
    if found is None:
        raise Http404
    return show(request, "demo/mail.html", {"mail": found})
