"""Both languages are complete, and the check that says so bites."""

import polib
import pytest

from config import languages
from config.msgids import Message, messages_in_python, messages_in_template, untranslated_japanese
from tests.house.sources import ROOT, listed


def test_both_languages_are_complete():
    faults = list(languages.faults(ROOT))
    assert not faults, listed(faults)


@pytest.fixture
def tree(tmp_path):
    """A project of one app, whose one page says one sentence, translated and compiled."""
    page = tmp_path / "careerrelay/web/templates/page.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "config").mkdir()
    (tmp_path / "careerrelay/web/apps.py").touch()
    page.write_text("<h1>{% blocktranslate %}{{ n }}人に送る{% endblocktranslate %}</h1>")
    list(languages.collect(tmp_path))
    translate(tmp_path, english="Send to %(n)s people")
    list(languages.compile_all(tmp_path))
    return tmp_path


def catalog_of(tree):
    return tree / "careerrelay/web" / languages.CATALOG


def translate(tree, *, english):
    catalog = polib.pofile(str(catalog_of(tree)))
    for entry in catalog:
        entry.msgstr = english
    catalog.save()


def only_fault(tree):
    (fault,) = languages.faults(tree)
    return fault


def test_a_translated_project_has_no_faults(tree):
    assert list(languages.faults(tree)) == []


def test_a_sentence_without_english_is_found(tree):
    translate(tree, english="")
    assert "has no English" in "".join(languages.faults(tree))


def test_a_lost_placeholder_is_found(tree):
    translate(tree, english="Send to people")
    list(languages.compile_all(tree))
    assert "placeholders" in only_fault(tree)


def test_an_old_compilation_is_found(tree):
    translate(tree, english="Send to all %(n)s people")
    assert ".mo is missing or old" in only_fault(tree)


def test_a_new_sentence_is_found(tree):
    (tree / "careerrelay/web/views.py").write_text('said = _("送りました")')
    assert "「送りました」 is missing" in only_fault(tree)


def test_a_sentence_that_nobody_says_is_found_and_collected_away(tree):
    (tree / "careerrelay/web/templates/page.html").write_text("")
    assert "nowhere any more" in only_fault(tree)
    list(languages.collect(tree))
    list(languages.compile_all(tree))
    assert list(languages.faults(tree)) == []


def test_japanese_outside_of_a_translating_tag_is_found(tree):
    with (tree / "careerrelay/web/templates/page.html").open("a") as page:
        page.write("<p>むきだし</p>")
    assert "untranslated" in only_fault(tree)


def test_two_englishes_for_one_sentence_are_found(tree):
    (tree / "careerrelay/relay").mkdir()
    (tree / "careerrelay/relay/apps.py").touch()
    (tree / "careerrelay/relay/views.py").write_text('said = _("送る")')
    (tree / "careerrelay/web/views.py").write_text('said = _("送る")')
    (tree / "careerrelay/web/templates/page.html").write_text("")
    list(languages.collect(tree))
    for app, english in (("web", "Send"), ("relay", "Post")):
        path = tree / "careerrelay" / app / languages.CATALOG
        catalog = polib.pofile(str(path))
        for entry in catalog:
            entry.msgstr = english
        catalog.save()
    list(languages.compile_all(tree))
    assert "agree, or give a context" in only_fault(tree)


def test_messages_are_read_from_templates_as_django_says_them():
    source = """{% translate "50% 以上" %} {% translate '見る' context "動詞" %} {{ x|default:_("なし") }}
        {% blocktranslate count n=list|length trimmed %}
            {{ n }}人
        {% plural %}
            {{ n }}人です
        {% endblocktranslate %}{% comment %}{% translate "無視" %}{% endcomment %}"""
    assert set(messages_in_template(source)) == {
        Message("50%% 以上"),
        Message("見る", context="動詞"),
        Message("なし"),
        Message("%(n)s人", plural="%(n)s人です"),
    }


def test_messages_are_read_from_python():
    source = '_("送る" "前"); ngettext("%(n)s件", "%(n)s件です", n); pgettext_lazy("動詞", "見る"); _(variable); save("無視")'
    assert set(messages_in_python(source)) == {
        Message("送る前"),
        Message("%(n)s件", plural="%(n)s件です"),
        Message("見る", context="動詞"),
    }


def test_the_name_of_the_language_and_comments_need_no_translation():
    source = '<!-- 注 -->{# 注 #}{% comment %}注{% endcomment %}<a href="?lang=ja" lang="ja">日本語</a>'
    assert list(untranslated_japanese(source)) == []


def test_an_untranslated_argument_is_found_on_its_line():
    assert list(untranslated_japanese('<p>\n{% include "x" with label="だめ" %}')) == [
        (2, 'include "x" with label="だめ"')
    ]
