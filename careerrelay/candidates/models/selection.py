"""One candidate for one job: how far it came, who judged it, how it ended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models.record import Candidate


class ApplicationState(models.TextChoices):
    OPEN = "open"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"
    CLOSED = "closed"
    # A status that mixes rejection and withdrawal; a human being decides, until then nothing is sent.
    UNDECIDED = "undecided"


class Application(TenantModel):
    """One candidate for one job, as far as they came and how it ended. `status` and `labels` are the words of the
    system that it came from, as are the ids of the application, of its candidate and of its job; `route` is how the
    person came to apply (応募経路). `decided_at`: a member here last moved or ended it; that stands against a file whose
    status still says what it said before."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    system = models.CharField(max_length=30)
    external_id = models.CharField(max_length=200, blank=True)
    candidate_external_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    job_external_id = models.CharField(max_length=200, blank=True)
    job_title = models.CharField(max_length=300, blank=True)
    route = models.CharField(max_length=300, blank=True)
    route_detail = models.CharField(max_length=300, blank=True)
    labels = models.TextField(blank=True)
    status = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ApplicationState.choices)
    applied_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    from_import = models.ForeignKey(
        "candidates.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "system", "external_id"],
                condition=~Q(external_id=""),
                name="one_application_per_external_id",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "candidate"], name="applications_by_state"),
            models.Index(fields=["organization", "stage", "candidate"], name="applications_by_stage"),
            models.Index(
                fields=["organization", "candidate_external_id"],
                condition=~Q(candidate_external_id=""),
                name="applications_by_candidate_id",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StageMove(TenantModel):
    """An application went on to another stage, or back: which, when, by whom. A wrong move is
    followed by another one."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="stage_moves")
    stage_before = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=100)
    moved_by = models.UUIDField(null=True)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Revisit(models.TextChoices):
    """When somebody who was turned down may be thought of again."""

    AFTER_MONTHS = "after_months"
    PROFILE_CHANGES = "profile_changes"
    NEVER = "never"


class RejectionReason(TenantModel):
    """A reason that recruiters choose from, with its revisit rule. One that is no longer offered has ended."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    revisit = models.CharField(max_length=20, choices=Revisit.choices)
    revisit_months = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(ended_at=None), name="one_open_reason_per_name"
            ),
            models.CheckConstraint(
                condition=Q(revisit=Revisit.AFTER_MONTHS, revisit_months__gt=0)
                | (~Q(revisit=Revisit.AFTER_MONTHS) & Q(revisit_months=None)),
                name="months_belong_to_their_rule",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Rejection(TenantModel):
    """The company said no. `told_at` is when the person learned it; empty means that nobody told them yet.

    `reason` are the words, `chosen_reason` the one of the company's own reasons; `revisit` and `revisit_on` are what
    its rule said on that day, so that a rule which changes later changes nothing here.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="rejection")
    rejected_on = models.DateField()
    stage = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    chosen_reason = models.ForeignKey(RejectionReason, null=True, on_delete=models.PROTECT, related_name="+")
    revisit = models.CharField(max_length=20, choices=Revisit.choices, blank=True)
    revisit_on = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Withdrawal(TenantModel):
    """The candidate stepped back. They never get the relay offer for this application."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Interview(TenantModel):
    """A meeting about one application, planned or held."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    stage = models.CharField(max_length=100, blank=True)
    held_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Interviewer(TenantModel):
    """Who of the company takes part in an interview; it is what lets an interviewer see the candidate at all."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="interviewers")
    member_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "member_id"], name="an_interviewer_sits_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "member_id"], name="interviews_of_member")]

    def __str__(self) -> str:
        return str(self.id)


class Recommendation(models.TextChoices):
    STRONG_YES = "strong_yes"
    YES = "yes"
    NO = "no"
    STRONG_NO = "strong_no"


class Evaluation(TenantModel):
    """An interviewer's score and words. Never leaves the company. `interviewer_name` where an import names somebody
    who is no member; `score` from 1 to 5."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evaluations")
    interview = models.ForeignKey(Interview, null=True, on_delete=models.CASCADE, related_name="evaluations")
    interviewer_id = models.UUIDField(null=True)
    interviewer_name = models.CharField(max_length=100, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    words = models.TextField(blank=True)
    from_import = models.ForeignKey(
        "candidates.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interview", "interviewer_id"],
                condition=~Q(interviewer_id=None) & ~Q(interview=None),
                name="one_evaluation_per_interviewer",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 5)), name="a_score_is_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
