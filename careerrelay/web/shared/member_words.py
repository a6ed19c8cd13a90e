"""Roles in words, and what each may do, for whoever gives them."""

from django.utils.translation import gettext_lazy as _

from careerrelay.accounts.rules import Kind, Role

ROLES = {
    Role.OWNER: _("管理者"),
    Role.RECRUITER: _("採用担当"),
    Role.INTERVIEWER: _("面接官"),
    Role.PR: _("広報"),
    Role.EXECUTIVE: _("経営"),
    Role.CONSULTANT: _("コンサルタント"),
    Role.OPERATOR: _("運営者"),
}

MAY = {
    (Kind.COMPANY, Role.OWNER): _(
        "採用担当ができることすべてと、会社の窓口、保管期間、案内の文面の確認、メンバーの管理ができます。"
    ),
    (Kind.COMPANY, Role.RECRUITER): _("候補者、取り込み、お見送り連絡を扱えます。"),
    (Kind.COMPANY, Role.INTERVIEWER): _("自分が面接する候補者だけを見て、評価を書けます。"),
    (Kind.COMPANY, Role.PR): _("いまは、最初のページだけを見られます。候補者は見られません。"),
    (Kind.COMPANY, Role.EXECUTIVE): _("紹介と無料採用枠の数字を見られます。候補者は見られません。"),
    (Kind.AGENCY, Role.OWNER): _("コンサルタントができることすべてと、メンバーの管理ができます。"),
    (Kind.AGENCY, Role.CONSULTANT): _("届いたプロフィールを見て、答え、進捗を記録できます。"),
    (Kind.OPERATOR, Role.OWNER): _("運営者ができることすべてと、メンバーの管理ができます。"),
    (Kind.OPERATOR, Role.OPERATOR): _("紹介会社の許可、締め、帳簿、本人からの求めを扱えます。"),
}
